/**
 * What AWS charges, in US dollars, before any free tier or discount. The dashboard and the words before a deploy have a few of these too; a test
 * compares them.
 * Source: the services' pricing pages as reported to us, not read by a program. Check yours before you decide by them.
 */
export const PRICES = {
  asOf: '2026-11',
  region: 'us-east-1',
  lambdaUsdPerGbSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  lambdaUsdPerMillionRequests: 0.2,
  stepFunctionsUsdPerThousandTransitions: 0.025,
  s3UsdPerThousandPuts: 0.005,
  s3UsdPerThousandGets: 0.0004,
  xrayUsdPerMillionRecorded: 5,
  xrayUsdPerMillionRetrieved: 0.5,
} as const

/** By which Lambda's prices differ, about a fifth. */
export type Architecture = keyof typeof PRICES.lambdaUsdPerGbSecond

export interface LambdaUse {
  /** Of all the invocations together, in whole milliseconds, as REPORT lines have it. */
  readonly billedMs: number
  readonly memoryMb: number
  readonly invocations: number
  readonly architecture: Architecture
}

/** What invocations of a function cost: compute and requests. */
export function lambdaUsd(use: LambdaUse): number {
  return lambdaComputeUsd(use) + lambdaRequestsUsd(use)
}

/** Memory with which a function has one vCPU. Source: AWS Lambda Developer Guide, "Configure Lambda function memory". */
export const ONE_VCPU_MB = 1769

/** What runs on this machine are priced as, where they are: what we deploy on. */
export const COMPUTED_FOR: Architecture = 'arm64'

/** Lambda calls 1,024 MB a GB. */
const MB_PER_GB = 1024

function lambdaComputeUsd({ billedMs, memoryMb, architecture }: LambdaUse): number {
  const gbSeconds = (memoryMb / MB_PER_GB) * (billedMs / 1000)
  return gbSeconds * PRICES.lambdaUsdPerGbSecond[architecture]
}

function lambdaRequestsUsd({ invocations }: LambdaUse): number {
  return (invocations / 1e6) * PRICES.lambdaUsdPerMillionRequests
}

/** How a job is spread over a Distributed Map: batches of feeds, each one invocation of a function. */
export interface FanOutPlan {
  readonly feeds: number
  readonly feedsPerBatch: number
  /** Batches at the same time. */
  readonly concurrency: number
  /** Of one batch in the function; the last batch counts as a whole one. */
  readonly makespanMs: number
  readonly memoryMb: number
  readonly architecture: Architecture
}

export interface FanOutCost {
  readonly feeds: number
  readonly batches: number
  /** Times that `concurrency` batches are started, as if all took the same. */
  readonly waves: number
  readonly elapsedMs: number
  readonly costUsd: number
  readonly costUsdPerMillionFeeds: number
  readonly lambdaComputeUsd: number
  readonly lambdaRequestsUsd: number
  readonly transitions: number
  readonly transitionsUsd: number
  readonly s3RequestsUsd: number
}

/**
 * The start of an execution and its one state, both of the run itself (whose state is the Map) and of each batch's child
 * (whose state is the Task). That a child's start is charged: AWS, Step Functions Developer Guide, "Transitions".
 */
export const TRANSITIONS_PER_EXECUTION = 2

/** What a run over a plan's feeds takes and costs, by arithmetic alone: nothing fails, waits or is tried again. */
export function fanOutCost(plan: FanOutPlan): FanOutCost {
  const { feeds, feedsPerBatch, concurrency, makespanMs, memoryMb, architecture } = plan
  const batches = Math.ceil(feeds / feedsPerBatch)
  const waves = Math.ceil(batches / concurrency)
  const use = { billedMs: batches * Math.ceil(makespanMs), memoryMb, invocations: batches, architecture }
  const transitions = TRANSITIONS_PER_EXECUTION * (1 + batches)
  const transitionsUsd = (transitions / 1000) * PRICES.stepFunctionsUsdPerThousandTransitions
  // The list is read once, and each batch's result is written once.
  const s3RequestsUsd = (batches / 1000) * PRICES.s3UsdPerThousandPuts + PRICES.s3UsdPerThousandGets / 1000
  const costUsd = lambdaUsd(use) + transitionsUsd + s3RequestsUsd
  return {
    feeds,
    batches,
    waves,
    elapsedMs: waves * makespanMs,
    costUsd,
    costUsdPerMillionFeeds: (costUsd / feeds) * 1e6,
    lambdaComputeUsd: lambdaComputeUsd(use),
    lambdaRequestsUsd: lambdaRequestsUsd(use),
    transitions,
    transitionsUsd,
    s3RequestsUsd,
  }
}
