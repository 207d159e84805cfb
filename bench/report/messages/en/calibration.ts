/** How far the verdicts on a machine can be trusted, shown with copies of one strategy. */
export const calibration = {
  title: (scenario: string, reference: string) => `Calibration: copies of ${reference} on ${scenario}`,
  equalCopiesTitle: 'Copies of the same strategy, compared with each other: comparisons, and the rate (95%)',
  intervalExcludesOneColumn: 'interval excludes 1',
  falseVerdictColumn: 'false verdict',
  noiseFloorColumn: 'noise floor',
  shuffledRow: 'in shuffled iterations',
  blockedRow: 'in separate blocks',
  noiseFloorNote:
    'Nominal: 5% of the intervals exclude 1. Noise floor: half the width of such an interval, as a share of the time (median); one analysis at 6 processes misses most differences that are smaller.',
  blockedNote:
    'In separate blocks: the same number of runs, all of one copy before the next, as most benchmarks do it, judged by Welch’s t-test on logarithms. Each copy has one process, and each run its own delays, so a difference from the shuffled iterations is not due to the order alone.',
  slowedCopiesTitle: 'Copies that were slowed on purpose, compared with plain ones',
  calledSlowerColumn: 'called slower',
  calledEquivalentColumn: 'called equivalent',
  calledFasterColumn: 'called faster',
  slowedCopiesNote: (margin: string) =>
    `found: the interval excludes 1; slower: the whole interval lies beyond ${margin}.`,
  countOf: (count: number, of: number) => `${count} of ${of}`,
  recordingCost: ({ change, range, comparisons }: { change: string; range: string; comparisons: string }) =>
    `Recording the steps changes a run's time by ${change} (${range}, ${comparisons}).`,
  doubtfulVerdicts: (objections: string) => `Do not trust verdicts of faster or slower on this machine: ${objections}.`,
  doubtfulSmallDifferences: (objections: string) => `Do not trust small differences on this machine: ${objections}.`,
  noObjection: (significant: string, sensitivity: string) =>
    `No reason to distrust verdicts on this machine: ${significant}; ${sensitivity}.`,
  foundAll: (copies: number, slowdown: string) =>
    `one analysis at 6 processes detected all ${copies} copies that were slowed by ${slowdown}`,
  foundNotAll: (slowdown: string) =>
    `one analysis at 6 processes does not detect every copy that was slowed by ${slowdown}`,
  equalCopiesDiffer: ({ count, of, range }: { count: number; of: number; range: string }) =>
    `${count} of ${of} comparisons of equal copies found a difference (rate ${range}, nominal 5%)`,
  equalCopiesMisjudged: ({ count, of, range }: { count: number; of: number; range: string }) =>
    `${count} of ${of} comparisons of equal copies gave a false verdict (rate ${range}, at most 5% allowed)`,
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
    `1 of ${of} copies that were slowed by ${slowdown} was called faster (rate ${range}, at most ${atMost} allowed)`,
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
    `${count} of ${of} copies that were slowed by ${slowdown} were called faster (rate ${range}, at most ${atMost} allowed)`,
}
