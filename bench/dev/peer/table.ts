import { EXIT } from '../../cli/exit-code.ts'
import { formatNumber } from '../../report/messages/formats.ts'
import { errorText } from '../../report/messages/problems.ts'
import { layOut } from '../../report/table.ts'
import { median } from '../../statistics/quantile.ts'
import type { Interleaved } from '../harness/interleave.ts'
import { type Contest, type PeerVariant, type Row, variantsOf } from './rows.ts'

/** One run of one side; `fault` says why it was not a right one. */
export interface SideRun {
  readonly makespanMs: number
  readonly cpuMs: number
  readonly peakRssBytes: number
  readonly sent: number
  readonly fault?: string
}

/** The runs of a contest by variant. */
export type Runs = Interleaved<string, SideRun>

/** What came of the contests that were run, by name; an error where one broke off. */
export type Results = ReadonlyMap<string, Runs | Error>

export interface PeerReport {
  readonly lines: readonly string[]
  readonly exitCode: number
}

/** A target is judged by the median of the repetitions; `unsure`: some of them say the opposite. */
type Rating = 'met' | 'met, unsure' | 'missed' | 'missed, unsure' | 'wrong output' | 'broke off' | ''

interface Line {
  readonly row: Row
  readonly rating: Rating
  /** The variant, what was measured and its target; then what stands behind the rating. */
  readonly cells: readonly [string, string, string, ...string[]]
}

const HEAD = ['', 'strategy', 'ours/Go', 'at most', '', 'Go ms', 'CPU ms/feed', 'Go', 'peak RSS MB', 'Go']
const NUMERIC = [3, 5, 6, 7, 8, 9]

/** The table of the rows whose contests were run, notes on what went wrong, and a last line that counts the targets. */
export function drawPeerReport(rows: readonly Row[], results: Results): PeerReport {
  const run = rows.filter(({ contest }) => results.has(contest.name))
  const lines = run.flatMap((row) => linesOf(row, results.get(row.contest.name)!))
  const table = lines.map(({ row, rating, cells: [name, measured, target, ...rest] }) => [
    row.name,
    name,
    measured,
    target,
    rating,
    ...rest,
  ])
  const notes = Array.from(new Set(run.map(({ contest }) => contest))).flatMap((contest) => {
    const runs = results.get(contest.name)!
    if (runs instanceof Error) return [`${contest.name} broke off: ${errorText(runs)}`]
    const wrong = wrongOutput(contest, runs)
    return wrong === undefined ? [] : [`${contest.name}: wrong output: ${wrong}`]
  })
  return {
    lines: [...layOut([HEAD, ...table], NUMERIC), ...notes, sumUp(lines)],
    exitCode: exitCodeOf(lines.map(({ rating }) => rating)),
  }
}

function linesOf(row: Row, runs: Runs | Error): Line[] {
  const { contest, measure, atMost, bestOnly } = row
  const target = atMost === undefined ? '' : withUnit(String(atMost), row)
  if (runs instanceof Error) return [{ row, cells: ['–', '–', target], rating: 'broke off' }]
  const isWrong = wrongOutput(contest, runs) !== undefined
  const feeds = contest.feeds.at(-1)!
  const variants = variantsOf(contest).filter((variant) => variant.feeds === feeds)
  const go = variants.find(({ ours }) => !ours)!
  // Growth is no ratio, so Go has one of its own.
  const shown = measure === 'growth' ? variants.toReversed() : variants.filter(({ ours }) => ours)
  const measured = shown.map((variant) => ({ variant, values: valuesOf(row, variant, runs) }))
  const best = Math.min(...measured.map(({ values }) => median(values)))
  const typical = ({ name }: PeerVariant, of: (run: SideRun) => number) => median(runs[name]!.map(of))
  return measured.map(({ variant, values }) => {
    const isJudged = atMost !== undefined && variant !== go && (!bestOnly || median(values) === best)
    const sides = [variant, go]
    return {
      row,
      cells: [
        variant.name,
        isWrong ? '–' : withUnit(formatRange(values), row),
        isJudged ? target : '',
        formatNumber(typical(go, ({ makespanMs }) => makespanMs)),
        ...sides.map((side) => formatNumber(typical(side, ({ cpuMs }) => cpuMs / feeds))),
        ...sides.map((side) => String(Math.round(typical(side, ({ peakRssBytes }) => peakRssBytes) / 1e6))),
      ],
      rating: isWrong ? 'wrong output' : isJudged ? judge(values, atMost) : '',
    }
  })
}

/** One value a repetition. */
function valuesOf({ contest, measure }: Row, variant: PeerVariant, runs: Runs): number[] {
  const own = runs[variant.name]!
  const variants = variantsOf(contest)
  if (measure === 'growth') {
    const small = variants.find(({ feeds, ours }) => feeds === contest.feeds[0] && ours === variant.ours)!
    const others = runs[small.name]!
    return own.map(
      ({ peakRssBytes }, index) => (peakRssBytes - others[index]!.peakRssBytes) / 1024 / (variant.feeds - small.feeds),
    )
  }
  const field = measure === 'time' ? 'makespanMs' : 'cpuMs'
  const go = runs[variants.find(({ feeds, ours }) => feeds === variant.feeds && !ours)!.name]!
  return own.map((run, index) => run[field] / go[index]![field])
}

function judge(values: readonly number[], atMost: number): Rating {
  const isMet = median(values) <= atMost
  const isSure = values.every((value) => value <= atMost === isMet)
  return `${isMet ? 'met' : 'missed'}${isSure ? '' : ', unsure'}`
}

/** Why the sides cannot be compared: a run that failed, or sides that did not send as much. */
function wrongOutput(contest: Contest, runs: Runs): string | undefined {
  for (const [name, own] of Object.entries(runs)) {
    const { fault } = own.find((run) => run.fault !== undefined) ?? {}
    if (fault !== undefined) return `${name}: ${fault}`
  }
  for (const feeds of contest.feeds) {
    const variants = variantsOf(contest).filter((variant) => variant.feeds === feeds)
    const sent = variants.map(({ name }) => [...new Set(runs[name]!.map((run) => run.sent))])
    if (new Set(sent.flat()).size > 1)
      return `sent by ${variants.map(({ name }, index) => `${name}: ${sent[index]!.join(' or ')}`).join('; ')}`
  }
  return undefined
}

function sumUp(lines: readonly Line[]): string {
  const judged = lines.filter(({ row, rating }) => rating !== '' && row.atMost !== undefined)
  const namesOf = (some: readonly Line[]) => [...new Set(some.map(({ row }) => row.name))]
  const all = namesOf(judged)
  const unmet = namesOf(judged.filter(({ rating }) => !rating.startsWith('met')))
  return `Targets: ${all.length - unmet.length} of ${all.length} met${unmet.length > 0 ? `; not met: ${unmet.join(', ')}` : ''}.`
}

function exitCodeOf(ratings: readonly Rating[]): number {
  if (ratings.includes('wrong output')) return EXIT.wrongOutput
  if (ratings.includes('broke off')) return EXIT.cannotJudge
  return ratings.some((rating) => rating.startsWith('missed')) ? EXIT.thresholdFailed : EXIT.done
}

function formatRange(values: readonly number[]): string {
  return `${formatRatio(median(values))} (${formatRatio(Math.min(...values))} to ${formatRatio(Math.max(...values))})`
}

/** Targets lie as close to 1 as 1.02. */
function formatRatio(value: number): string {
  return value < 10 ? value.toFixed(3) : formatNumber(value)
}

function withUnit(text: string, { measure }: Row): string {
  return { time: text, cpu: `${text} CPU`, growth: `${text} KiB/feed` }[measure]
}
