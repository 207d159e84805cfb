import type { RateResult } from '../rate/rate-result.ts'
import { candidatesOf } from '../schedule.ts'
import { counted } from './counted.ts'
import { formatNumber } from './format.ts'

/** The lines that stand under the tables in every form of the report on a rate. */
export function rateRemarks(result: RateResult): string[] {
  const { guard, planted, arms, throttled, voidForks, scenario, look, forks } = result
  const late = arms.reduce((a, b) => ((b.heldOverDrawn ?? 1) > (a.heldOverDrawn ?? 1) ? b : a))
  const shared = candidatesOf(scenario).length
  return [
    'A process does one job at a time: a job starts when it is due or when the one before it has ended, whichever is later.',
    ledgerRemark(result),
    `A/A guard: ${guard.sentence}.`,
    `Planted arm: ${planted.sentence}.`,
    `Mock server: it held its answers at most ${percent((late.heldOverDrawn ?? 1) - 1)} longer than drawn (${late.arm}).`,
    ...harnessRemarks(result),
    look
      ? `Judged at ${look.forks} forks, alpha ${look.alpha}${shared > 1 ? ` shared by ${shared} comparisons` : ''}.`
      : `Stopped before the end, with ${forks} of ${scenario.looks?.at(-1)?.forks ?? 'its'} forks: intervals at 95 %, no words.`,
    ...(throttled > 0
      ? [`Slack-bound: ${throttled} posts were answered 429; the webhook's rate decides here, whatever the strategy.`]
      : []),
    ...arms
      .filter(({ failed }) => failed.trials > 0)
      .map(
        ({ arm, failed: { trials, of, rate, reasons } }) =>
          `${arm}: ${trials} of ${of} runs failed (rate ${percent(rate.low)} to ${percent(rate.high)}): ${reasons.join('; ')}.`,
      ),
    ...voidForks.map((fork) => `Void for every strategy: ${fork}.`),
  ]
}

function ledgerRemark({ ledger: { same, digest, accepted, duplicates } }: RateResult): string {
  if (digest === 'none') return 'Ledger: no series of the reference ended well, so that nothing can be held against it.'
  if (!same) return 'Ledger: the strategies did NOT tell people the same; see "wrong output".'
  return `Ledger: every series without a failure told people exactly the same (${counted(accepted, 'notification')} a job, ${duplicates} twice, digest ${digest}).`
}

/**
 * Where the schedule stood still for so much that it was another one than was asked for: jobs came less often by more than the margin,
 * within which nothing is told apart, or one did not come at all, by which a pace is judged. The times of jobs are without it either way.
 */
function harnessRemarks({ arms, everyMs, scenario: { margin } }: RateResult): string[] {
  const remedy = 'close other programs, or start jobs less often'
  const shares = arms.map(({ arm, stoodStillMs }) => ({ arm, share: stoodStillMs.mean / everyMs }))
  const large = shares.filter(({ share }) => share > margin)
  const most = Math.max(...large.map(({ share }) => share))
  const longest = arms.reduce((a, b) => (b.stoodStillMs.longest > a.stoodStillMs.longest ? b : a))
  const stopMs = longest.stoodStillMs.longest
  const missed = Math.floor(stopMs / everyMs)
  return [
    ...(large.length > 0
      ? [
          `The harness: with ${large.map(({ arm }) => arm).join(', ')} the schedule stood still for ${large.length > 1 ? 'up to ' : ''}${percent(most)} of its length, more than the margin of ${+(margin * 100).toFixed(1)} %, so that jobs came less often than told; ${remedy}.`,
        ]
      : []),
    ...(missed > 0
      ? [
          `The harness: with ${longest.arm} the schedule once stood still for ${formatNumber(stopMs)} ms, in which ${missed} more ${missed === 1 ? 'job' : 'jobs'} would have been due, which no backlog counts; ${remedy}.`,
        ]
      : []),
  ]
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
