import { ENGLISH } from '../../report/messages/english.ts'
import type { Language } from '../../report/messages/language.ts'
import { formatRatio } from '../../report/format.ts'
import { formatLoad, formatRate } from '../../report/rate-words.ts'
import { isSelectable } from '../../plan/schedule.ts'
import type { RateVariant, RateResult } from './rate-result.ts'

/** One sentence to act on, made only of what the report shows. */
export function adviseOnRate(
  result: Omit<RateResult, 'advice' | 'exitCode'>,
  isFit: boolean,
  language: Language = ENGLISH,
): string {
  const { say, beside, either, sentences } = language
  const { variants, aaCheck, deliveries, scenario, look, everyMs } = result
  const { reference } = scenario
  if (!deliveries.same || variants.some(({ verdict }) => verdict?.word === 'wrong output'))
    return say`Do not pick by latency: the strategies did not tell people the same, or something twice.`
  if (variants.some(({ role, failed }) => role === 'reference' && failed.trials > 0))
    return say`Mend ${reference} first: the reference itself failed, so nothing can be compared with it.`
  if (!look) {
    const planned = scenario.looks?.at(-1)?.blocks
    return planned === undefined
      ? say`Too few forks for a verdict: let it run to its end, all forks.`
      : say`Too few forks for a verdict: let it run to its end, ${planned} forks.`
  }
  const selectable = variants.filter(({ role }) => isSelectable(role))
  const keeping = selectable.filter(({ pace }) => pace?.word === 'keeps up')
  // Whoever could not be judged, but may be the one that keeps up, would make any other advice the wrong one.
  const late = selectable.filter(({ verdict, pace }) => verdict?.word === 'server-bound' && !pace)
  if (late.length > 0)
    return say`Do not decide yet: the mock server was too late for ${beside(late.map(({ variant }) => variant))} to be judged; try a quieter machine, or longer delays.`
  const advice =
    keeping.length === 0
      ? withoutKeeper(selectable, result, language)
      : adviseOnKeepers(keeping, { variants, reference, everyMs }, language)
  if (isFit) return advice
  // No margin changes whether a sensitivity check is seen.
  const widen = aaCheck.passed ? [] : [say`widen --set plan.margin`]
  const ways = either([say`close other programs`, say`ask for more --forks`, ...widen])
  return sentences([advice, say`This machine was too noisy for finer words on latency: ${ways}.`])
}

function withoutKeeper(
  selectable: readonly RateVariant[],
  { everyMs, throttled }: Pick<RateResult, 'everyMs' | 'throttled'>,
  language: Language,
): string {
  const { say } = language
  const judged = selectable.filter(({ pace }) => pace)
  if (judged.length === 0) return say`Nothing can be said: see the words on each strategy.`
  const nearest = judged.reduce((a, b) => (b.load.mean < a.load.mean ? b : a))
  const its = say`${nearest.variant} is the nearest, with a load of ${formatLoad(nearest.load, language)}`
  const rate = formatRate(everyMs, language)
  if (judged.length < selectable.length || judged.some(({ pace }) => pace!.word !== 'falls behind'))
    return say`Nothing surely keeps up with ${rate}: ${its}; more --jobs or --forks would tell, or jobs less often.`
  return throttled > 0
    ? say`No strategy keeps up with ${rate}: ${its}; start jobs less often; it is the webhook's rate that decides, which more processes would share.`
    : say`No strategy keeps up with ${rate}: ${its}; start jobs less often, or share them among more processes than that.`
}

function adviseOnKeepers(
  keeping: readonly RateVariant[],
  { variants, reference, everyMs }: Pick<RateResult, 'variants' | 'everyMs'> & { readonly reference: string },
  language: Language,
): string {
  const { say, beside } = language
  const rate = formatRate(everyMs, language)
  const faster = keeping.filter(({ verdict }) => verdict?.word === 'faster')
  if (faster.length > 0) {
    const pick = faster.reduce((a, b) => (b.ratio!.ratio < a.ratio!.ratio ? b : a))
    const close = faster
      .filter((variant) => variant !== pick && variant.ratio!.low <= pick.ratio!.high)
      .map(({ variant }) => variant)
    const others = close.length > 0 ? say`; close to it: ${beside(close)}` : ''
    // The longer it goes on, the longer its jobs wait: a ratio to that would tell how long was measured.
    if (variants.some(({ variant, pace }) => variant === reference && pace?.word === 'falls behind'))
      return say`Ship ${pick.variant}: it keeps up with ${rate}, and ${reference} falls behind, so that its jobs wait ever longer${others}.`
    return say`Ship ${pick.variant}: it keeps up with ${rate}, and whoever waits for a job waits ${formatRatio(pick, language)} times as long as with ${reference}${others}.`
  }
  if (keeping.some(({ role }) => role === 'reference'))
    return say`Keep ${reference}: it keeps up with ${rate}, and nothing that does is surely quicker.`
  const names = beside(keeping.map(({ variant }) => variant))
  return keeping.length === 1
    ? say`Of these, ${names} surely keeps up with ${rate}, and ${reference} does not surely; which is quicker is not decided.`
    : say`Of these, ${names} surely keep up with ${rate}, and ${reference} does not surely; which is quicker is not decided.`
}
