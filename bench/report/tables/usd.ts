import type { Result } from '../../judge/comparison/judgement.ts'

/** US dollars for a million runs of a variant: of what was billed, or what would be; absent where that is not known. */
export function usdPerMillionOf(
  name: string,
  { variants, lambda }: Pick<Result, 'variants' | 'lambda'>,
): number | undefined {
  return lambda
    ? lambda.warm.find(({ variant }) => variant === name)?.usdPerMillion?.mean
    : variants.find(({ variant }) => variant === name)?.computedUsdPerMillion
}
