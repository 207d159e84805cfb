import { COMPUTED_FOR, ONE_VCPU_MB, PRICES } from '../model/cost.ts'
import type { Language } from './messages/language.ts'
import { isSelectable } from '../plan/schedule.ts'
import {
  formatCpuMs,
  formatMockServerLag,
  formatLevel,
  formatLimits,
  formatMegabytes,
  formatNumber,
  formatOverIdeal,
  formatRatio,
  formatEventLoopDelayMs,
  formatSummary,
  formatVerdict,
  unitOf,
} from './format.ts'
import { isKnownIn, UNKNOWN } from './known-columns.ts'
import type { VariantResult, Result } from '../judge/comparison/judgement.ts'
import type { Section } from './section.ts'
import { usdPerMillionOf } from './usd.ts'

interface Column {
  readonly head: string
  /** Where there is little room. */
  readonly short?: string
  /** For whoever asks. */
  readonly meaning?: string
  readonly cellOf: (variant: VariantResult) => string
}

/** A table that can tell what its columns mean. */
export interface Explained extends Section {
  /** The head where there is little room. */
  readonly shortHead: readonly string[]
  readonly meanings: readonly { readonly head: string; readonly meaning: string }[]
}

/** What is said of each strategy, a row each, what matters most first. */
export function strategySection(result: Result, language: Language): Explained {
  const { say } = language
  const { scenario, lambda } = result
  const told = { unit: unitOf(result), language }
  return {
    ...tableOf(result, [
      { head: say`strategy`, cellOf: ({ variant }) => variant },
      {
        head: say`word`,
        meaning: say`faster, slower: the whole interval lies beyond the margin; equivalent: within it; size unsure: surely faster or slower, by how much is not known; undecided: more runs would tell; server-bound: the mock server was too late to judge it; unreliable: runs failed; wrong output: people were told something else. Of A/A, passed: a second copy of the reference came out alike; of +10 %, found: a copy made slower came out slower.`,
        cellOf: (variant) => formatVerdict(variant, scenario.margin, told),
      },
      {
        head: overReference(result, language),
        meaning: say`The time of a strategy divided by that of the reference in the same round, with its interval: 0.5 is half the time.`,
        cellOf: (variant) => formatRatio(variant, language),
      },
      {
        head: say`rank`,
        meaning: say`Two that share a letter cannot be told apart; a is the fastest of those that may be judged.`,
        cellOf: ({ letters }) => letters ?? UNKNOWN,
      },
      {
        head: say`makespan, ms (95 %)`,
        meaning: say`From the start of a run to the end of its last step: the median, with its interval.`,
        cellOf: ({ makespanMs }) => formatSummary(makespanMs, language),
      },
      {
        head: say`USD a million runs`,
        meaning: say`What Lambda would bill for a million runs like the mean one.`,
        cellOf: ({ variant }) => usdPerMillionOf(variant, result)?.toFixed(2) ?? UNKNOWN,
      },
      {
        head: say`failed runs`,
        meaning: say`Runs that ended with an error or too late, or told people something else than was due.`,
        cellOf: ({ failed: { trials, of } }) => say`${trials} of ${of}`,
      },
    ]),
    notes: [...levelNote(result, language), ...(lambda ? [] : [priceNote(language)])],
  }
}

/** Of the intervals of those that are judged. */
function levelOf({ variants }: Pick<Result, 'variants'>): number | undefined {
  return variants.find(({ role, ratio }) => role === 'candidate' && ratio)?.ratio!.alpha
}

/** Each candidate has a part of the whole level; who is not one of them has another. */
function levelNote(result: Result, { say, beside }: Language): string[] {
  const alpha = levelOf(result)
  const others = result.variants.flatMap(({ variant, ratio }) =>
    ratio && alpha !== undefined && ratio.alpha !== alpha ? [`${variant} ${formatLevel(ratio.alpha)}`] : [],
  )
  return others.length === 0 ? [] : [say`Intervals of another level: ${beside(others)}.`]
}

function overReference(result: Result, { say }: Language): string {
  const { reference } = result.scenario
  const alpha = levelOf(result)
  return alpha === undefined ? say`time over ${reference}` : say`time over ${reference} (${formatLevel(alpha)})`
}

/** What each strategy takes for its time, a row each, what matters most first. */
export function resourceSection(result: Result, language: Language): Explained {
  const { say } = language
  const table = tableOf(result, [
    { head: say`strategy`, short: '', cellOf: ({ variant }) => variant },
    {
      head: say`makespan / structural`,
      short: say`/structural`,
      meaning: say`Over the least time that the delays of the same run allow this strategy: what exceeds 1 is work and queueing.`,
      cellOf: formatOverIdeal,
    },
    {
      head: say`first notification, ms`,
      short: say`first ms`,
      meaning: say`From the start of a run until the first message was accepted, median.`,
      cellOf: ({ firstNotificationMs }) => (firstNotificationMs ? formatNumber(firstNotificationMs.median) : UNKNOWN),
    },
    {
      head: say`stall, ms`,
      short: say`stall ms`,
      meaning: say`The longest time of a run in which the event loop of the main thread stood still, median.`,
      cellOf: formatEventLoopDelayMs,
    },
    {
      head: say`CPU, ms`,
      short: say`CPU ms`,
      meaning: say`Processor time of a run, of all threads together, median.`,
      cellOf: formatCpuMs,
    },
    {
      head: say`peak RSS, MB`,
      short: say`RSS MB`,
      meaning: say`The most memory that the process held during a run, median.`,
      cellOf: ({ peakRssBytes }) => formatMegabytes(peakRssBytes),
    },
    {
      head: say`held / drawn`,
      short: say`held/drawn`,
      meaning: say`How much longer the mock server held its answers than was drawn for them: above 1.15 it was too busy to judge this strategy by.`,
      cellOf: formatMockServerLag,
    },
    {
      head: say`sockets`,
      meaning: say`The most connections that were open at once in any run.`,
      cellOf: ({ peakConnections }) => String(peakConnections ?? UNKNOWN),
    },
    {
      head: say`makespan / predicted`,
      short: say`/predicted`,
      meaning: say`Over what the model predicts from the runs of sequential: near 1, utakata predict can be trusted here.`,
      cellOf: ({ measuredOverPredicted }) => measuredOverPredicted?.toFixed(2) ?? UNKNOWN,
    },
  ])
  return { ...table, notes: limitsNote(result, language) }
}

/** What the strategies were allowed to have under way, in a sentence; nothing where none was limited. */
function limitsNote({ variants }: Pick<Result, 'variants'>, language: Language): string[] {
  const { say } = language
  const limited = variants.filter(({ role, limits }) => isSelectable(role) && formatLimits(limits) !== '')
  const told = limited.map((variant) => `${variant.variant} ${formatLimits(variant.limits, language)}`).join('; ')
  return told === '' ? [] : [say`Limits: ${told}.`]
}

/** Columns of which nothing is known are left out. */
function tableOf({ variants }: Result, all: readonly Column[]): Explained {
  const rows = variants.map((variant) => all.map(({ cellOf }) => cellOf(variant)))
  const isKnown = isKnownIn(rows)
  const columns = all.filter(isKnown)
  return {
    title: '',
    head: columns.map(({ head }) => head),
    shortHead: columns.map(({ head, short = head }) => short),
    rows: rows.map((row) => row.filter(isKnown)),
    isNumeric: true,
    notes: [],
    meanings: columns.flatMap(({ head, meaning }) => (meaning === undefined ? [] : [{ head, meaning }])),
  }
}

/** What stands under a column of dollars that nobody billed. */
function priceNote({ say }: Language): string {
  const { region, asOf } = PRICES
  return say`USD a million runs: computed, not measured: what Lambda would bill for the mean run, in whole milliseconds, with ${ONE_VCPU_MB} MB (one vCPU), at ${COMPUTED_FOR} prices of ${region} (${asOf}); utakata lab and utakata ab measure it.`
}
