import type { LoadResult } from '../../judge/load/judgement.ts'
import { formatMean, formatPercent } from '../format.ts'
import type { Answer, Recommendation } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { formatRate } from './load-words.ts'
import { wrongOutputText } from './output-check.ts'

/** What to do about jobs on a schedule. */
export function loadRecommendation(result: LoadResult, messages: Messages): Recommendation {
  const { recommendation } = result
  const close = recommendation.code === 'use' ? recommendation.close : []
  const answer = answerOf(result, messages)
  return {
    headline: headlineOf(result, messages),
    ...(answer && { answer }),
    details: close.length > 0 ? [messages.recommendation.loadClose(messages.beside(close))] : [],
  }
}

/** The recommended variant, for whoever sees nothing else. */
function answerOf({ recommendation, everyMs }: LoadResult, messages: Messages): Answer | undefined {
  if (recommendation.code !== 'use') return undefined
  return {
    label: messages.page.scheduleAnswerLabel,
    variant: recommendation.variant,
    figure: messages.load.keepsUp,
    meaning: messages.recommendation.withRate(formatRate(everyMs, messages)),
  }
}

function headlineOf(result: LoadResult, messages: Messages): string {
  const { recommendation, scenario, everyMs } = result
  const { reference } = scenario
  const rate = formatRate(everyMs, messages)
  switch (recommendation.code) {
    case 'output-mismatch':
      return messages.recommendation.wrongOutput(wrongOutputText(result, messages)!)
    case 'network-allowed':
      return messages.recommendation.networkAllowed
    case 'reference-failed':
      return messages.recommendation.referenceFailed(reference)
    case 'too-few-blocks':
      return recommendation.needed === undefined
        ? messages.recommendation.loadTooFewBlocks
        : messages.recommendation.loadTooFewBlocksOfNeeded(recommendation.needed)
    case 'wait':
      return messages.recommendation.loadWaitForMockServer(messages.beside(recommendation.variants))
    case 'nothing-judged':
      return messages.recommendation.loadNothingJudged
    case 'none-keeps-up': {
      const { nearest, isCertain, isByWebhook } = recommendation
      const { load } = result.variants.find(({ variant }) => variant === nearest)!
      const its = messages.recommendation.loadNearest(nearest, formatMean(load, messages))
      if (!isCertain) return messages.recommendation.loadNoneKeepsUpUncertain(rate, its)
      return isByWebhook
        ? messages.recommendation.loadNoneKeepsUpByWebhook(rate, its)
        : messages.recommendation.loadNoneKeepsUp(rate, its)
    }
    case 'use': {
      const { variant, referenceFallsBehind } = recommendation
      const pick = result.variants.find((one) => one.variant === variant)!
      // The longer it goes on, the longer its jobs wait: a ratio to that would depend on how long was measured.
      return referenceFallsBehind
        ? messages.recommendation.loadUseReferenceFallsBehind(variant, rate, reference)
        : messages.recommendation.loadUse({ variant, rate, share: formatPercent(pick.ratio!.ratio), reference })
    }
    case 'keep-reference':
      return messages.recommendation.loadKeepReference(reference, rate)
    case 'keeps-up':
      return messages.recommendation.loadKeepsUp({
        variants: messages.beside(recommendation.variants),
        rate,
        reference,
      })
  }
}
