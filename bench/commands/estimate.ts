import { type StrategyName, strategies } from '../../strategies/index.ts'
import {
  type FanOutCost,
  type FanOutPlan,
  ONE_VCPU_MB,
  PRICES,
  TRANSITIONS_PER_EXECUTION,
  fanOutCost,
} from '../model/cost.ts'
import { isBusy } from '../model/calibration.ts'
import { placeAt } from '../judge/prediction/axis.ts'
import { isAmong, untestedIn } from '../judge/prediction/validation.ts'
import { createPredictor } from '../model/predict.ts'
import { EXIT } from '../cli/exit-code.ts'
import { formatNumber } from '../report/messages/formats.ts'
import {
  fanOutAssumptions,
  fanOutLimits,
  fanOutNotIncluded,
  fanOutTexts,
  fanOutWarnings,
  thousands,
  unbroken,
} from '../report/messages/estimate.ts'
import { layOut, wrap } from '../report/table.ts'
import { UserError } from '../io/user-error.ts'
import { parseCount, parseDuration } from '../cli/values.ts'
import { printJson, widthOf } from '../cli/print.ts'
import type { Io } from '../cli/io.ts'
import { basisOf } from './prediction-basis.ts'

export interface EstimateCommandOptions {
  readonly feeds?: readonly string[]
  readonly set?: readonly string[]
  readonly strategy?: StrategyName
  readonly batch?: string
  readonly concurrency?: string
  readonly makespan?: string
  readonly memory?: string
  readonly x86?: boolean
  readonly json?: boolean
}

/** The arithmetic of a fan-out, for programs as it is and for people by `drawFanOut`. */
export interface FanOut {
  readonly origin: 'computed'
  readonly prices: typeof PRICES
  readonly plan: Omit<FanOutPlan, 'feeds'>
  /** Where the time of a batch comes from a scenario; smaller numbers of feeds take what is predicted of them. */
  readonly batch?: Omit<PredictedBatches, 'makespansMs'> & { readonly origin: 'predicted' }
  /** One for each number of feeds, in the order given. */
  readonly costs: readonly FanOutCost[]
  readonly warnings: readonly string[]
  readonly assumptions: readonly string[]
  readonly notIncluded: readonly string[]
  readonly limits: readonly string[]
}

const FEEDS = ['10000', '1000000', '100000000']
/** Of a scenario, whose smaller numbers of feeds take less than a batch. */
const FEEDS_OF_SCENARIO = ['10', ...FEEDS, '1000000000']

/** Assumed: no deployed function was measured. */
const MAKESPAN = '10s'

/** Quotas of AWS Lambda, Developer Guide, "Lambda quotas"; the concurrency is an account's default. */
const LAMBDA = { longestMs: 900_000, leastMb: 128, mostMb: 10_240, concurrency: 1000 }

/**
 * Quotas of a Distributed Map. Step Functions Developer Guide: `payloadBytes` in "Quotas", `children` in "Map workflow state".
 * Not found there, and said to be not verified: `items` and `listBytes`.
 */
const MAP = { payloadBytes: 256 * 1024, children: 10_000, items: 100_000_000, listBytes: 10e9 }

/** An id and an address as JSON, roughly. */
const ITEM_BYTES = 120

/** How long so many feeds take in one invocation, predicted rather than assumed. */
export interface PredictedBatches {
  readonly scenario: string
  readonly strategy: StrategyName
  /** Up to how far predictions of it were off in nine of ten settings like this one: 0.1 for 10%. Absent where none like it was measured. */
  readonly p90Error?: number | undefined
  /** Whether other programs were busy while the machine was calibrated. */
  readonly isBusy: boolean
  /** In milliseconds, by the number of feeds: of a full batch, and of every smaller number that is asked about. */
  readonly makespansMs: ReadonlyMap<number, number>
}

/** `utakata estimate`: what a run over very many feeds would take and cost on Step Functions. Gives the exit code. */
export async function estimateCommand(
  scenario: string | undefined,
  options: EstimateCommandOptions,
  io: Io,
): Promise<number> {
  const stray =
    scenario === undefined ? (['strategy', 'set'] as const).find((name) => options[name] !== undefined) : undefined
  if (stray) throw new UserError('estimate-without-scenario', { option: `--${stray}` })
  const predicted = scenario === undefined ? undefined : await predictedBatches(scenario, options, io)
  if (predicted === null) return EXIT.interrupted
  const fanOut = estimateFanOut(options, predicted)
  if (options.json) printJson(fanOut, io.stdout)
  else io.stdout.write(`${drawFanOut(fanOut, widthOf(io.stdout))}\n`)
  return EXIT.done
}

/** Null where the calibration was interrupted. Throws a UserError for what cannot be predicted. */
async function predictedBatches(
  name: string,
  options: EstimateCommandOptions,
  io: Io,
): Promise<PredictedBatches | null> {
  const { set, strategy = 'pipelined', makespan } = options
  if (makespan !== undefined) throw new UserError('estimate-makespan-twice', { scenario: name })
  const { feedsPerBatch } = planFrom(options)
  const sizes = new Set([
    feedsPerBatch,
    ...feedsFrom(options, FEEDS_OF_SCENARIO).filter((feeds) => feeds < feedsPerBatch),
  ])
  const basis = await basisOf(name, { set, names: [strategy] }, io)
  if (!basis) return null
  const { scenario, calibration, validation } = basis
  const predict = createPredictor({ scenario, costs: calibration.costs })
  const makespansMs = new Map<number, number>()
  for (const feeds of sizes) {
    const { makespanMs } = await predict(strategies[strategy], scenario.limits, feeds)
    if (makespanMs > LAMBDA.longestMs) throw new UserError('estimate-batch-too-long', { feeds, makespanMs })
    // No prediction is more exact.
    makespansMs.set(feeds, Math.ceil(Number(makespanMs.toPrecision(3))))
  }
  const place = placeAt(scenario, { items: feedsPerBatch })
  const isLikeMeasured = validation !== undefined && isAmong(validation, place) && untestedIn(place).length === 0
  return {
    scenario: scenario.name,
    strategy,
    ...(isLikeMeasured && { p90Error: validation.strategies[strategy]?.p90Error }),
    isBusy: isBusy(calibration),
    makespansMs,
  }
}

/** Throws UserError for what AWS would refuse; what it might refuse is a warning. */
export function estimateFanOut(options: EstimateCommandOptions, predicted?: PredictedBatches): FanOut {
  const given = planFrom(options)
  const makespanMsOf = (feeds: number) => predicted?.makespansMs.get(feeds)
  const plan = { ...given, makespanMs: makespanMsOf(given.feedsPerBatch) ?? given.makespanMs }
  const costs = feedsFrom(options, predicted ? FEEDS_OF_SCENARIO : FEEDS).map((feeds) =>
    fanOutCost({ ...plan, feeds, makespanMs: makespanMsOf(feeds) ?? plan.makespanMs }),
  )
  return {
    origin: 'computed',
    prices: PRICES,
    plan,
    ...(predicted && { batch: batchOf(predicted) }),
    costs,
    warnings: warningsOn(plan, costs),
    assumptions: assumptionsOf(plan, predicted ?? (options.makespan === undefined ? 'assumed' : 'given')),
    notIncluded: fanOutNotIncluded(PRICES.xrayUsdPerMillionRecorded, PRICES.xrayUsdPerMillionRetrieved),
    limits: limitsOn(plan),
  }
}

function feedsFrom({ feeds = [] }: EstimateCommandOptions, otherwise: readonly string[]): number[] {
  return (feeds.length > 0 ? feeds : otherwise).map((text) => parseCount(text, '--feeds'))
}

function batchOf({ scenario, strategy, p90Error, isBusy }: PredictedBatches): FanOut['batch'] {
  return { origin: 'predicted', scenario, strategy, ...(p90Error !== undefined && { p90Error }), isBusy }
}

function planFrom({
  batch = '1000',
  concurrency = '100',
  makespan = MAKESPAN,
  memory = '1769',
  x86,
}: EstimateCommandOptions) {
  const plan = {
    feedsPerBatch: parseCount(batch, '--batch'),
    concurrency: parseCount(concurrency, '--concurrency'),
    // As Lambda bills it; not rounded up, since 1.1s is parsed as 1100.0000000000002.
    makespanMs: Math.max(1, Math.round(parseDuration(makespan, '--makespan'))),
    memoryMb: parseCount(memory, '--memory'),
    architecture: x86 ? 'x86_64' : 'arm64',
  } as const
  if (plan.concurrency > MAP.children)
    throw new UserError('estimate-concurrency', { most: MAP.children, given: concurrency })
  if (plan.feedsPerBatch > MAX_PER_BATCH)
    throw new UserError('estimate-batch', { most: MAX_PER_BATCH, itemBytes: ITEM_BYTES, given: batch })
  if (plan.makespanMs > LAMBDA.longestMs) throw new UserError('estimate-makespan', { given: makespan })
  if (plan.memoryMb < LAMBDA.leastMb || plan.memoryMb > LAMBDA.mostMb)
    throw new UserError('estimate-memory', { leastMb: LAMBDA.leastMb, mostMb: LAMBDA.mostMb, given: memory })
  return plan
}

function warningsOn({ concurrency }: FanOut['plan'], costs: readonly FanOutCost[]): string[] {
  const most = Math.max(...costs.map(({ feeds }) => feeds))
  const bytes = most * ITEM_BYTES
  return [
    ...(concurrency > LAMBDA.concurrency ? [fanOutWarnings.concurrency(concurrency, LAMBDA.concurrency)] : []),
    ...(bytes > MAP.listBytes && most <= MAP.items ? [fanOutWarnings.listBytes(most, bytes, MAP.listBytes)] : []),
    ...(most > MAP.items ? [fanOutWarnings.items(most, MAP.items)] : []),
  ]
}

function assumptionsOf({ makespanMs }: FanOut['plan'], from: PredictedBatches | 'given' | 'assumed'): string[] {
  const { makespan, predicted, waves, transitions, s3, rest } = fanOutAssumptions
  const batch =
    typeof from === 'string' ? makespan(makespanMs, from === 'assumed') : predicted(makespanMs, from, ONE_VCPU_MB)
  return [batch, waves, transitions(TRANSITIONS_PER_EXECUTION), s3, rest]
}

/** As the stack has it, with room for the rest of a payload. */
const MAX_PER_BATCH = 2000

function limitsOn({ feedsPerBatch }: FanOut['plan']): string[] {
  return [
    fanOutLimits.payload(MAX_PER_BATCH, ITEM_BYTES, feedsPerBatch * ITEM_BYTES),
    fanOutLimits.lambda(LAMBDA.concurrency),
    fanOutLimits.map(MAP.children, MAP.items),
    fanOutLimits.list(MAP.listBytes / ITEM_BYTES),
  ]
}

/** A fan-out for people, at most `width` columns wide where the tables allow it: they take about 70. */
export function drawFanOut({ prices, plan, costs, warnings, ...words }: FanOut, width: number): string {
  const point = (text: string) => wrap(`- ${text}`, width)
  return [
    ...wrap(fanOutTexts.computed(prices.region, prices.asOf), width),
    ...wrap(fanOutTexts.plan(plan), width, ''),
    '',
    ...tableOf(costs, RUN),
    '',
    fanOutTexts.split,
    ...tableOf(costs, SPLIT),
    '',
    ...warnings.flatMap((warning) => wrap(fanOutTexts.warning(warning), width)),
    ...(warnings.length > 0 ? [''] : []),
    fanOutTexts.assumed,
    ...words.assumptions.flatMap(point),
    '',
    ...wrap(fanOutTexts.notIncluded(words.notIncluded), width),
    '',
    fanOutTexts.limits,
    ...words.limits.flatMap(point),
  ].join('\n')
}

type Columns = readonly (readonly [head: string, cellOf: (cost: FanOutCost) => string])[]

const HEADS = fanOutTexts.heads

const RUN: Columns = [
  [HEADS.feeds, ({ feeds }) => thousands(feeds)],
  [HEADS.batches, ({ batches }) => thousands(batches)],
  [HEADS.waves, ({ waves }) => thousands(waves)],
  [HEADS.minutes, ({ elapsedMs }) => unbroken(formatNumber(elapsedMs / 60_000))],
  [HEADS.usd, ({ costUsd }) => formatUsd(costUsd)],
  [HEADS.usdPerMillion, ({ costUsdPerMillionFeeds }) => formatUsd(costUsdPerMillionFeeds)],
]

const SPLIT: Columns = [
  [HEADS.feeds, ({ feeds }) => thousands(feeds)],
  [HEADS.compute, ({ lambdaComputeUsd }) => formatUsd(lambdaComputeUsd)],
  [HEADS.requests, ({ lambdaRequestsUsd }) => formatUsd(lambdaRequestsUsd)],
  [HEADS.transitions, ({ transitionsUsd }) => formatUsd(transitionsUsd)],
  [HEADS.s3, ({ s3RequestsUsd }) => formatUsd(s3RequestsUsd)],
]

function tableOf(costs: readonly FanOutCost[], columns: Columns): string[] {
  return layOut(
    [columns.map(([head]) => head), ...costs.map((cost) => columns.map(([, cellOf]) => cellOf(cost)))],
    columns.map((_, place) => place),
  )
}

/** Cents from a dollar on, below it four digits, so that the parts still add up. */
function formatUsd(usd: number): string {
  if (usd < 0.0001) return '<0.0001'
  const digits = usd < 1 ? 4 : 2
  return unbroken(usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }))
}
