/** Titles, descriptions, axes and keys of charts. */
export const charts = {
  makespanAxis: 'time, ms',
  backlogTitle: 'Backlog from the first job to the last',
  backlogDescription:
    'How many further jobs were due when one began, median over processes: a line that climbs belongs to a strategy that falls behind.',
  backlogJobAxis: 'job',
  backlogDueAxis: 'jobs that were due',
  coldStartsContainers:
    'The full dot is the first run of a fresh container, median, with its interval where there is one; the hollow one is the median of the later runs. They are never mixed.',
  coldStartsProcesses:
    'The full dot is the first run of a fresh process, median, with its interval where there is one; the hollow one is the median of the later runs. They are never mixed.',
  controlsTitle: 'Whether this can be believed',
  controlsBothDescription: (reference: string, slowdown: string) =>
    `Two copies of ${reference} ran along, one as it is (A/A) and one made ${slowdown} slower. The first has to come out within the band, the second right of 1; otherwise the machine is too noisy for differences of this size.`,
  controlsAaCheckDescription: (reference: string) =>
    `A copy of ${reference} ran along, as it is (A/A). It has to come out within the band; otherwise the machine is too noisy for differences of this size.`,
  ratioAxis: 'ratio',
  controlsMarginKey: (margin: string) => `within ${margin}`,
  controlsSlowedKey: (slowdown: string) => `${slowdown} slower`,
  controlsCopyColumn: 'copy',
  ratioIntervalColumn: 'ratio (interval)',
  costAndTimeUsdAxis: 'USD a million invocations',
  costAndTimeCpuAxis: 'CPU of a run, ms',
  costAndTimeUsdTitle: 'Cost against time',
  costAndTimeCpuTitle: 'Processor time against time',
  costAndTimeWithheld: 'Of what is hollow nothing is said here.',
  costAndTimeUsdDescription: 'The further left the faster, the further down the cheaper; bars are intervals of 95 %.',
  costAndTimeStatistics: 'Times are medians, costs are means.',
  costAndTimeUsdBest: (variant: string) => `By these, ${variant} is both the fastest and the cheapest.`,
  costAndTimeUsdFrontier: (variants: string) =>
    `By these, nothing is both faster and cheaper than what lies on the line: ${variants}.`,
  costAndTimeCpuDescription:
    'The further left the faster, the further down the less it takes of a processor; bars are intervals of 95 %, and both axes are of ratios.',
  costAndTimeCpuBest: (variant: string) => `By medians, ${variant} is both the fastest and takes the least.`,
  costAndTimeCpuFrontier: (variants: string) =>
    `By medians, nothing is both faster and takes less than what lies on the line: ${variants}.`,
  costAndTimeFrontierColumn: 'on the line',
  costAndTimeOnFrontier: 'yes',
  costAndTimeOffFrontier: 'no',
  costAndTimeTimeAxis: 'time, ms, medians',
  decisionMapTitle: (rowAxis: string, columnAxis: string) =>
    `What to use, by ${rowAxis} (down) and ${columnAxis} (across)`,
  decisionMapDescription:
    'Each cell has the colour of the simplest of those that are best there, their names, and the time of that one over the reference. Hatched: nothing is decided there. ~ and a pale colour: predicted, not measured.',
  inconclusiveKey: 'nothing decided',
  distributionsTitle: 'Every run',
  distributionsDescription: (runs: number) =>
    `Each tick is the time of one of ${runs} runs, the dot their median; hills are higher where runs are denser, each as high as its row allows.`,
  distributionsFailedRuns: (failed: number) => `${failed} more have failed, and have no time to be drawn.`,
  distributionsLogScale: 'The axis is one of ratios: equal distances are equal factors.',
  distributionsRunsColumn: 'runs',
  distributionsMinColumn: 'shortest, ms',
  distributionsMedianColumn: 'median, ms',
  distributionsMaxColumn: 'longest, ms',
  ecdfTitle: 'By when how many runs had ended',
  ecdfDescription:
    'Each line climbs from none of a strategy’s runs to all of them: one that lies further left is faster, a steep one is steady, and a long flat end is a tail.',
  ecdfFailedRuns: 'A run that failed has never ended: its line stays below the top.',
  ecdfShareAxis: 'of all runs',
  ecdfPercentileColumn: (percent: number) => `${percent} % by, ms`,
  ecdfNeverReached: 'never',
  forestLatencyTitle: (reference: string) => `Latency over ${reference}`,
  forestTimeTitle: (reference: string) => `Time over ${reference}`,
  forestLatencyDescription: ({ level, reference, margin }: { level: string; reference: string; margin: string }) =>
    `Each line is the interval of ${level} of a strategy's latency divided by that of ${reference}'s same job, the dot its estimate: left of 1 is faster. An interval that lies left or right of the whole band is significantly faster or slower by more than ${margin}; one wholly within it is equivalent.`,
  forestTimeDescription: ({ level, reference, margin }: { level: string; reference: string; margin: string }) =>
    `Each line is the interval of ${level} of a strategy's time divided by ${reference}'s in the same iteration, the dot its estimate: left of 1 is faster. An interval that lies left or right of the whole band is significantly faster or slower by more than ${margin}; one wholly within it is equivalent.`,
  forestEquivalentKey: (margin: string) => `equivalent: within ${margin}`,
  forestLevelColumn: 'interval of',
  latencyDescription:
    'The full dot is the median over all jobs, the line reaches to the highest percentile that there are jobs enough for; the hollow dot is the median of the job alone: what lies between the two dots is waiting for the jobs before it.',
  memoryLacksProcessorKey: 'hollow: without the processor that Lambda gives it',
  memoryTimeTitle: 'Time by size of memory',
  memoryTimeDescription:
    'Medians over containers with their intervals where there are any; Lambda gives a function more of a processor with more memory.',
  memoryCostTitle: 'Cost by size of memory',
  memoryCostDescription:
    'US dollars for a million warm invocations, means over containers with their intervals of 95 %.',
  memoryCostAxis: 'USD a million',
  memorySizeAxis: 'memory, MB',
  phasesDescription:
    'Each bar is what a run of a strategy waited for along the chain of steps that decides its end: what a bar is shorter by shows where the gap comes from.',
  phasesTimeAxis: 'ms, means',
  sweepLinesTitle: (axis: string) => `Time by ${axis}`,
  sweepLinesDescription:
    'Median times; bands are their intervals of 95 %. The strip above has the colour of the simplest of those that are best there.',
  sweepLinesPredicted: 'Small pale dots, and the pale parts of the strip, are predicted, not measured.',
  sweepLinesCrossovers:
    'A numbered line with its band is where one strategy overtakes another, with the interval of that place.',
  waterfallSlowestLanes: (slowest: number, total: number) =>
    `the ${slowest} slowest of ${total} feeds have a lane each`,
  waterfallAllLanes: 'each lane is a feed',
  waterfallIterationLocal: (iteration: number, block: number) => `Iteration ${iteration} of process ${block}`,
  waterfallIterationTraced: (iteration: number, container: number) =>
    `Iteration ${iteration} of container ${container}, as its traces show it`,
  waterfallTitle: 'One run of each, step by step',
  waterfallDescription: (iteration: string, lanes: string) =>
    `${iteration}, which of those kept was the nearest to the medians of all; every strategy was meant to meet the same delays: ${lanes}, from left to right as time goes by; below the lanes, how many steps were under way.`,
  waterfallUnrecorded: (variants: string) => `No steps were recorded of ${variants}.`,
  waterfallEventLoopDelayKey: 'event-loop delay',
  waterfallEndColumn: 'last step ended, ms',
  waterfallItemsColumn: 'feeds',
  waterfallMaxConcurrencyColumn: 'most steps at once',
  waterfallStepSumColumn: (step: string) => `${step}, sum ms`,
  waterfallCloserTitle: 'The same, closer: those that took less than half of the longest',
  waterfallCloserDescription: (variants: string) => `The same run of ${variants}, on an axis of time of their own.`,
  waterfallPanelLabel: ({
    variant,
    milliseconds,
    maxConcurrency,
  }: {
    variant: string
    milliseconds: string
    maxConcurrency: number
  }) => `${variant}: ${milliseconds} ms, up to ${maxConcurrency} at once`,
  waterfallTimeAxis: 'ms from the start of the run',
  withheldKey: 'hollow: nothing may be said of its speed',
}
