import { GetTraceSegmentDestinationCommand, StartTraceRetrievalCommand, type XRayClient } from '@aws-sdk/client-xray'
import { isNotAllowed, readAwsError } from '../client/aws-error.ts'
import { explainAwsError } from '../client/explain-aws-error.ts'

/** Where an account has its traces: in X-Ray, or with Transaction Search in CloudWatch Logs, where X-Ray indexes a share of them. */
export type TraceDestination = 'xray' | 'cloudwatch'

/**
 * Asks for it. X-Ray also where it cannot be known: not every role may ask, and not everything that speaks like X-Ray knows the question.
 * Source: Amazon CloudWatch User Guide, "Transaction Search".
 */
export async function readTraceDestination(client: XRayClient, signal?: AbortSignal): Promise<TraceDestination> {
  try {
    const { Destination } = await client.send(new GetTraceSegmentDestinationCommand({}), { abortSignal: signal })
    return Destination === 'CloudWatchLogs' ? 'cloudwatch' : 'xray'
  } catch (error) {
    signal?.throwIfAborted()
    // Whatever else is wrong with credentials or the network, the calls that matter will say.
    const { names, status } = readAwsError(error)
    if (status === undefined && names.has('TypeError')) throw error
    return 'xray'
  }
}

/** Throws a UserError where a policy stands against retrieving traces from CloudWatch Logs: asks for one that does not exist. */
export async function checkRetrieval(client: XRayClient, nowMs = Date.now()): Promise<void> {
  const second = Math.floor(nowMs / 1000)
  try {
    await client.send(
      new StartTraceRetrievalCommand({
        TraceIds: [`1-${second.toString(16)}-${'0'.repeat(24)}`],
        StartTime: new Date((second - 60) * 1000),
        EndTime: new Date(second * 1000),
      }),
    )
  } catch (error) {
    // Whatever else is wrong may be over by the time that traces are retrieved.
    if (!isNotAllowed(readAwsError(error))) return
    throw explainAwsError(error, { service: 'X-Ray', action: 'StartTraceRetrieval' }) ?? error
  }
}
