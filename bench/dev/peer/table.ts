import { EXIT } from '../../cli/exit-code.ts'
import { formatNumber } from '../../report/format.ts'
import { layOut } from '../../report/table.ts'
import { median } from '../../statistics/quantile.ts'
import { variantsOf, type Contest, type PeerVariant, type Row } from './rows.ts'

/** One run of one side; `fault` says why it was not a right one. */
export interface SideRun {
  readonly makespanMs: number
  readonly cpuMs: number
  readonly peakRssBytes: number
  readonly sent: number
  readonly fault?: string
}

/** The runs of a contest by variant, in the order of the repetitions. */
export type Runs = ReadonlyMap<string, readonly SideRun[]>

/** What came of the contests that were run, by name; an error where one broke off. */
export type Results = ReadonlyMap<string, Runs | Error>

export interface PeerReport {
  readonly lines: readonly string[]
  readonly exitCode: number
}

/** A target is judged by the median of the repetitions; `unsure`: some of them say the opposite. */
type Word = 'met' | 'met, unsure' | 'missed' | 'missed, unsure' | 'wrong output' | 'broke off' | ''

interface Line {
  readonly row: Row
  readonly cells: readonly string[]
  readonly word: Word
}

const HEAD = ['', 'strategy', 'ours/Go', 'at most', '', 'Go ms', 'CPU ms/feed', 'Go', 'peak RSS MB', 'Go']
const NUMERIC = [3, 5, 6, 7, 8, 9]

/** The table of the rows whose contests were run, remarks on what went wrong, and a last line that counts the targets. */
export function drawPeerReport(rows: readonly Row[], results: Results): PeerReport {
  const run = rows.filter(({ contest }) => results.has(contest.name))
  const lines = run.flatMap((row) => linesOf(row, results.get(row.contest.name)!))
  const table = lines.map(({ row, cells: [ours, value, atMost, ...rest], word }) => [
    row.name,
    ours!,
    value!,
    atMost!,
    word,
    ...rest,
  ])
  return {
    lines: [...layOut([HEAD, ...table], NUMERIC), ...notesOn(run, results), sumUp(lines)],
    exitCode: exitCodeOf(lines.map(({ word }) => word)),
  }
}

function linesOf(row: Row, runs: Runs | Error): Line[] {
  const { contest, measure, atMost, bestOnly } = row
  const target = atMost === undefined ? '' : withUnit(String(atMost), row)
  if (runs instanceof Error) return [{ row, cells: ['–', '–', target], word: 'broke off' }]
  const wrong = wrongOutput(contest, runs) !== undefined
  const feeds = contest.feeds.at(-1)!
  const variants = variantsOf(contest).filter((variant) => variant.feeds === feeds)
  const go = variants.find(({ ours }) => !ours)!
  // Growth is no ratio, so Go has one of its own.
  const shown = measure === 'growth' ? variants.toReversed() : variants.filter(({ ours }) => ours)
  const measured = shown.map((variant) => ({ variant, values: valuesOf(row, variant, runs) }))
  const best = Math.min(...measured.map(({ values }) => median(values)))
  return measured.map(({ variant, values }) => {
    const judged = atMost !== undefined && variant !== go && (!bestOnly || median(values) === best)
    return {
      row,
      cells: [
        variant.name,
        wrong ? '–' : withUnit(formatRange(values), row),
        judged ? target : '',
        formatNumber(median(runs.get(go.name)!.map(({ makespanMs }) => makespanMs))),
        ...[variant, go].map(({ name }) => formatNumber(median(runs.get(name)!.map(({ cpuMs }) => cpuMs / feeds)))),
        ...[variant, go].map(({ name }) =>
          String(Math.round(median(runs.get(name)!.map(({ peakRssBytes }) => peakRssBytes)) / 1e6)),
        ),
      ],
      word: wrong ? 'wrong output' : judged ? judge(values, atMost) : '',
    }
  })
}

/** One value a repetition. */
function valuesOf({ contest, measure }: Row, variant: PeerVariant, runs: Runs): number[] {
  const own = runs.get(variant.name)!
  const variants = variantsOf(contest)
  if (measure === 'growth') {
    const small = variants.find(({ feeds, ours }) => feeds === contest.feeds[0] && ours === variant.ours)!
    return own.map(
      ({ peakRssBytes }, rep) =>
        (peakRssBytes - runs.get(small.name)![rep]!.peakRssBytes) / 1024 / (variant.feeds - small.feeds),
    )
  }
  const field = measure === 'time' ? 'makespanMs' : 'cpuMs'
  const go = runs.get(variants.find(({ feeds, ours }) => feeds === variant.feeds && !ours)!.name)!
  return own.map((run, rep) => run[field] / go[rep]![field])
}

function judge(values: readonly number[], atMost: number): Word {
  const met = median(values) <= atMost
  const sure = values.every((value) => value <= atMost === met)
  return `${met ? 'met' : 'missed'}${sure ? '' : ', unsure'}`
}

/** Why the sides cannot be compared: a run that failed, or sides that did not tell people as much. */
function wrongOutput(contest: Contest, runs: Runs): string | undefined {
  for (const [name, own] of runs) {
    const { fault } = own.find((run) => run.fault !== undefined) ?? {}
    if (fault !== undefined) return `${name}: ${fault}`
  }
  for (const feeds of contest.feeds) {
    const variants = variantsOf(contest).filter((variant) => variant.feeds === feeds)
    const sent = variants.map(({ name }) => new Set(runs.get(name)!.map((run) => run.sent)))
    if (new Set(sent.flatMap((numbers) => [...numbers])).size > 1)
      return `sent by ${variants.map(({ name }, index) => `${name}: ${[...sent[index]!].join(' or ')}`).join('; ')}`
  }
  return undefined
}

function notesOn(rows: readonly Row[], results: Results): string[] {
  const contests = new Set(rows.map(({ contest }) => contest))
  return Array.from(contests).flatMap((contest) => {
    const runs = results.get(contest.name)!
    if (runs instanceof Error) return [`${contest.name} broke off: ${runs.message}`]
    const wrong = wrongOutput(contest, runs)
    return wrong === undefined ? [] : [`${contest.name}: wrong output: ${wrong}`]
  })
}

function sumUp(lines: readonly Line[]): string {
  const judged = lines.filter(({ row, word }) => word !== '' && row.atMost !== undefined)
  const namesOf = (words: (word: Word) => boolean) => [
    ...new Set(judged.filter(({ word }) => words(word)).map(({ row }) => row.name)),
  ]
  const all = namesOf(() => true)
  const unmet = namesOf((word) => !word.startsWith('met'))
  return `Targets: ${all.length - unmet.length} of ${all.length} met${unmet.length > 0 ? `; not met: ${unmet.join(', ')}` : ''}.`
}

function exitCodeOf(words: readonly Word[]): number {
  if (words.includes('wrong output')) return EXIT.wrongOutput
  if (words.includes('broke off')) return EXIT.cannotJudge
  return words.some((word) => word.startsWith('missed')) ? EXIT.thresholdFailed : EXIT.done
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
