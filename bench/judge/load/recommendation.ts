import { isSelectable } from '../../plan/schedule.ts'
import { isFit } from '../comparison/controls.ts'
import type { Unfit } from '../comparison/judgement.ts'
import { unfitnessOf } from '../comparison/remedies.ts'
import type { LoadRecommendation, LoadResult, LoadVariant } from './judgement.ts'

type Judged = Omit<LoadResult, 'recommendation' | 'unfit' | 'exitCode'>

/** What to do, made only of what the report shows; and why there is no finer verdict, where the machine was not fit. */
export function recommend(result: Judged): { readonly recommendation: LoadRecommendation; readonly unfit?: Unfit } {
  const hindrance = hindranceIn(result)
  if (hindrance) return { recommendation: hindrance }
  const selectable = result.variants.filter(({ role }) => isSelectable(role))
  const keeping = selectable.filter(({ pace }) => pace?.code === 'keeps-up')
  const recommendation = keeping.length === 0 ? withoutKeeper(selectable, result) : choose(keeping, result)
  const unfit = isFit(result) ? undefined : unfitnessOf({ ...result, target: 'local', look: undefined })
  return { recommendation, ...(unfit && { unfit }) }
}

function hindranceIn({ variants, deliveries, look, scenario }: Judged): LoadRecommendation | undefined {
  if (!deliveries.same) return { code: 'output-mismatch' }
  if (variants.some(({ role, failed }) => role === 'reference' && failed.trials > 0))
    return { code: 'reference-failed' }
  if (scenario.allowsNet) return { code: 'network-allowed' }
  if (!look) {
    const needed = scenario.looks?.at(-1)?.blocks
    return { code: 'too-few-blocks', ...(needed !== undefined && { needed }) }
  }
  // Whoever could not be judged, but may be the one that keeps up, would make any other recommendation the wrong one.
  const late = variants.filter(
    ({ role, verdict, pace }) => isSelectable(role) && verdict?.code === 'mock-server-saturated' && !pace,
  )
  return late.length > 0 ? { code: 'wait', variants: late.map(({ variant }) => variant) } : undefined
}

function withoutKeeper(selectable: readonly LoadVariant[], { throttled }: Judged): LoadRecommendation {
  const judged = selectable.filter(({ pace }) => pace)
  if (judged.length === 0) return { code: 'nothing-judged' }
  const nearest = judged.reduce((a, b) => (b.load.mean < a.load.mean ? b : a))
  const isCertain = judged.length === selectable.length && judged.every(({ pace }) => pace!.code === 'falls-behind')
  return { code: 'none-keeps-up', nearest: nearest.variant, isCertain, isByWebhook: throttled > 0 }
}

function choose(keeping: readonly LoadVariant[], { variants, scenario: { reference } }: Judged): LoadRecommendation {
  const faster = keeping.filter(({ verdict }) => verdict?.code === 'faster')
  if (faster.length > 0) {
    const pick = faster.reduce((a, b) => (b.ratio!.ratio < a.ratio!.ratio ? b : a))
    const close = faster.filter((one) => one !== pick && one.ratio!.low <= pick.ratio!.high)
    return {
      code: 'use',
      variant: pick.variant,
      close: close.map(({ variant }) => variant),
      referenceFallsBehind: variants.some(
        ({ variant, pace }) => variant === reference && pace?.code === 'falls-behind',
      ),
    }
  }
  if (keeping.some(({ role }) => role === 'reference')) return { code: 'keep-reference' }
  return { code: 'keeps-up', variants: keeping.map(({ variant }) => variant) }
}
