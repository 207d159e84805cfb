import { candidatesOf, LEAST_ENVIRONMENTS } from '../schedule.ts'
import type { Verdict } from '../verdict.ts'
import { counted } from './counted.ts'
import { refusedLabels } from './emulation.ts'
import { orderRemarks } from './order-remarks.ts'
import { outlierRemark } from './outlier-remark.ts'
import type { ArmResult, Result, Summary } from './result.ts'

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

export function formatRatio({
  ratio,
  role,
}: Pick<ArmResult, 'role'> & { readonly ratio?: ArmResult['ratio'] | undefined }): string {
  if (role === 'reference') return '1'
  return ratio ? `${ratio.ratio.toFixed(3)} (${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)})` : '–'
}

/** What a fork is, by where it was: processes on this machine, containers of functions. */
export type Unit = 'fork' | 'container'

export function unitOf({ place }: Pick<Result, 'place'>): Unit {
  return place === 'local' ? 'fork' : 'container'
}

/** The word of an arm as people read it. */
export function formatVerdict(
  { role, verdict }: Pick<ArmResult, 'role' | 'verdict'>,
  margin: number,
  unit: Unit = 'fork',
): string {
  if (role === 'reference')
    return verdict && verdict.word !== 'undecided' ? formatWord(verdict, margin, unit) : 'reference'
  return verdict ? formatWord(verdict, margin, unit) : 'undecided'
}

function formatWord({ word, because, moreForks, moreMs }: Verdict, margin: number, unit: Unit): string {
  if (because) return `${word} (${because})`
  if (word === 'equivalent') return `equivalent within ${+(margin * 100).toFixed(1)} %`
  if (moreForks === undefined) return word
  const time = moreMs === undefined ? '' : ` (${formatDuration(moreMs)})`
  return `undecided, about ${counted(moreForks, `more ${unit}`)} needed${time}`
}

/** How much was measured, such as `36 rounds in 6 forks`. */
export function formatRounds(result: Result): string {
  const { roundsCounted, forks } = result
  const unit = unitOf(result)
  const each = unit === 'container' ? ' of each arm' : ''
  return `${counted(roundsCounted, 'round')} in ${counted(forks, unit)}${each}`
}

/** What it was measured on. */
export function formatSubject({ feeds, ledger }: Result): string {
  // A function of somebody else has none that we know of.
  return feeds === 0 ? '' : `${counted(feeds, 'feed')}, ${counted(ledger.accepted, 'notification')}`
}

/** What was compared, by name, and at which size where there were several. */
export function titleOf({ scenario: { name, memoryMb } }: Result): string {
  return memoryMb === undefined ? name : `${name} at ${memoryMb} MB`
}

/** In a process that ran there is always some: 0 is of functions that do not tell. */
export function formatMegabytes({ median }: Summary): string {
  return median > 0 ? String(Math.round(median / 1e6)) : '–'
}

export function formatCpuMs({ cpuMs }: ArmResult): string {
  return cpuMs.median > 0 ? formatNumber(cpuMs.median) : '–'
}

export function formatStallMs({ stallMs, cpuMs }: ArmResult): string {
  return cpuMs.median > 0 ? formatNumber(stallMs.median) : '–'
}

export function formatOverStructural({ overStructural }: ArmResult): string {
  return overStructural ? formatNumber(overStructural.median) : '–'
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
  const { guard, planted, mock, arms, throttled, voidRounds, lambda } = result
  const slowStart = arms.filter(({ firstRoundCpu }) => firstRoundCpu !== undefined && firstRoundCpu > 1.5)
  const failing = arms.filter(({ failed }) => failed.trials > 0)
  return [
    ledgerRemark(result),
    `A/A guard: ${guard.sentence}.`,
    `Planted arm: ${planted.sentence}.`,
    ...(mock.isKnown ? [mockRemark(result)] : []),
    lookRemark(result),
    ...pickRemark(result),
    ...outlierRemark(result),
    ...orderRemarks(result),
    ...(lambda?.emulation ? refusedLabels(lambda.emulation) : []),
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

function mockRemark({ arms, mock, scenario: { reference } }: Result): string {
  const latenessOf = ({ heldOverDrawn = 1 }: ArmResult) => percent(heldOverDrawn - 1)
  const late = arms.reduce((a, b) => ((b.heldOverDrawn ?? 1) > (a.heldOverDrawn ?? 1) ? b : a))
  const model = arms.find(({ arm }) => arm === reference)
  // All is measured by the reference: where that one waited too long, nothing can be said of any.
  const whose = mock.bound && model && model !== late ? `; ${reference}: ${latenessOf(model)}` : ''
  const room =
    mock.ceiling === undefined
      ? ''
      : `; it could answer ${formatNumber(mock.ceiling)} times the fastest strategy's rate`
  return `Mock server: ${mock.bound ? 'SERVER-BOUND: ' : ''}its lateness made the waiting at most ${latenessOf(late)} longer (${late.arm}${whose})${room}.`
}

/** What is picked by, where that is none of the ratios in the table. */
function pickRemark(result: Result): string[] {
  const { pick, scenario } = result
  if (!pick || pick.objective === 'speed' || pick.scored.length === 0) return []
  const wordOf = (verdict: Verdict) =>
    formatWord(verdict, scenario.margin, unitOf(result)).replace('faster', 'better').replace('slower', 'worse')
  const told = pick.scored.map(
    ({ arm, ratio, verdict }) => `${arm} ${formatRatio({ role: 'candidate', ratio })}, ${wordOf(verdict)}`,
  )
  return [`By ${pick.objective}, over ${scenario.reference}: ${told.join('; ')}.`]
}

function ledgerRemark({ ledger, feeds }: Result): string {
  const { same, by, accepted, duplicates, digest } = ledger
  if (digest === 'none') return 'Ledger: no run of the reference ended well, so that nothing can be held against it.'
  if (!same) return 'Ledger: the strategies did NOT tell people the same; see "wrong output".'
  if (by !== undefined && by !== 'mock' && feeds === 0)
    return 'Ledger: these functions do not tell what they sent, so that nothing shows whether they did the same.'
  if (by === 'trace')
    return `Ledger: by their traces all runs that did not fail sent as many notifications (${accepted}); which ones, traces do not tell.`
  const whose = by === 'answer' ? 'by the functions’ own account ' : ''
  return `Ledger: ${whose}every run that did not fail told people exactly the same (${counted(accepted, 'notification')} a run, ${duplicates} twice, digest ${digest}).`
}

function lookRemark(result: Result): string {
  const { look, scenario, forks } = result
  const isLocal = unitOf(result) === 'fork'
  if (look) {
    const { last, alpha } = look
    const where = isLocal ? `${look.forks} forks` : `${look.forks} containers of each`
    const shared = candidatesOf(scenario).length
    // Of a race without a candidate there is nothing to share it.
    const comparisons = ['', ' shared by one comparison'][shared] ?? ` shared by ${shared} comparisons`
    return `Judged at ${where}${last ? '' : ' (not the last look)'}, alpha ${alpha}${comparisons}${scenario.quick ? ', quick' : ''}.`
  }
  if (isLocal) return `Stopped before the first look, with ${forks} forks: intervals at 95 %, no words.`
  const wanted = scenario.looks?.[0]?.forks ?? LEAST_ENVIRONMENTS
  return `No words: that takes ${wanted} containers of each arm, and there are ${forks}. Intervals at 95 %.`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
