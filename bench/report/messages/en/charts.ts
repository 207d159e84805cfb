/** Titles, descriptions, axes and keys of charts. */
export const charts = {
  makespanAxis: 'time, ms',
  backlogTitle: 'Backlog from the first job to the last',
  backlogDescription:
    'How many more jobs were due when a job began (median over processes). A line that climbs falls behind.',
  backlogJobAxis: 'job',
  backlogDueAxis: 'jobs due',
  coldStartsContainers:
    'Filled dot: the first run of a fresh container (median, with its interval where there is one). Hollow dot: the median of the later runs.',
  coldStartsProcesses:
    'Filled dot: the first run of a fresh process (median, with its interval where there is one). Hollow dot: the median of the later runs.',
  controlsTitle: 'Control measurements',
  controlsBothDescription: (reference: string, slowdown: string) =>
    `Two copies of ${reference}: A/A runs as it is and must lie within the band; the other is slowed by ${slowdown} and must lie right of 1. Otherwise the machine is too noisy for differences of this size.`,
  controlsAaCheckDescription: (reference: string) =>
    `A copy of ${reference} (A/A) must lie within the band. Otherwise the machine is too noisy for differences of this size.`,
  ratioAxis: 'ratio',
  controlsMarginKey: (margin: string) => `within ${margin}`,
  controlsSlowedKey: (slowdown: string) => `${slowdown} slower`,
  controlsCopyColumn: 'copy',
  ratioIntervalColumn: 'ratio (interval)',
  costAndTimeUsdAxis: 'USD per million invocations',
  costAndTimeCpuAxis: 'CPU time per run, ms',
  costAndTimeUsdTitle: 'Cost and time',
  costAndTimeCpuTitle: 'CPU time and time',
  costAndTimeWithheld: 'Hollow dots have no verdict on speed and are not considered.',
  costAndTimeUsdDescription: 'Left is faster, down is cheaper; lines are intervals at 95%.',
  costAndTimeStatistics: 'Times are medians, costs are means.',
  costAndTimeUsdBest: (variant: string) => `${variant} is both the fastest and the cheapest.`,
  costAndTimeUsdFrontier: (variants: string) =>
    `No variant is both faster and cheaper than those on the line: ${variants}.`,
  costAndTimeCpuDescription:
    'Left is faster, down takes less CPU time; lines are intervals at 95%, both axes are logarithmic.',
  costAndTimeCpuBest: (variant: string) => `By medians, ${variant} is both the fastest and takes the least CPU time.`,
  costAndTimeCpuFrontier: (variants: string) =>
    `By medians, no variant is both faster and takes less CPU time than those on the line: ${variants}.`,
  costAndTimeFrontierColumn: 'on the line',
  costAndTimeOnFrontier: 'yes',
  costAndTimeOffFrontier: 'no',
  costAndTimeTimeAxis: 'time, ms, medians',
  decisionMapTitle: (rowAxis: string, columnAxis: string) =>
    `Fastest variant by ${rowAxis} (down) and ${columnAxis} (across)`,
  decisionMapDescription:
    'Each grid point shows the variants that are best there and the time of the simplest of them over the reference, in its colour. Hatched: undecided. Pale, with ~: predicted, not measured.',
  inconclusiveKey: 'undecided',
  distributionsTitle: 'All runs',
  distributionsDescription: (runs: number) =>
    `Each tick is one of ${runs} runs, each dot a median; the curve is higher where runs are denser.`,
  distributionsFailedRuns: (failed: number) => `${failed} failed runs have no time and are not drawn.`,
  distributionsLogScale: 'The axis is logarithmic.',
  distributionsRunsColumn: 'runs',
  distributionsMinColumn: 'shortest, ms',
  distributionsMedianColumn: 'median, ms',
  distributionsMaxColumn: 'longest, ms',
  ecdfTitle: 'Share of runs that had ended',
  ecdfDescription: 'A line further left is faster, a steeper one varies less, and a long flat end is a tail.',
  ecdfFailedRuns: 'Failed runs never end: their line stays below the top.',
  ecdfShareAxis: 'of all runs',
  ecdfPercentileColumn: (percent: number) => `${percent}%, ms`,
  ecdfNeverReached: 'never',
  forestLatencyTitle: (reference: string) => `Latency over ${reference}`,
  forestTimeTitle: (reference: string) => `Time over ${reference}`,
  forestLatencyDescription: ({ level, reference, margin }: { level: string; reference: string; margin: string }) =>
    `Latency divided by that of ${reference} for the same job, with its ${level} interval: left of 1 is faster. Wholly outside the band: faster or slower by more than ${margin}. Wholly within it: equivalent.`,
  forestTimeDescription: ({ level, reference, margin }: { level: string; reference: string; margin: string }) =>
    `Time divided by that of ${reference} in the same iteration, with its ${level} interval: left of 1 is faster. Wholly outside the band: faster or slower by more than ${margin}. Wholly within it: equivalent.`,
  forestEquivalentKey: (margin: string) => `equivalent: within ${margin}`,
  forestLevelColumn: 'level',
  latencyDescription:
    'Filled dot: median latency, with a line to the highest percentile that there are enough jobs for. Hollow dot: the median time of the job alone. Between them: waiting for earlier jobs.',
  memoryLacksProcessorKey: 'hollow: without the CPU share that Lambda gives',
  memorySizesTitle: 'Time and cost by memory size',
  memorySizesTime: 'Time of an invocation',
  memorySizesRunTime: 'Time of the run alone, without Lambda and the handler',
  memorySizesDescription: (reference: string, time: string) =>
    `${time} (left) and its cost (right), from their ratios to ${reference} with the intervals of the verdicts. The lines meet at ${reference}.`,
  memorySizesTimeKey: 'time',
  memorySizesCostKey: 'cost',
  memoryTimeTitle: 'Time by memory size',
  memoryTimeDescription:
    'Medians over containers, with their intervals. With more memory, Lambda gives a function more CPU.',
  memoryCostTitle: 'Cost by memory size',
  memoryCostDescription: 'USD per million warm invocations: means over containers, with intervals at 95%.',
  memoryCostAxis: 'USD per million',
  memorySizeAxis: 'memory, MB',
  phasesDescription:
    'What a run waits for along its critical path. The part in which a bar is shorter is where the difference comes from.',
  tracePhasesDescription:
    'What an invocation takes its time for. The part in which a bar is shorter is where the difference comes from.',
  phasesTimeAxis: 'ms, means',
  sweepLinesTitle: (axis: string) => `Time by ${axis}`,
  sweepLinesDescription: 'Median times with intervals at 95%. The strip above shows the simplest of the best variants.',
  sweepLinesPredicted: 'Small pale dots and pale parts of the strip are predicted, not measured.',
  sweepLinesCrossovers: 'A numbered line is a crossover, with its interval as a band.',
  waterfallSlowestLanes: (slowest: number, total: number) =>
    `a lane for each of the ${slowest} slowest of ${total} items`,
  waterfallAllLanes: 'a lane for each item',
  waterfallIterationLocal: (iteration: number, block: number) => `Iteration ${iteration} of process ${block}`,
  waterfallIterationTraced: (iteration: number, container: number) =>
    `Iteration ${iteration} of container ${container}, from its traces`,
  waterfallTitle: 'One run of each, step by step',
  waterfallDescription: (iteration: string, lanes: string) =>
    `${iteration}, the recorded one closest to the medians: ${lanes}, and below it how many steps were in progress.`,
  waterfallOfPrograms: (programs: string, count: number) =>
    count === 1
      ? `${programs} is a program, whose steps are not known.`
      : `${programs} are programs, whose steps are not known.`,
  waterfallUnrecorded: (variants: string) => `No steps were recorded for ${variants}.`,
  waterfallEventLoopDelayKey: 'event-loop delay',
  waterfallEndColumn: 'last step ended, ms',
  waterfallItemsColumn: 'items',
  waterfallMaxConcurrencyColumn: 'max. concurrent steps',
  waterfallStepSumColumn: (step: string) => `${step}, sum ms`,
  waterfallCloserTitle: (variants: string) => `Closer: ${variants}`,
  waterfallPanelLabel: ({
    variant,
    milliseconds,
    maxConcurrency,
  }: {
    variant: string
    milliseconds: string
    maxConcurrency: number
  }) => `${variant}: ${milliseconds} ms, max. ${maxConcurrency} concurrent`,
  waterfallTimeAxis: 'ms from the start of the run',
  withheldKey: 'hollow: no verdict on speed',
}
