import { GUARD, LEAST_ENVIRONMENTS } from '../schedule.ts'
import type { ArmResult, Result } from './result.ts'
import { winnersOf } from './winners.ts'

/** One sentence to act on, made only of what the report shows. */
export function adviseOn({
  arms,
  guard,
  ledger,
  mock,
  look,
  scenario,
  tracing,
  place,
}: Omit<Result, 'advice' | 'exitCode'>): string {
  if (!ledger.same) return 'Do not pick by speed: the strategies did not tell people the same.'
  if (arms.some(({ role, failed }) => role === 'reference' && failed.trials > 0))
    return `Mend ${scenario.reference} first: the reference itself failed, so nothing can be compared with it.`
  if (mock.bound)
    return 'The mock server limits this run: use fewer feeds or longer delays, or a machine with more cores.'
  if (tracing?.crossCheck.isTooLittle)
    return `Do not pick by this: too many invocations have no whole trace, or one that tells something else; ${place === 'lab' ? 'run it again' : 'ask for late ones with utakata xray FOLDER, or run it again'}.`
  if (!look) return adviseWithoutLook(scenario, place)
  const faster = arms.filter(({ role, verdict }) => role === 'candidate' && verdict?.word === 'faster')
  const fit = guard.passed ? '' : ` ${NOT_FIT[scenario.arms.includes(GUARD) ? place : 'unguarded']}`
  if (faster.length === 0) return adviseWithoutWinner(arms, scenario.reference, fit)
  const least = Math.min(...faster.map(({ ratio }) => ratio!.ratio))
  // Whoever could not be judged, but looks at least as fast, would make any other advice the wrong one.
  const unjudged = arms.filter(
    ({ role, verdict, ratio }) =>
      role === 'candidate' && verdict?.word === 'server-bound' && ratio && ratio.low < least,
  )
  if (unjudged.length > 0) {
    const names = unjudged.map(({ arm }) => arm).join(', ')
    return `Do not decide yet: ${names} may be faster still, but the mock server was too late for ${unjudged.length > 1 ? 'them' : 'it'} to be judged; try a quieter machine, or longer delays.`
  }
  const [pick, ...others] = winnersOf({ arms, scenario }) as [ArmResult, ...ArmResult[]]
  const times = (1 / pick.ratio!.ratio).toFixed(1)
  const range = `${(1 / pick.ratio!.high).toFixed(1)} to ${(1 / pick.ratio!.low).toFixed(1)}`
  const beside = others.length > 0 ? `; not told apart from it: ${others.map(({ arm }) => arm).join(', ')}` : ''
  return `Ship ${pick.arm}: ${times} times as fast as ${scenario.reference} (${range})${beside}.${fit}`
}

const NOT_FIT = {
  local: 'This machine was too noisy for finer words: close other programs, or widen --set plan.margin.',
  lab: 'This machine was too noisy for finer words: close other programs, or ask for more containers.',
  aws: 'Containers differed too much for finer words: ask for more of them, or widen --margin.',
  unguarded: 'Without a second copy of the reference there are no finer words.',
}

function adviseWithoutLook({ looks, check }: Result['scenario'], place: Result['place']): string {
  if (place === 'local') return 'Too few forks for a verdict: let it run to its first look.'
  const planned = looks?.[0]?.forks
  if (planned !== undefined) return `Too few containers for a verdict: let it run to its end, ${planned} of each.`
  // Nobody who reads traces knows it.
  const isOfTraces = check === 'unknown'
  return `Too few containers for a verdict: ${isOfTraces ? `it takes the traces of ${LEAST_ENVIRONMENTS} of each` : `ask for ${LEAST_ENVIRONMENTS} at least, with --environments`}.`
}

function adviseWithoutWinner(arms: readonly ArmResult[], reference: string, fit: string): string {
  const candidates = arms.filter(({ role }) => role === 'candidate')
  const sure = candidates.filter(({ verdict }) => verdict?.word === 'slower' || verdict?.word === 'equivalent')
  if (candidates.length > 0 && sure.length === candidates.length) return `Keep ${reference}: nothing is faster.${fit}`
  return `Nothing is surely faster than ${reference} so far, and not all is decided.${fit}`
}
