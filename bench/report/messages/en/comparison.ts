/** Titles, columns and cells of the tables of variants. */
export const comparison = {
  limit: (name: string, value: number | string) => `${name} ${value}`,
  limitConcurrency: 'concurrency',
  limitThreads: 'threads',
  limitBuffer: 'buffer',
  limitUnbounded: 'unbounded',
  costTitle: 'Mean time and cost, slow runs included (95%)',
  meanTimeColumn: 'mean ms',
  costColumn: 'cost',
  costRatioColumn: (reference: string) => `cost over ${reference}`,
  millisecondsColumn: (name: string) => `${name} ms`,
  costBasisBilled: 'Cost: from the billed time',
  costBasisTime: 'Cost: of the mean time, as services bill that charge by the millisecond',
  costBasisWithLevel: (basis: string, level: number) =>
    `${basis}; its intervals are at ${level}%, like those of the speed-ups.`,
  quantileNeeds: (quantile: string, needed: number) => `${quantile} (${needed} needed)`,
  quantilesOfRuns: (quantiles: string) =>
    `${quantiles}: these intervals assume independent runs; runs of one process are not fully independent.`,
  quantilesOfContainers: (quantiles: string) =>
    `${quantiles}: over containers, each by the mean of its warm invocations.`,
  tooFewRuns: (requirements: string, available: number) => `Too few runs for ${requirements}: ${available} available.`,
  tooFewContainers: (requirements: string, available: number) =>
    `Too few containers for ${requirements}: ${available} available.`,
  coldProcessesTitle: 'Cold start: the first run of a fresh process, medians (95%)',
  processesColumn: 'processes',
  firstRunColumn: 'first run ms',
  coldOverWarmColumn: 'cold/warm',
  coldOverWarmNote:
    'cold/warm: the first run divided by the mean of the later runs of the same process (geometric mean).',
  tooFewColdProcesses: (minimum: number) => `Too few processes for a verdict on cold starts (${minimum} needed).`,
  verdictMeaning:
    'faster, slower: the whole interval lies beyond the margin. equivalent: it lies within the margin. size unclear: significantly faster or slower, perhaps by less than the margin. inconclusive: more runs are needed. Without a verdict on speed: output mismatch (other notifications than the reference), unreliable (runs failed), mock server saturated (its lag was too long), insufficient traces.',
  timeRatioMeaning:
    'Time divided by that of the reference in the same iteration, with its interval: 0.5 is half the time.',
  tieGroupColumn: 'tie group',
  tieGroupMeaning: 'Variants that share a letter do not differ significantly; a is the fastest group.',
  makespanColumn: 'time, ms (95%)',
  makespanMeaning: 'From the start of a run until the strategy has returned: median and interval.',
  usdPerMillionRunsColumn: 'USD per million runs',
  usdPerMillionRunsMeaning: 'What Lambda would bill for a million runs of the mean time.',
  usdPerMillionBilledMeaning: 'What Lambda bills for a million warm invocations, from their mean billed time.',
  failedRunsMeaning:
    'Runs that ended with an error, timed out, or had failures that the scenario did not plan. Cold runs are counted, too.',
  intervalLevelNote: (variants: string) => `Intervals at other levels: ${variants}.`,
  timeRatioColumn: (reference: string) => `time over ${reference}`,
  timeRatioColumnWithLevel: (reference: string, level: string) => `time over ${reference} (${level})`,
  overIdealColumn: 'time over ideal',
  overIdealShortColumn: 'over ideal',
  overIdealMeaning:
    'Time divided by the least time that the delays of the same run allow in this order: what exceeds 1 is CPU time and queueing.',
  firstNotificationColumn: 'first notification, ms',
  firstNotificationShortColumn: 'first ms',
  firstNotificationMeaning: 'From the start of a run until the first notification was accepted (median).',
  eventLoopDelayColumn: 'longest event-loop delay, ms',
  eventLoopDelayShortColumn: 'loop delay ms',
  eventLoopDelayMeaning: 'The longest time in a run for which the event loop of the main thread was blocked (median).',
  cpuColumn: 'CPU, ms',
  cpuShortColumn: 'CPU ms',
  cpuMeaning: 'CPU time of a run over all threads (median).',
  peakRssColumn: 'peak RSS, MB',
  peakRssShortColumn: 'RSS MB',
  peakRssMeaning: 'Peak resident memory of the process during a run (median).',
  mockServerLagColumn: 'mock-server lag',
  mockServerLagShortColumn: 'lag',
  mockServerLagMeaning: 'Actual delays of the mock server divided by the planned ones; above 1.15 there is no verdict.',
  peakConnectionsColumn: 'sockets',
  peakConnectionsMeaning: 'The most connections open at once in any run.',
  overPredictedColumn: 'measured over predicted',
  overPredictedShortColumn: 'over predicted',
  overPredictedMeaning:
    'Time divided by what the model predicts from the runs of sequential: near 1, utakata predict is reliable here.',
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
    `USD per million runs are computed, not measured: the mean time in whole milliseconds at ${memoryMb} MB (one vCPU), at ${architecture} prices of ${region} (${priceDate}). utakata ab measures them on AWS, utakata lab in a local emulation.`,
  variantColumn: 'strategy',
  verdictColumn: 'verdict',
  failedRunsColumn: 'failed runs',
  failedOfRuns: (failed: number, runs: number) => `${failed} of ${runs}`,
  failedRunsTitle: 'Failed runs',
  failureRateColumn: 'rate (95%)',
  failureReasonsColumn: 'example',
  failuresWithinRunsTitle: 'Failures of items and posts, mean per run',
  injectedFaults: 'Faults that the scenario plans meet every variant alike, and fail no run.',
  memorySizeColumn: 'memory',
  medianColumn: 'median',
  speedUpShortColumn: 'speed-up',
  speedUpColumn: 'speed-up (adjusted interval)',
  speedUp: (speedUp: string, verdict: string) => `${speedUp} ${verdict}`,
}
