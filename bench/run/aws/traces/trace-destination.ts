import { GetTraceSegmentDestinationCommand, type XRayClient } from '@aws-sdk/client-xray'
import { readAwsError } from '../client/aws-error.ts'

/**
 * Whether the account sends its traces to CloudWatch Logs (Transaction Search), since X-Ray then knows only the share that is
 * indexed; false also where it cannot be known: not every role may ask, and not everything that speaks like X-Ray knows the question. Source: Amazon CloudWatch User Guide, "Transaction Search".
 */
export async function goesToCloudWatch(client: XRayClient, signal?: AbortSignal): Promise<boolean> {
  try {
    const { Destination } = await client.send(new GetTraceSegmentDestinationCommand({}), { abortSignal: signal })
    return Destination === 'CloudWatchLogs'
  } catch (error) {
    signal?.throwIfAborted()
    // Whatever else is wrong with credentials or the network, the calls that matter will say.
    const { names, status } = readAwsError(error)
    if (status === undefined && names.has('TypeError')) throw error
    return false
  }
}
