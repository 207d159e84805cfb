import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import type { RateResult } from '../judge/load/judgement.ts'
import { candidatesOf } from '../plan/schedule.ts'
import { aaCheckText, sensitivityCheckText } from './controls.ts'
import { asPercent, formatNumber, formatPercent } from './format.ts'
import { failureNotes, slackNote } from './notes.ts'

/** The lines that stand under the tables in every form of the report on a rate. */
export function rateNotes(result: RateResult, language: Language = ENGLISH): string[] {
  const { say } = language
  const { variants, throttled, discardedBlocks } = result
  const late = variants.reduce((a, b) => ((b.mockServerLag ?? 1) > (a.mockServerLag ?? 1) ? b : a))
  return [
    say`A process does one job at a time: a job starts when it is due or when the one before it has ended, whichever is later.`,
    deliveriesNote(result, language),
    say`A/A guard: ${aaCheckText(result, language)}.`,
    say`Planted arm: ${sensitivityCheckText(result, language)}.`,
    say`Mock server: it held its answers at most ${formatPercent((late.mockServerLag ?? 1) - 1)} longer than drawn (${late.variant}).`,
    ...harnessNotes(result, language),
    lookNote(result, language),
    ...slackNote(throttled, language),
    ...failureNotes(variants, language),
    ...discardedBlocks.map(({ block, reason }) => say`Void for every strategy: ${say`fork ${block}: ${reason}`}.`),
  ]
}

function lookNote({ look, blocks, scenario }: RateResult, { say, count }: Language): string {
  if (!look) {
    const planned = scenario.looks?.at(-1)?.blocks
    return planned === undefined
      ? say`Stopped before the end, with ${blocks} of its forks: intervals at 95 %, no words.`
      : say`Stopped before the end, with ${blocks} of ${planned} forks: intervals at 95 %, no words.`
  }
  const shared = candidatesOf(scenario).length
  const [units, { alpha }] = [count(look.blocks, 'fork'), look]
  return shared > 1
    ? say`Judged at ${units}, alpha ${alpha} shared by ${count(shared, 'comparison')}.`
    : say`Judged at ${units}, alpha ${alpha}.`
}

function deliveriesNote(
  { deliveries: { same, digest, accepted, duplicates } }: RateResult,
  { say, count }: Language,
): string {
  if (digest === 'none')
    return say`Ledger: no series of the reference ended well, so that nothing can be held against it.`
  if (!same) return say`Ledger: the strategies did NOT tell people the same; see "wrong output".`
  return say`Ledger: every series without a failure told people exactly the same (${count(accepted, 'notification')} a job, ${duplicates} twice, digest ${digest}).`
}

/**
 * Where the schedule stood still for so much that it was another one than was asked for: jobs came less often by more than the margin,
 * within which nothing is told apart, or one did not come at all, by which a pace is judged. The times of jobs are without it either way.
 */
function harnessNotes({ variants, everyMs, scenario: { margin } }: RateResult, language: Language): string[] {
  const { say, beside, count } = language
  const remedy = say`close other programs, or start jobs less often`
  const shares = variants.map(({ variant, stoodStillMs }) => ({ variant, share: stoodStillMs.mean / everyMs }))
  const large = shares.filter(({ share }) => share > margin)
  const most = formatPercent(Math.max(...large.map(({ share }) => share)))
  const names = beside(large.map(({ variant }) => variant))
  const limit = asPercent(margin)
  const longest = variants.reduce((a, b) => (b.stoodStillMs.longest > a.stoodStillMs.longest ? b : a))
  const stopMs = longest.stoodStillMs.longest
  const missed = Math.floor(stopMs / everyMs)
  return [
    ...(large.length === 0
      ? []
      : [
          large.length === 1
            ? say`The harness: with ${names} the schedule stood still for ${most} of its length, more than the margin of ${limit}, so that jobs came less often than told; ${remedy}.`
            : say`The harness: with ${names} the schedule stood still for up to ${most} of its length, more than the margin of ${limit}, so that jobs came less often than told; ${remedy}.`,
        ]),
    ...(missed > 0
      ? [
          say`The harness: with ${longest.variant} the schedule once stood still for ${formatNumber(stopMs)} ms, in which ${count(missed, 'more job')} would have been due, which no backlog counts; ${remedy}.`,
        ]
      : []),
  ]
}
