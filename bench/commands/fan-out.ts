import { type FanOutCost, type FanOutPlan, PRICES, TRANSITIONS_PER_EXECUTION, fanOutCost } from '../model/cost.ts'
import { EXIT } from '../cli/exit-code.ts'
import { formatNumber } from '../report/format.ts'
import { layOut, wrap } from '../report/table.ts'
import { UserError } from '../io/user-error.ts'
import { parseCount, parseDuration } from '../cli/values.ts'
import { printJson, widthOf } from '../cli/print.ts'
import type { Io } from '../cli/io.ts'

export interface FanOutCommandOptions {
  readonly feeds?: readonly string[]
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
  /** One for each number of feeds, in the order given. */
  readonly costs: readonly FanOutCost[]
  readonly warnings: readonly string[]
  readonly assumptions: readonly string[]
  readonly notIncluded: readonly string[]
  readonly limits: readonly string[]
}

const FEEDS = ['10000', '1000000', '100000000']

/** Assumed: no deployed function was measured. */
const MAKESPAN = '10s'

/** Quotas of AWS Lambda, Developer Guide, "Lambda quotas"; the concurrency is an account's default. */
const LAMBDA = { longestMs: 900_000, leastMb: 128, mostMb: 10_240, concurrency: 1000 }

/**
 * Quotas of a Distributed Map. Step Functions Developer Guide: `payloadBytes` in "Quotas", `children` in "Map workflow state".
 * Not found there, and told as not verified: `items` and `listBytes`.
 */
const MAP = { payloadBytes: 256 * 1024, children: 10_000, items: 100_000_000, listBytes: 10e9 }

/** An id and an address as JSON, roughly. */
const ITEM_BYTES = 120

/** `utakata fan-out`: what a run over very many feeds would take and cost on Step Functions. Gives the exit code. */
export function fanOutCommand(options: FanOutCommandOptions, { stdout }: Io): number {
  const fanOut = computeFanOut(options)
  if (options.json) printJson(fanOut, stdout)
  else stdout.write(`${drawFanOut(fanOut, widthOf(stdout))}\n`)
  return EXIT.done
}

/** Throws UserError for what AWS would refuse; what it might refuse is a warning. */
export function computeFanOut(options: FanOutCommandOptions): FanOut {
  const plan = planFrom(options)
  const given = options.feeds?.length ? options.feeds : FEEDS
  const costs = given.map((text) => fanOutCost({ ...plan, feeds: parseCount(text, '--feeds') }))
  return {
    origin: 'computed',
    prices: PRICES,
    plan,
    costs,
    warnings: warningsOn(plan, costs),
    assumptions: assumptionsOf(plan, options.makespan === undefined),
    notIncluded: NOT_INCLUDED,
    limits: limitsOn(plan),
  }
}

function planFrom({
  batch = '1000',
  concurrency = '100',
  makespan = MAKESPAN,
  memory = '1769',
  x86,
}: FanOutCommandOptions) {
  const plan = {
    feedsPerBatch: parseCount(batch, '--batch'),
    concurrency: parseCount(concurrency, '--concurrency'),
    // As Lambda bills it; not rounded up, since 1.1s is parsed as 1100.0000000000002.
    makespanMs: Math.max(1, Math.round(parseDuration(makespan, '--makespan'))),
    memoryMb: parseCount(memory, '--memory'),
    architecture: x86 ? 'x86_64' : 'arm64',
  } as const
  if (plan.concurrency > MAP.children)
    throw new UserError('fan-out-concurrency', { most: MAP.children, given: concurrency })
  if (plan.feedsPerBatch > MAX_PER_BATCH)
    throw new UserError('fan-out-batch', { most: MAX_PER_BATCH, itemBytes: ITEM_BYTES, given: batch })
  if (plan.makespanMs > LAMBDA.longestMs) throw new UserError('fan-out-makespan', { given: makespan })
  if (plan.memoryMb < LAMBDA.leastMb || plan.memoryMb > LAMBDA.mostMb)
    throw new UserError('fan-out-memory', { leastMb: LAMBDA.leastMb, mostMb: LAMBDA.mostMb, given: memory })
  return plan
}

function warningsOn({ concurrency }: FanOut['plan'], costs: readonly FanOutCost[]): string[] {
  const most = Math.max(...costs.map(({ feeds }) => feeds))
  return [
    ...(concurrency > LAMBDA.concurrency
      ? [
          `${counted(concurrency)} invocations at the same time are more than an account's default of ${counted(LAMBDA.concurrency)}: have the quota raised, or try --concurrency ${LAMBDA.concurrency}`,
        ]
      : []),
    ...(most * ITEM_BYTES > MAP.listBytes && most <= MAP.items
      ? [
          `the list of ${counted(most)} feeds has about ${counted(Math.round((most * ITEM_BYTES) / 1e9))} GB, more than the ${counted(MAP.listBytes / 1e9)} GB that one file is said to have at most (not verified): it takes ${counted(Math.ceil((most * ITEM_BYTES) / MAP.listBytes))} runs`,
        ]
      : []),
    ...(most > MAP.items
      ? [
          `${counted(most)} feeds are more than the ${counted(MAP.items)} items that one run is reported to take: spread them over ${counted(Math.ceil(most / MAP.items))} runs`,
        ]
      : []),
  ]
}

function assumptionsOf({ makespanMs }: FanOut['plan'], isDefault: boolean): string[] {
  const makespan = `${makespanMs / 1000} s`
  const own = `npx utakata bench wide does ${counted(1000)} feeds on your machine, and a deployed function returns its makespanMs`
  return [
    isDefault
      ? `Every batch takes ${makespan}, whatever --batch is: a round number of ours, assumed and measured nowhere. Give your own with --makespan: ${own}.`
      : `Every batch takes ${makespan}, as given with --makespan. To measure it: ${own}.`,
    'Waves are batches over --concurrency, minutes are waves times makespan: reading the list and starting batches take no time.',
    `Transitions: ${TRANSITIONS_PER_EXECUTION} a batch, the start of its child execution (which AWS charges) and its one Task state, and ${TRANSITIONS_PER_EXECUTION} for the run itself, its start and its Map state. The workflows are Standard ones. An end is taken to be free (not verified).`,
    'S3: one GET of the list and one PUT a batch, although ResultWriter puts many results into one file (not verified how many).',
    `A GB is ${counted(1024)} MB. Nothing is tried again, every container is warm, and there is no free tier.`,
  ]
}

const NOT_INCLUDED = [
  'data transfer',
  'NAT',
  'CloudWatch logs',
  `X-Ray (${PRICES.xrayUsdPerMillionRecorded} USD per million traces recorded, of which Lambda samples some; ${PRICES.xrayUsdPerMillionRetrieved} retrieved)`,
  'cold starts',
  'retries',
  'storage',
  'what feed servers and Slack (a message a second per webhook) make a batch wait beyond its makespan',
]

/** As the stack has it, with room for the rest of a payload. */
const MAX_PER_BATCH = 2000

function limitsOn({ feedsPerBatch }: FanOut['plan']): string[] {
  return [
    `A payload holds 256 KiB, some ${counted(MAX_PER_BATCH)} feeds of ${ITEM_BYTES} bytes; a batch here is about ${kibOf(feedsPerBatch)} KiB. What a batch returns has the same limit.`,
    `A Lambda function runs for 15 minutes at most, and an account ${counted(LAMBDA.concurrency)} of them at the same time by default, a new account fewer.`,
    `A Distributed Map runs ${counted(MAP.children)} children at the same time at most, over ${counted(MAP.items)} items (reported by others, not verified).`,
    `A list in one file has 10 GB at most (not verified), about ${counted(Math.floor(MAP.listBytes / ITEM_BYTES / 1e6))} million feeds; a longer list needs several runs.`,
  ]
}

/** A fan-out for people, at most `width` columns wide where the tables allow it: they take about 70. */
export function drawFanOut({ prices, plan, costs, warnings, ...words }: FanOut, width: number): string {
  const { feedsPerBatch, concurrency, makespanMs, memoryMb, architecture } = plan
  const point = (text: string) => wrap(`- ${text}`, width)
  return [
    ...wrap(`COMPUTED, not measured. Reported ${prices.region} prices as of ${prices.asOf}: check yours.`, width),
    ...wrap(
      `A Distributed Map in batches of ${counted(feedsPerBatch)} feeds, ${counted(concurrency)} at the same time, each one invocation of ${makespanMs / 1000} s with ${counted(memoryMb)} MB (${architecture}).`,
      width,
      '',
    ),
    '',
    ...tableOf(costs, RUN),
    '',
    'of which, in USD',
    ...tableOf(costs, SPLIT),
    '',
    ...warnings.flatMap((warning) => wrap(`Warning: ${warning}.`, width)),
    ...(warnings.length > 0 ? [''] : []),
    'Assumed',
    ...words.assumptions.flatMap(point),
    '',
    ...wrap(`Not included: ${words.notIncluded.join(', ')}.`, width),
    '',
    'Limits, as AWS documents them where nothing else is said',
    ...words.limits.flatMap(point),
  ].join('\n')
}

type Columns = readonly (readonly [head: string, cellOf: (cost: FanOutCost) => string])[]

const RUN: Columns = [
  ['feeds', ({ feeds }) => counted(feeds)],
  ['batches', ({ batches }) => counted(batches)],
  ['waves', ({ waves }) => counted(waves)],
  ['minutes', ({ elapsedMs }) => unbroken(formatNumber(elapsedMs / 60_000))],
  ['USD', ({ costUsd }) => formatUsd(costUsd)],
  ['USD per million feeds', ({ costUsdPerMillionFeeds }) => formatUsd(costUsdPerMillionFeeds)],
]

const SPLIT: Columns = [
  ['feeds', ({ feeds }) => counted(feeds)],
  ['Lambda compute', ({ lambdaComputeUsd }) => formatUsd(lambdaComputeUsd)],
  ['Lambda requests', ({ lambdaRequestsUsd }) => formatUsd(lambdaRequestsUsd)],
  ['transitions', ({ transitionsUsd }) => formatUsd(transitionsUsd)],
  ['S3 requests', ({ s3RequestsUsd }) => formatUsd(s3RequestsUsd)],
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

function counted(count: number): string {
  return unbroken(count.toLocaleString('en-US'))
}

/** Thousands apart by a space that no line is broken at, and that does not part columns for awk. */
function unbroken(number: string): string {
  return number.replaceAll(/[ ,]/g, '\u00A0')
}

function kibOf(feeds: number): string {
  return counted(Math.ceil((feeds * ITEM_BYTES) / 1024))
}
