import type { Section } from './section.ts'
import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { PRICES } from '../model/cost.ts'
import { MIN_ENVIRONMENTS } from '../plan/schedule.ts'
import { causesIn } from './causes.ts'
import { emulationTable, formatMemoryMb } from './emulation.ts'
import { formatNumber, formatSummary } from './format.ts'
import { formatColdOverWarm, localSectionsOf } from './local-sections.ts'
import { phaseIn } from './phase-names.ts'
import type { LambdaResult, PhaseRow, Result, TracingResult, UnmatchedReason } from '../judge/comparison/judgement.ts'

/** What a report tells beyond words and strips: cost, cold starts, where the time goes, and of invocations what was billed, traced and emulated. */
export function sectionsOf(result: Result, language: Language = ENGLISH): Section[] {
  const { lambda, tracing, target } = result
  return [
    ...localSectionsOf(result, language),
    ...(lambda && lambda.warm.length > 0 ? [warmSection(lambda, target, language)] : []),
    ...(lambda && lambda.cold.length + lambda.coldFailed.length > 0 ? [coldSection(lambda, language)] : []),
    ...(tracing ? [phaseSection(tracing, result, language)] : []),
    ...(lambda?.emulation ? [emulationTable(lambda.emulation, language)] : []),
  ]
}

export function warmSection(lambda: LambdaResult, target: Result['target'], language: Language): Section {
  const { say } = language
  const { warm, emulation } = lambda
  return {
    title: say`Warm invocations, medians over containers (95 %)`,
    head: ['', say`memory MB`, say`containers`, say`billed ms`, say`USD/million`, say`beyond run ms`, say`peak MB`],
    rows: warm.map(({ variant, memoryMb, containers, billedMs, usdPerMillion, aroundMs, maxMemoryMb }) => [
      variant,
      formatMemoryMb(memoryMb, emulation, language),
      String(containers),
      billedMs ? formatSummary(billedMs, language) : '–',
      usdPerMillion ? formatUsd(usdPerMillion, language) : '–',
      aroundMs ? formatNumber(aroundMs.median) : '–',
      maxMemoryMb === undefined ? '–' : String(maxMemoryMb),
    ]),
    isNumeric: true,
    notes: [
      ...(warm.some(({ aroundMs }) => aroundMs)
        ? [
            say`beyond run: what the caller waited beyond the makespan, for the list of feeds, handler, runtime, service and network.`,
          ]
        : []),
      ...priceNotes(lambda, target, language),
    ],
  }
}

/** Dollars to the cent, with their interval where there is one. */
function formatUsd(
  { mean, interval }: NonNullable<LambdaResult['warm'][number]['usdPerMillion']>,
  { say }: Language,
): string {
  return interval
    ? say`${mean.toFixed(2)} (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})`
    : mean.toFixed(2)
}

function priceNotes({ warm, usd }: LambdaResult, target: Result['target'], { say, all }: Language): string[] {
  if (usd === undefined) return []
  const architectures = all([...new Set(warm.flatMap(({ architecture }) => architecture ?? []))])
  const { region, asOf } = PRICES
  const total = usd >= 0.0001 ? usd.toFixed(4) : say`under 0.0001`
  return target === 'lab'
    ? [
        say`USD/million: of a million such invocations, from the mean of what was billed, requests included, at ${architectures} prices of ${region} (${asOf}), if this were Lambda.`,
        say`All invocations, cold ones too: USD ${total} if this were Lambda; here nothing.`,
      ]
    : [
        say`USD/million: of a million such invocations, from the mean of what was billed, requests included, at ${architectures} prices of ${region} (${asOf}).`,
        say`All invocations, cold ones too: USD ${total}.`,
      ]
}

export function coldSection({ cold, coldFailed }: LambdaResult, language: Language): Section {
  const { say } = language
  const small = cold.some(({ enough }) => !enough)
  return {
    title: say`Cold starts, medians (95 %)`,
    head: ['', say`containers`, say`init ms`, say`first run ms`, say`cold/warm`, say`billed ms`, say`round trip ms`],
    rows: cold.map((row) => [
      row.variant,
      String(row.count),
      row.initMs ? formatSummary(row.initMs, language) : '–',
      formatSummary(row.makespanMs, language),
      formatColdOverWarm(row, language),
      row.billedMs ? formatSummary(row.billedMs, language) : '–',
      row.totalMs ? formatNumber(row.totalMs.median) : '–',
    ]),
    isNumeric: true,
    notes: [
      say`init: before the handler could be called; cold/warm: the first run over the later ones of the same container.`,
      ...coldFailed.map(
        ({ variant, failed, of }) => say`${variant}: ${failed} of ${of} failed, and are not in the table.`,
      ),
      ...(small ? [say`Fewer than ${MIN_ENVIRONMENTS} containers tell nothing certain of cold starts.`] : []),
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

export function phaseSection({ phases, crossCheck }: TracingResult, result: Result, language: Language): Section {
  const { say } = language
  const names = phaseNamesOf({ phases })
  const hasSteps = phases.some(({ meanConcurrency }) => meanConcurrency !== undefined)
  return {
    title: say`Where the time goes by X-Ray: what a warm invocation waited for, means over containers, ms`,
    head: ['', say`total`, ...names.map((name) => phaseIn(name, language)), ...(hasSteps ? [say`at once`] : [])],
    rows: phases.map(({ variant, totalMs, phasesMs, meanConcurrency }) => [
      variant,
      formatNumber(totalMs),
      ...names.map((name) => (phasesMs[name] === undefined ? '–' : formatNumber(phasesMs[name]))),
      ...(hasSteps ? [meanConcurrency === undefined ? '–' : meanConcurrency.toFixed(1)] : []),
    ]),
    isNumeric: true,
    notes: [
      ...(phases.length > 0 ? [legendOf(names, language)] : []),
      ...causes(phases, result, language),
      ...crossCheckNotes(crossCheck, result.deliveries.by, language),
    ],
  }
}

function legendOf(names: readonly string[], language: Language): string {
  const { say, beside } = language
  /** Of what is not a step of the run. */
  const legend: Readonly<Record<string, string>> = {
    service: say`in Lambda before and after the function`,
    handler: say`in the handler before and after the run`,
    run: say`the whole run, since not every feed of it is in the timeline`,
    around: say`in the run before its first and after its last step`,
    waiting: say`between two steps`,
    overhead: say`in the function after the handler`,
  }
  const steps = names.filter((name) => !Object.hasOwn(legend, name)).map((name) => phaseIn(name, language))
  const own = names.flatMap((name) =>
    Object.hasOwn(legend, name) ? say`${phaseIn(name, language)}: ${legend[name]!}` : [],
  )
  if (steps.length === 0) return say`${own.join('; ')}. They add up to the total.`
  const waited = say`${beside(steps)}: only what the run waited for`
  return say`${[...own, waited].join('; ')}. They add up to the total; at once: steps under way at a time.`
}

/** What makes the difference, of those variants alone that may be spoken of as faster or slower at all. */
function causes(phases: readonly PhaseRow[], result: Result, language: Language): string[] {
  const compared = phases.filter(({ comparison }) => comparison)
  if (compared.length === 0) return []
  if (!result.look)
    return [language.say`What makes a difference is not told of fewer than ${MIN_ENVIRONMENTS} containers of each.`]
  return causesIn(
    compared.map(({ variant, comparison }) => ({ variant, comparison: comparison! })),
    result,
    language,
  )
}

function crossCheckNotes(
  { invocations, matched, unmatched, isTooLittle }: TracingResult['crossCheck'],
  by: Result['deliveries']['by'],
  language: Language,
): string[] {
  const { say } = language
  // Rounded down, so that what is too little does not look like enough.
  const percent = (Math.floor((1000 * matched) / invocations) / 10).toFixed(1)
  return [
    by === 'trace'
      ? say`Cross-check: ${matched} of ${invocations} invocations (${percent} %) have a whole trace; there was no driver and no ledger to hold them against.`
      : say`Cross-check: ${matched} of ${invocations} invocations (${percent} %) have a whole trace that driver and ledger agree with.`,
    ...unmatched.map(
      ({ reason, invocations: count }) => say`Not matched: ${count} (${unmatchedText(reason, language)}).`,
    ),
    ...(isTooLittle ? [say`Fewer than 95 % are matched, so that nothing is said of speed.`] : []),
  ]
}

function unmatchedText(reason: UnmatchedReason, { say }: Language): string {
  switch (reason.code) {
    case 'no-trace':
      return say`no trace came`
    case 'other-count-in-trace':
      return say`its trace and its answer tell of different numbers of notifications`
    case 'other-count-in-deliveries':
      return say`its answer and the ledger tell of different numbers of notifications`
    case 'recorded':
      return reason.text
  }
}
