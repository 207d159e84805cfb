import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import type { RateResult } from '../judge/load/rate-result.ts'
import { candidatesOf } from '../plan/schedule.ts'
import { asPercent, formatNumber, formatPercent } from './format.ts'
import { failureRemarks, slackRemark } from './remarks.ts'

/** The lines that stand under the tables in every form of the report on a rate. */
export function rateRemarks(result: RateResult, language: Language = ENGLISH): string[] {
  const { say } = language
  const { guard, planted, arms, throttled, voidForks } = result
  const late = arms.reduce((a, b) => ((b.heldOverDrawn ?? 1) > (a.heldOverDrawn ?? 1) ? b : a))
  return [
    say`A process does one job at a time: a job starts when it is due or when the one before it has ended, whichever is later.`,
    ledgerRemark(result, language),
    say`A/A guard: ${guard.sentence}.`,
    say`Planted arm: ${planted.sentence}.`,
    say`Mock server: it held its answers at most ${formatPercent((late.heldOverDrawn ?? 1) - 1)} longer than drawn (${late.arm}).`,
    ...harnessRemarks(result, language),
    lookRemark(result, language),
    ...slackRemark(throttled, language),
    ...failureRemarks(arms, language),
    ...voidForks.map((fork) => say`Void for every strategy: ${fork}.`),
  ]
}

function lookRemark({ look, forks, scenario }: RateResult, { say, count }: Language): string {
  if (!look) {
    const planned = scenario.looks?.at(-1)?.forks
    return planned === undefined
      ? say`Stopped before the end, with ${forks} of its forks: intervals at 95 %, no words.`
      : say`Stopped before the end, with ${forks} of ${planned} forks: intervals at 95 %, no words.`
  }
  const shared = candidatesOf(scenario).length
  const [units, { alpha }] = [count(look.forks, 'fork'), look]
  return shared > 1
    ? say`Judged at ${units}, alpha ${alpha} shared by ${count(shared, 'comparison')}.`
    : say`Judged at ${units}, alpha ${alpha}.`
}

function ledgerRemark(
  { ledger: { same, digest, accepted, duplicates } }: RateResult,
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
function harnessRemarks({ arms, everyMs, scenario: { margin } }: RateResult, language: Language): string[] {
  const { say, beside, count } = language
  const remedy = say`close other programs, or start jobs less often`
  const shares = arms.map(({ arm, stoodStillMs }) => ({ arm, share: stoodStillMs.mean / everyMs }))
  const large = shares.filter(({ share }) => share > margin)
  const most = formatPercent(Math.max(...large.map(({ share }) => share)))
  const names = beside(large.map(({ arm }) => arm))
  const limit = asPercent(margin)
  const longest = arms.reduce((a, b) => (b.stoodStillMs.longest > a.stoodStillMs.longest ? b : a))
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
          say`The harness: with ${longest.arm} the schedule once stood still for ${formatNumber(stopMs)} ms, in which ${count(missed, 'more job')} would have been due, which no backlog counts; ${remedy}.`,
        ]
      : []),
  ]
}
