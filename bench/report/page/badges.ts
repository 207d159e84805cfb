import type { Language } from '../messages/language.ts'
import { GUARD } from '../../plan/schedule.ts'
import type { Result } from '../../judge/result.ts'

/** Something that has to be seen before anything else is believed. */
export interface Badge {
  readonly tone: 'good' | 'bad' | 'plain'
  readonly text: string
}

/** Of which something has to be seen first. */
type Guarded = Pick<Result, 'guard' | 'planted' | 'ledger' | 'scenario'> & { readonly look?: unknown }

/** Whether results can be believed: the two copies of the reference, and what people were told. */
export function guardBadges(results: readonly Guarded[], { say }: Language): Badge[] {
  const planted = results.flatMap(({ planted: { found } }) => found ?? [])
  return [
    ...(results.some(({ ledger }) => !ledger.same) ? [{ tone: 'bad' as const, text: say`wrong output` }] : []),
    guardBadge(results, { say }),
    ...(planted.length === 0
      ? []
      : [
          planted.every(Boolean)
            ? { tone: 'good' as const, text: say`planted 10 % found` }
            : { tone: 'bad' as const, text: say`planted 10 % missed` },
        ]),
  ]
}

function guardBadge(results: readonly Guarded[], { say }: Pick<Language, 'say'>): Badge {
  if (results.every(({ guard }) => guard.passed)) return { tone: 'good', text: say`A/A guard passed` }
  if (results.some(({ scenario }) => !scenario.arms.includes(GUARD))) return { tone: 'bad', text: say`no A/A guard` }
  return results.some(({ look, guard }) => look && !guard.passed)
    ? { tone: 'bad', text: say`A/A guard failed` }
    : { tone: 'plain', text: say`not judged` }
}
