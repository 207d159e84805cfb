/** How far the verdicts of a machine can be believed, by copies of one strategy. */
export const calibration = {
  title: (scenario: string, reference: string) => `Calibration: copies of ${reference} on ${scenario}`,
  equalCopiesTitle: 'Copies of the same strategy, compared with each other: how many comparisons, and the rate (95%)',
  intervalExcludesOneColumn: 'interval excludes 1',
  falseVerdictColumn: 'false verdict',
  noiseFloorColumn: 'noise floor',
  shuffledRow: 'in shuffled iterations',
  blockedRow: 'one after the other',
  noiseFloorNote:
    'Nominal: 5% of the intervals exclude 1. Noise floor: half of such an interval, as a share of the time (median); what is smaller is more often missed than found, by one analysis at 6 processes or by as many runs.',
  blockedNote:
    'One after the other: as many runs of the same copies, all of the one and then all of the next, as is usual, by Welch’s t on logarithms. As in usual benchmarks there is one process for each copy, and delays of its own for each run, so that the two differ in more than the order: a difference between them is not due to the order alone.',
  slowedCopiesTitle: 'Copies that were made slower, compared with plain ones',
  calledSlowerColumn: 'called slower',
  calledEquivalentColumn: 'called equivalent',
  calledFasterColumn: 'called faster',
  slowedCopiesNote: (margin: string) => `found: the interval excludes 1; slower: it lies wholly beyond ${margin}.`,
  countOf: (count: number, of: number) => `${count} of ${of}`,
  recordingCost: ({ change, range, comparisons }: { change: string; range: string; comparisons: string }) =>
    `Recording the steps changes a run's time by ${change} (${range}, ${comparisons}).`,
  doubtfulVerdicts: (objections: string) =>
    `Do not believe what is called faster or slower on this machine: ${objections}.`,
  doubtfulSmallDifferences: (objections: string) => `Do not believe small differences on this machine: ${objections}.`,
  noObjection: (significant: string, sensitivity: string) =>
    `Nothing speaks against what is called different on this machine: ${significant}; ${sensitivity}.`,
  foundAll: (copies: number, slowdown: string) =>
    `all ${copies} copies that were ${slowdown} slower were found, by one analysis at 6 processes`,
  foundNotAll: (slowdown: string) =>
    `one analysis at 6 processes is not enough to see all that were ${slowdown} slower`,
  equalCopiesDiffer: ({ count, of, range }: { count: number; of: number; range: string }) =>
    `${count} of ${of} comparisons found equal copies to differ, which is ${range} of them (nominal 5%)`,
  equalCopiesMisjudged: ({ count, of, range }: { count: number; of: number; range: string }) =>
    `${count} of ${of} comparisons gave equal copies a false verdict, which is ${range} of them (at most 5% may be)`,
  slowerCopyCalledFaster: ({
    of,
    slowdown,
    range,
    atMost,
  }: {
    of: number
    slowdown: string
    range: string
    atMost: string
  }) =>
    `1 of ${of} copies that were ${slowdown} slower was called faster, which is ${range} of them (at most ${atMost} may be)`,
  slowerCopiesCalledFaster: ({
    count,
    of,
    slowdown,
    range,
    atMost,
  }: {
    count: number
    of: number
    slowdown: string
    range: string
    atMost: string
  }) =>
    `${count} of ${of} copies that were ${slowdown} slower were called faster, which is ${range} of them (at most ${atMost} may be)`,
}
