import { candidatesOf } from '../schedule.ts'
import type { ArmResult, Result, Summary } from './result.ts'
import type { Verdict } from '../verdict.ts'

/** Three significant digits, never an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'unbounded' : '–'
  // As it will be rounded: 9.996 is written 10.0, not 10.00.
  const magnitude = Math.abs(Number(value.toPrecision(3)))
  if (magnitude >= 100) return Math.round(value).toLocaleString('en-US').replaceAll(',', ' ')
  return magnitude >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export function formatSummary({ median, interval }: Summary): string {
  return interval
    ? `${formatNumber(median)} (${formatNumber(interval.low)} to ${formatNumber(interval.high)})`
    : formatNumber(median)
}

export function formatRatio({ ratio, role }: ArmResult): string {
  if (role === 'reference') return '1'
  return ratio ? `${ratio.ratio.toFixed(3)} (${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)})` : '–'
}

/** The word of an arm as people read it. */
export function formatVerdict({ role, verdict }: ArmResult, margin: number): string {
  if (role === 'reference') return verdict && verdict.word !== 'undecided' ? formatWord(verdict, margin) : 'reference'
  return verdict ? formatWord(verdict, margin) : 'undecided'
}

function formatWord({ word, because, moreForks }: Verdict, margin: number): string {
  if (because) return `${word} (${because})`
  if (word === 'equivalent') return `equivalent within ${+(margin * 100).toFixed(1)} %`
  return moreForks === undefined ? word : `undecided, about ${moreForks} more forks needed`
}

export function formatMegabytes({ median }: Summary): string {
  return String(Math.round(median / 1e6))
}

/** What an arm was allowed, such as `concurrency 256, threads 2`; empty where nothing applies. */
export function formatLimits(limits: ArmResult['limits']): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** The lines that stand under the tables in every form of the report: what the words rest on, and whatever is odd. */
export function remarksOn(result: Result): string[] {
  const { ledger, guard, mock, arms, look, scenario, throttled, voidRounds } = result
  const slowStart = arms.filter(({ firstRoundCpu }) => firstRoundCpu !== undefined && firstRoundCpu > 1.5)
  const failing = arms.filter(({ failed }) => failed.trials > 0)
  const late = arms.reduce((a, b) => ((b.heldOverDrawn ?? 1) > (a.heldOverDrawn ?? 1) ? b : a), arms[0]!)
  const room =
    mock.ceiling === undefined ? '' : `, could answer ${formatNumber(mock.ceiling)} times the fastest strategy's rate`
  return [
    ledger.same
      ? `Ledger: every run that did not fail told people exactly the same (${ledger.accepted} notifications a run, ${ledger.duplicates} twice, digest ${ledger.digest}).`
      : 'Ledger: the strategies did NOT tell people the same; see "wrong output".',
    `A/A guard: ${guard.sentence}.`,
    ...(mock.isKnown
      ? [
          `Mock server: its lateness made the waiting at most ${percent((late.heldOverDrawn ?? 1) - 1)} longer (${late.arm})${room}${mock.bound ? ': SERVER-BOUND' : ''}.`,
        ]
      : []),
    look
      ? `Judged at ${look.forks} forks${look.last ? '' : ' (not the last look)'}, alpha ${look.alpha} shared by ${candidatesOf(scenario).length} comparisons${scenario.quick ? ', quick' : ''}.`
      : `Stopped before the first look, with ${result.forks} forks: intervals at 95 %, no words.`,
    ...(throttled > 0
      ? [`Slack-bound: ${throttled} posts were answered 429; the webhook's rate decides here, whatever the strategy.`]
      : []),
    ...failing.map(
      ({ arm, failed }) =>
        `${arm}: ${failed.trials} of ${failed.of} runs failed (rate ${percent(failed.rate.low)} to ${percent(failed.rate.high)}): ${failed.reasons.join('; ')}.`,
    ),
    ...slowStart.map(
      ({ arm }) =>
        `${arm}: its first rounds cost half as much CPU again as the later ones; warm up longer (a larger --set plan.warmUps).`,
    ),
    ...voidRounds.map((round) => `Void for every strategy: ${round}.`),
  ]
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
