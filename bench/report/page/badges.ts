import type { Language } from '../messages/language.ts'
import { AA_CHECK } from '../../plan/schedule.ts'
import type { Result } from '../../judge/comparison/judgement.ts'

/** Something that has to be seen before anything else is believed. */
export interface Badge {
  readonly tone: 'good' | 'bad' | 'plain'
  readonly text: string
}

/** Of which something has to be seen first. */
type Controls = Pick<Result, 'aaCheck' | 'sensitivityCheck' | 'deliveries' | 'scenario'> & { readonly look?: unknown }

/** Whether results can be believed: the two copies of the reference, and what people were told. */
export function aaCheckBadges(results: readonly Controls[], { say }: Language): Badge[] {
  const seen = results.flatMap(({ sensitivityCheck }) => (isSeen(sensitivityCheck) ? sensitivityCheck : []))
  return [
    ...(results.some(({ deliveries }) => !deliveries.same) ? [{ tone: 'bad' as const, text: say`wrong output` }] : []),
    aaCheckBadge(results, { say }),
    ...(seen.length === 0
      ? []
      : [
          seen.every(({ code }) => code === 'found')
            ? { tone: 'good' as const, text: say`planted 10 % found` }
            : { tone: 'bad' as const, text: say`planted 10 % missed` },
        ]),
  ]
}

function isSeen({ code }: Controls['sensitivityCheck']): boolean {
  return code !== 'absent' && code !== 'not-judged'
}

function aaCheckBadge(results: readonly Controls[], { say }: Pick<Language, 'say'>): Badge {
  if (results.every(({ aaCheck }) => aaCheck.code === 'passed')) return { tone: 'good', text: say`A/A guard passed` }
  if (results.some(({ scenario }) => !scenario.variants.includes(AA_CHECK)))
    return { tone: 'bad', text: say`no A/A guard` }
  return results.some(({ look, aaCheck }) => look && aaCheck.code !== 'passed')
    ? { tone: 'bad', text: say`A/A guard failed` }
    : { tone: 'plain', text: say`not judged` }
}
