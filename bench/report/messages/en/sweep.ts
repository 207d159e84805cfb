/** Sweeps: grid points, crossovers, what to use where. */
export const sweep = {
  adviceOutputMismatch: (places: string) =>
    `No recommendation: ${places}, some variants did not send the same notifications, or sent some more than once.`,
  useInEveryCell: (variant: string, criteria: string) =>
    `Recommended at every measured grid point${criteria}: ${variant}, the fastest or without a significant difference from it.`,
  dependsOnAxis: ({ axis, criteria, choices }: { axis: string; criteria: string; choices: string }) =>
    `The recommendation depends on ${axis}${criteria}: ${choices}.`,
  timeOverReference: (range: string, reference: string) => `It takes ${range} of the time of ${reference}.`,
  dependsOnCell: (criteria: string) => `The recommendation depends on the grid point${criteria}: see the table.`,
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
    `Recommended at ${decided} of ${measured} measured grid points${criteria}: ${variant}, the fastest or without a significant difference from it. The others are undecided.`,
  choiceNoneEligible: 'none (no variant meets the constraints)',
  choiceInconclusive: 'undecided',
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
    `No recommendation: the mock server was too slow to judge anything ${places}. Use longer delays, or a machine that is less busy.`,
  referenceExcluded: ({ objective, places, reason }: { objective: string; places: string; reason: string }) =>
    `No recommendation by ${objective} ${places}: the reference cannot be used (${reason}).`,
  inconclusive: (places: string) => `No recommendation yet: nothing is decided ${places}.`,
  inconclusiveMoreBlocks: (places: string) =>
    `No recommendation yet: nothing is decided ${places}. Let it run longer, or close other programs.`,
  criteriaConstraints: ' within the constraints',
  criteriaObjectiveConstraints: (objective: string) => ` by ${objective}, within the constraints`,
  criteriaObjective: (objective: string) => ` by ${objective}`,
  noneEligible: (places: string) => `No variant meets the constraints ${places}.`,
  noneJudgedEligible: (places: string) => `No variant that could be judged meets the constraints ${places}.`,
  excludedByConstraints: (exclusions: string) => `excluded by the constraints: ${exclusions}`,
  unjudgedByObjective: (objective: string, exclusions: string) => `cannot be judged by ${objective}: ${exclusions}`,
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
  referenceColumn: 'reference',
  referenceTimeColumn: 'reference ms',
  bestLegend: (criteria: string) =>
    `best${criteria}: the variants without a significant difference from the fastest that are significantly faster than the reference; otherwise the reference and those that are not significantly slower. ? where nothing is decided`,
  legendWithNoneEligible: ({ best, noneMark, names }: { best: string; noneMark: string; names: string }) =>
    `${best}; ${noneMark} where no variant meets the constraints. ${names}.`,
  legend: (best: string, names: string) => `${best}. ${names}.`,
  noneEligibleMark: 'none',
  noCrossover: (axis: string) =>
    `Along ${axis}: no two variants change places significantly within the measured range.`,
  crossoversTitle: 'Crossovers: where one variant overtakes another (95%)',
  crossoversOfTimeAlone: (criteria: string) =>
    `Crossovers are by time alone; the recommendation${criteria} need not change there.`,
  moreCrossovers: (count: number) => `${count} more do not change the recommendation.`,
  crossoversElsewhere: (count: number) => `There are ${count}; none changes the recommendation.`,
  axisItems: (count: string) => `${count} items`,
  axisEvents: (count: string) => `${count} events an item`,
  axisItemBytes: (bytes: string) => `${bytes} bytes an item`,
  axisDescriptionBytes: (bytes: string) => `${bytes} bytes of description an event`,
  axisFetchDelay: (milliseconds: string) => `a fetch delay of ${milliseconds} ms`,
  axisMedianFetchDelay: (milliseconds: string) => `a median fetch delay of ${milliseconds} ms`,
  axisNotifyDelay: (milliseconds: string) => `a Slack delay of ${milliseconds} ms`,
  axisMedianNotifyDelay: (milliseconds: string) => `a median Slack delay of ${milliseconds} ms`,
  axisDnsDelay: (milliseconds: string) => `a lookup of ${milliseconds} ms`,
  axisCheckCpu: (milliseconds: string) => `${milliseconds} ms of CPU a check`,
  axisConcurrency: (concurrency: string) => `a concurrency of ${concurrency}`,
  axisThreads: (count: string) => `${count} threads`,
  crossoverItemSize: (kilobytes: string) => `about ${kilobytes} KB an item`,
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
  unpredicted: (reason: string) => `no predictions between the measured grid points: ${reason}`,
  environmentsDiffer: (environments: string) =>
    `not all grid points were measured on the same machine and revision: ${environments}`,
  cellsLeft: (left: number, planned: number) =>
    `${left} of ${planned} grid points are not measured yet; the same command with the same --output continues`,
  predictionError: ({ cells, medianRatio, range }: { cells: number; medianRatio: string; range: string }) =>
    `values marked ~ are predicted from the sequential runs, without a verdict; at the ${cells} measured grid points, predicted times were ${medianRatio} of the measured ones (${range})`,
  predictedTimesOnly: (criteria: string) => `Only times are predicted, not what is best${criteria}.`,
  unjudgedAtPlaces: (verdict: string, places: string) => `${verdict} ${places}`,
  judgedQuick: 'quick',
  judgedBeforeLastLook: (cells: number) => `${cells} before the last interim analysis`,
  judgedPerCell: (details: string) => `each grid point is judged on its own: ${details}.`,
  crossoverConfidence: (intervals: number, comparisons: number) =>
    `Crossovers rest on ${intervals} intervals, one for every two variants at every grid point, each at its alpha over ${comparisons}, so that together they hold at 95%. Between grid points the log of the ratio is interpolated linearly, over the log of the value where all values are above 0.`,
  environment: ({ cores, cpu, node, revision }: { cores: number; cpu: string; node: string; revision: string }) =>
    `${cores} cores of ${cpu}, Node ${node}, revision ${revision}`,
  unpredictedTooMany: (cells: number, limit: number) => `${cells} grid points, more than the limit of ${limit}`,
  unpredictedWithoutSteps: (cells: number, total: number) =>
    `at ${cells} of ${total} no run of sequential succeeded that shows the cost of the steps`,
  cellsMeasured: (measured: number, planned: number) => `${measured} of ${planned} grid points`,
  blocksPerCell: (processes: string) => `${processes} per variant each`,
  sameOutput: 'all variants sent the same notifications at every grid point',
  outputDiffers: (places: string) =>
    `${places}, some variants did not send the same notifications, or sent some more than once`,
  noisePassed: 'the reference against itself: within the margin at every grid point',
  noiseFailed: (places: string) =>
    `${places}, the reference against itself is not within the margin; only large differences are judged there`,
  sensitivityFound: 'the slowed copy was detected at every grid point',
  sensitivityMissed: (places: string) =>
    `${places}, the slowed copy was not detected; only large differences are judged there`,
  notJudgedName: 'not judged',
  constraintsName: 'constraints',
  environmentsName: 'machine',
  unmeasuredName: 'unfinished',
  predictionName: 'prediction',
  alphaShared: (alpha: string, comparisons: string) => `alpha ${alpha}, shared by ${comparisons}`,
  moreCells: (cells: number) => `${cells} more grid points with --verbose.`,
  tooFewBlocks:
    'No verdict: no grid point has reached its first interim analysis. Run the same command again to continue.',
}
