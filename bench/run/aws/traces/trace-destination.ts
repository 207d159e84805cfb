import {
  GetTraceSegmentDestinationCommand,
  ListRetrievedTracesCommand,
  StartTraceRetrievalCommand,
  type XRayClient,
} from '@aws-sdk/client-xray'
import { isNotAllowed, readAwsError } from '../client/aws-error.ts'
import { explainAwsError } from '../client/explain-aws-error.ts'

/** Where an account has its traces: in X-Ray, or with Transaction Search in CloudWatch Logs, where X-Ray indexes a share of them. */
export type TraceDestination = 'xray' | 'cloudwatch' | 'unknown'

/**
 * Asks for it. Unknown where not every role may ask, or what speaks like X-Ray does not know the question: then X-Ray is asked for traces.
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
    return 'unknown'
  }
}

/** Throws a UserError where a policy stands against retrieving traces from CloudWatch Logs: asks for one that does not exist. */
export async function checkRetrieval(client: XRayClient, nowMs = Date.now()): Promise<void> {
  const second = Math.floor(nowMs / 1000)
  let action = 'StartTraceRetrieval'
  try {
    const { RetrievalToken } = await client.send(
      new StartTraceRetrievalCommand({
        TraceIds: [`1-${second.toString(16)}-${'0'.repeat(24)}`],
        StartTime: new Date((second - 60) * 1000),
        EndTime: new Date(second * 1000),
      }),
    )
    action = 'ListRetrievedTraces'
    await client.send(new ListRetrievedTracesCommand({ RetrievalToken, TraceFormat: 'XRAY' }))
  } catch (error) {
    // Whatever else is wrong may be over by the time that traces are retrieved.
    if (!isNotAllowed(readAwsError(error))) return
    throw explainAwsError(error, { service: 'X-Ray', action }) ?? error
  }
}
