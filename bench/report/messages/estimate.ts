/** What `utakata estimate` says of its arithmetic. */

const feedsText = (count: number) => `${thousands(count)} feeds`

/** What AWS might refuse. */
export const fanOutWarnings = {
  concurrency: (given: number, most: number) =>
    `${thousands(given)} invocations at the same time are more than an account's default of ${thousands(most)}: have the quota raised, or try --concurrency ${most}`,
  listBytes: (feeds: number, bytes: number, mostBytes: number) =>
    `the list of ${feedsText(feeds)} has about ${thousands(Math.round(bytes / 1e9))} GB, more than the ${thousands(mostBytes / 1e9)} GB that one file is said to have at most (not verified): it takes ${thousands(Math.ceil(bytes / mostBytes))} runs`,
  items: (feeds: number, most: number) =>
    `${feedsText(feeds)} are more than the ${thousands(most)} items that one run is reported to take: spread them over ${thousands(Math.ceil(feeds / most))} runs`,
}

const HOW_TO_MEASURE = `npx utakata bench wide does ${thousands(1000)} feeds on your machine, and a deployed function returns its makespanMs`

export const fanOutAssumptions = {
  makespan: (makespanMs: number, isDefault: boolean) => {
    const batch = `Every batch takes ${makespanMs / 1000} s`
    return isDefault
      ? `${batch}, whatever --batch is: a round number of ours, assumed and measured nowhere. Give your own with --makespan: ${HOW_TO_MEASURE}.`
      : `${batch}, as given with --makespan. To measure it: ${HOW_TO_MEASURE}.`
  },
  predicted: (
    makespanMs: number,
    batch: {
      readonly scenario: string
      readonly strategy: string
      readonly p90Error?: number | undefined
      readonly isBusy: boolean
    },
    oneProcessorMb: number,
  ) => {
    const { scenario, strategy, p90Error, isBusy } = batch
    const error =
      p90Error === undefined
        ? 'No measurement shows how far predictions are off in such a scenario.'
        : `In nine of ten measured settings like it, predictions were off by ${(p90Error * 100).toFixed(0)}% at most.`
    const busy = isBusy ? ' This machine was busy when it was calibrated: repeat with utakata predict --calibrate.' : ''
    return `A full batch takes ${makespanMs / 1000} s: predicted for ${strategy} in the scenario ${scenario} on this machine. ${error}${busy} A function has one processor with ${thousands(oneProcessorMb)} MB, which may be slower or faster than one of this machine; with less memory it has a part of one.`
  },
  waves:
    'Waves are batches over --concurrency, minutes are waves times the time of a batch: reading the list and starting batches take no time.',
  transitions: (perExecution: number) =>
    `Transitions: ${perExecution} a batch, the start of its child execution (which AWS charges) and its one Task state, and ${perExecution} for the run itself, its start and its Map state. The workflows are Standard ones. An end is taken to be free (not verified).`,
  s3: 'S3: one GET of the list and one PUT a batch, although ResultWriter puts many results into one file (not verified how many).',
  rest: `A GB is ${thousands(1024)} MB. Nothing is tried again, every container is warm, and there is no free tier.`,
}

export const fanOutNotIncluded = (usdPerMillionRecorded: number, usdPerMillionRetrieved: number) => [
  'data transfer',
  'NAT',
  'CloudWatch logs',
  `X-Ray (${usdPerMillionRecorded} USD per million traces recorded, of which Lambda samples some; ${usdPerMillionRetrieved} retrieved)`,
  'cold starts',
  'retries',
  'storage',
  'what feed servers and Slack (a message a second per webhook) make a batch wait beyond its time',
]

export const fanOutLimits = {
  payload: (mostFeeds: number, feedBytes: number, batchBytes: number) =>
    `A payload holds 256 KiB, some ${feedsText(mostFeeds)} of ${feedBytes} bytes; a batch here is about ${thousands(Math.ceil(batchBytes / 1024))} KiB. What a batch returns has the same limit.`,
  lambda: (concurrency: number) =>
    `A Lambda function runs for 15 minutes at most, and an account ${thousands(concurrency)} of them at the same time by default, a new account fewer.`,
  map: (children: number, items: number) =>
    `A Distributed Map runs ${thousands(children)} children at the same time at most, over ${thousands(items)} items (reported by others, not verified).`,
  list: (feeds: number) =>
    `A list in one file has 10 GB at most (not verified), about ${thousands(Math.floor(feeds / 1e6))} million feeds; a longer list needs several runs.`,
}

export const fanOutTexts = {
  computed: (region: string, asOf: string) =>
    `COMPUTED, not measured. Reported ${region} prices as of ${asOf}: check yours.`,
  plan: (plan: {
    readonly feedsPerBatch: number
    readonly concurrency: number
    readonly makespanMs: number
    readonly memoryMb: number
    readonly architecture: string
  }) =>
    `A Distributed Map in batches of ${thousands(plan.feedsPerBatch)} feeds, ${thousands(plan.concurrency)} at the same time, each one invocation of ${plan.makespanMs / 1000} s with ${thousands(plan.memoryMb)} MB (${plan.architecture}).`,
  split: 'of which, in USD',
  warning: (warning: string) => `Warning: ${warning}.`,
  assumed: 'Assumed',
  notIncluded: (what: readonly string[]) => `Not included: ${what.join(', ')}.`,
  limits: 'Limits, as AWS documents them where nothing else is said',
  heads: {
    feeds: 'feeds',
    batches: 'batches',
    waves: 'waves',
    minutes: 'minutes',
    usd: 'USD',
    usdPerMillion: 'USD per million feeds',
    compute: 'Lambda compute',
    requests: 'Lambda requests',
    transitions: 'transitions',
    s3: 'S3 requests',
  },
}

export function thousands(count: number): string {
  return unbroken(count.toLocaleString('en-US'))
}

/** Thousands apart by a space that no line is broken at, and that does not part columns for awk. */
export function unbroken(number: string): string {
  return number.replaceAll(/[ ,]/g, '\u00A0')
}
