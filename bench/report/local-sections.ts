import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { isSelectable, MIN_ENVIRONMENTS } from '../plan/schedule.ts'
import type { ColdRow } from '../statistics/cold-table.ts'
import { causesIn } from './causes.ts'
import { formatNumber, formatRatio, formatSummary, unitOf } from './format.ts'
import { phaseIn } from './phase-names.ts'
import type { Result } from '../judge/comparison/judgement.ts'
import type { Section } from './section.ts'
import { PARTS } from '../judge/comparison/time-breakdowns.ts'

/** The second and third of the three estimands, beside typical time: mean cost with its tails, and cold starts; then where the time goes. */
export function localSectionsOf(result: Result, language: Language = ENGLISH): Section[] {
  const { cold, timeBreakdowns } = result
  return [
    costSection(result, language),
    ...(cold.length > 0 ? [coldSection(result, language)] : []),
    ...(timeBreakdowns.length > 0 ? [timeBreakdownSection(result, language)] : []),
  ]
}

export function costSection(result: Result, language: Language): Section {
  const { say } = language
  const { variants, scenario } = result
  const tails = variants[0]!.tails
  return {
    title: say`Cost follows the mean, slow runs included (95 %)`,
    head: [
      '',
      say`mean ms`,
      say`cost over ${scenario.reference}`,
      ...tails.map(({ share }) => say`${nameOf(share)} ms`),
    ],
    rows: variants
      .filter(({ role }) => isSelectable(role))
      .map((variant) => [
        variant.variant,
        formatSummary(
          { median: variant.meanMs.mean, ...(variant.meanMs.interval && { interval: variant.meanMs.interval }) },
          language,
        ),
        formatRatio({ role: variant.role, ...(variant.costRatio && { ratio: variant.costRatio }) }, language),
        ...variant.tails.map((tail) =>
          'value' in tail ? formatSummary({ median: tail.value, interval: tail }, language) : '–',
        ),
      ]),
    isNumeric: true,
    notes: [costNote(result, language), ...tailNotes(result, language)],
  }
}

function costNote({ variants, isBilled }: Result, { say }: Language): string {
  const what = isBilled
    ? say`cost: of what was billed`
    : say`cost: of the time that a run takes, as whoever bills by the millisecond does`
  const alpha = variants.find(({ role, costRatio }) => role === 'candidate' && costRatio)?.costRatio!.alpha
  return alpha === undefined
    ? say`${what}.`
    : say`${what}; its intervals are of ${+(100 * (1 - alpha)).toFixed(2)} %, like those of the ratios above.`
}

function tailNotes(result: Result, { say, beside }: Language): string[] {
  const { tails } = result.variants[0]!
  const needed = tails.flatMap((tail) =>
    'valuesNeeded' in tail ? [say`${nameOf(tail.share)} takes ${tail.valuesNeeded}`] : [],
  )
  const known = tails.flatMap((tail) => ('value' in tail ? [nameOf(tail.share)] : []))
  const isOfRuns = unitOf(result) === 'fork'
  const { count } = tails[0]!
  return [
    ...(known.length === 0
      ? []
      : [
          isOfRuns
            ? say`${beside(known)}: by ranks, as if runs of one fork were independent, which they are not quite.`
            : say`${beside(known)}: of containers, each by the mean of its warm invocations.`,
        ]),
    ...(needed.length === 0
      ? []
      : [
          isOfRuns
            ? say`${beside(needed)} runs of an arm; there are ${count}.`
            : say`${beside(needed)} containers of an arm; there are ${count}.`,
        ]),
  ]
}

function nameOf(share: number): string {
  return `p${Math.round(share * 100)}`
}

export function coldSection({ cold }: Result, language: Language): Section {
  const { say } = language
  return {
    title: say`Cold start: the first run of a fresh process, medians (95 %)`,
    head: ['', say`processes`, say`first run ms`, say`cold/warm`],
    rows: cold.map((row) => [
      row.variant,
      String(row.count),
      formatSummary(row.makespanMs, language),
      formatColdOverWarm(row, language),
    ]),
    isNumeric: true,
    notes: [
      say`cold/warm: the first run over the mean of the later ones of the same process, geometric means.`,
      ...(cold.some(({ enough }) => !enough)
        ? [say`Fewer than ${MIN_ENVIRONMENTS} processes tell nothing certain of cold starts.`]
        : []),
    ],
  }
}

/** How many times as long a cold run takes as warm ones. */
export function formatColdOverWarm({ coldOverWarm: over }: ColdRow, language: Language): string {
  if (!over) return '–'
  const { ratio, interval } = over
  return formatSummary({ median: ratio, ...(interval && { interval }) }, language)
}

export function timeBreakdownSection(result: Result, language: Language): Section {
  const { say } = language
  const { timeBreakdowns } = result
  const gaps = timeBreakdowns.flatMap(({ variant, gap }) => (gap ? [{ variant, comparison: gap }] : []))
  const parts = Object.keys(PARTS) as (keyof typeof PARTS)[]
  return {
    title: say`Where the time goes: what a run waited for, means, ms`,
    head: [
      '',
      say`total`,
      ...parts.map((part) => phaseIn(PARTS[part], language)),
      phaseIn('fetch', language),
      phaseIn('notify', language),
      say`at once`,
    ],
    rows: timeBreakdowns.map((row) => [
      row.variant,
      formatNumber(row.totalMs),
      ...parts.map((part) => formatNumber(row[part])),
      row.path.fetch.toFixed(1),
      row.path.notify.toFixed(1),
      row.meanConcurrency.toFixed(1),
    ]),
    isNumeric: true,
    notes: [
      say`waiting: servers held the answers; CPU: of the steps waited for; queueing: they stood behind others, for a lane, the event loop, a processor or the network; start-up: before the first step and after the last. They add up to the total; fetch, notify: how many of these steps a run waited for, one after another; at once: steps under way at a time.`,
      ...causesIn(gaps, result, language),
    ],
  }
}
