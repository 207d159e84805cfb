import type { Section } from './section.ts'
import { untracedText } from './trial-reasons.ts'
import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import { PRICES } from '../model/cost.ts'
import { MIN_ENVIRONMENTS } from '../plan/schedule.ts'
import { causesIn } from './causes.ts'
import { emulationTable, formatMemoryMb } from './emulation.ts'
import { formatNumber, formatSummary } from './format.ts'
import { formatColdOverWarm, localSectionsOf } from './local-sections.ts'
import { phaseIn } from './phase-names.ts'
import type { LambdaResult, PhaseRow, Result, TracingResult, UnmatchedReason } from '../judge/comparison/judgement.ts'

/** What a report tells beyond words and strips: cost, cold starts, where the time goes, and of invocations what was billed, traced and emulated. */
export function sectionsOf(result: Result, messages: Messages = ENGLISH): Section[] {
  const { lambda, tracing, target } = result
  return [
    ...localSectionsOf(result, messages),
    ...(lambda && lambda.warm.length > 0 ? [warmSection(lambda, target, messages)] : []),
    ...(lambda && lambda.cold.length + lambda.coldFailed.length > 0 ? [coldSection(lambda, messages)] : []),
    ...(tracing ? [phaseSection(tracing, result, messages)] : []),
    ...(lambda?.emulation ? [emulationTable(lambda.emulation, messages)] : []),
  ]
}

export function warmSection(lambda: LambdaResult, target: Result['target'], messages: Messages): Section {
  const { warm, emulation } = lambda
  return {
    title: messages.lambda.warmTitle,
    head: [
      '',
      messages.lambda.memorySizeColumn,
      messages.lambda.containersColumn,
      messages.lambda.billedColumn,
      messages.lambda.usdPerMillionColumn,
      messages.lambda.callerOverheadColumn,
      messages.lambda.peakMemoryColumn,
    ],
    rows: warm.map(({ variant, memoryMb, containers, billedMs, usdPerMillion, aroundMs, maxMemoryMb }) => [
      variant,
      formatMemoryMb(memoryMb, emulation, messages),
      String(containers),
      billedMs ? formatSummary(billedMs, messages) : '–',
      usdPerMillion ? formatUsd(usdPerMillion, messages) : '–',
      aroundMs ? formatNumber(aroundMs.median) : '–',
      maxMemoryMb === undefined ? '–' : String(maxMemoryMb),
    ]),
    isNumeric: true,
    notes: [
      ...(warm.some(({ aroundMs }) => aroundMs) ? [messages.lambda.callerOverheadNote] : []),
      ...priceNotes(lambda, target, messages),
    ],
  }
}

/** Dollars to the cent, with their interval where there is one. */
function formatUsd(
  { mean, interval }: NonNullable<LambdaResult['warm'][number]['usdPerMillion']>,
  messages: Messages,
): string {
  return interval
    ? messages.units.withInterval({
        estimate: mean.toFixed(2),
        low: interval.low.toFixed(2),
        high: interval.high.toFixed(2),
      })
    : mean.toFixed(2)
}

function priceNotes({ warm, usd }: LambdaResult, target: Result['target'], messages: Messages): string[] {
  if (usd === undefined) return []
  const architectures = messages.all([...new Set(warm.flatMap(({ architecture }) => architecture ?? []))])
  const { region, asOf } = PRICES
  const total = usd >= 0.0001 ? usd.toFixed(4) : messages.lambda.totalCostBelowMinimum
  return target === 'lab'
    ? [
        messages.lambda.usdPerMillionNoteLab({ architectures, region, priceDate: asOf }),
        messages.lambda.totalCostNoteLab(total),
      ]
    : [
        messages.lambda.usdPerMillionNoteAws({ architectures, region, priceDate: asOf }),
        messages.lambda.totalCostNoteAws(total),
      ]
}

export function coldSection({ cold, coldFailed }: LambdaResult, messages: Messages): Section {
  const small = cold.some(({ enough }) => !enough)
  return {
    title: messages.lambda.coldTitle,
    head: [
      '',
      messages.lambda.containersColumn,
      messages.lambda.initColumn,
      messages.comparison.firstRunColumn,
      messages.comparison.coldOverWarmColumn,
      messages.lambda.billedColumn,
      messages.lambda.roundTripColumn,
    ],
    rows: cold.map((row) => [
      row.variant,
      String(row.count),
      row.initMs ? formatSummary(row.initMs, messages) : '–',
      formatSummary(row.makespanMs, messages),
      formatColdOverWarm(row, messages),
      row.billedMs ? formatSummary(row.billedMs, messages) : '–',
      row.totalMs ? formatNumber(row.totalMs.median) : '–',
    ]),
    isNumeric: true,
    notes: [
      messages.lambda.coldColumnsNote,
      ...coldFailed.map(({ variant, failed, of }) => messages.lambda.coldFailures({ variant, failed, total: of })),
      ...(small ? [messages.lambda.tooFewColdStarts(MIN_ENVIRONMENTS)] : []),
    ],
  }
}

/** In the order of time, as far as there is one. */
const PHASES = ['service', 'handler', 'run', 'around', 'fetch', 'check', 'notify', 'waiting', 'overhead']

/** The parts that traces tell of, in the order of time as far as there is one. */
export function phaseNamesOf({ phases }: Pick<TracingResult, 'phases'>): string[] {
  const told = new Set(phases.flatMap(({ phasesMs }) => Object.keys(phasesMs)))
  return [...PHASES.filter((name) => told.has(name)), ...[...told].filter((name) => !PHASES.includes(name))]
}

export function phaseSection({ phases, crossCheck }: TracingResult, result: Result, messages: Messages): Section {
  const names = phaseNamesOf({ phases })
  const hasSteps = phases.some(({ meanConcurrency }) => meanConcurrency !== undefined)
  return {
    title: messages.lambda.timeBreakdownTitle,
    head: [
      '',
      messages.causes.totalColumn,
      ...names.map((name) => phaseIn(name, messages)),
      ...(hasSteps ? [messages.causes.meanConcurrencyColumn] : []),
    ],
    rows: phases.map(({ variant, totalMs, phasesMs, meanConcurrency }) => [
      variant,
      formatNumber(totalMs),
      ...names.map((name) => (phasesMs[name] === undefined ? '–' : formatNumber(phasesMs[name]))),
      ...(hasSteps ? [meanConcurrency === undefined ? '–' : meanConcurrency.toFixed(1)] : []),
    ]),
    isNumeric: true,
    notes: [
      ...(phases.length > 0 ? [legendOf(names, messages)] : []),
      ...causes(phases, result, messages),
      ...crossCheckNotes(crossCheck, result.deliveries.by, messages),
    ],
  }
}

function legendOf(names: readonly string[], messages: Messages): string {
  /** Of what is not a step of the run. */
  const legend: Readonly<Record<string, string>> = {
    service: messages.lambda.servicePhaseMeaning,
    handler: messages.lambda.handlerPhaseMeaning,
    run: messages.lambda.runPhaseMeaning,
    around: messages.lambda.aroundPhaseMeaning,
    waiting: messages.lambda.waitingPhaseMeaning,
    overhead: messages.lambda.overheadPhaseMeaning,
  }
  const steps = names.filter((name) => !Object.hasOwn(legend, name)).map((name) => phaseIn(name, messages))
  const own = names.flatMap((name) =>
    Object.hasOwn(legend, name) ? messages.lambda.phaseLegendEntry(phaseIn(name, messages), legend[name]!) : [],
  )
  if (steps.length === 0) return messages.lambda.phaseLegend(own.join('; '))
  const waited = messages.lambda.stepPhasesMeaning(messages.beside(steps))
  return messages.lambda.phaseLegendWithSteps([...own, waited].join('; '))
}

/** What makes the difference, of those variants alone that may be spoken of as faster or slower at all. */
function causes(phases: readonly PhaseRow[], result: Result, messages: Messages): string[] {
  const compared = phases.filter(({ comparison }) => comparison)
  if (compared.length === 0) return []
  if (!result.look) return [messages.causes.tooFewContainers(MIN_ENVIRONMENTS)]
  return causesIn(
    compared.map(({ variant, comparison }) => ({ variant, comparison: comparison! })),
    result,
    messages,
  )
}

function crossCheckNotes(
  { invocations, matched, unmatched, isTooLittle }: TracingResult['crossCheck'],
  by: Result['deliveries']['by'],
  messages: Messages,
): string[] {
  // Rounded down, so that what is too little does not look like enough.
  const percent = (Math.floor((1000 * matched) / invocations) / 10).toFixed(1)
  return [
    by === 'trace'
      ? messages.lambda.crossCheckTracesOnly({ matched, invocations, percent })
      : messages.lambda.crossCheck({ matched, invocations, percent }),
    ...unmatched.map(({ reason, invocations: count }) =>
      messages.lambda.unmatchedInvocations(count, unmatchedText(reason, messages)),
    ),
    ...(isTooLittle ? [messages.lambda.tooFewMatched] : []),
  ]
}

function unmatchedText(reason: UnmatchedReason, messages: Messages): string {
  switch (reason.code) {
    case 'no-trace':
      return messages.lambda.unmatchedNoTrace
    case 'other-count-in-trace':
      return messages.lambda.unmatchedTraceCount
    case 'other-count-in-deliveries':
      return messages.lambda.unmatchedDeliveriesCount
    case 'untraced':
      return untracedText(reason.untraced, messages)
  }
}
