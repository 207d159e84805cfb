import { slowdownText } from '../messages/controls.ts'
import type { Messages } from '../messages/messages.ts'
import { AA_CHECK } from '../../plan/schedule.ts'
import type { Result } from '../../judge/comparison/judgement.ts'

/** Something that has to be seen before anything else is believed. */
export interface Badge {
  readonly tone: 'good' | 'bad' | 'plain'
  readonly text: string
}

/** Of which something has to be seen first. */
type Controls = Pick<Result, 'aaCheck' | 'sensitivityCheck' | 'deliveries' | 'scenario'> & { readonly look?: unknown }

/** Whether results can be believed: the two copies of the reference, and what was sent. */
export function aaCheckBadges(results: readonly Controls[], messages: Messages): Badge[] {
  const slowdown = slowdownText(results[0]!.scenario)
  const seen = results.flatMap(({ sensitivityCheck }) => (isSeen(sensitivityCheck) ? sensitivityCheck : []))
  return [
    ...(results.some(({ deliveries }) => !deliveries.same)
      ? [{ tone: 'bad' as const, text: messages.verdicts.outputMismatch }]
      : []),
    aaCheckBadge(results, messages),
    ...(seen.length === 0
      ? []
      : [
          seen.every(({ code }) => code === 'found')
            ? { tone: 'good' as const, text: messages.page.sensitivityCheckFoundBadge(slowdown) }
            : { tone: 'bad' as const, text: messages.page.sensitivityCheckMissedBadge(slowdown) },
        ]),
  ]
}

function isSeen({ code }: Controls['sensitivityCheck']): boolean {
  return code !== 'absent' && code !== 'not-judged'
}

function aaCheckBadge(results: readonly Controls[], messages: Messages): Badge {
  if (results.every(({ aaCheck }) => aaCheck.code === 'passed'))
    return { tone: 'good', text: messages.page.aaCheckPassedBadge }
  if (results.some(({ scenario }) => !scenario.variants.includes(AA_CHECK)))
    return { tone: 'bad', text: messages.page.aaCheckAbsentBadge }
  return results.some(({ look, aaCheck }) => look && aaCheck.code !== 'passed')
    ? { tone: 'bad', text: messages.page.aaCheckFailedBadge }
    : { tone: 'plain', text: messages.verdicts.notJudged }
}
