/** What to do, and why. */
export const recommendation = {
  use: (variant: string, how: string) => `Recommended for this workload: ${variant}, ${how}.`,
  useBy: (objective: string, variant: string, how: string) =>
    `Recommended for this workload by ${objective}: ${variant}, ${how}.`,
  answerMeaningAtSizes: (reference: string) => `as fast as ${reference}`,
  answerMeaning: (interval: string, reference: string) => `as fast as ${reference} (${interval})`,
  asFast: (speedUp: string, reference: string) => `${speedUp} as fast as ${reference}`,
  shareOfCost: (share: string, reference: string) => `at ${share} of the cost of ${reference}`,
  shareOfFirstNotification: (share: string, reference: string) =>
    `with its first notification after ${share} of the time of ${reference}`,
  shareOfWeighted: (share: string, reference: string) => `at ${share} of the weighted time and cost of ${reference}`,
  tied: (variant: string, others: string, isOne: boolean) =>
    `No significant difference from ${others}; ${variant} is ${isOne ? 'simpler' : 'the simplest'}.`,
  tiedSizes: (variant: string, others: string, isOne: boolean) =>
    `No significant difference from ${others}; ${variant} has ${isOne ? 'less' : 'the least'} memory.`,
  unclear: ({ advantage, reference, variants }: { advantage: string; reference: string; variants: string }) =>
    `Not significantly different from it, nor significantly ${advantage} than ${reference}: ${variants}.`,
  sizesAreLabels:
    'The lab did not give every size its share of the CPU (--verbose). Confirm the result on AWS before you use this size.',
  sizesUnverified:
    'The lab did not measure whether every size had its share of the CPU (--verbose). Confirm the result on AWS before you use this size.',
  unboundedConcurrency: 'Its concurrency is unbounded: measure at your real item count before you use it.',
  moreMemory: ({ own, other, name }: { own: string; other: string; name: string }) =>
    `It uses ${own} of memory; ${name} uses ${other}.`,
  moreMemoryThanTied: ({ own, other, name }: { own: string; other: string; name: string }) =>
    `It uses ${own} of memory; ${name}, which is otherwise not significantly worse, uses ${other}.`,
  moreMemoryThanNext: ({ own, other, name }: { own: string; other: string; name: string }) =>
    `It uses ${own} of memory; ${name}, the next best, uses ${other}.`,
  why: (reason: string) => `Why: ${reason}`,

  wrongOutput: (finding: string) => `No recommendation: ${finding}.`,
  referenceFailed: (reference: string) =>
    `No recommendation: runs of the reference failed. Fix ${reference} first; the other variants are compared with it.`,
  networkAllowed:
    'No recommendation: the job may connect to servers other than the mock (--allow-net), so that nothing is comparable.',
  mockServerSaturated:
    'No recommendation: the mock server was the bottleneck. Use fewer items, longer delays, or a machine with more cores.',
  mockServerLate:
    'No recommendation: the mock server answered too late. Close other programs, use longer delays, or use a machine with more free cores.',
  insufficientTracesLab:
    'No recommendation: too many invocations have an incomplete trace, or one that disagrees with the deliveries. Run it again.',
  insufficientTracesAws:
    'No recommendation: too many invocations have an incomplete trace, or one that disagrees with the invocation. Ask for late traces with utakata xray FOLDER, or run it again.',
  wait: (variants: string, advantage: string) =>
    `No recommendation yet: ${variants} may be ${advantage}, but the mock server was too slow to judge that. Use longer delays, or a machine that is less busy.`,
  onlyBaseline: (reference: string) => `No recommendation: only ${reference} and its older revision were measured.`,
  noCandidates: (reference: string) => `No recommendation: only ${reference} was measured.`,
  noneMeetsConstraints: 'No recommendation: no variant meets the constraints.',
  noneJudgedMeetsConstraints: 'No recommendation: no variant that could be judged meets the constraints.',
  onlyReferenceEligible: (reference: string) => `Keep ${reference}: no other variant meets the constraints.`,
  noneJudged: (reference: string, objective: string) =>
    `No recommendation: no variant besides ${reference} could be judged by ${objective}.`,
  keepReference: ({ reference, advantage, margin }: { reference: string; advantage: string; margin: string }) =>
    `Keep ${reference} for this workload: no variant is ${advantage} by more than ${margin}.`,
  inconclusive: ({ reference, advantage, margin }: { reference: string; advantage: string; margin: string }) =>
    `No recommendation yet: no variant is known to be ${advantage} than ${reference} by more than ${margin}, and some are undecided.`,
  runWithoutQuick: (maxBlocks: number) => `Run it without --quick: it then goes on to up to ${maxBlocks} processes.`,
  maxBlocksReached: (maxBlocks: number) =>
    `It has used all ${maxBlocks} processes: try a machine that is less busy, or a wider --margin.`,
  undecided: (variants: string, needed: string) => `Undecided: ${variants}. That would take about ${needed}.`,
  undecidedTime: (variants: string, needed: string, duration: string) =>
    `Undecided: ${variants}. That would take about ${needed} (${duration}).`,
  tooFewBlocksLocal: (blocks: string) =>
    `No verdict: it stopped after ${blocks}, before the first interim analysis. Let it run longer.`,
  tooFewContainersPlanned: (needed: number) =>
    `No verdict: too few containers. Let it run to its end, ${needed} per variant.`,
  tooFewContainersTraced: (minimum: number) =>
    `No verdict: too few containers. It takes traces of at least ${minimum} per variant.`,
  tooFewContainersRequested: (minimum: number) =>
    `No verdict: too few containers. Use --containers ${minimum} or more.`,
  closest: (variant: string, how: string) => `Closest: ${variant}, ${how}.`,

  remedies: (remedies: string) => `To fix that, ${remedies}`,
  remedyMoreBlocks: 'let it run longer',
  remedyMoreBlocksWithoutQuick: 'run it without --quick',
  remedyMoreContainers: 'use more --containers',
  remedyWiderMargin: 'use a wider --margin',
  remedyLongerDelays: 'use longer delays',
  remedyFixCopy: 'fix the failures of the reference',
  betterCost: 'cheaper',
  betterFirstNotification: 'earlier with its first notification',
  betterWeighted: 'better',
  objectiveScores: ({ objective, reference, scores }: { objective: string; reference: string; scores: string }) =>
    `By ${objective}, over ${reference}: ${scores}.`,
  excludedVariants: (variants: string) => `Excluded: ${variants}.`,
  excludedNoNotification: 'some runs sent no notification',
  excludedNoCost: 'the cost of some invocations is not known',
  excludedRssUnknown: 'peak memory unknown',
  excludedRss: (largest: string, limit: string) => `peak memory ${largest}, over ${limit}`,
  excludedLoopDelayUnknown: 'event-loop delay unknown',
  excludedLoopDelay: (largest: string, limit: string) => `event-loop delay ${largest}, over ${limit}`,
  excludedInFlightUnknown: 'fetches in flight unknown',
  excludedInFlight: (largest: number, limit: number) => `${largest} fetches in flight, over ${limit}`,
  excludedFailuresUnknown: 'failures in a run unknown',
  excludedFailures: (largest: number, limit: number) => `${largest} failures in a run, over ${limit}`,
  remedyCloseOtherPrograms: 'close other programs',
  costPerMillionAws: (recommendedUsd: string, referenceUsd: string) =>
    `A million warm invocations cost USD ${recommendedUsd}, of the reference USD ${referenceUsd}.`,

  loadMoreBlocks: 'use more --processes',
  loadTooFewBlocks: 'No verdict: it stopped early. Let it run to its end.',
  loadTooFewBlocksOfNeeded: (blocks: number) =>
    `No verdict: it stopped early. Let it run to its end, ${blocks} processes.`,
  loadWaitForMockServer: (variants: string) =>
    `No recommendation yet: the mock server was too slow to judge ${variants}. Use longer delays, or a machine that is less busy.`,
  loadNothingJudged: 'No recommendation: no variant could be judged.',
  loadNearest: (variant: string, load: string) => `${variant} comes closest, with a load of ${load}`,
  loadNoneKeepsUpUncertain: (rate: string, nearest: string) =>
    `No recommendation yet: no variant keeps up with ${rate} for certain. ${nearest}. Use more --jobs or --processes, or start jobs less often.`,
  loadNoneKeepsUpByWebhook: (rate: string, nearest: string) =>
    `No variant keeps up with ${rate}. ${nearest}. Start jobs less often: the rate limit of the webhook decides, and more processes would share it.`,
  loadNoneKeepsUp: (rate: string, nearest: string) =>
    `No variant keeps up with ${rate}. ${nearest}. Start jobs less often, or share them among more processes.`,
  loadClose: (variants: string) => `Close to it, with intervals that overlap: ${variants}.`,
  loadUseReferenceFallsBehind: (variant: string, rate: string, reference: string) =>
    `Recommended for this schedule: ${variant}. It keeps up with ${rate}; ${reference} falls behind.`,
  loadUse: ({ variant, rate, share, reference }: { variant: string; rate: string; share: string; reference: string }) =>
    `Recommended for this schedule: ${variant}. It keeps up with ${rate}, and its latency is ${share} of that of ${reference}.`,
  loadKeepReference: (reference: string, rate: string) =>
    `Keep ${reference} for this schedule: it keeps up with ${rate}, and no variant is significantly faster.`,
  loadKeepsUp: ({ variants, rate, reference }: { variants: string; rate: string; reference: string }) =>
    `These keep up with ${rate}: ${variants}. Whether ${reference} does is undecided, and so is which is faster.`,
  withRate: (rate: string) => `with ${rate}`,
  useAtEverySize: (variant: string) => `Recommended for this workload at every memory size: ${variant}.`,
  dependsOnSize: 'The recommendation depends on the memory size.',
  weightNote:
    'The weight is that of speed; the weight of aws-lambda-power-tuning is that of cost, the other way round.',
}
