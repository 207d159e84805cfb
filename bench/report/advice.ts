import { GUARD, LEAST_ENVIRONMENTS, LOOKS } from '../schedule.ts'
import { isFit } from './guards.ts'
import type { Pick } from './pick.ts'
import { remedyFor } from './remedies.ts'
import type { Result } from './result.ts'

type Judged = Omit<Result, 'advice' | 'exitCode'>

/** One sentence to act on, made only of what the report shows. */
export function adviseOn(result: Judged): string {
  const { arms, guard, planted, ledger, mock, look, pick, scenario, tracing, place } = result
  if (!ledger.same) return 'Do not pick by speed: the strategies did not tell people the same.'
  if (arms.some(({ role, failed }) => role === 'reference' && failed.trials > 0))
    return `Mend ${scenario.reference} first: the reference itself failed, so nothing can be compared with it.`
  if (mock.bound)
    return 'The mock server limits this run: use fewer feeds or longer delays, or a machine with more cores.'
  if (tracing?.crossCheck.isTooLittle)
    return `Do not pick by this: too many invocations have no whole trace, or one that tells something else; ${place === 'lab' ? 'run it again' : 'ask for late ones with utakata xray FOLDER, or run it again'}.`
  if (!look || !pick) return adviseWithoutLook(scenario, place)
  const fit = isFit({ guard, planted }) ? '' : ` ${adviseUnfit(result)}`
  const [first, ...others] = pick.set
  if (first === undefined) return `${adviseWithoutPick(pick, result)}${leftOut(pick)}${fit}`
  // Whoever could not be judged, but looks at least as fast, would make any other advice the wrong one.
  const least = Math.min(...pick.scored.map(({ ratio }) => ratio.ratio))
  const unjudged = arms.filter((arm) => {
    const ratio = { speed: arm.ratio, cost: arm.costRatio }[pick.objective]
    return arm.role === 'candidate' && arm.verdict?.word === 'server-bound' && ratio && ratio.low < least
  })
  if (unjudged.length > 0) {
    const names = unjudged.map(({ arm }) => arm).join(', ')
    return `Do not decide yet: ${names} may be ${BETTER[pick.objective]} still, but the mock server was too late for ${unjudged.length > 1 ? 'them' : 'it'} to be judged; try a quieter machine, or longer delays.${fit}`
  }
  const beside = others.length > 0 ? `; not told apart from it: ${others.join(', ')}` : ''
  const unsure =
    pick.unsure.length > 0
      ? `; neither told apart from it nor surely ${betterBy(pick)} than ${scenario.reference}: ${pick.unsure.join(', ')}`
      : ''
  return `Ship ${first}: ${reasonFor(first, pick, scenario.reference)}${beside}${unsure}.${leftOut(pick)}${fit}`
}

function adviseUnfit(result: Judged): string {
  const { guard, planted, scenario, place } = result
  if (!scenario.arms.includes(GUARD)) return 'Without a second copy of the reference there are no finer words.'
  const noisy = place === 'aws' ? 'Containers differed too much' : 'This machine was too noisy'
  const nothing = 'which leaves nothing to go by'
  const why = {
    failed: `A copy of the reference failed, ${nothing}`,
    late: `The mock server was too late for a copy of the reference, ${nothing}`,
  }
  const trouble = guard.trouble ?? planted.trouble
  return `${trouble ? why[trouble] : noisy} for finer words: ${remedyFor(result)}.`
}

function adviseWithoutLook({ looks, check }: Result['scenario'], place: Result['place']): string {
  if (place === 'local') return 'Too few forks for a verdict: let it run to its first look.'
  const planned = looks?.[0]?.forks
  if (planned !== undefined) return `Too few containers for a verdict: let it run to its end, ${planned} of each.`
  // Nobody who reads traces knows it.
  const isOfTraces = check === 'unknown'
  return `Too few containers for a verdict: ${isOfTraces ? `it takes the traces of ${LEAST_ENVIRONMENTS} of each` : `ask for ${LEAST_ENVIRONMENTS} at least, with --environments`}.`
}

/** What is wanted less of, by objective. */
const BETTER: Readonly<Record<string, string>> = {
  speed: 'faster',
  cost: 'cheaper',
  'first-notification': 'sooner with its first notification',
}

function betterBy({ objective }: { readonly objective: string }): string {
  return BETTER[objective] ?? `better at ${objective}`
}

function adviseWithoutPick({ scored, excluded, objective }: Pick, judged: Judged): string {
  const { arms, scenario, look, place } = judged
  const { reference } = scenario
  if (arms.every(({ role }) => role !== 'candidate'))
    return arms.some(({ role }) => role === 'baseline')
      ? `There is nothing to pick from: beside ${reference} only its older code was raced.`
      : `There is nothing to compare ${reference} with.`
  if (scored.length === 0) {
    const isAllLimits = excluded.every(({ isLimit }) => isLimit)
    if (excluded.some(({ arm, isLimit }) => arm === reference && isLimit))
      return `Nothing ${isAllLimits ? '' : 'that could be judged '}keeps to the limits.`
    return isAllLimits
      ? `Keep ${reference}: nothing else keeps to the limits.`
      : `Nothing can be picked: no strategy beside ${reference} could be judged by ${objective}.`
  }
  const better = betterBy({ objective })
  const sure = scored.filter(({ verdict }) => verdict.word === 'slower' || verdict.word === 'equivalent')
  if (sure.length === scored.length) return `Keep ${reference}: nothing is ${better}.`
  return `Nothing is surely ${better} than ${reference} so far, and not all is decided${isFit(judged) ? goOn(scenario, place, look) : ''}.`
}

/** What to do where a race on this machine has left something undecided. */
function goOn({ quick }: Result['scenario'], place: Result['place'], look: Result['look']): string {
  if (place !== 'local') return ''
  if (quick) return `: without --quick it goes on to ${LOOKS.at(-1)!.forks} forks`
  return look?.last ? ': a race has no more forks, so try a quieter machine, or a wider --set plan.margin' : ''
}

function reasonFor(arm: string, { scored, objective }: Pick, reference: string): string {
  const { ratio, low, high } = scored.find((one) => one.arm === arm)!.ratio
  if (objective === 'speed') {
    return `${(1 / ratio).toFixed(1)} times as fast as ${reference}, in ${ratio.toFixed(3)} of its time (${low.toFixed(3)} to ${high.toFixed(3)})`
  }
  const share = `${ratio.toFixed(3)} of ${reference}'s (${low.toFixed(3)} to ${high.toFixed(3)})`
  if (objective === 'cost') return `its mean cost is ${share}`
  if (objective === 'first-notification') return `its time to the first notification is ${share}`
  return `its time and cost, weighed as ${objective}, are ${share}`
}

function leftOut({ excluded }: Pick): string {
  return excluded.length === 0
    ? ''
    : ` Left out: ${excluded.map(({ arm, because }) => `${arm} (${because})`).join('; ')}.`
}
