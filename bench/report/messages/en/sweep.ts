/** Sweeps: cells, crossovers, what to ship where. */
export const sweep = {
  adviceOutputMismatch: (places: string) =>
    `Do not pick by speed: the strategies did not tell people the same ${places}.`,
  useInEveryCell: (variant: string, criteria: string) =>
    `Ship ${variant}: in every measured cell it is the best, or cannot be told apart from it${criteria}.`,
  dependsOnAxis: ({ axis, criteria, choices }: { axis: string; criteria: string; choices: string }) =>
    `What to ship depends on ${axis}${criteria}: ${choices}.`,
  timeOverReference: (range: string, reference: string) => `Its time is ${range} of ${reference}'s.`,
  dependsOnCell: (criteria: string) =>
    `No strategy is the best everywhere${criteria}: which one to ship depends on the cell.`,
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
    `Ship ${variant}: it is the best, or cannot be told apart from it, in all ${decided} of ${measured} measured cells in which something is decided${criteria}.`,
  choiceNoneEligible: 'nothing (none keeps to the limits)',
  choiceInconclusive: 'nothing certain',
  choiceAtValue: (choice: string, value: string) => `${choice} at ${value}`,
  choiceOverNumbers: ({ choice, first, last }: { choice: string; first: string; last: string }) =>
    `${choice} from ${first} to ${last}`,
  choiceOverValues: ({ choice, first, last }: { choice: string; first: string; last: string }) =>
    `${choice} at ${first} to ${last}`,
  inAnyMeasuredCell: 'in any measured cell',
  loosenConstraints: 'Loosen them, or try a lower --set limits.concurrency.',
  inAnyCell: 'in any cell',
  inAnyEligibleCell: 'in any cell where something keeps to the limits',
  mockServerSaturated: (places: string) =>
    `Nothing can be said ${places}: the mock server was too late; use longer delays, or a quieter machine.`,
  referenceExcluded: ({ objective, places, reason }: { objective: string; places: string; reason: string }) =>
    `Nothing can be picked for ${objective} ${places}: of the reference ${reason}.`,
  inconclusive: (places: string) => `Nothing is decided ${places}.`,
  inconclusiveMoreBlocks: (places: string) =>
    `Nothing is decided ${places}: let it run to more forks, or close other programs.`,
  aaCheckFailedCells: (cells: number) => `A/A guard failed in ${cells}`,
  sensitivityCheckMissedCells: (cells: number) => `planted arm missed in ${cells}`,
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
  }) => `In ${unfit} of ${measured} cells the machine was not fit for the margin (${causes}): ${remedies}.`,
  criteriaConstraints: ', within the limits',
  criteriaObjectiveConstraints: (objective: string) => `, picked for ${objective} within the limits`,
  criteriaObjective: (objective: string) => `, picked for ${objective}`,
  noneEligible: (places: string) => `Nothing keeps to the limits ${places}.`,
  noneJudgedEligible: (places: string) => `Nothing that could be judged keeps to the limits ${places}.`,
  excludedByConstraints: (exclusions: string) => `Left out by the limits: ${exclusions}.`,
  unjudgedByObjective: (objective: string, exclusions: string) => `Not to be judged by ${objective}: ${exclusions}.`,
  excludedPlaces: ({ excluded, cells, places }: { excluded: number; cells: number; places: string }) =>
    `in ${excluded} of ${cells} cells, ${places}`,
  excludedForSeveralReasons: ({ variant, places, reason }: { variant: string; places: string; reason: string }) =>
    `${variant} ${places} (such as ${reason})`,
  title: (name: string, axes: string) => `${name}: a sweep over ${axes}`,
  inEveryCell: 'in every cell',
  atPlacesAndMore: (places: string, more: number) => `at ${places} and in ${more} more cells`,
  atPlaces: (places: string) => `at ${places}`,
  cellsTitleOneReference: (reference: string, axes: string) => `Time over ${reference}, and the word, by ${axes}`,
  cellsTitle: (axes: string) => `Time over the reference, and the word, by ${axes}`,
  bestColumn: 'best',
  referenceTimeColumn: 'reference ms',
  intervalsInMarkdown: 'Intervals are in report.md.',
  bestLegend: (criteria: string) =>
    `best${criteria}: those surely better than the reference that cannot be told apart from the best of them, else the reference with what is not surely worse, joined by /; ? where nothing is decided`,
  legendWithNoneEligible: ({ best, noneMark, names }: { best: string; noneMark: string; names: string }) =>
    `${best}; ${noneMark} where nothing keeps to the limits. ${names}.`,
  legend: (best: string, names: string) => `${best}. ${names}.`,
  noneEligibleMark: 'none',
  noCrossover: (axis: string) =>
    `Along ${axis}: no crossover; no two strategies surely change places within what was measured.`,
  crossoversTitle: 'Where strategies overtake one another (95 %)',
  crossoversOfTimeAlone: (criteria: string) => `Of time alone: what to ship${criteria}, need not change there.`,
  moreCrossoversInMarkdown: (count: number) =>
    `${count} more, which do not change what is best there, are in report.md.`,
  crossoversInMarkdown: (count: number) => `There are ${count}, in report.md.`,
  axisItems: (count: string) => `${count} feeds`,
  axisEvents: (count: string) => `${count} events a feed`,
  axisDescriptionBytes: (bytes: string) => `${bytes} bytes of description an event`,
  axisFetchDelay: (milliseconds: string) => `a feed delay of ${milliseconds} ms`,
  axisMedianFetchDelay: (milliseconds: string) => `a median feed delay of ${milliseconds} ms`,
  axisNotifyDelay: (milliseconds: string) => `a Slack delay of ${milliseconds} ms`,
  axisMedianNotifyDelay: (milliseconds: string) => `a median Slack delay of ${milliseconds} ms`,
  axisDnsDelay: (milliseconds: string) => `a lookup of ${milliseconds} ms`,
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
    `${value} on, ${variant} is surely faster than ${behind} wherever they can be compared.`,
  leadMany: ({ value, variants, behind }: { value: string; variants: string; behind: string }) =>
    `${value} on, ${variants} are surely faster than ${behind} wherever they can be compared.`,
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
    `${measured} of ${planned} cells, ${blocks} forks each, ${iterations}, ${duration}; on this machine, ${environment}`,
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
    `${measured} of ${planned} cells, ${minBlocks} to ${maxBlocks} forks each, ${iterations}, ${duration}; on this machine, ${environment}`,
  deliveriesAgree: 'Ledger: in every cell every strategy told people exactly the same.',
  deliveriesDiffer: (places: string) => `Ledger: the strategies did NOT tell people the same ${places}.`,
  aaCheckPassed: 'A/A guard: passed in every cell.',
  aaCheckFailed: (places: string) =>
    `A/A guard: failed, so that only what lies wholly beyond the margin is said, ${places}.`,
  sensitivityCheckFound: 'Planted arm: found in every cell.',
  sensitivityCheckMissed: (places: string) =>
    `Planted arm: missed, so that only what lies wholly beyond the margin is said, ${places}.`,
  unpredicted: (reason: string) => `Not predicted between the measured cells: ${reason}.`,
  environmentsDiffer: (environments: string) => `Not measured alike, so that cells need not agree: ${environments}.`,
  cellsLeft: (left: number, planned: number) =>
    `${left} of ${planned} cells are not measured yet: the same command, with the same --out, goes on with them.`,
  predictionError: ({ cells, medianRatio, range }: { cells: number; medianRatio: string; range: string }) =>
    `~: predicted, not measured, and without a word. Costs are those of the sequential runs; at the ${cells} measured cells predicted times of the other strategies were ${medianRatio} of the measured ones (${range}).`,
  predictedTimesOnly: (criteria: string) => `Of them only times are predicted, and no best${criteria}, is.`,
  unjudgedAtPlaces: (verdict: string, places: string) => `${verdict} ${places}.`,
  judgedQuick: 'quick',
  judgedBeforeLastLook: (cells: number) => `${cells} before the last look`,
  judgedPerCell: (details: string) => `Each cell is judged by itself: ${details}.`,
  crossoverConfidence: (intervals: number, comparisons: number) =>
    `Crossovers, and who is surely faster from where on: ${intervals} intervals, of every two strategies in every cell, each at the alpha of its cell over ${comparisons}, so that they hold together at 95 % whichever looks cells end at; from cell to cell the log of the ratio is taken for straight, over the log of the value where all are above 0.`,
  environment: ({ cores, cpu, node, revision }: { cores: number; cpu: string; node: string; revision: string }) =>
    `${cores} cores of ${cpu}, Node ${node}, revision ${revision}`,
  unpredictedTooMany: (cells: number, limit: number) => `${cells} lie there, more than ${limit}`,
  unpredictedWithoutSteps: (cells: number, total: number) =>
    `${cells} of ${total}, whose steps no run of sequential without failures tells of`,
}
