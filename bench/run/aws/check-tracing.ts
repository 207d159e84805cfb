import { UserError } from '../../io/user-error.ts'
import type { AbVariant } from './variants.ts'
import type { KnownFunction } from './read-functions.ts'

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
