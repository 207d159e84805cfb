import type { StepName } from '../../../../strategies/job.ts'
import { STEPS } from '../../../../strategies/recording.ts'
import type { Timeline } from '../../../trial/timelines.ts'

/** How many steps of each kind were under way in a stretch of time, on average. */
export interface Stretch {
  readonly fromMs: number
  readonly untilMs: number
  readonly counts: Readonly<Record<StepName, number>>
}

/** The steps under way from the start of a run to `endMs`, in so many stretches of the same length. */
export function underWay({ feeds }: Timeline, endMs: number, stretches: number): Stretch[] {
  const lengthMs = endMs / stretches
  const counts = STEPS.map((step) => {
    const busy = new Float64Array(stretches)
    for (const { [step]: span } of feeds) if (span) addSpan(busy, span, lengthMs)
    return busy.map((ms) => ms / lengthMs)
  })
  return Array.from({ length: stretches }, (_, index) => ({
    fromMs: index * lengthMs,
    untilMs: (index + 1) * lengthMs,
    counts: Object.fromEntries(STEPS.map((step, place) => [step, counts[place]![index]!])) as Record<StepName, number>,
  }))
}

/** How much of a span lies in each stretch. */
function addSpan(busy: Float64Array, [beginMs, endMs]: readonly [number, number], lengthMs: number): void {
  const last = Math.min(busy.length - 1, Math.floor(endMs / lengthMs))
  for (let index = Math.floor(beginMs / lengthMs); index <= last; index++)
    busy[index]! += Math.max(0, Math.min(endMs, (index + 1) * lengthMs) - Math.max(beginMs, index * lengthMs))
}

/** The most steps that were under way at the same moment. */
export function mostAtOnce({ feeds }: Timeline): number {
  const spans = feeds.flatMap((feed) => STEPS.flatMap((step) => (feed[step] ? [feed[step]] : [])))
  const marks = spans.flatMap(([beginMs, endMs]) => [
    { ms: beginMs, by: 1 },
    { ms: endMs, by: -1 },
  ])
  // What ends when another begins is not under way beside it.
  marks.sort((a, b) => a.ms - b.ms || a.by - b.by)
  let [now, most] = [0, 0]
  for (const { by } of marks) most = Math.max(most, (now += by))
  return most
}
