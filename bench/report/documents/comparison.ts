import { recommendedIn } from '../../judge/comparison/recommendation.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import type { Timeline } from '../../trial/timelines.ts'
import { shortCauseOf } from '../sentences/causes.ts'
import { extentOf } from '../../statistics/extent.ts'
import type { Answer, Block, Check, ReportDocument, Table } from '../document.ts'
import { emulationTable, refusedLabels } from '../sentences/emulation.ts'
import { failedRunsTable, failuresTable } from '../tables/failures.ts'
import { formatDuration, formatIterations, formatSpeedUps, formatSubject, placeOf, titleOf, unitOf } from '../format.ts'
import { costTable } from '../tables/costs.ts'
import type { Messages } from '../messages/messages.ts'
import { environmentTable, methodOf } from '../tables/environment.ts'
import { checksOf } from '../sentences/checks.ts'
import { objectiveNote } from '../sentences/objective-note.ts'
import { memoryCurves, memorySizes } from '../charts/memory.ts'
import { recommendationOf } from '../sentences/recommendation.ts'
import { bySpeed, rankingTable } from '../tables/ranking.ts'
import { warmTable } from '../tables/invocations.ts'
import { memorySizesTable } from '../tables/memory-sizes.ts'
import { resourcesTable, variantsTable } from '../tables/variants.ts'
import { usdPerMillionOf } from '../tables/usd.ts'
import { block } from '../block.ts'
import { UNKNOWN } from '../known-columns.ts'
import { cold } from '../charts/cold.ts'
import { controls } from '../charts/controls.ts'
import { costAndTime } from '../charts/cost-and-time.ts'
import { distributions } from '../charts/distributions.ts'
import { ecdf } from '../charts/ecdf.ts'
import { forest } from '../charts/forest.ts'
import { phases } from '../charts/phases.ts'
import { waterfall } from '../charts/waterfall.ts'

export interface Comparison {
  /** One, or one for each size of memory. */
  readonly results: readonly Result[]
  /** Of some of the runs, to draw one of each variant. */
  readonly timelines?: readonly Timeline[]
  /** Of a fetch, where the scenario was kept. */
  readonly medianDelayMs?: number | undefined
}

/** The report on variants that were compared, on this machine, in the lab and on AWS. */
export function comparisonDocument(
  { results, timelines = [], medianDelayMs }: Comparison,
  messages: Messages,
): ReportDocument {
  const [first] = results as [Result, ...Result[]]
  const subject = formatSubject(first, messages, medianDelayMs)
  if (results.length === 1) return { ...documentOf(first, timelines, messages), subject }
  const parts = results.map((one) => documentOf(one, [], messages))
  const [only, ...others] = new Set(results.map(recommendedIn))
  const everywhere = others.length === 0 ? only : undefined
  const answers = parts.flatMap(({ recommendation: { answer } }) => answer ?? [])
  return {
    ...documentOf(first, [], messages),
    subject,
    title: first.scenario.name,
    recommendation: {
      headline:
        everywhere === undefined
          ? messages.recommendation.dependsOnSize
          : messages.recommendation.useAtEverySize(everywhere),
      ...(everywhere !== undefined &&
        answers.length === results.length && { answer: answerAtSizes(everywhere, results, messages) }),
      details: results.map((one, place) => messages.checks.atSize(sizeOf(one), parts[place]!.recommendation.headline)),
    },
    checks: checksAtSizes(results, messages),
    blocks: [
      ranking(results, messages),
      ...memoryCurves(results, messages),
      block('memory-sizes', messages.lambda.memorySizesTitle, memorySizesTable(results, messages), 'full'),
    ],
    parts,
  }
}

/** What is recommended at every size of memory, with the least and the greatest of its speed-ups. */
function answerAtSizes(variant: string, results: readonly Result[], messages: Messages): Answer {
  const ratios = results.map(({ variants }) => variants.find((one) => one.variant === variant)!.ratio!.ratio)
  const [low, high] = extentOf(ratios)
  const [least, most] = [high, low].map(
    (ratio) => formatSpeedUps({ ratio, low: ratio, high: ratio }, messages).estimate,
  )
  return {
    label: messages.page.everySizeAnswerLabel,
    variant,
    figure: least === most ? least! : formatSpeedUps({ ratio: low, low, high }, messages).interval,
    meaning: messages.recommendation.answerMeaningAtSizes(results[0]!.scenario.reference),
  }
}

function documentOf(given: Result, timelines: readonly Timeline[], messages: Messages): ReportDocument {
  const result = sorted(given)
  const recommendation = recommendationOf(result, messages)
  const reason = reasonFor(result, messages)
  return {
    kind: 'comparison',
    title: titleOf(result, messages),
    subject: formatSubject(result, messages),
    ...(result.target === 'lab' && { caution: messages.emulation.banner }),
    recommendation: {
      ...recommendation,
      details: [...recommendation.details, ...costOf(result, messages)],
      ...(reason !== undefined && { reason: messages.recommendation.why(reason) }),
    },
    measured: [
      formatIterations(result, messages),
      formatDuration(result.elapsedMs, messages),
      ...placeOf(result, messages),
    ],
    measuredAt: messages.instant(result.beganAt),
    checks: checksOf(result, messages),
    blocks: withSize(result, blocksOf(result, timelines, messages)),
    next: [],
  }
}

/** Every table and chart lists the fastest first. */
function sorted(result: Result): Result {
  const variants = bySpeed(result.variants)
  const placeOf = (name: string) => variants.findIndex(({ variant }) => variant === name)
  const inOrder = <Of extends { readonly variant: string }>(rows: readonly Of[]) =>
    rows.toSorted((a, b) => placeOf(a.variant) - placeOf(b.variant))
  const { lambda, tracing, cold, timeBreakdowns } = result
  return {
    ...result,
    variants,
    cold: inOrder(cold),
    timeBreakdowns: inOrder(timeBreakdowns),
    ...(lambda && { lambda: { ...lambda, warm: inOrder(lambda.warm), cold: inOrder(lambda.cold) } }),
    ...(tracing && { tracing: { ...tracing, phases: inOrder(tracing.phases) } }),
  }
}

function ranking(results: readonly Result[], messages: Messages): Block {
  return block('ranking', '', rankingTable(results, messages))
}

/** Checks that are as they should be at every size in one line; the others size by size, at first those alone that are not. */
function checksAtSizes(results: readonly Result[], messages: Messages): Check[] {
  // What to do is the same at every size, and said once.
  const last = results.findLast(({ unfit }) => unfit)
  const sized = results.flatMap(({ unfit, ...result }) =>
    checksOf({ ...sorted(result), ...(unfit && unfit === last?.unfit && { unfit }) }, messages).map((check) => ({
      check,
      size: sizeOf(result),
    })),
  )
  return Array.from(Map.groupBy(sized, ({ check: { name } }) => name).values(), (own) =>
    own.every(({ check: { tone } }) => tone === 'good')
      ? [{ ...own[0]!.check, text: messages.checks.atSizes(messages.all([...new Set(own.map(({ size }) => size))])) }]
      : own.map(({ check, size }) => ({
          ...check,
          text: messages.checks.atSize(size, check.text),
          ...(check.tone === 'good' && { detail: 'full' as const }),
        })),
  ).flat()
}

function sizeOf({ scenario: { memoryMb } }: Result): string {
  return `${memoryMb} MB`
}

/** Of several sizes of memory, each block is named after its own. */
function withSize({ scenario: { memoryMb } }: Result, blocks: readonly Block[]): Block[] {
  return blocks.map((block) => (memoryMb === undefined ? block : { ...block, id: `${block.id}-${memoryMb}` }))
}

function blocksOf(result: Result, timelines: readonly Timeline[], messages: Messages): Block[] {
  const { lambda, target, variants, items } = result
  const failed = variants.some((variant) => variant.failed.trials > 0)
  const resources = resourcesTable(result, messages)
  const hasFailures = variants.some(({ failures }) => Object.keys(failures).length > 0)
  const notes = notesOn(result, messages)
  const full = (id: string, title: string, body: Block['body']) => block(id, title, body, 'full')
  return [
    ranking([result], messages),
    ...chartsOf(result, timelines, messages),
    full('variants', messages.page.variantsTableLabel, variantsTable(result, messages)),
    ...(isAnythingKnown(resources) ? [full('resources', messages.page.resourcesTitle, resources)] : []),
    full('costs', messages.comparison.costTitle, costTable(result, messages)),
    ...(lambda && lambda.warm.length > 0
      ? [full('warm', warmTitleOf(result, messages), warmTable(lambda, target, messages))]
      : []),
    ...(failed ? [full('failed-runs', messages.comparison.failedRunsTitle, failedRunsTable(result, messages))] : []),
    ...(hasFailures
      ? [full('failures', messages.comparison.failuresWithinRunsTitle, failuresTable(result, messages))]
      : []),
    ...(lambda?.emulation
      ? [full('emulation', messages.emulation.fidelityTitle, emulationTable(lambda.emulation, messages))]
      : []),
    ...(notes.length > 0 ? [full('notes', '', { is: 'notes', notes })] : []),
    full('method', messages.page.methodTitle, { is: 'notes', notes: methodOf(result, messages) }),
    full(
      'environment',
      messages.page.environmentTableLabel,
      environmentTable({ ...result, hasFeeds: items > 0, limits: variants }, messages),
    ),
  ]
}

function warmTitleOf({ scenario }: Result, messages: Messages): string {
  return scenario.isOnlyCold ? messages.lambda.onlyColdTitle : messages.lambda.warmTitle
}

/** What has to be known beside the checks. */
function notesOn(result: Result, messages: Messages): string[] {
  const { lambda } = result
  return [...objectiveNote(result, messages), ...(lambda?.emulation ? refusedLabels(lambda.emulation, messages) : [])]
}

/** Everything there is to look at, in the order in which one asks; what has nothing to show is left out. */
function chartsOf(result: Result, timelines: readonly Timeline[], messages: Messages): Block[] {
  const compared = { ...result, unit: unitOf(result) }
  return [
    forest(compared, messages),
    memorySizes(result, messages),
    distributions(result, messages),
    waterfall(result, timelines, messages),
    ...phases(result, messages),
    ecdf(result, messages),
    controls(compared, messages),
    costAndTime(result, messages),
    cold(result, messages),
  ].filter((block) => block !== undefined)
}

/** Of functions of somebody else hardly anything is. */
function isAnythingKnown({ rows }: Table): boolean {
  return rows.some(({ cells }) => cells.slice(1).some((cell) => cell !== UNKNOWN))
}

/** Why what is recommended is the better one, where that is known. */
function reasonFor(result: Result, messages: Messages): string | undefined {
  const { timeBreakdowns, tracing } = result
  const recommended = recommendedIn(result)
  const comparison =
    tracing?.phases.find(({ variant }) => variant === recommended)?.comparison ??
    timeBreakdowns.find(({ variant }) => variant === recommended)?.gap
  return recommended !== undefined && comparison
    ? shortCauseOf({ variant: recommended, comparison }, result.scenario.reference, messages)
    : undefined
}

/** What the recommended variant costs, where somebody was billed. */
function costOf(result: Result, messages: Messages): string[] {
  const recommended = recommendedIn(result)
  if (recommended === undefined || result.target !== 'aws') return []
  const [own, its] = [usdPerMillionOf(recommended, result), usdPerMillionOf(result.scenario.reference, result)]
  return own === undefined || its === undefined
    ? []
    : [messages.recommendation.costPerMillionAws(own.toFixed(2), its.toFixed(2))]
}
