import type { Language } from '../../language/language.ts'
import type { Result } from '../result.ts'

/** Something that has to be seen before anything else is believed. */
export interface Badge {
  readonly tone: 'good' | 'bad' | 'plain'
  readonly text: string
}

/** Whether results can be believed: the two copies of the reference, and what people were told. */
export function guardBadges(
  results: readonly Pick<Result, 'guard' | 'planted' | 'ledger'>[],
  { say }: Language,
): Badge[] {
  const isPassed = results.every(({ guard }) => guard.passed)
  const planted = results.flatMap(({ planted: { found } }) => found ?? [])
  return [
    ...(results.some(({ ledger }) => !ledger.same) ? [{ tone: 'bad' as const, text: say`wrong output` }] : []),
    isPassed ? { tone: 'good', text: say`A/A guard passed` } : { tone: 'bad', text: say`A/A guard not passed` },
    ...(planted.length === 0
      ? []
      : [
          planted.every(Boolean)
            ? { tone: 'good' as const, text: say`planted 10 % found` }
            : { tone: 'bad' as const, text: say`planted 10 % missed` },
        ]),
  ]
}
