import { tableOf } from '../build-table.ts'
import type { Table } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { untracedText } from '../messages/trial-reasons.ts'
import { PRICES } from '../../model/cost.ts'
import { MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import { causesIn } from '../sentences/causes.ts'
import { formatMemoryMb } from '../sentences/emulation.ts'
import { formatMean, formatSummary } from '../format.ts'
import { formatNumber } from '../messages/formats.ts'
import { UNKNOWN } from '../known-columns.ts'
import { formatColdOverWarm } from './costs.ts'
import { phaseIn } from '../sentences/phase-names.ts'
import type {
  LambdaResult,
  PhaseRow,
  Result,
  TracingResult,
  UnmatchedReason,
} from '../../judge/comparison/judgement.ts'

/** What warm invocations were billed, and what the caller waited beyond the run. */
export function warmTable(lambda: LambdaResult, target: Result['target'], messages: Messages): Table {
  const { warm, emulation } = lambda
  return tableOf(
    warm,
    [
      { head: '', cellOf: ({ variant }) => variant },
      {
        head: messages.lambda.memorySizeColumn,
        cellOf: ({ memoryMb }) => formatMemoryMb(memoryMb, emulation, messages),
      },
      // By which the prices of two rows differ.
      ...(new Set(warm.map(({ architecture }) => architecture)).size > 1
        ? [
            {
              head: messages.lambda.architectureColumn,
              cellOf: ({ architecture }: LambdaResult['warm'][number]) => architecture ?? UNKNOWN,
            },
          ]
        : []),
      { head: messages.lambda.containersColumn, cellOf: ({ containers }) => String(containers) },
      {
        head: messages.lambda.billedColumn,
        cellOf: ({ billedMs }) => (billedMs ? formatSummary(billedMs, messages) : UNKNOWN),
      },
      {
        head: messages.lambda.usdPerMillionColumn,
        cellOf: ({ usdPerMillion }) => (usdPerMillion ? formatMean(usdPerMillion, messages) : UNKNOWN),
      },
      {
        head: messages.lambda.callerOverheadColumn,
        cellOf: ({ aroundMs }) => (aroundMs ? formatNumber(aroundMs.median) : UNKNOWN),
      },
      { head: messages.lambda.peakMemoryColumn, cellOf: ({ maxMemoryMb }) => String(maxMemoryMb ?? UNKNOWN) },
    ],
    {
      notes: [
        ...(warm.some(({ aroundMs }) => aroundMs) ? [messages.lambda.callerOverheadNote] : []),
        ...priceNotes(lambda, target, messages),
      ],
    },
  )
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

/** Cold starts of fresh containers. */
export function coldContainersTable({ cold, coldFailed }: LambdaResult, messages: Messages): Table {
  return tableOf(
    cold,
    [
      { head: '', cellOf: ({ variant }) => variant },
      { head: messages.lambda.containersColumn, cellOf: ({ count }) => String(count) },
      {
        head: messages.lambda.initColumn,
        cellOf: ({ initMs }) => (initMs ? formatSummary(initMs, messages) : UNKNOWN),
      },
      { head: messages.comparison.firstRunColumn, cellOf: ({ makespanMs }) => formatSummary(makespanMs, messages) },
      { head: messages.comparison.coldOverWarmColumn, cellOf: (row) => formatColdOverWarm(row, messages) },
      {
        head: messages.lambda.billedColumn,
        cellOf: ({ billedMs }) => (billedMs ? formatSummary(billedMs, messages) : UNKNOWN),
      },
      {
        head: messages.lambda.roundTripColumn,
        cellOf: ({ totalMs }) => (totalMs ? formatNumber(totalMs.median) : UNKNOWN),
      },
    ],
    {
      notes: [
        messages.lambda.coldColumnsNote,
        ...coldFailed.map(({ variant, failed, of }) => messages.lambda.coldFailures({ variant, failed, total: of })),
        ...(cold.some(({ enough }) => !enough) ? [messages.lambda.tooFewColdStarts(MIN_ENVIRONMENTS)] : []),
      ],
    },
  )
}

/** In the order of time, as far as there is one. */
const PHASES = [
  'service',
  'init',
  'handler',
  'run',
  'around',
  'fetch',
  'check',
  'notify',
  'between',
  'overhead',
  'extensions',
]

/** The parts that traces report, in the order of time as far as there is one. */
export function phaseNamesOf({ phases }: Pick<TracingResult, 'phases'>): string[] {
  const known = new Set(phases.flatMap(({ phasesMs }) => Object.keys(phasesMs)))
  return [...PHASES.filter((name) => known.has(name)), ...[...known].filter((name) => !PHASES.includes(name))]
}

/** What a warm invocation of each variant waited for, by its traces. */
export function phasesTable({ phases, crossCheck }: TracingResult, result: Result, messages: Messages): Table {
  const names = phaseNamesOf({ phases })
  return tableOf(
    phases,
    [
      { head: '', cellOf: ({ variant }) => variant },
      { head: messages.causes.totalColumn, cellOf: ({ totalMs }) => formatNumber(totalMs) },
      ...names.map((name) => ({
        head: phaseIn(name, messages),
        cellOf: ({ phasesMs }: PhaseRow) => (phasesMs[name] === undefined ? UNKNOWN : formatNumber(phasesMs[name])),
      })),
      {
        head: messages.causes.meanConcurrencyColumn,
        shortHead: messages.causes.meanConcurrencyShortColumn,
        cellOf: ({ meanConcurrency }) => meanConcurrency?.toFixed(1) ?? UNKNOWN,
      },
    ],
    {
      notes: [
        ...(phases.length > 0 ? [legendOf(names, messages)] : []),
        ...causes(phases, result, messages),
        ...crossCheckNotes(crossCheck, result.deliveries.by, messages),
      ],
    },
  )
}

function legendOf(names: readonly string[], messages: Messages): string {
  /** Of what is not a step of the run. */
  const legend: Readonly<Record<string, string>> = {
    service: messages.lambda.servicePhaseMeaning,
    init: messages.lambda.initPhaseMeaning,
    handler: messages.lambda.handlerPhaseMeaning,
    run: messages.lambda.runPhaseMeaning,
    around: messages.lambda.aroundPhaseMeaning,
    between: messages.lambda.betweenPhaseMeaning,
    overhead: messages.lambda.overheadPhaseMeaning,
    extensions: messages.lambda.extensionsPhaseMeaning,
  }
  const steps = names.filter((name) => !Object.hasOwn(legend, name)).map((name) => phaseIn(name, messages))
  const own = names.flatMap((name) =>
    Object.hasOwn(legend, name) ? messages.lambda.phaseLegendEntry(phaseIn(name, messages), legend[name]!) : [],
  )
  if (steps.length === 0) return messages.lambda.phaseLegend(messages.clauses(own))
  const waited = messages.lambda.stepPhasesMeaning(messages.beside(steps))
  return messages.lambda.phaseLegendWithSteps(messages.clauses([...own, waited]))
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
