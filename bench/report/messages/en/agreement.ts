/** Whether two results, of any places, say the same. */
export const agreement = {
  title: (a: string, b: string) => `Agreement of two results: ${a} and ${b}`,
  subject: (name: 'A' | 'B', description: string) => `${name}: ${description}`,
  otherMemorySizes: 'Not the same size of memory: that alone makes a difference.',
  otherScenarios: (a: string, b: string) => `Not the same scenario (${a} and ${b}): that alone makes a difference.`,
  emulatedLab: 'lab (LOCAL EMULATION)',
  tableTitle: (reference: string) => `Time over ${reference} in A, in B, and A's over B's`,
  variantSame: (variant: string, verdict: string) => `${variant}: ${verdict} in both`,
  variantDifferent: ({ variant, a, b }: { variant: string; a: string; b: string }) =>
    `${variant}: ${a} in A, ${b} in B`,
  variantContradicting: ({ variant, a, b }: { variant: string; a: string; b: string }) =>
    `${variant}: THEY CONTRADICT EACH OTHER: ${a} in A, ${b} in B`,
  sameExtent: (sides: string) => `${sides}; to the same extent, within the margin.`,
  otherExtent: (sides: string) => `${sides}; to a significantly different extent, beyond the margin.`,
  undecidedExtent: (sides: string) => `${sides}; whether to the same extent is undecided.`,
  withheldExtent: (sides: string, reasons: string) =>
    `${sides}; whether to the same extent cannot be said: ${reasons}.`,
  levelOf: (name: string, level: string) => `${name}'s of ${level}`,
  levels: (levels: string) => `Intervals: ${levels}.`,
  levelsOne: (levels: string) =>
    `Intervals: ${levels}; wherever A and B have stopped, the last one holds at 95% or more.`,
  levelsMany: (levels: string) =>
    `Intervals: ${levels}; wherever A and B have stopped, the last ones hold all together at 95% or more.`,
  onlyInOne: (variants: string) => `Only in one of the two: ${variants}.`,
  extent: (margin: string, extents: string) => `The extent, by a margin of ${margin}: ${extents}.`,
  extentSame: (variants: string) => `the same for ${variants}`,
  extentDifferent: (variants: string) => `significantly DIFFERENT for ${variants}`,
  extentUndecided: (variants: string) => `undecided for ${variants}`,
  extentWithheld: (variants: string) => `cannot be said for ${variants}`,
  noSharedRatio: 'no ratio is in both',
  sameWinner: (winners: string) => `The winner agrees: ${winners}.`,
  otherWinner: (a: string, b: string) => `The winner DIFFERS: ${a} in A, ${b} in B.`,
  undecidedWinner: (a: string, b: string) => `Whether the winner agrees cannot be said: ${a} in A, ${b} in B.`,
  noWinner: 'none',
  beforeFirstLook: (name: string) => `${name} has not reached an interim analysis`,
  noAaCheck: (name: string) => `${name} has no A/A check`,
  aaCheckFailed: (name: string) => `${name}'s A/A check failed`,
  sensitivityCheckMissed: (name: string) => `${name}'s sensitivity check missed the slower copy`,
  silentVerdict: (name: string, verdict: string) =>
    `${name}'s verdict "${verdict}" says nothing about speed (see ${name}'s report)`,
  noRatioProcesses: (name: string) => `${name} has no ratio of it, which takes 2 processes`,
  noRatioContainers: (name: string) => `${name} has no ratio of it, which takes 2 containers`,
  aaCheckNote: ({ name, outcome, remedy }: { name: string; outcome: string; remedy: string }) =>
    `${name}'s A/A check: ${outcome}; ${remedy}.`,
  sensitivityCheckNote: ({ name, outcome, remedy }: { name: string; outcome: string; remedy: string }) =>
    `${name}'s sensitivity check: ${outcome}; ${remedy}.`,
  remedySecondCopy: 'measure the same with utakata ab, which takes a second copy along',
  remedyFirstLook: 'let it run to its first interim analysis',
  remedyContainers: (containers: number) => `it takes ${containers} containers of each`,
}
