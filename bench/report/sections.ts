import type { ColdRow } from '../statistics/cold-table.ts'
import { emulationTable } from './emulation.ts'
import { formatNumber, formatSummary } from './format.ts'
import type { LambdaResult } from './lambda.ts'
import type { Result } from './result.ts'
import type { PhaseRow, TracingResult } from './tracing.ts'

/** A table as every form of the report draws it; its last columns may be left out where there is no room. */
export interface Section {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Whether all columns but the first hold numbers. */
  readonly isNumeric: boolean
  readonly notes: readonly string[]
}

/** What a report tells of invocations beyond what it tells of any run: warm and cold on Lambda, the traces, what was emulated. */
export function sectionsOf(result: Result): Section[] {
  const { lambda, tracing, scenario } = result
  return [
    ...(lambda ? [warmSection(lambda), coldSection(lambda)] : []),
    ...(tracing ? [phaseSection(tracing, scenario.reference)] : []),
    ...(lambda?.emulation ? [emulationTable(lambda.emulation)] : []),
  ]
}

function warmSection({ warm, usd, emulation }: LambdaResult): Section {
  const price = emulation ? ' if this were Lambda' : ''
  return {
    title: 'Warm invocations, medians (95 %)',
    head: ['', 'memory MB', 'containers', 'billed ms', `USD a million${price}`, 'around the run ms', 'most MB used'],
    rows: warm.map(({ arm, memoryMb, containers, billedMs, usdPerMillion, aroundMs, maxMemoryMb }) => [
      arm,
      String(memoryMb),
      String(containers),
      billedMs ? formatSummary(billedMs) : '–',
      usdPerMillion === undefined ? '–' : usdPerMillion.toFixed(2),
      aroundMs ? formatNumber(aroundMs.median) : '–',
      maxMemoryMb === undefined ? '–' : String(maxMemoryMb),
    ]),
    isNumeric: true,
    notes:
      usd === undefined
        ? []
        : [
            `All invocations, cold ones too: USD ${usd.toFixed(4)}${emulation ? ' if this were Lambda; here nothing' : ''}.`,
          ],
  }
}

function coldSection({ cold }: LambdaResult): Section {
  const small = cold.some(({ enough }) => !enough)
  return {
    title: 'Cold starts, medians (95 %)',
    head: ['', 'containers', 'init ms', 'first run ms', 'cold / warm', 'billed ms', 'whole ms'],
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
    notes: small ? ['Fewer than 12 containers tell nothing certain of cold starts.'] : [],
  }
}

function coldOverWarm({ coldOverWarm: over }: ColdRow): string {
  if (!over) return '–'
  const range = over.interval ? ` (${over.interval.low.toFixed(2)} to ${over.interval.high.toFixed(2)})` : ''
  return over.ratio.toFixed(2) + range
}

/** In the order of time, as far as there is one. */
const PHASES = ['service', 'handler', 'around', 'fetch', 'check', 'notify', 'waiting', 'overhead']

function phaseSection({ phases, crossCheck }: TracingResult, reference: string): Section {
  const told = new Set(phases.flatMap(({ phasesMs }) => Object.keys(phasesMs)))
  const names = [...PHASES.filter((name) => told.has(name)), ...[...told].filter((name) => !PHASES.includes(name))]
  const { invocations, matched, unmatched, isTooLittle } = crossCheck
  const share = ((100 * matched) / invocations).toFixed(1)
  return {
    title: 'Where the time goes by X-Ray: what a warm invocation waited for, means over containers, ms',
    head: ['', 'total', ...names, 'steps at a time'],
    rows: phases.map(({ arm, totalMs, phasesMs, overlap }) => [
      arm,
      formatNumber(totalMs),
      ...names.map((name) => (phasesMs[name] === undefined ? '–' : formatNumber(phasesMs[name]))),
      overlap === undefined ? '–' : overlap.toFixed(1),
    ]),
    isNumeric: true,
    notes: [
      ...phases.flatMap((row) => causeOf(row, reference) ?? []),
      `Cross-check: ${matched} of ${invocations} invocations (${share} %) have a whole trace, and driver, trace and ledger tell the same of them.`,
      ...unmatched.map(([why, count]) => `Not matched: ${count}, ${why}.`),
      ...(isTooLittle ? ['Fewer than 95 % are matched, so that nothing is said of speed.'] : []),
    ],
  }
}

function causeOf({ arm, comparison }: PhaseRow, reference: string): string | undefined {
  if (!comparison) return undefined
  const { total, cause, why, phases } = comparison
  if (total.low === undefined || total.high === undefined || (total.low <= 0 && total.high >= 0)) return undefined
  const sign = Math.sign(total.differenceMs)
  const range = [total.low, total.high].map(Math.abs).sort((a, b) => a - b)
  const told = `${arm}: ${formatNumber(Math.abs(total.differenceMs))} ms ${sign > 0 ? 'slower' : 'faster'} than ${reference} (${range.map(formatNumber).join(' to ')})`
  const phase = phases.find((one) => one.phase === cause)
  return phase
    ? `${told}, by ${phase.phase} (${formatNumber(Math.abs(phase.differenceMs))} ms of it).`
    : `${told}; ${why}.`
}
