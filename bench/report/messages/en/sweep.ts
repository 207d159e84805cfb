/** Sweeps: grid points, crossovers, what to use where. */
export const sweep = {
  adviceOutputMismatch: (places: string) =>
    `Do not pick by speed: the strategies did not send the same notifications ${places}.`,
  useInEveryCell: (variant: string, criteria: string) =>
    `Use ${variant}: at every measured grid point it is the best, or does not differ significantly from it${criteria}.`,
  dependsOnAxis: ({ axis, criteria, choices }: { axis: string; criteria: string; choices: string }) =>
    `What to use depends on ${axis}${criteria}: ${choices}.`,
  timeOverReference: (range: string, reference: string) => `Its time is ${range} of ${reference}'s.`,
  dependsOnCell: (criteria: string) =>
    `No strategy is the best everywhere${criteria}: which one to use depends on the grid point.`,
  useWhereDecided: ({
    variant,
    decided,
    measured,
    criteria,
  }: {
    variant: string
    decided: number
    measured: number
    criteria: string
  }) =>
    `Use ${variant}: it is the best, or does not differ significantly from it, at all ${decided} of ${measured} measured grid points at which something is decided${criteria}.`,
  choiceNoneEligible: 'nothing (none meets the constraints)',
  choiceInconclusive: 'nothing certain',
  choiceAtValue: (choice: string, value: string) => `${choice} at ${value}`,
  choiceOverNumbers: ({ choice, first, last }: { choice: string; first: string; last: string }) =>
    `${choice} from ${first} to ${last}`,
  choiceOverValues: ({ choice, first, last }: { choice: string; first: string; last: string }) =>
    `${choice} at ${first} to ${last}`,
  inAnyMeasuredCell: 'at any measured grid point',
  loosenConstraints: 'Loosen them, or try a lower --set limits.concurrency.',
  inAnyCell: 'at any grid point',
  inAnyEligibleCell: 'at any grid point where something meets the constraints',
  mockServerSaturated: (places: string) =>
    `Nothing can be said ${places}: the mock server was too late; use longer delays, or a quieter machine.`,
  referenceExcluded: ({ objective, places, reason }: { objective: string; places: string; reason: string }) =>
    `Nothing can be picked for ${objective} ${places}: of the reference ${reason}.`,
  inconclusive: (places: string) => `Nothing is decided ${places}.`,
  inconclusiveMoreBlocks: (places: string) =>
    `Nothing is decided ${places}: let it run to more processes, or close other programs.`,
  aaCheckFailedCells: (cells: number) => `A/A check failed at ${cells}`,
  sensitivityCheckMissedCells: (cells: number) => `slower copy missed at ${cells}`,
  unfitCells: ({
    unfit,
    measured,
    causes,
    remedies,
  }: {
    unfit: number
    measured: number
    causes: string
    remedies: string
  }) => `At ${unfit} of ${measured} grid points the machine was not fit for the margin (${causes}): ${remedies}.`,
  criteriaConstraints: ', within the constraints',
  criteriaObjectiveConstraints: (objective: string) => `, picked for ${objective} within the constraints`,
  criteriaObjective: (objective: string) => `, picked for ${objective}`,
  noneEligible: (places: string) => `Nothing meets the constraints ${places}.`,
  noneJudgedEligible: (places: string) => `Nothing that could be judged meets the constraints ${places}.`,
  excludedByConstraints: (exclusions: string) => `Left out by the constraints: ${exclusions}.`,
  unjudgedByObjective: (objective: string, exclusions: string) => `Not to be judged by ${objective}: ${exclusions}.`,
  excludedPlaces: ({ excluded, cells, places }: { excluded: number; cells: number; places: string }) =>
    `at ${excluded} of ${cells} grid points, ${places}`,
  excludedForSeveralReasons: ({ variant, places, reason }: { variant: string; places: string; reason: string }) =>
    `${variant} ${places} (such as ${reason})`,
  title: (name: string, axes: string) => `${name}: a sweep over ${axes}`,
  inEveryCell: 'at every grid point',
  atPlacesAndMore: (places: string, more: number) => `at ${places} and ${more} more grid points`,
  atPlaces: (places: string) => `at ${places}`,
  cellsTitleOneReference: (reference: string, axes: string) => `Time over ${reference}, and the verdict, by ${axes}`,
  cellsTitle: (axes: string) => `Time over the reference, and the verdict, by ${axes}`,
  bestColumn: 'best',
  referenceTimeColumn: 'reference ms',
  intervalsInMarkdown: 'Intervals are in report.md.',
  bestLegend: (criteria: string) =>
    `best${criteria}: those significantly better than the reference that do not differ significantly from the best of them, else the reference with what is not significantly worse, joined by /; ? where nothing is decided`,
  legendWithNoneEligible: ({ best, noneMark, names }: { best: string; noneMark: string; names: string }) =>
    `${best}; ${noneMark} where nothing meets the constraints. ${names}.`,
  legend: (best: string, names: string) => `${best}. ${names}.`,
  noneEligibleMark: 'none',
  noCrossover: (axis: string) =>
    `Along ${axis}: no crossover; no two strategies change places significantly within what was measured.`,
  crossoversTitle: 'Where strategies overtake one another (95 %)',
  crossoversOfTimeAlone: (criteria: string) => `Of time alone: what to use${criteria}, need not change there.`,
  moreCrossoversInMarkdown: (count: number) =>
    `${count} more, which do not change what is best there, are in report.md.`,
  crossoversInMarkdown: (count: number) => `There are ${count}, in report.md.`,
  axisItems: (count: string) => `${count} feeds`,
  axisEvents: (count: string) => `${count} events a feed`,
  axisItemBytes: (bytes: string) => `${bytes} bytes a feed`,
  axisDescriptionBytes: (bytes: string) => `${bytes} bytes of description an event`,
  axisFetchDelay: (milliseconds: string) => `a feed delay of ${milliseconds} ms`,
  axisMedianFetchDelay: (milliseconds: string) => `a median feed delay of ${milliseconds} ms`,
  axisNotifyDelay: (milliseconds: string) => `a Slack delay of ${milliseconds} ms`,
  axisMedianNotifyDelay: (milliseconds: string) => `a median Slack delay of ${milliseconds} ms`,
  axisDnsDelay: (milliseconds: string) => `a lookup of ${milliseconds} ms`,
  axisCheckCpu: (milliseconds: string) => `${milliseconds} ms of CPU a check`,
  axisConcurrency: (concurrency: string) => `a concurrency of ${concurrency}`,
  axisThreads: (count: string) => `${count} threads`,
  crossoverItemSize: (kilobytes: string) => `about ${kilobytes} KB a feed`,
  crossover: ({ overtaking, overtaken, place }: { overtaking: string; overtaken: string; place: string }) =>
    `${overtaking} overtakes ${overtaken} at ${place}.`,
  crossoverAtCoordinates: ({
    coordinates,
    overtaking,
    overtaken,
    place,
  }: {
    coordinates: string
    overtaking: string
    overtaken: string
    place: string
  }) => `At ${coordinates}, ${overtaking} overtakes ${overtaken} at ${place}.`,
  leadOne: ({ value, variant, behind }: { value: string; variant: string; behind: string }) =>
    `${value} on, ${variant} is significantly faster than ${behind} wherever they can be compared.`,
  leadMany: ({ value, variants, behind }: { value: string; variants: string; behind: string }) =>
    `${value} on, ${variants} are significantly faster than ${behind} wherever they can be compared.`,
  leadFrom: (lead: string) => `From ${lead}`,
  leadFromAtCoordinates: (coordinates: string, lead: string) => `At ${coordinates}, from ${lead}`,
  measuredEqualBlocks: ({
    measured,
    planned,
    blocks,
    iterations,
    duration,
    environment,
  }: {
    measured: string
    planned: number
    blocks: number
    iterations: string
    duration: string
    environment: string
  }) =>
    `${measured} of ${planned} grid points, ${blocks} processes each, ${iterations}, ${duration}; on this machine, ${environment}`,
  measuredBlockRange: ({
    measured,
    planned,
    minBlocks,
    maxBlocks,
    iterations,
    duration,
    environment,
  }: {
    measured: string
    planned: number
    minBlocks: number
    maxBlocks: number
    iterations: string
    duration: string
    environment: string
  }) =>
    `${measured} of ${planned} grid points, ${minBlocks} to ${maxBlocks} processes each, ${iterations}, ${duration}; on this machine, ${environment}`,
  deliveriesAgree: 'Delivery check: at every grid point every strategy sent exactly the same notifications.',
  deliveriesDiffer: (places: string) => `Delivery check: the strategies did NOT send the same notifications ${places}.`,
  aaCheckPassed: 'A/A check: passed at every grid point.',
  aaCheckFailed: (places: string) =>
    `A/A check: failed, so that only what lies wholly beyond the margin is said, ${places}.`,
  sensitivityCheckFound: 'Sensitivity check: slower copy found at every grid point.',
  sensitivityCheckMissed: (places: string) =>
    `Sensitivity check: slower copy missed, so that only what lies wholly beyond the margin is said, ${places}.`,
  unpredicted: (reason: string) => `Not predicted between the measured grid points: ${reason}.`,
  environmentsDiffer: (environments: string) =>
    `Not measured alike, so that grid points need not agree: ${environments}.`,
  cellsLeft: (left: number, planned: number) =>
    `${left} of ${planned} grid points are not measured yet: the same command, with the same --out, goes on with them.`,
  predictionError: ({ cells, medianRatio, range }: { cells: number; medianRatio: string; range: string }) =>
    `~: predicted, not measured, and without a verdict. Costs are those of the sequential runs; at the ${cells} measured grid points predicted times of the other strategies were ${medianRatio} of the measured ones (${range}).`,
  predictedTimesOnly: (criteria: string) => `Of them only times are predicted, and no best${criteria}, is.`,
  unjudgedAtPlaces: (verdict: string, places: string) => `${verdict} ${places}.`,
  judgedQuick: 'quick',
  judgedBeforeLastLook: (cells: number) => `${cells} before the last interim analysis`,
  judgedPerCell: (details: string) => `Each grid point is judged by itself: ${details}.`,
  crossoverConfidence: (intervals: number, comparisons: number) =>
    `Crossovers, and who is significantly faster from where on: ${intervals} intervals, of every two strategies at every grid point, each at its alpha over ${comparisons}, so that they hold together at 95 % whichever interim analyses grid points end at; from one to the next the log of the ratio is taken for straight, over the log of the value where all are above 0.`,
  environment: ({ cores, cpu, node, revision }: { cores: number; cpu: string; node: string; revision: string }) =>
    `${cores} cores of ${cpu}, Node ${node}, revision ${revision}`,
  unpredictedTooMany: (cells: number, limit: number) => `${cells} lie there, more than ${limit}`,
  unpredictedWithoutSteps: (cells: number, total: number) =>
    `${cells} of ${total}, of whose steps no run of sequential without failures shows the cost`,
}
