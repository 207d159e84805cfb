import {
  BatchGetTracesCommand,
  GetTraceSummariesCommand,
  TimeRangeType,
  type Trace,
  type XRayClient,
} from '@aws-sdk/client-xray'
import { insist, type Patience } from '../client/backoff.ts'
import { explainAwsError } from '../client/explain-aws-error.ts'
import type { TimeWindow } from './windows.ts'

/** BatchGetTraces takes no more. Source: AWS X-Ray API Reference, "BatchGetTraces". */
export const MAX_IDS = 5

/** How often X-Ray was asked, and how often it asked for patience. */
export interface Calls {
  summaries: number
  batches: number
  throttled: number
  unprocessed: number
  polls: number
}

export interface XRay {
  readonly calls: Readonly<Calls>
  /** Hands the ids of all traces that began in a window on, page by page. */
  readonly search: (
    window: TimeWindow,
    filter: string | undefined,
    found: (ids: readonly string[]) => void,
  ) => Promise<void>
  /** What there is of so many traces, 5 at most; a trace may come in several parts. */
  readonly batch: (
    ids: readonly string[],
  ) => Promise<{ readonly traces: readonly Trace[]; readonly unprocessed: readonly string[] }>
}

/** Asks X-Ray through a client, page after page, with patience; what AWS refuses is a UserError that says what to do. */
export function askXRay(client: XRayClient, patience: Patience, calls: Calls): XRay {
  const { signal: abortSignal } = patience
  const throttled = () => void calls.throttled++
  const ask = async <T>(action: string, send: () => Promise<T>): Promise<T> => {
    try {
      return await insist(send, { ...patience, throttled })
    } catch (error) {
      abortSignal?.throwIfAborted()
      throw explainAwsError(error, { service: 'X-Ray', action }) ?? error
    }
  }
  return {
    calls,
    async search({ fromMs, untilMs }, filter, found) {
      const input = {
        StartTime: new Date(fromMs),
        EndTime: new Date(untilMs),
        // The begin that stands in the id never changes: each trace is in one window for good. By Event, the time of its last
        // update, a late document would move it to another window between two searches, or out of the last one.
        TimeRangeType: TimeRangeType.TraceId,
        FilterExpression: filter,
      }
      await eachPage(async (NextToken) => {
        calls.summaries++
        const page = await ask('GetTraceSummaries', () =>
          client.send(new GetTraceSummariesCommand({ ...input, NextToken }), { abortSignal }),
        )
        found((page.TraceSummaries ?? []).flatMap(({ Id }) => Id ?? []))
        return page.NextToken
      })
    },
    async batch(ids) {
      const traces: Trace[] = []
      const unprocessed = new Set<string>()
      await eachPage(async (NextToken) => {
        calls.batches++
        const page = await ask('BatchGetTraces', () =>
          client.send(new BatchGetTracesCommand({ TraceIds: [...ids], NextToken }), { abortSignal }),
        )
        traces.push(...(page.Traces ?? []))
        for (const id of page.UnprocessedTraceIds ?? []) unprocessed.add(id)
        return page.NextToken
      })
      calls.unprocessed += unprocessed.size
      return { traces, unprocessed: [...unprocessed] }
    },
  }
}

/** Until there is no further page; one that was asked for already would never end. */
async function eachPage(page: (token: string | undefined) => Promise<string | undefined>): Promise<void> {
  const seen = new Set<string>()
  for (let token = await page(undefined); token && !seen.has(token); token = await page(token)) seen.add(token)
}
