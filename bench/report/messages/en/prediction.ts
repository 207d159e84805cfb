import { isPackage } from '../../../io/installation.ts'

/** A tool of the checkout. */
const HOW_TO_MEASURE = isPackage ? '' : ': npm run bench:prediction measures it'

/** How long strategies would take at sizes that were not measured. */
export const prediction = {
  title: (scenario: string) => `Prediction: ${scenario}`,
  calibrated: ({ runs, machine, instant }: { runs: number; machine: string; instant: string }) =>
    `PREDICTED, not measured: simulated with the costs of ${runs} runs of sequential on ${machine}, ${instant}.`,
  calibratedBusy: ({
    runs,
    machine,
    instant,
    load,
  }: {
    runs: number
    machine: string
    instant: string
    load: number
  }) =>
    `PREDICTED, not measured: simulated with the costs of ${runs} runs of sequential on ${machine}, ${instant}. The machine WAS BUSY (load ${load}): this calibration is not stored, and the next prediction calibrates again.`,
  machine: ({ cpu, cores, node }: { cpu: string; cores: number; node: string }) =>
    `${cpu}, ${cores} cores, Node ${node}`,
  fastest: (places: string) => `Predicted to be the fastest: ${places}.`,
  fastestAt: (strategies: string, place: string) => `${strategies} at ${place}`,
  items: (count: string) => `${count} items`,
  due: (percent: number) => `notifications for ${percent}% of them`,
  delay: (delay: string) => `median delay ${delay}`,
  size: (size: string) => `${size} per item`,
  notifyRate: (rate: string) => `posts limited to ${rate}`,
  concurrency: (concurrency: string) => `concurrency ${concurrency}`,
  threads: (threads: string) => `threads ${threads}`,
  itemsColumn: 'items',
  delayColumn: 'delay',
  sizeColumn: 'size',
  concurrencyColumn: 'concurrency',
  threadsColumn: 'threads',
  notifyRateColumn: 'post limit',
  errorRow: 'error',
  fastestMark: (share: string) => `* fastest in its row, or within ${share} of the fastest.`,
  fastestMarkErrors: (share: string) =>
    `* fastest in its row, or not distinguishable from the fastest: the difference is at most the sum of both errors, or ${share}.`,
  unknownErrorMark: '? the error of its predictions has not been measured.',
  extrapolatedMark: '~ not simulated at this size: extrapolated linearly from smaller ones.',
  untestedMark: (mark: string) => `${mark} outside the range in which errors were measured: the error may be larger.`,
  errorUnknown: `The error of the predictions of this version has not been measured${HOW_TO_MEASURE}.`,
  errorHere: ({ cells, date }: { cells: string; date: string }) =>
    `error: median of |predicted / measured - 1| over ${cells}, none of them used for the calibration, measured ${date} on this machine.`,
  errorElsewhere: ({ cells, date, machine }: { cells: string; date: string; machine: string }) =>
    `error: median of |predicted / measured - 1| over ${cells}, none of them used for the calibration, measured ${date} on ANOTHER MACHINE (${machine}). It may be larger here${HOW_TO_MEASURE}.`,
  errorCells: ({
    count,
    scenario,
    items,
    delays,
    sizes,
  }: {
    count: number
    scenario: string
    items: string
    delays: string
    sizes: string
  }) => `${count} random settings of ${scenario} (${items} items, ${delays} ms, ${sizes} KB)`,
  untested: (features: string) => `The error was not measured with ${features}.`,
  featureHttps: 'HTTPS',
  featureHostPerItem: 'one host per item',
  featureFullCheck: 'full checks',
  featureCheckCpu: 'checkCpuMs',
  featureCompressedItems: 'compressed items',
  featureFetchFaults: 'failing items',
  featurePacedBodies: 'paced bodies',
  featureNotifyRate: 'a rate limit on posts',
  featureManyDue: 'notifications for more than half of the items',
  featureSlowPosts: 'posts slower than fetches',
  featureOtherDelays: 'other delays than lognormal ones',
  featureLimits: 'limits of concurrency or threads',
  overtakesOne: ({ winners, losers, from, to }: { winners: string; losers: string; from: string; to: string }) =>
    `${winners} overtakes ${losers} between ${from} and ${to}.`,
  overtakesMany: ({ winners, losers, from, to }: { winners: string; losers: string; from: string; to: string }) =>
    `${winners} overtake ${losers} between ${from} and ${to}.`,
  leavesBehindOne: ({ winners, losers, from, to }: { winners: string; losers: string; from: string; to: string }) =>
    `${winners} pulls ahead of ${losers} between ${from} and ${to}.`,
  leavesBehindMany: ({ winners, losers, from, to }: { winners: string; losers: string; from: string; to: string }) =>
    `${winners} pull ahead of ${losers} between ${from} and ${to}.`,
  moreFetchesThanPorts: (strategy: string, ports: string) =>
    `${strategy} would fail at the largest sizes: it has more fetches in flight than Linux has ports (${ports} by default). Limit it with --concurrency.`,
  itemsGivenUp: ({
    share,
    headersTimeoutMs,
    bodyTimeoutMs,
    fetchTimeoutMs,
  }: {
    share: string
    headersTimeoutMs: number
    bodyTimeoutMs: number
    fetchTimeoutMs: number
  }) =>
    `Up to ${share} of the items time out (after ${headersTimeoutMs} ms without headers, ${bodyTimeoutMs} ms without data or ${fetchTimeoutMs} ms in total).`,
  postsGivenUp: (share: string, answerTimeoutMs: number) =>
    `The posts of up to ${share} of the items time out (after ${answerTimeoutMs} ms): whether they were delivered is unknown.`,
  notifyFaultsLeftOut: 'Failures of posts that the scenario configures are not simulated.',
}
