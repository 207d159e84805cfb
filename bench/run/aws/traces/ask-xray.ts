import {
  BatchGetTracesCommand,
  GetTraceSummariesCommand,
  ListRetrievedTracesCommand,
  StartTraceRetrievalCommand,
  TimeRangeType,
  type Trace,
  type XRayClient,
} from '@aws-sdk/client-xray'
import { UserError } from '../../../io/user-error.ts'
import { insist, type Patience } from '../client/backoff.ts'
import { eachPage } from '../client/each-page.ts'
import { explainAwsError } from '../client/explain-aws-error.ts'
import type { Pace } from '../client/in-parallel.ts'
import type { TraceDestination } from './trace-destination.ts'
import type { TimeWindow } from './windows.ts'

/** BatchGetTraces takes no more; of StartTraceRetrieval no limit is documented. Source: AWS X-Ray API Reference, "BatchGetTraces". */
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

interface AskOptions {
  readonly patience: Patience
  readonly calls: Calls
  readonly pace: Pace
  /** Where the account has its traces. */
  readonly destination: TraceDestination
  readonly epochMs: () => number
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5000
/** A retrieval that has not ended after so many looks is given up; AWS documents only that one times out after 60 minutes. */
const MAX_RETRIEVAL_LOOKS = 100
/** So many that fail, and none that succeeds, are a fault of more than a moment. */
const MAX_FAILED_RETRIEVALS = 4
/** A trace may begin before the second in its id, and Lambda lets a function run for 15 minutes. */
const BEFORE_MS = 60_000
const AFTER_MS = 20 * 60_000

/** Asks X-Ray through a client, page after page, with patience; what AWS refuses is a UserError that says what to do. */
export function askXRay(client: XRayClient, options: AskOptions): XRay {
  const { patience, calls, pace, destination, epochMs } = options
  const { signal: abortSignal } = patience
  let failedRetrievals = 0
  let isEverRetrieved = false
  const throttled = () => {
    calls.throttled++
    pace.throttled()
  }
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
    batch: destination === 'cloudwatch' ? retrieve : batch,
  }

  async function batch(ids: readonly string[]) {
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
  }

  /** From CloudWatch Logs, where a retrieval is begun, and asked for until it has ended. What it lacks has not come yet. */
  async function retrieve(ids: readonly string[]) {
    calls.batches++
    const { fromMs, untilMs } = spanOf(ids)
    const input = {
      TraceIds: [...ids],
      StartTime: new Date(fromMs),
      EndTime: new Date(Math.max(fromMs + 1000, Math.min(untilMs, epochMs()))),
    }
    const { RetrievalToken } = await ask('StartTraceRetrieval', () =>
      client.send(new StartTraceRetrievalCommand(input), { abortSignal }),
    )
    const traces: Trace[] = []
    const unprocessed: string[] = []
    let pauseMs = FIRST_PAUSE_MS
    let looks = 0
    await eachPage(async (NextToken) => {
      for (;;) {
        calls.batches++
        const page = await ask('ListRetrievedTraces', () =>
          client.send(new ListRetrievedTracesCommand({ RetrievalToken, TraceFormat: 'XRAY', NextToken }), {
            abortSignal,
          }),
        )
        const { RetrievalStatus: status } = page
        if (status === 'COMPLETE') {
          isEverRetrieved = true
          for (const { Id, Spans } of page.Traces ?? []) traces.push({ Id, Segments: Spans })
          return page.NextToken
        }
        const isUnderWay = status === 'SCHEDULED' || status === 'RUNNING'
        if (isUnderWay && ++looks < MAX_RETRIEVAL_LOOKS) {
          await patience.pause(pauseMs, abortSignal)
          pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)
          continue
        }
        // One that fails costs no more than its own traces, which are retrieved again; where none ever succeeds there is no use in it.
        if (++failedRetrievals >= MAX_FAILED_RETRIEVALS && !isEverRetrieved)
          throw new UserError('traces-not-retrieved', { status: status ?? 'none' })
        unprocessed.push(...ids)
        return undefined
      }
    })
    calls.unprocessed += unprocessed.length
    return { traces, unprocessed }
  }
}

/** The time that the ids of traces tell, with what may lie before and after it, in epoch milliseconds. */
function spanOf(ids: readonly string[]): TimeWindow {
  const seconds = ids.map((id) => Number.parseInt(id.slice(2, 10), 16)).filter(Number.isFinite)
  return { fromMs: Math.min(...seconds) * 1000 - BEFORE_MS, untilMs: Math.max(...seconds) * 1000 + AFTER_MS }
}
