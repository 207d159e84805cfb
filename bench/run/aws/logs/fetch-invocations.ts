import { setTimeout as sleep } from 'node:timers/promises'
import type { CloudWatchLogsClient, FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs'
import { UserError } from '../../../io/user-error.ts'
import type { Pause } from '../client/backoff.ts'
import { askLogs, type LogCalls, type LogSpan } from './ask-logs.ts'
import { groupOf, type LogStream } from './log-names.ts'
import { LogInbox, type LoggedSpan } from './logged-invocations.ts'

export interface FetchLogsOptions {
  /** The functions whose invocations count; a log group may be of several. */
  readonly functionNames: readonly string[]
  /** How long late events are waited for once all that is there was read; 2 minutes. */
  readonly patienceMs?: number
  /** More are refused; 200,000. */
  readonly maxInvocations?: number
  /** Called after each page: the share of the spans that was read, and how many invocations were found. */
  readonly progress?: (state: { readonly share: number; readonly found: number }) => void
  readonly signal?: AbortSignal
  readonly pause?: Pause
  readonly nowMs?: () => number
  /** What the ends of spans are held against. */
  readonly epochMs?: () => number
  /** From 0 up to 1, for the back-off. */
  readonly random?: () => number
}

export interface FetchedLogs {
  /** In the order of the spans that were asked for. */
  readonly spans: readonly LoggedSpan[]
  readonly calls: Readonly<LogCalls>
}

const PATIENCE_MS = 120_000
/** Two searches without anything new are taken for the end. */
const QUIET_SEARCHES = 2
const FIRST_PAUSE_MS = 5000
const LONGEST_PAUSE_MS = 15_000
const PAUSE_GROWTH = 1.5
/** Events come within seconds as a rule; what was logged this long ago is there. */
const LATEST_MS = 600_000
/** About 40 MB. */
const MAX_INVOCATIONS = 200_000

const pauseFor: Pause = (ms, signal) => sleep(ms, undefined, { signal })

/**
 * Reads what Lambda logged of the invocations in some spans of time, and waits for late events: the last ten minutes before now are searched
 * until two polls in a row find nothing new in them. Rejects with the signal's reason when it is aborted, and with a UserError
 * where AWS says what is wrong or there are more invocations than can be held.
 */
export async function fetchInvocations(
  client: CloudWatchLogsClient,
  spans: readonly LogSpan[],
  options: FetchLogsOptions,
): Promise<FetchedLogs> {
  const { functionNames, patienceMs = PATIENCE_MS, maxInvocations = MAX_INVOCATIONS, progress, signal } = options
  const { pause = pauseFor, nowMs = () => performance.now(), epochMs = Date.now, random = Math.random } = options
  const calls: LogCalls = { pages: 0, throttled: 0, polls: 0 }
  const search = askLogs(client, { pause, random, signal }, calls)
  const lateFromMs = epochMs() - LATEST_MS
  const inboxes = spans.map(({ group }) => new LogInbox(ownerIn(group, functionNames)))
  /** Of what may be found once more: what is older is searched once. */
  const seen = new Set<string>()
  const total = () => inboxes.reduce((sum, { size }) => sum + size, 0)

  async function searchAll(isFirst: boolean): Promise<void> {
    for (const [index, span] of spans.entries()) {
      if (!isFirst && span.untilMs <= lateFromMs) continue
      const fromMs = isFirst ? span.fromMs : Math.max(span.fromMs, lateFromMs)
      const isNew = ({ timestamp = 0, logStreamName, eventId }: FilteredLogEvent) => {
        if (timestamp < lateFromMs) return true
        const key = `${index} ${logStreamName} ${eventId}`
        return !seen.has(key) && seen.add(key)
      }
      await search({ ...span, fromMs }, (events) => {
        for (const event of events) if (isNew(event)) inboxes[index]!.take(event)
        if (total() > maxInvocations) throw new UserError('too-many-invocations-logged', { most: maxInvocations })
        const reachedMs = (events.at(-1)?.timestamp ?? fromMs) - span.fromMs
        const share = isFirst ? (index + reachedMs / (span.untilMs - span.fromMs)) / spans.length : 1
        progress?.({ share, found: total() })
      })
    }
  }

  const isGrowing = spans.some(({ untilMs }) => untilMs > lateFromMs)
  let quiet = 0
  let readMs: number | undefined
  let pauseMs = FIRST_PAUSE_MS
  while (true) {
    const known = total()
    await searchAll(++calls.polls === 1)
    if (!isGrowing) break
    quiet = total() > known ? 0 : quiet + 1
    readMs ??= nowMs()
    const leftMs = readMs + patienceMs - nowMs()
    if (leftMs <= 0 || quiet >= QUIET_SEARCHES) break
    await pause(Math.min(leftMs, pauseMs), signal)
    pauseMs = Math.min(pauseMs * PAUSE_GROWTH, LONGEST_PAUSE_MS)
  }
  return { spans: inboxes.map((inbox) => inbox.close()), calls }
}

/** By the name in the stream; a function's own log group has none there. */
function ownerIn(group: string, functionNames: readonly string[]): (stream: LogStream) => string | undefined {
  const owner = functionNames.find((name) => group === groupOf(name) || group.endsWith(`:log-group:${groupOf(name)}`))
  return ({ functionName = owner }) =>
    functionName !== undefined && functionNames.includes(functionName) ? functionName : undefined
}
