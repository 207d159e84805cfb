import { formatRatio } from '../report/format.ts'
import { orElse } from '../report/remedies.ts'
import { formatLoad, formatRate } from '../report/rate-words.ts'
import { isContestant } from '../schedule.ts'
import type { RateArm, RateResult } from './rate-result.ts'

/** One sentence to act on, made only of what the report shows. */
export function adviseOnRate(result: Omit<RateResult, 'advice' | 'exitCode'>, isFit: boolean): string {
  const { arms, guard, ledger, scenario, look, everyMs } = result
  const { reference } = scenario
  if (!ledger.same || arms.some(({ verdict }) => verdict?.word === 'wrong output'))
    return 'Do not pick by latency: the strategies did not tell people the same, or something twice.'
  if (arms.some(({ role, failed }) => role === 'reference' && failed.trials > 0))
    return `Mend ${reference} first: the reference itself failed, so nothing can be compared with it.`
  if (!look)
    return `Too few forks for a verdict: let it run to its end, ${scenario.looks?.at(-1)?.forks ?? 'all'} forks.`
  const contestants = arms.filter(({ role }) => isContestant(role))
  const keeping = contestants.filter(({ pace }) => pace?.word === 'keeps up')
  // Whoever could not be judged, but may be the one that keeps up, would make any other advice the wrong one.
  const late = contestants.filter(({ verdict, pace }) => verdict?.word === 'server-bound' && !pace)
  if (late.length > 0)
    return `Do not decide yet: the mock server was too late for ${late.map(({ arm }) => arm).join(', ')} to be judged; try a quieter machine, or longer delays.`
  const advice =
    keeping.length === 0 ? withoutKeeper(contestants, result) : adviseOnKeepers(keeping, { reference, everyMs })
  // No margin changes whether a planted arm is seen.
  const widen = guard.passed ? [] : ['widen --set plan.margin']
  const noise = `This machine was too noisy for finer words on latency: ${orElse(['close other programs', 'ask for more --forks', ...widen])}.`
  return isFit ? advice : `${advice} ${noise}`
}

function withoutKeeper(
  contestants: readonly RateArm[],
  { everyMs, throttled }: Pick<RateResult, 'everyMs' | 'throttled'>,
): string {
  const judged = contestants.filter(({ pace }) => pace)
  if (judged.length === 0) return 'Nothing can be said: see the words on each strategy.'
  const nearest = judged.reduce((a, b) => (b.load.mean < a.load.mean ? b : a))
  const its = `${nearest.arm} is the nearest, with a load of ${formatLoad(nearest.load)}`
  const more =
    throttled > 0
      ? "; it is the webhook's rate that decides, which more processes would share"
      : ', or share them among more processes than that'
  return judged.length === contestants.length && judged.every(({ pace }) => pace!.word === 'falls behind')
    ? `No strategy keeps up with ${formatRate(everyMs)}: ${its}; start jobs less often${more}.`
    : `Nothing surely keeps up with ${formatRate(everyMs)}: ${its}; more --jobs or --forks would tell, or jobs less often.`
}

function adviseOnKeepers(
  keeping: readonly RateArm[],
  { reference, everyMs }: { readonly reference: string; readonly everyMs: number },
): string {
  const rate = formatRate(everyMs)
  const faster = keeping.filter(({ verdict }) => verdict?.word === 'faster')
  if (faster.length > 0) {
    const pick = faster.reduce((a, b) => (b.ratio!.ratio < a.ratio!.ratio ? b : a))
    const beside = faster.filter((arm) => arm !== pick && arm.ratio!.low <= pick.ratio!.high).map(({ arm }) => arm)
    const others = beside.length > 0 ? `; close to it: ${beside.join(', ')}` : ''
    return `Ship ${pick.arm}: it keeps up with ${rate}, and whoever waits for a job waits ${formatRatio(pick)} times as long as with ${reference}${others}.`
  }
  if (keeping.some(({ role }) => role === 'reference'))
    return `Keep ${reference}: it keeps up with ${rate}, and nothing that does is surely quicker.`
  const names = keeping.map(({ arm }) => arm).join(', ')
  return `Of these, ${names} surely ${keeping.length === 1 ? 'keeps' : 'keep'} up with ${rate}, and ${reference} does not surely; which is quicker is not decided.`
}
