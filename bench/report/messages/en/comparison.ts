/** Titles, columns and cells of the tables of variants. */
export const comparison = {
  limitConcurrency: 'concurrency',
  limitThreads: 'threads',
  limitBuffer: 'buffer',
  limitUnbounded: 'unbounded',
  costTitle: 'Cost follows the mean, slow runs included (95%)',
  meanTimeColumn: 'mean ms',
  costRatioColumn: (reference: string) => `cost over ${reference}`,
  millisecondsColumn: (name: string) => `${name} ms`,
  costBasisBilled: 'cost: of what was billed',
  costBasisTime: 'cost: of the time that a run takes, as whoever bills by the millisecond does',
  costBasisWithLevel: (basis: string, level: number) =>
    `${basis}; its intervals are of ${level}%, like those of the ratios above.`,
  quantileNeeds: (quantile: string, needed: number) => `${quantile} takes ${needed}`,
  quantilesOfRuns: (quantiles: string) =>
    `${quantiles}: by ranks, as if runs of one process were independent, which they are not quite.`,
  quantilesOfContainers: (quantiles: string) =>
    `${quantiles}: of containers, each by the mean of its warm invocations.`,
  tooFewRuns: (requirements: string, available: number) => `${requirements} runs of a variant; there are ${available}.`,
  tooFewContainers: (requirements: string, available: number) =>
    `${requirements} containers of a variant; there are ${available}.`,
  coldProcessesTitle: 'Cold start: the first run of a fresh process, medians (95%)',
  processesColumn: 'processes',
  firstRunColumn: 'first run ms',
  coldOverWarmColumn: 'cold/warm',
  coldOverWarmNote: 'cold/warm: the first run over the mean of the later ones of the same process, geometric means.',
  tooFewColdProcesses: (minimum: number) => `Fewer than ${minimum} processes say nothing certain about cold starts.`,
  verdictMeaning:
    'faster, slower: the whole interval lies beyond the margin; equivalent: within it; size unsure: significantly faster or slower, by how much is not known; undecided: more runs would decide; server-bound: the mock server was too late to judge it; unreliable: runs failed; wrong output: other notifications were sent. Of A/A, passed: a second copy of the reference came out alike; of +10%, found: a copy made slower came out slower.',
  timeRatioMeaning:
    'The time of a strategy divided by that of the reference in the same iteration, with its interval: 0.5 is half the time.',
  tieGroupColumn: 'tie group',
  tieGroupMeaning: 'Two that share a letter do not differ significantly; a is the fastest of those that may be judged.',
  makespanColumn: 'time, ms (95%)',
  makespanMeaning: 'From the start of a run to the end of its last step: the median, with its interval.',
  usdPerMillionRunsColumn: 'USD a million runs',
  usdPerMillionRunsMeaning: 'What Lambda would bill for a million runs like the mean one.',
  failedRunsMeaning: 'Runs that ended with an error or too late, or sent other notifications than were due.',
  intervalLevelNote: (variants: string) => `Intervals of another level: ${variants}.`,
  timeRatioColumn: (reference: string) => `time over ${reference}`,
  timeRatioColumnWithLevel: (reference: string, level: string) => `time over ${reference} (${level})`,
  overIdealColumn: 'time over ideal',
  overIdealShortColumn: 'over ideal',
  overIdealMeaning:
    'Over the least time that the delays of the same run allow this strategy: what exceeds 1 is work and queueing.',
  firstNotificationColumn: 'first notification, ms',
  firstNotificationShortColumn: 'first ms',
  firstNotificationMeaning: 'From the start of a run until the first message was accepted, median.',
  eventLoopDelayColumn: 'longest event-loop delay, ms',
  eventLoopDelayShortColumn: 'loop delay ms',
  eventLoopDelayMeaning: 'The longest time of a run in which the event loop of the main thread stood still, median.',
  cpuColumn: 'CPU, ms',
  cpuShortColumn: 'CPU ms',
  cpuMeaning: 'Processor time of a run, of all threads together, median.',
  peakRssColumn: 'peak RSS, MB',
  peakRssShortColumn: 'RSS MB',
  peakRssMeaning: 'The most memory that the process held during a run, median.',
  mockServerLagColumn: 'mock-server lag',
  mockServerLagShortColumn: 'lag',
  mockServerLagMeaning:
    'The actual delay of the mock server’s answers over the planned one: above 1.15 it was too busy to judge this strategy by.',
  peakConnectionsColumn: 'sockets',
  peakConnectionsMeaning: 'The most connections that were open at once in any run.',
  overPredictedColumn: 'measured over predicted',
  overPredictedShortColumn: 'over predicted',
  overPredictedMeaning:
    'Over what the model predicts from the runs of sequential: near 1, utakata predict can be trusted here.',
  limitsNote: (variants: string) => `Limits: ${variants}.`,
  computedCostNote: ({
    memoryMb,
    architecture,
    region,
    priceDate,
  }: {
    memoryMb: number
    architecture: string
    region: string
    priceDate: string
  }) =>
    `USD a million runs: computed, not measured: what Lambda would bill for the mean run, in whole milliseconds, with ${memoryMb} MB (one vCPU), at ${architecture} prices of ${region} (${priceDate}); utakata lab and utakata ab measure it.`,
  variantColumn: 'strategy',
  verdictColumn: 'verdict',
  failedRunsColumn: 'failed runs',
  failedOfRuns: (failed: number, runs: number) => `${failed} of ${runs}`,
  failedRunsTitle: 'Failed runs',
  failureRateColumn: 'rate (95%)',
  failureReasonsColumn: 'such as',
  failuresWithinRunsTitle: 'What went wrong with feeds and posts: how often in a run, means',
  injectedFaults: 'Faults that the scenario plans meet every variant alike, and fail no run.',
  memorySizeColumn: 'memory',
  medianColumn: 'median',
  speedUpShortColumn: 'speed-up',
  speedUpColumn: 'speed-up (adjusted interval)',
  speedUp: (speedUp: string, verdict: string) => `${speedUp} ${verdict}`,
}
