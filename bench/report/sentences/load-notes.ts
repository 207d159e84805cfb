import type { Messages } from '../messages/messages.ts'
import type { LoadResult } from '../../judge/load/judgement.ts'
import { candidatesOf } from '../../plan/schedule.ts'
import type { Badge } from '../document.ts'
import { formatPercent } from '../format.ts'
import { asPercent, formatNumber } from '../messages/formats.ts'
import { copyChecks, failureNotes, slackNote } from './notes.ts'
import { discardText } from '../messages/trial-reasons.ts'

/** Whether all variants sent the same, and what became of the two copies of the reference. */
export function loadChecks(result: LoadResult, messages: Messages): Badge[] {
  const { digest, same } = result.deliveries
  return [
    { tone: digest === 'none' ? 'plain' : same ? 'good' : 'bad', text: deliveriesNote(result, messages) },
    ...copyChecks(result, messages),
  ]
}

/** What the verdicts rest on, and whatever is out of range. */
export function loadNotes(result: LoadResult, messages: Messages): string[] {
  const { variants, throttled, discardedBlocks } = result
  const late = variants.reduce((a, b) => ((b.mockServerLag ?? 1) > (a.mockServerLag ?? 1) ? b : a))
  return [
    messages.load.oneJobAtATime,
    messages.load.mockServerLag(formatPercent((late.mockServerLag ?? 1) - 1), late.variant),
    ...harnessNotes(result, messages),
    lookNote(result, messages),
    ...slackNote(throttled, messages),
    ...failureNotes(variants, messages),
    ...discardedBlocks.map(({ block, reason }) =>
      messages.notes.discarded(messages.load.discardedBlock(block, discardText(reason, messages))),
    ),
  ]
}

function lookNote({ look, blocks, scenario }: LoadResult, messages: Messages): string {
  if (!look) {
    const planned = scenario.looks?.at(-1)?.blocks
    return planned === undefined
      ? messages.load.stoppedEarly(blocks)
      : messages.load.stoppedEarlyOfPlanned(blocks, planned)
  }
  const shared = candidatesOf(scenario).length
  const [units, { alpha }] = [messages.notes.unitsPerVariant(messages.count(look.blocks, 'process')), look]
  return shared > 1
    ? messages.load.judgedAtShared({ blocks: units, alpha, comparisons: messages.count(shared, 'comparison') })
    : messages.load.judgedAt(units, alpha)
}

function deliveriesNote(
  { deliveries: { same, digest, accepted, duplicates } }: LoadResult,
  messages: Messages,
): string {
  if (digest === 'none') return messages.load.deliveriesUnchecked
  if (!same) return messages.notes.deliveriesDiffer
  return messages.load.deliveriesAgree({ deliveries: messages.count(accepted, 'notification'), duplicates, digest })
}

/**
 * Where the schedule stood still for so much that it was another one than was asked for: jobs came less often by more than the margin,
 * within which no difference counts, or one did not come at all, by which a pace is judged. The times of jobs are without it either way.
 */
function harnessNotes({ variants, everyMs, scenario: { margin } }: LoadResult, messages: Messages): string[] {
  const remedy = messages.load.scheduleStopRemedy
  const shares = variants.map(({ variant, stoodStillMs }) => ({ variant, share: stoodStillMs.mean / everyMs }))
  const large = shares.filter(({ share }) => share > margin)
  const most = formatPercent(Math.max(...large.map(({ share }) => share)))
  const names = messages.beside(large.map(({ variant }) => variant))
  const limit = asPercent(margin)
  const longest = variants.reduce((a, b) => (b.stoodStillMs.longest > a.stoodStillMs.longest ? b : a))
  const stopMs = longest.stoodStillMs.longest
  const missed = Math.floor(stopMs / everyMs)
  return [
    ...(large.length === 0
      ? []
      : [
          large.length === 1
            ? messages.load.scheduleStoodStillOne({ variant: names, share: most, margin: limit, remedy })
            : messages.load.scheduleStoodStillMany({ variants: names, share: most, margin: limit, remedy }),
        ]),
    ...(missed > 0
      ? [
          messages.load.scheduleStopMissedJobs({
            variant: longest.variant,
            milliseconds: formatNumber(stopMs),
            missedJobs: messages.count(missed, 'more job'),
            remedy,
          }),
        ]
      : []),
  ]
}
