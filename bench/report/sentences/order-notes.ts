import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import type { Interval } from '../../statistics/interval.ts'
import type { Result } from '../../judge/comparison/judgement.ts'

/** Whether the order of the runs, or their place in a block, shows in their times: nothing where that was not checked. */
export function orderNotes({ order, scenario: { reference } }: Result, messages: Messages = ENGLISH): string[] {
  if (!order) return []
  const [largest] = order.predecessors
  const acting = order.predecessors.filter(({ excludesOne }) => excludesOne)
  const drifting = driftingIn(order.steadiness, reference)
  const steady = order.steadiness.length > 0 && order.steadiness.every(({ excludesOne }) => !excludesOne)
  const actors = acting.map((one) => `${one.variant} ${formatChange(one, messages)}`).join('; ')
  return [
    ...(acting.length > 0
      ? [messages.notes.orderAffectsTime(actors)]
      : largest
        ? [messages.notes.orderUnaffected(largest.variant, formatChange(largest, messages))]
        : []),
    ...(steady ? [messages.notes.noDriftWithinBlock] : []),
    ...drifting.map((one) => {
      const beside = one.variant === reference ? messages.notes.otherVariants : reference
      const why = one.ratio < 1 ? messages.notes.driftLongerWarmUp : messages.notes.driftAccumulation(beside)
      return messages.notes.drift({
        variant: one.variant,
        counterpart: beside,
        change: formatChange(one, messages),
        reason: why,
      })
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

/** As changes with their signs, such as `+3.3% (-3.1% to +10.1%)`. */
function formatChange({ ratio, low, high }: Interval & { readonly ratio: number }, messages: Messages): string {
  const [typical, least, most] = [ratio, low, high].map(
    (one) => `${one >= 1 ? '+' : ''}${((one - 1) * 100).toFixed(1)}%`,
  )
  return messages.units.withInterval({ estimate: typical!, low: least!, high: most! })
}
