import { PRICES } from '../cost.ts'
import { LEAST_ENVIRONMENTS } from '../schedule.ts'
import type { ColdRow } from '../statistics/cold-table.ts'
import { causesIn } from './causes.ts'
import { emulationTable, formatMemoryMb } from './emulation.ts'
import { formatNumber, formatSummary } from './format.ts'
import type { LambdaResult } from './lambda.ts'
import { localSectionsOf } from './local-sections.ts'
import type { Result } from './result.ts'
import type { PhaseRow, TracingResult } from './tracing.ts'

/** A table as every form of the report draws it. */
export interface Section {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Whether all columns but the first hold numbers. */
  readonly isNumeric: boolean
  readonly notes: readonly string[]
}

/** What a report tells beyond words and strips: cost, cold starts, where the time goes, and of invocations what was billed, traced and emulated. */
export function sectionsOf(result: Result): Section[] {
  const { lambda, tracing, place } = result
  return [
    ...localSectionsOf(result),
    ...(lambda && lambda.warm.length > 0 ? [warmSection(lambda, place)] : []),
    ...(lambda && lambda.cold.length + lambda.coldFailed.length > 0 ? [coldSection(lambda)] : []),
    ...(tracing ? [phaseSection(tracing, result)] : []),
    ...(lambda?.emulation ? [emulationTable(lambda.emulation)] : []),
  ]
}

function warmSection(lambda: LambdaResult, place: Result['place']): Section {
  const { warm, emulation } = lambda
  return {
    title: 'Warm invocations, medians over containers (95 %)',
    head: ['', 'memory MB', 'containers', 'billed ms', 'USD/million', 'beyond run ms', 'peak MB'],
    rows: warm.map(({ arm, memoryMb, containers, billedMs, usdPerMillion, aroundMs, maxMemoryMb }) => [
      arm,
      formatMemoryMb(memoryMb, emulation),
      String(containers),
      billedMs ? formatSummary(billedMs) : '–',
      usdPerMillion ? formatUsd(usdPerMillion) : '–',
      aroundMs ? formatNumber(aroundMs.median) : '–',
      maxMemoryMb === undefined ? '–' : String(maxMemoryMb),
    ]),
    isNumeric: true,
    notes: [
      ...(warm.some(({ aroundMs }) => aroundMs)
        ? [
            'beyond run: what the caller waited beyond the makespan, for the list of feeds, handler, runtime, service and network.',
          ]
        : []),
      ...priceNotes(lambda, place),
    ],
  }
}

function formatUsd({ mean, interval }: NonNullable<LambdaResult['warm'][number]['usdPerMillion']>): string {
  const range = interval ? ` (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})` : ''
  return mean.toFixed(2) + range
}

function priceNotes({ warm, usd }: LambdaResult, place: Result['place']): string[] {
  if (usd === undefined) return []
  const architectures = [...new Set(warm.map(({ architecture }) => architecture))].join(' and ')
  const prices = `${architectures} prices of ${PRICES.region} (${PRICES.asOf})`
  return [
    `USD/million: of a million such invocations, from the mean of what was billed, requests included, at ${prices}${place === 'lab' ? ', if this were Lambda' : ''}.`,
    `All invocations, cold ones too: USD ${usd >= 0.0001 ? usd.toFixed(4) : 'under 0.0001'}${place === 'lab' ? ' if this were Lambda; here nothing' : ''}.`,
  ]
}

function coldSection({ cold, coldFailed }: LambdaResult): Section {
  const small = cold.some(({ enough }) => !enough)
  return {
    title: 'Cold starts, medians (95 %)',
    head: ['', 'containers', 'init ms', 'first run ms', 'cold/warm', 'billed ms', 'round trip ms'],
    rows: cold.map((row) => [
      row.arm,
      String(row.count),
      row.initMs ? formatSummary(row.initMs) : '–',
      formatSummary(row.makespanMs),
      coldOverWarm(row),
      row.billedMs ? formatSummary(row.billedMs) : '–',
      row.totalMs ? formatNumber(row.totalMs.median) : '–',
    ]),
    isNumeric: true,
    notes: [
      'init: before the handler could be called; cold/warm: the first run over the later ones of the same container.',
      ...coldFailed.map(({ arm, failed, of }) => `${arm}: ${failed} of ${of} failed, and are not in the table.`),
      ...(small ? [`Fewer than ${LEAST_ENVIRONMENTS} containers tell nothing certain of cold starts.`] : []),
    ],
  }
}

function coldOverWarm({ coldOverWarm: over }: ColdRow): string {
  if (!over) return '–'
  const { ratio, interval } = over
  return formatSummary({ median: ratio, count: over.containers, ...(interval && { interval }) })
}

/** In the order of time, as far as there is one. */
const PHASES = ['service', 'handler', 'run', 'around', 'fetch', 'check', 'notify', 'waiting', 'overhead']

/** Of what is not a step of the run. */
const LEGEND: Readonly<Record<string, string>> = {
  service: 'in Lambda before and after the function',
  handler: 'in the handler before and after the run',
  run: 'the whole run, since not every feed of it is in the timeline',
  around: 'in the run before its first and after its last step',
  waiting: 'between two steps',
  overhead: 'in the function after the handler',
}

function phaseSection({ phases, crossCheck }: TracingResult, result: Result): Section {
  const told = new Set(phases.flatMap(({ phasesMs }) => Object.keys(phasesMs)))
  const names = [...PHASES.filter((name) => told.has(name)), ...[...told].filter((name) => !PHASES.includes(name))]
  const hasSteps = phases.some(({ overlap }) => overlap !== undefined)
  return {
    title: 'Where the time goes by X-Ray: what a warm invocation waited for, means over containers, ms',
    head: ['', 'total', ...names, ...(hasSteps ? ['at once'] : [])],
    rows: phases.map(({ arm, totalMs, phasesMs, overlap }) => [
      arm,
      formatNumber(totalMs),
      ...names.map((name) => (phasesMs[name] === undefined ? '–' : formatNumber(phasesMs[name]))),
      ...(hasSteps ? [overlap === undefined ? '–' : overlap.toFixed(1)] : []),
    ]),
    isNumeric: true,
    notes: [
      ...(phases.length > 0 ? [legendOf(names)] : []),
      ...causes(phases, result),
      ...crossCheckNotes(crossCheck, result.ledger.by),
    ],
  }
}

function legendOf(names: readonly string[]): string {
  const steps = names.filter((name) => !Object.hasOwn(LEGEND, name))
  const own = names.flatMap((name) => (Object.hasOwn(LEGEND, name) ? `${name}: ${LEGEND[name]}` : []))
  const waited = steps.length > 0 ? [`${steps.join(', ')}: only what the run waited for`] : []
  const atOnce = steps.length > 0 ? '; at once: steps under way at a time' : ''
  return `${[...own, ...waited].join('; ')}. They add up to the total${atOnce}.`
}

/** What makes the difference, of those arms alone that may be spoken of as faster or slower at all. */
function causes(phases: readonly PhaseRow[], result: Result): string[] {
  const compared = phases.filter(({ comparison }) => comparison)
  if (compared.length === 0) return []
  if (!result.look)
    return [`What makes a difference is not told of fewer than ${LEAST_ENVIRONMENTS} containers of each.`]
  return causesIn(
    compared.map(({ arm, comparison }) => ({ arm, comparison: comparison! })),
    result,
  )
}

function crossCheckNotes(
  { invocations, matched, unmatched, isTooLittle }: TracingResult['crossCheck'],
  by: Result['ledger']['by'],
): string[] {
  // Rounded down, so that what is too little does not look like enough.
  const percent = (Math.floor((1000 * matched) / invocations) / 10).toFixed(1)
  return [
    by === 'trace'
      ? `Cross-check: ${matched} of ${invocations} invocations (${percent} %) have a whole trace; there was no driver and no ledger to hold them against.`
      : `Cross-check: ${matched} of ${invocations} invocations (${percent} %) have a whole trace that driver and ledger agree with.`,
    ...unmatched.map(([why, count]) => `Not matched: ${count} (${why}).`),
    ...(isTooLittle ? ['Fewer than 95 % are matched, so that nothing is said of speed.'] : []),
  ]
}
