import type { Taken } from '../../../mock-server/main.ts'
import type { Fault } from '../../io/trial-reasons.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { median } from '../../statistics/quantile.ts'
import { reportedFaults } from '../../trial/faults.ts'
import type { TrialFigures } from '../../trial/run-figures.ts'
import type { MeasuredOfProgram } from './messages.ts'

/** Between two processes' readings of one clock. */
const CLOCK_ERROR_MS = 0.5

/** What a trial has of a run of a program: its own figures where it reports any, else what the mock server saw. */
export function programFigures(
  measured: MeasuredOfProgram,
  taken: Taken | Error,
  { world }: Pick<Scenario, 'world'>,
): TrialFigures {
  const { beganMonotonicMs, cpuMs, peakRssBytes, reported } = measured
  // `taken` covers all jobs of a series: only the posts of this one count.
  const { beganMs, endedMs } = spanOf(measured)
  const acceptedMs = taken instanceof Error ? [] : [...taken.acceptedMs].filter((ms) => ms >= beganMs && ms <= endedMs)
  const { items = world.items.count, failures = {}, eventLoopDelayMs } = reported
  const sinceBegin = (ms: number | undefined) => (ms === undefined ? undefined : Math.max(0, ms - beganMonotonicMs))
  return {
    firstNotificationMs: sinceBegin(acceptedMs[0]),
    medianNotificationMs: acceptedMs.length > 0 ? sinceBegin(median(acceptedMs)) : undefined,
    lastNotificationMs: sinceBegin(acceptedMs.at(-1)),
    cpuMs,
    ...(eventLoopDelayMs !== undefined && { eventLoopDelayMs }),
    peakRssBytes,
    steps: {},
    items,
    sent: acceptedMs.length,
    failures,
  }
}

/** A run on the clock of `monotonicMs`, as far as what the mock server saw may belong to it. */
function spanOf({ beganMonotonicMs, endedMonotonicMs }: MeasuredOfProgram) {
  return { beganMs: beganMonotonicMs - CLOCK_ERROR_MS, endedMs: endedMonotonicMs + CLOCK_ERROR_MS }
}

/**
 * Why a run of a program is not a right one; what it sent is compared with what the others sent. `isSeries`: `taken` is of several runs, so that
 * what came after the answer may be of the next one. `plain`: of an iteration without delays or faults.
 */
export function programFaults(
  measured: MeasuredOfProgram,
  taken: Taken | Error,
  {
    scenario: { world },
    isSeries,
    plain,
  }: { readonly scenario: Pick<Scenario, 'world'>; readonly isSeries: boolean; readonly plain: boolean },
): Fault[] {
  const { count } = world.items
  const { items = count, failures = {} } = measured.reported
  const { endedMs } = spanOf(measured)
  const late = taken instanceof Error || isSeries ? 0 : taken.acceptedMs.filter((ms) => ms > endedMs).length
  return [
    ...(items === count ? [] : [{ code: 'missing-outcomes', outcomes: items, items: count } as const]),
    ...reportedFaults(failures, world, { plain }),
    // What is measured would be a part of the job.
    ...(late > 0 ? [{ code: 'answered-early', posts: late } as const] : []),
  ]
}
