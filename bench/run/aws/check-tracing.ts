import { UsageError } from '../../io/usage-error.ts'
import type { AbVariant } from './variants.ts'
import type { KnownFunction } from './read-functions.ts'

/** Throws a UsageError where X-Ray would never have a trace of a variant: whoever learns that in the end has paid for nothing. */
export function checkTracing(
  functions: readonly Pick<KnownFunction, 'name' | 'isTraced'>[],
  variants: readonly Pick<AbVariant, 'function'>[],
): void {
  const compared = new Set(variants.map((variant) => variant.function))
  const untraced = functions.filter(({ name, isTraced }) => !isTraced && compared.has(name)).map(({ name }) => name)
  if (untraced.length === 0) return
  throw new UsageError(
    `expected functions that X-Ray traces, got ${untraced.join(', ')}, whose tracing is not active; turn it on with ` +
      `\`aws lambda update-function-configuration --function-name ${untraced[0]} --tracing-config Mode=Active\`` +
      `${untraced.length > 1 ? ', and so for each' : ''}, or do without by --no-traces`,
  )
}
