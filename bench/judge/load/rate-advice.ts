import { ENGLISH } from '../../report/messages/english.ts'
import type { Language } from '../../report/messages/language.ts'
import { formatRatio } from '../../report/format.ts'
import { formatLoad, formatRate } from '../../report/rate-words.ts'
import { isContestant } from '../../plan/schedule.ts'
import type { RateArm, RateResult } from './rate-result.ts'

/** One sentence to act on, made only of what the report shows. */
export function adviseOnRate(
  result: Omit<RateResult, 'advice' | 'exitCode'>,
  isFit: boolean,
  language: Language = ENGLISH,
): string {
  const { say, beside, either, sentences } = language
  const { arms, guard, ledger, scenario, look, everyMs } = result
  const { reference } = scenario
  if (!ledger.same || arms.some(({ verdict }) => verdict?.word === 'wrong output'))
    return say`Do not pick by latency: the strategies did not tell people the same, or something twice.`
  if (arms.some(({ role, failed }) => role === 'reference' && failed.trials > 0))
    return say`Mend ${reference} first: the reference itself failed, so nothing can be compared with it.`
  if (!look) {
    const planned = scenario.looks?.at(-1)?.forks
    return planned === undefined
      ? say`Too few forks for a verdict: let it run to its end, all forks.`
      : say`Too few forks for a verdict: let it run to its end, ${planned} forks.`
  }
  const contestants = arms.filter(({ role }) => isContestant(role))
  const keeping = contestants.filter(({ pace }) => pace?.word === 'keeps up')
  // Whoever could not be judged, but may be the one that keeps up, would make any other advice the wrong one.
  const late = contestants.filter(({ verdict, pace }) => verdict?.word === 'server-bound' && !pace)
  if (late.length > 0)
    return say`Do not decide yet: the mock server was too late for ${beside(late.map(({ arm }) => arm))} to be judged; try a quieter machine, or longer delays.`
  const advice =
    keeping.length === 0
      ? withoutKeeper(contestants, result, language)
      : adviseOnKeepers(keeping, { arms, reference, everyMs }, language)
  if (isFit) return advice
  // No margin changes whether a planted arm is seen.
  const widen = guard.passed ? [] : [say`widen --set plan.margin`]
  const ways = either([say`close other programs`, say`ask for more --forks`, ...widen])
  return sentences([advice, say`This machine was too noisy for finer words on latency: ${ways}.`])
}

function withoutKeeper(
  contestants: readonly RateArm[],
  { everyMs, throttled }: Pick<RateResult, 'everyMs' | 'throttled'>,
  language: Language,
): string {
  const { say } = language
  const judged = contestants.filter(({ pace }) => pace)
  if (judged.length === 0) return say`Nothing can be said: see the words on each strategy.`
  const nearest = judged.reduce((a, b) => (b.load.mean < a.load.mean ? b : a))
  const its = say`${nearest.arm} is the nearest, with a load of ${formatLoad(nearest.load, language)}`
  const rate = formatRate(everyMs, language)
  if (judged.length < contestants.length || judged.some(({ pace }) => pace!.word !== 'falls behind'))
    return say`Nothing surely keeps up with ${rate}: ${its}; more --jobs or --forks would tell, or jobs less often.`
  return throttled > 0
    ? say`No strategy keeps up with ${rate}: ${its}; start jobs less often; it is the webhook's rate that decides, which more processes would share.`
    : say`No strategy keeps up with ${rate}: ${its}; start jobs less often, or share them among more processes than that.`
}

function adviseOnKeepers(
  keeping: readonly RateArm[],
  { arms, reference, everyMs }: Pick<RateResult, 'arms' | 'everyMs'> & { readonly reference: string },
  language: Language,
): string {
  const { say, beside } = language
  const rate = formatRate(everyMs, language)
  const faster = keeping.filter(({ verdict }) => verdict?.word === 'faster')
  if (faster.length > 0) {
    const pick = faster.reduce((a, b) => (b.ratio!.ratio < a.ratio!.ratio ? b : a))
    const close = faster.filter((arm) => arm !== pick && arm.ratio!.low <= pick.ratio!.high).map(({ arm }) => arm)
    const others = close.length > 0 ? say`; close to it: ${beside(close)}` : ''
    // The longer it goes on, the longer its jobs wait: a ratio to that would tell how long was measured.
    if (arms.some(({ arm, pace }) => arm === reference && pace?.word === 'falls behind'))
      return say`Ship ${pick.arm}: it keeps up with ${rate}, and ${reference} falls behind, so that its jobs wait ever longer${others}.`
    return say`Ship ${pick.arm}: it keeps up with ${rate}, and whoever waits for a job waits ${formatRatio(pick, language)} times as long as with ${reference}${others}.`
  }
  if (keeping.some(({ role }) => role === 'reference'))
    return say`Keep ${reference}: it keeps up with ${rate}, and nothing that does is surely quicker.`
  const names = beside(keeping.map(({ arm }) => arm))
  return keeping.length === 1
    ? say`Of these, ${names} surely keeps up with ${rate}, and ${reference} does not surely; which is quicker is not decided.`
    : say`Of these, ${names} surely keep up with ${rate}, and ${reference} does not surely; which is quicker is not decided.`
}
