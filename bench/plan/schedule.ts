import { drawUnits } from '../../mock-server/delay.ts'
import { strategies } from '../../strategies/index.ts'
import type { Strategy } from '../../strategies/job.ts'
import { isStrategy, namesOf, programsOf, type Scenario, type ScenarioProgram } from '../scenario/scenario.ts'
import type { Trial } from '../trial/trial.ts'

/** A job of a user's own: the path of its module, and the digest of the code. */
export interface JobCode {
  readonly file: string
  readonly digest: string
}

/** A program in any language that does the job in place of a strategy. */
export interface Program extends Pick<ScenarioProgram, 'command'> {
  /** The folder that it runs in. */
  readonly cwd: string
  /** Of its command and of the files that it names, once it is built. */
  readonly digest?: string | undefined
}

/** One variant of a benchmark. */
export interface Variant {
  readonly name: string
  /** The name of its strategy or program. */
  readonly strategy: string
  /** The order of the strategy; absent of a program, of which nobody knows its order. */
  readonly order?: Strategy
  readonly program?: Program
  /** The A/A check is a second copy of the reference: whatever differs between the two is noise. A sensitivity check is one more, made slower. */
  readonly role: Trial['role']
  /** By which share of its own time each of its runs is made longer. */
  readonly slowedBy?: number
  /** The module that exports the strategy, where it is none of ours. */
  readonly module?: string
  /** The root of another checkout of utakata, whose code it runs. */
  readonly checkout?: string
  /** An earlier job of the user's own, which it does in place of the scenario's. */
  readonly job?: JobCode
  /** Without a recording nothing is known of the steps of its runs. */
  readonly isUnrecorded?: boolean
}

/** The name of the A/A check's variant. */
export const AA_CHECK = 'A/A'

/** By how much the sensitivity check of every report is slower: a measurement that cannot see this is not to be believed. */
export const SLOWED_BY = 0.1

/** The name of a variant that is a copy of the reference slowed by that share, such as `+10%`. */
export function slowedName(share: number): string {
  return `+${+(share * 100).toFixed(6)}%`
}

const SLOWED_NAME = /^\+(\d+(?:\.\d+)?)%$/

/** The name of the sensitivity check of every report, but for those of gates with another limit. */
export const SENSITIVITY_CHECK = slowedName(SLOWED_BY)

/** By which share the sensitivity check among these variants is slower, 0.1 being a tenth; undefined where there is none. */
export function slowdownIn(variants: readonly string[]): number | undefined {
  const percent = variants.map((name) => SLOWED_NAME.exec(name)?.[1]).find((one) => one !== undefined)
  return percent === undefined ? undefined : Number(percent) / 100
}

const REVISION_MARK = '@'

/** The name of the variant that runs a strategy as it was at another revision, such as `pipelined@1a2b3c4`. */
export function oldName(strategy: string, revision: string): string {
  return strategy + REVISION_MARK + revision
}

/** A strategy under its public name, with its module where it is none of ours. */
export interface Candidate extends Pick<Variant, 'strategy' | 'module'> {
  readonly order: Strategy
}

/**
 * The variants of a scenario, with strategies of the user's `own`: the reference first, its copy and its slower copy last. `digests`: of its
 * programs, by name, once they are built.
 */
export function variantsOf(
  scenario: Scenario,
  own: readonly Candidate[] = [],
  digests: ReadonlyMap<string, string> = new Map(),
): Variant[] {
  const { reference } = scenario
  const candidates = [...new Set(namesOf(scenario))].filter((name) => name !== reference)
  const copyOf = (name: string): Pick<Variant, 'strategy' | 'order' | 'program'> => {
    if (isStrategy(name)) return { strategy: name, order: strategies[name] }
    const { command, cwd = '.' } = programsOf(scenario).find((program) => program.name === name)!
    return { strategy: name, program: { command, cwd, digest: digests.get(name) } }
  }
  return [
    { name: reference, ...copyOf(reference), role: 'reference' },
    ...candidates.map((name): Variant => ({ name, ...copyOf(name), role: 'candidate' })),
    ...own.map((one): Variant => ({ name: one.strategy, ...one, role: 'candidate' })),
    { name: AA_CHECK, ...copyOf(reference), role: 'aa-check' },
    { name: SENSITIVITY_CHECK, ...copyOf(reference), role: 'sensitivity-check', slowedBy: SLOWED_BY },
  ]
}

/** The names of the variants that are compared with the reference. */
export function candidatesOf({
  variants,
  reference,
}: {
  readonly variants: readonly string[]
  readonly reference: string
}): string[] {
  // What stands in front of a revision's mark is the variant that runs the same strategy as it is now.
  const isOld = (name: string) =>
    name.includes(REVISION_MARK) && variants.includes(name.slice(0, name.lastIndexOf(REVISION_MARK)))
  return variants.filter((name) => name !== reference && name !== AA_CHECK && !SLOWED_NAME.test(name) && !isOld(name))
}

/** Whether a variant is there for itself, and not to watch over the measuring. */
export function isSelectable(role: Variant['role']): boolean {
  return role === 'reference' || role === 'candidate'
}

/** The order in which the variants run in an iteration: freshly shuffled each time, decided by the seed. */
export function orderOf<A extends { readonly name: string }>(
  variants: readonly A[],
  seed: number,
  block: number,
  iteration: number,
): A[] {
  const draw = ({ name }: A) => drawUnits(seed, 'order', block, iteration, name)[0]
  return variants.toSorted((a, b) => draw(a) - draw(b))
}

/** A moment at which a run may stop: after so many blocks, judged at that level of significance. */
export interface Look {
  readonly blocks: number
  readonly alpha: number
}

/** Fewer containers of Lambda than this are no ground for a verdict: they differ more than the iterations in one do. */
export const MIN_ENVIRONMENTS = 12

/** The share of verdicts that may be wrong, over all looks of a run together. */
export const ALPHA = 0.05

/** Fewer processes than this leave intervals too wide to judge by, and Student's t without the blocks that make it hold. */
export const MIN_PROCESSES = 6

/** Their alphas add up to `ALPHA`, so that looking more than once cannot cheat. */
export const LOOKS: readonly Look[] = [
  { blocks: MIN_PROCESSES, alpha: 0.01 },
  { blocks: 12, alpha: 0.015 },
  { blocks: 24, alpha: 0.025 },
]
export const QUICK_LOOKS: readonly Look[] = [{ blocks: MIN_PROCESSES, alpha: ALPHA }]
