import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import type { Check } from '../document.ts'
import { formatChange, variantInSentence } from '../messages/controls.ts'
import type { Result } from '../../judge/comparison/judgement.ts'

/** Whether the order of the runs, or their place in a block, shows in their times: nothing where that was not examined. */
export function orderChecks({ order, scenario: { reference } }: Result, messages: Messages = ENGLISH): Check[] {
  if (!order) return []
  const [largest] = order.predecessors
  const acting = order.predecessors.filter(({ excludesOne }) => excludesOne)
  const drifting = driftingIn(order.steadiness, reference)
  const isSteady = order.steadiness.length > 0 && order.steadiness.every(({ excludesOne }) => !excludesOne)
  const { checks } = messages
  const asIs = (name: string, text: string): Check => ({ tone: 'good', name, text, detail: 'full' })
  const found = (name: string, text: string): Check => ({ tone: 'plain', name, text, detail: 'summary' })
  return [
    ...(acting.length > 0
      ? [
          found(
            checks.orderName,
            checks.orderAffectsTime(
              messages.beside(
                acting.map((one) =>
                  checks.changeAfter(variantInSentence(one.variant, messages), formatChange(one, messages)),
                ),
              ),
            ),
          ),
        ]
      : largest
        ? [
            asIs(
              checks.orderName,
              checks.orderUnaffected(variantInSentence(largest.variant, messages), formatChange(largest, messages)),
            ),
          ]
        : []),
    ...(isSteady ? [asIs(checks.driftName, checks.noDrift)] : []),
    ...drifting.map((one) => {
      const counterpart = one.variant === reference ? checks.otherVariants : reference
      const reason = one.ratio < 1 ? checks.driftLongerWarmUp : checks.driftAccumulation(counterpart)
      return found(
        checks.driftName,
        checks.drift({
          variant: variantInSentence(one.variant, messages),
          counterpart,
          change: formatChange(one, messages),
          reason,
        }),
      )
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
