import { recommendedIn } from '../../judge/comparison/recommendation.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import type { Timeline } from '../../trial/timelines.ts'
import { causesIn } from '../sentences/causes.ts'
import type { Block, ReportDocument, Table } from '../document.ts'
import { emulationTable } from '../sentences/emulation.ts'
import { failedRunsTable, failuresTable } from '../tables/failures.ts'
import { formatDuration, formatIterations, formatPlace, formatSubject, titleOf, unitOf } from '../format.ts'
import { costTable } from '../tables/costs.ts'
import type { Messages } from '../messages/messages.ts'
import { environmentTable, methodOf } from '../tables/environment.ts'
import { checksOf, notesOn } from '../sentences/notes.ts'
import { aaCheckBadges } from '../sentences/badges.ts'
import { memoryCurves } from '../charts/memory.ts'
import { recommendationOf } from '../sentences/recommendation.ts'
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
}

/** The report on variants that were compared, on this machine, in the lab and on AWS. */
export function comparisonDocument({ results, timelines = [] }: Comparison, messages: Messages): ReportDocument {
  const [first] = results as [Result, ...Result[]]
  if (results.length === 1) return documentOf(first, timelines, messages)
  const parts = results.map((one) => documentOf(one, [], messages))
  return {
    ...documentOf(first, [], messages),
    title: first.scenario.name,
    recommendation: {
      headline: messages.sentences(
        results.map((one, place) =>
          messages.recommendation.forMemorySize(one.scenario.memoryMb!, parts[place]!.recommendation.headline),
        ),
      ),
      details: [],
    },
    badges: badgesOf(results, messages),
    blocks: [
      ...memoryCurves(results, messages),
      block('memory-sizes', messages.lambda.memorySizesTitle, memorySizesTable(results, messages)),
    ],
    parts,
  }
}

function documentOf(result: Result, timelines: readonly Timeline[], messages: Messages): ReportDocument {
  const { headline, details } = recommendationOf(result, messages)
  return {
    kind: 'comparison',
    title: titleOf(result, messages),
    ...(result.target === 'lab' && { caution: messages.emulation.banner }),
    recommendation: { headline, details: [...details, ...reasonsFor(result, messages)] },
    measured: [
      formatSubject(result, messages),
      formatIterations(result, messages),
      formatDuration(result.elapsedMs, messages),
      formatPlace(result, messages),
      messages.instant(result.beganAt),
    ].filter(Boolean),
    badges: badgesOf([result], messages),
    blocks: withSize(result, blocksOf(result, timelines, messages)),
    next: [],
  }
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
  return [
    block('variants', messages.page.variantsTableLabel, variantsTable(result, messages)),
    ...(isAnythingKnown(resources) ? [block('resources', messages.page.resourcesTitle, resources)] : []),
    ...chartsOf(result, timelines, messages),
    block('costs', messages.comparison.costTitle, costTable(result, messages)),
    ...(lambda && lambda.warm.length > 0
      ? [block('warm', messages.lambda.warmTitle, warmTable(lambda, target, messages))]
      : []),
    ...(failed
      ? [block('failed-runs', messages.comparison.failedRunsTitle, failedRunsTable(result, messages), 'full')]
      : []),
    ...(hasFailures
      ? [block('failures', messages.comparison.failuresWithinRunsTitle, failuresTable(result, messages), 'full')]
      : []),
    ...(lambda?.emulation
      ? [block('emulation', messages.emulation.fidelityTitle, emulationTable(lambda.emulation, messages))]
      : []),
    block('checks', messages.page.methodTitle, { is: 'checks', checks: checksOf(result, messages) }),
    block('notes', '', { is: 'notes', notes: notesOn(result, messages) }),
    block('method', '', { is: 'notes', notes: methodOf(target, messages) }, 'full'),
    block(
      'environment',
      messages.page.environmentTableLabel,
      environmentTable({ ...result, hasFeeds: items > 0, limits: variants }, messages),
      'full',
    ),
  ]
}

/** Everything there is to look at, in the order in which one asks; what has nothing to show is left out. */
function chartsOf(result: Result, timelines: readonly Timeline[], messages: Messages): Block[] {
  const compared = { ...result, unit: unitOf(result) }
  return [
    forest(compared, messages),
    controls(compared, messages),
    distributions(result, messages),
    ecdf(result, messages),
    ...waterfall(result, timelines, messages),
    ...phases(result, messages),
    costAndTime(result, messages),
    cold(result, messages),
  ].filter((block) => block !== undefined)
}

/** Of functions of somebody else hardly anything is. */
function isAnythingKnown({ rows }: Table): boolean {
  return rows.some(({ cells }) => cells.slice(1).some((cell) => cell !== UNKNOWN))
}

function badgesOf(results: readonly Result[], messages: Messages): ReportDocument['badges'] {
  const [first] = results as [Result, ...Result[]]
  return [
    ...aaCheckBadges(results, messages),
    ...(first.scenario.quick ? [{ tone: 'plain' as const, text: messages.page.quickBadge }] : []),
  ]
}

/** Why what is recommended is the better one, and what it costs, in a sentence each and as far as that is known. */
function reasonsFor(result: Result, messages: Messages): string[] {
  const { scenario, timeBreakdowns, tracing } = result
  const recommended = recommendedIn(result)
  if (recommended === undefined) return []
  const comparison =
    tracing?.phases.find(({ variant }) => variant === recommended)?.comparison ??
    timeBreakdowns.find(({ variant }) => variant === recommended)?.gap
  return [
    ...(comparison ? causesIn([{ variant: recommended, comparison }], result, messages) : []),
    ...costOf(recommended, scenario.reference, result, messages),
  ]
}

/** Only on AWS somebody was billed. */
function costOf(recommended: string, reference: string, result: Result, messages: Messages): string[] {
  const [own, its] = [usdPerMillionOf(recommended, result), usdPerMillionOf(reference, result)]
  if (own === undefined || its === undefined) return []
  const [cost, referenceCost] = [own.toFixed(2), its.toFixed(2)]
  return result.target === 'aws'
    ? [messages.recommendation.costPerMillionAws(cost, referenceCost)]
    : [messages.recommendation.costPerMillionComputed(cost, referenceCost)]
}
