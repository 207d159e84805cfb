import type { RateResult } from '../judge/load/judgement.ts'
import { formatRatio } from './format.ts'
import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { formatLoad, formatRate } from './rate-words.ts'

/** What to do about jobs on a schedule, in a sentence or two. */
export function loadRecommendationText(result: RateResult, language: Language = ENGLISH): string {
  const { say, either, sentences } = language
  const { unfit, aaCheck } = result
  const main = mainSentence(result, language)
  if (!unfit) return main
  // No margin changes whether a sensitivity check is seen.
  const widen = aaCheck.code === 'passed' ? [] : [say`widen --set plan.margin`]
  const ways = either([say`close other programs`, say`ask for more --forks`, ...widen])
  return sentences([main, say`This machine was too noisy for finer words on latency: ${ways}.`])
}

function mainSentence(result: RateResult, language: Language): string {
  const { say, beside } = language
  const { recommendation, scenario, everyMs } = result
  const { reference } = scenario
  const rate = formatRate(everyMs, language)
  switch (recommendation.code) {
    case 'output-mismatch':
      return say`Do not pick by latency: the strategies did not tell people the same, or something twice.`
    case 'reference-failed':
      return say`Mend ${reference} first: the reference itself failed, so nothing can be compared with it.`
    case 'too-few-blocks':
      return recommendation.needed === undefined
        ? say`Too few forks for a verdict: let it run to its end, all forks.`
        : say`Too few forks for a verdict: let it run to its end, ${recommendation.needed} forks.`
    case 'wait':
      return say`Do not decide yet: the mock server was too late for ${beside(recommendation.variants)} to be judged; try a quieter machine, or longer delays.`
    case 'nothing-judged':
      return say`Nothing can be said: see the words on each strategy.`
    case 'none-keeps-up': {
      const { nearest, isCertain, isByWebhook } = recommendation
      const { load } = result.variants.find(({ variant }) => variant === nearest)!
      const its = say`${nearest} is the nearest, with a load of ${formatLoad(load, language)}`
      if (!isCertain)
        return say`Nothing surely keeps up with ${rate}: ${its}; more --jobs or --forks would tell, or jobs less often.`
      return isByWebhook
        ? say`No strategy keeps up with ${rate}: ${its}; start jobs less often; it is the webhook's rate that decides, which more processes would share.`
        : say`No strategy keeps up with ${rate}: ${its}; start jobs less often, or share them among more processes than that.`
    }
    case 'use': {
      const { variant, close, referenceFallsBehind } = recommendation
      const pick = result.variants.find((one) => one.variant === variant)!
      const others = close.length > 0 ? say`; close to it: ${beside(close)}` : ''
      // The longer it goes on, the longer its jobs wait: a ratio to that would tell how long was measured.
      return referenceFallsBehind
        ? say`Ship ${variant}: it keeps up with ${rate}, and ${reference} falls behind, so that its jobs wait ever longer${others}.`
        : say`Ship ${variant}: it keeps up with ${rate}, and whoever waits for a job waits ${formatRatio(pick, language)} times as long as with ${reference}${others}.`
    }
    case 'keep-reference':
      return say`Keep ${reference}: it keeps up with ${rate}, and nothing that does is surely quicker.`
    case 'keeps-up': {
      const names = beside(recommendation.variants)
      return recommendation.variants.length === 1
        ? say`Of these, ${names} surely keeps up with ${rate}, and ${reference} does not surely; which is quicker is not decided.`
        : say`Of these, ${names} surely keep up with ${rate}, and ${reference} does not surely; which is quicker is not decided.`
    }
  }
}
