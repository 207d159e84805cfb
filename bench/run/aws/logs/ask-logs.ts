import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { insist, type Patience } from '../client/backoff.ts'
import { eachPage } from '../client/each-page.ts'
import { explainAwsError } from '../client/explain-aws-error.ts'

/** How often CloudWatch Logs was asked, and how often it asked for patience. */
export interface LogCalls {
  pages: number
  throttled: number
  polls: number
}

/** A log group, by name or ARN, and a span of time in epoch milliseconds; the end is no part of it. */
export interface LogSpan {
  readonly group: string
  readonly fromMs: number
  readonly untilMs: number
}

export type SearchLogs = (span: LogSpan, found: (events: readonly FilteredLogEvent[]) => void) => Promise<void>

/**
 * Lambda's lines at the end of an invocation, in both formats, those of a start that failed, and those of timeouts, which older text logs do
 * not repeat in the REPORT line. A term with a question mark is one of several that may match.
 * Source: Amazon CloudWatch Logs User Guide, "Filter pattern syntax", matching any of several terms.
 */
export const FILTER_PATTERN = [
  'REPORT RequestId:',
  'platform.report',
  'INIT_REPORT Init Duration:',
  'platform.initReport',
  'Task timed out',
]
  .map((phrase) => `?"${phrase}"`)
  .join(' ')

/**
 * Searches log groups through a client, page after page, with patience; what AWS refuses is a UserError that says what to do. A page may be
 * empty and not the last.
 */
export function askLogs(client: CloudWatchLogsClient, patience: Patience, calls: LogCalls): SearchLogs {
  const { signal: abortSignal } = patience
  return async ({ group, fromMs, untilMs }, found) => {
    const input = {
      ...(group.startsWith('arn:') ? { logGroupIdentifier: group } : { logGroupName: group }),
      startTime: fromMs,
      // The end that the API takes is included.
      endTime: untilMs - 1,
      filterPattern: FILTER_PATTERN,
    }
    await eachPage(async (nextToken) => {
      calls.pages++
      const send = () => client.send(new FilterLogEventsCommand({ ...input, nextToken }), { abortSignal })
      try {
        const page = await insist(send, { ...patience, throttled: () => void calls.throttled++ })
        found(page.events ?? [])
        return page.nextToken
      } catch (error) {
        abortSignal?.throwIfAborted()
        throw explainAwsError(error, { service: 'CloudWatch Logs', action: 'FilterLogEvents', of: group }) ?? error
      }
    })
  }
}
