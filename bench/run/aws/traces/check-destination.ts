import { GetTraceSegmentDestinationCommand, type XRayClient } from '@aws-sdk/client-xray'
import { readAwsError } from '../client/aws-error.ts'

/**
 * A sentence where the account sends its traces to CloudWatch Logs (Transaction Search), since X-Ray then knows only the share
 * that is indexed; undefined where it does not, and where nobody can tell: not every role may ask, and not everything that
 * speaks like X-Ray knows the question. Source: Amazon CloudWatch User Guide, "Transaction Search".
 */
export async function checkDestination(client: XRayClient, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const { Destination } = await client.send(new GetTraceSegmentDestinationCommand({}), { abortSignal: signal })
    return Destination === 'CloudWatchLogs' ? ELSEWHERE : undefined
  } catch (error) {
    signal?.throwIfAborted()
    // Whatever else is wrong with credentials or the network, the calls that matter will say.
    const { names, status } = readAwsError(error)
    if (status === undefined && names.has('TypeError')) throw error
    return undefined
  }
}

const ELSEWHERE =
  'this account sends its traces to CloudWatch Logs (Transaction Search), and X-Ray has only the share of them that is indexed: ' +
  'index all of them (aws xray update-indexing-rule --name Default ' +
  `--rule '{"Probabilistic":{"DesiredSamplingPercentage":100}}') ` +
  'or send them to X-Ray again (aws xray update-trace-segment-destination --destination XRay)'
