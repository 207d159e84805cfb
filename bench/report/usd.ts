import type { Result } from '../judge/result.ts'

/** US dollars for a million runs of an arm: of what was billed, or what would be; absent where that is not known. */
export function usdPerMillionOf(name: string, { arms, lambda }: Pick<Result, 'arms' | 'lambda'>): number | undefined {
  return lambda
    ? lambda.warm.find(({ arm }) => arm === name)?.usdPerMillion?.mean
    : arms.find(({ arm }) => arm === name)?.computedUsdPerMillion
}
