import type { SelectionCriteria } from '../selection-criteria.ts'
import type { Trial } from '../../trial/trial.ts'
import { JUDGEMENT_SCHEMA, type Result } from './judgement.ts'
import { hasWholeIteration } from './iterations.ts'
import { summarize } from './summarize.ts'
import { UserError } from '../../io/user-error.ts'

/**
 * One result, or one for each size of memory, where functions of several were compared at the same time: a strategy is held against
 * the reference of its own size. Sizes of which no iteration is whole are left out. Throws for trials of different scenarios.
 */
export function resultsOf(trials: readonly Trial[], criteria?: SelectionCriteria): Result[] {
  const groups = [...Map.groupBy(trials, ({ scenario }) => scenario.digest).values()]
  const scenarios = groups.map(([first]) => first!.scenario)
  const sizes = new Set(scenarios.map(({ memoryMb }) => memoryMb))
  const isOne = new Set(scenarios.map(({ name }) => name)).size === 1 && sizes.size === groups.length
  if (groups.length > 1 && !isOne)
    throw new UserError('several-scenarios', { scenarios: scenarios.map(({ name, digest }) => ({ name, digest })) })
  return groups
    .filter((own) => hasWholeIteration(own))
    .map((own) => summarize(own, criteria))
    .sort((a, b) => (a.scenario.memoryMb ?? 0) - (b.scenario.memoryMb ?? 0))
}

/** What is written as JSON: the result, or those of all sizes. */
export function jsonOf(results: readonly Result[]): object {
  const [first, ...others] = results
  return first && others.length === 0 ? first : { schema: JUDGEMENT_SCHEMA, kind: 'sizes', sizes: results }
}

/** Wrong output anywhere is the worst; something that could be said anywhere is enough. */
export function exitCodeOf(results: readonly Result[]): Result['exitCode'] {
  const codes = new Set(results.map(({ exitCode }) => exitCode))
  if (codes.has(2)) return 2
  return codes.has(0) ? 0 : 5
}
