import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import type { Interval } from '../statistics/interval.ts'
import type { Result } from '../judge/comparison/judgement.ts'

/** Whether the order of the runs, or their place in a block, shows in their times: nothing where that was not checked. */
export function orderNotes({ order, scenario: { reference } }: Result, language: Language = ENGLISH): string[] {
  if (!order) return []
  const { say } = language
  const [largest] = order.predecessors
  const acting = order.predecessors.filter(({ excludesOne }) => excludesOne)
  const drifting = driftingIn(order.steadiness, reference)
  const steady = order.steadiness.length > 0 && order.steadiness.every(({ excludesOne }) => !excludesOne)
  const actors = acting.map((one) => `${one.variant} ${formatChange(one, language)}`).join('; ')
  return [
    ...(acting.length > 0
      ? [
          say`Order: a run takes another time right after these: ${actors}. Rounds are shuffled, so that all other arms meet it alike; it seldom follows itself, and misses it.`,
        ]
      : largest
        ? [
            say`Order: no arm changes the time of the run after it beyond doubt; the largest change is after ${largest.variant}, ${formatChange(largest, language)}.`,
          ]
        : []),
    ...(steady
      ? [say`Steadiness: no arm gets faster or slower beyond doubt from the first round of a fork to the last.`]
      : []),
    ...drifting.map((one) => {
      const beside = one.variant === reference ? say`the other arms` : reference
      const why =
        one.ratio < 1
          ? say`warm up longer (a larger --set plan.warmUps)`
          : say`something may pile up from run to run, or ${beside} needed a longer warm-up (a larger --set plan.warmUps)`
      return say`${one.variant}: beside ${beside} its time changes by ${formatChange(one, language)} from the first round of a fork to the last; ${why}.`
    }),
  ]
}

/** All variants are held against the reference: where it alone drifts, all others seem to, and where another does, it seems to a little. */
function driftingIn(
  steadiness: NonNullable<Result['order']>['steadiness'],
  reference: string,
): NonNullable<Result['order']>['steadiness'] {
  const drifting = steadiness.filter(({ excludesOne }) => excludesOne)
  const own = drifting.find(({ variant }) => variant === reference)
  const others = drifting.filter(({ variant }) => variant !== reference)
  const isOpposite = own && others.every(({ ratio }) => ratio > 1 !== own.ratio > 1)
  return own && isOpposite && others.length === steadiness.length - 1 ? [own] : others
}

/** As changes with their signs, such as `+3.3 % (-3.1 % to +10.1 %)`. */
function formatChange({ ratio, low, high }: Interval & { readonly ratio: number }, { say }: Language): string {
  const [typical, least, most] = [ratio, low, high].map(
    (one) => `${one >= 1 ? '+' : ''}${((one - 1) * 100).toFixed(1)} %`,
  )
  return say`${typical!} (${least!} to ${most!})`
}
