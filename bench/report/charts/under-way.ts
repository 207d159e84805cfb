import { STEPS } from '../../../strategies/recording.ts'
import type { Timeline } from '../../trial/timelines.ts'

/**
 * How many steps of each kind, in the order of `STEPS`, are under way on average: in so many stretches of equal length from the start of a
 * run to `endMs`.
 */
export function underWay({ feeds }: Timeline, endMs: number, stretches: number): number[][] {
  const lengthMs = endMs / stretches
  return STEPS.map((step) => {
    const busyMs = new Array<number>(stretches).fill(0)
    for (const { [step]: span } of feeds) if (span) addSpan(busyMs, span, lengthMs)
    return busyMs.map((ms) => ms / lengthMs)
  })
}

/** How much of a span lies in each stretch. */
function addSpan(busyMs: number[], [beginMs, endMs]: readonly [number, number], lengthMs: number): void {
  const last = Math.min(busyMs.length - 1, Math.floor(endMs / lengthMs))
  for (let index = Math.floor(beginMs / lengthMs); index <= last; index++)
    busyMs[index]! += Math.max(0, Math.min(endMs, (index + 1) * lengthMs) - Math.max(beginMs, index * lengthMs))
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
