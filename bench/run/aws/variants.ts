import { AA_CHECK, SENSITIVITY_CHECK, SLOWED_BY } from '../../plan/schedule.ts'
import type { Architecture } from '../../model/cost.ts'
import type { Trial } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import type { DeployedFunction } from './deployed.ts'
import type { KnownFunction } from './read-functions.ts'

/** A function in a comparison, at one size of memory. */
export interface AbVariant {
  readonly name: string
  /** What it is called among the variants that it is compared with. */
  readonly label: string
  /** Where strategies are compared at several sizes, the size whose variants it is compared with. */
  readonly group?: number
  /** Of a function that is not ours, its name. */
  readonly strategy: string
  readonly role: Trial['role']
  readonly function: string
  readonly memoryMb: number
  /** Absent where nobody knows it: then there is no price either. */
  readonly architecture?: Architecture
  /** Whether it does a job of the user's own in place of the built-in one. */
  readonly isOwnJob?: boolean
  /** Whether its size is set before each of its containers, as of a function that was deployed with another one. */
  readonly isResized: boolean
  /** By which share of its own time each of its runs is to be made longer. */
  readonly slowedBy?: number
}

export interface VariantRequest {
  readonly functions: readonly DeployedFunction[]
  /** Whether the reference's function is one of ours, which can be slowed on purpose. */
  readonly isOurs: boolean
  /** As they are deployed, where none are given. */
  readonly memoryMb?: readonly number[] | undefined
  readonly strategies?: readonly string[] | undefined
  readonly reference: string
}

/**
 * The reference first, its copies last: the A/A check and, of functions of ours, the sensitivity check. They are the same function, whose
 * containers are split between them at random. With several
 * sizes of each of several strategies there are those of each size, named `STRATEGY@SIZE` and compared among themselves: what memory does is not
 * what a strategy does. The sizes of one strategy, or of one function, are variants of one comparison. A requested size that no function was deployed with is set on one that was. Throws a UserError for a strategy without a function, and for two functions that no name would distinguish.
 */
export function abVariantsOf({ functions, isOurs, memoryMb, strategies, reference }: VariantRequest): AbVariant[] {
  const wanted = strategies ?? functions.map(({ strategy }) => strategy)
  const isTuned = new Set([reference, ...wanted]).size === 1
  /** Of sizes without a significant difference the first one is recommended. */
  const inOrder = (sizes: readonly number[]) => (isTuned ? sizes.toSorted((a, b) => a - b) : sizes)
  const chosen = [...new Set([reference, ...wanted])].flatMap((strategy) => {
    const own = functions.filter((one) => one.strategy === strategy)
    checkOwn(strategy, own)
    // Of one function its sizes are compared with the one that it has, which comes first.
    const present = isTuned ? own.slice(0, 1).map((one) => one.memoryMb) : []
    const sizes = new Set([...present, ...inOrder(memoryMb ?? own.map((one) => one.memoryMb))])
    return [...sizes].map((size) => ({
      strategy,
      size,
      deployed: own.find((one) => one.memoryMb === size) ?? own[0]!,
    }))
  })
  // One that is to have other memory for a while has to be given each of its sizes, its own too.
  const resized = new Set(chosen.flatMap(({ size, deployed }) => (deployed.memoryMb === size ? [] : deployed.name)))
  const sizes = [...new Set(chosen.map(({ size }) => size))]
  const all = new Set(chosen.map(({ strategy }) => strategy)).size
  const isSwept =
    !isTuned && sizes.length > 1 && sizes.every((size) => chosen.filter((one) => one.size === size).length === all)
  const groups = isSwept ? sizes.map((group) => chosen.filter(({ size }) => size === group)) : [chosen]
  return groups.flatMap((group) => {
    const [first, ...others] = group.map(({ strategy, size, deployed }, index): AbVariant => {
      const name = sizes.length > 1 ? `${strategy}@${size}` : strategy
      return {
        name,
        label: isSwept ? strategy : name,
        ...(isSwept && { group: size }),
        strategy,
        role: index === 0 ? 'reference' : 'candidate',
        function: deployed.name,
        memoryMb: size,
        ...(deployed.architecture !== undefined && { architecture: deployed.architecture }),
        ...(deployed.isOwnJob && { isOwnJob: true }),
        isResized: resized.has(deployed.name),
      }
    })
    const copyOf = (label: string) => ({ ...first!, name: isSwept ? `${label}@${first!.memoryMb}` : label, label })
    const aaCheck: AbVariant = { ...copyOf(AA_CHECK), role: 'aa-check' }
    const slowedBy: AbVariant = { ...copyOf(SENSITIVITY_CHECK), role: 'sensitivity-check', slowedBy: SLOWED_BY }
    return [first!, ...others, aaCheck, ...(isOurs ? [slowedBy] : [])]
  })
}

function checkOwn(strategy: string, own: readonly DeployedFunction[]): void {
  if (own.length === 0) throw new UserError('no-function-of', { strategy })
  const bySize = Map.groupBy(own, ({ memoryMb }) => memoryMb)
  for (const [size, same] of bySize) {
    const names = [...new Set(same.map(({ name }) => name))]
    if (names.length > 1) throw new UserError('functions-alike', { strategy, memoryMb: size, names })
  }
}

/** Throws a UserError where X-Ray would never have a trace of a variant: whoever learns that in the end has paid for nothing. */
export function checkTracing(
  functions: readonly Pick<KnownFunction, 'name' | 'isTraced'>[],
  variants: readonly Pick<AbVariant, 'function'>[],
): void {
  const compared = new Set(variants.map((variant) => variant.function))
  const untraced = functions.filter(({ name, isTraced }) => !isTraced && compared.has(name)).map(({ name }) => name)
  if (untraced.length === 0) return
  throw new UserError('untraced-functions', { functions: untraced })
}
