/** What to do, and why. */
export const recommendation = {
  outputDiffers: 'Do not pick by speed: the strategies did not send the same notifications.',
  mockServerSaturated:
    'The mock server limits this run: use fewer feeds or longer delays, or a machine with more cores.',
  insufficientTracesLab:
    'Do not pick by this: too many invocations have no whole trace, or one that says something else; run it again.',
  insufficientTracesAws:
    'Do not pick by this: too many invocations have no whole trace, or one that says something else; ask for late ones with utakata xray FOLDER, or run it again.',
  waitMany: (variants: string, advantage: string) =>
    `Do not decide yet: ${variants} may be ${advantage} still, but the mock server was too late for them to be judged; try a quieter machine, or longer delays.`,
  waitOne: (variants: string, advantage: string) =>
    `Do not decide yet: ${variants} may be ${advantage} still, but the mock server was too late for it to be judged; try a quieter machine, or longer delays.`,
  tiedVariants: (variants: string) => `; no significant difference from it: ${variants}`,
  unclearVariants: ({ advantage, reference, variants }: { advantage: string; reference: string; variants: string }) =>
    `; neither significantly different from it nor significantly ${advantage} than ${reference}: ${variants}`,
  useVariant: ({
    variant,
    reason,
    tied,
    unclear,
  }: {
    variant: string
    reason: string
    tied: string
    unclear: string
  }) => `Use ${variant}: ${reason}${tied}${unclear}.`,
  onlyBaseline: (reference: string) =>
    `There is nothing to pick from: beside ${reference} only its older code was measured.`,
  noCandidates: (reference: string) => `There is nothing to compare ${reference} with.`,
  noneMeetsConstraints: 'Nothing meets the constraints.',
  noneJudgedMeetsConstraints: 'Nothing that could be judged meets the constraints.',
  onlyReferenceEligible: (reference: string) => `Keep ${reference}: nothing else meets the constraints.`,
  noneJudged: (reference: string, objective: string) =>
    `Nothing can be picked: no strategy beside ${reference} could be judged by ${objective}.`,
  keepReference: ({ reference, advantage, margin }: { reference: string; advantage: string; margin: string }) =>
    `Keep ${reference}: nothing is ${advantage} by more than ${margin}.`,
  continueWithoutQuick: (maxBlocks: number) => `: without --quick it goes on to ${maxBlocks} processes`,
  maxBlocksReached: (maxBlocks: number) =>
    `: it has run the maximum of ${maxBlocks} processes of each, so try a quieter machine, or a wider --margin`,
  inconclusive: ({ advantage, reference, nextStep }: { advantage: string; reference: string; nextStep: string }) =>
    `Nothing is significantly ${advantage} than ${reference} so far, and not all is decided${nextStep}.`,
  tooFewBlocksLocal: 'Too few processes for a verdict: let it run to its first interim analysis.',
  tooFewContainersPlanned: (needed: number) =>
    `Too few containers for a verdict: let it run to its end, ${needed} of each.`,
  tooFewContainersTraced: (minimum: number) =>
    `Too few containers for a verdict: it takes the traces of ${minimum} of each.`,
  tooFewContainersRequested: (minimum: number) =>
    `Too few containers for a verdict: ask for ${minimum} at least, with --containers.`,
  unfitNoCopy: 'Without a second copy of the reference there are no finer verdicts.',
  unfitCopyFailed: (remedies: string) =>
    `A copy of the reference failed, which leaves nothing to go by for finer verdicts: ${remedies}.`,
  unfitCopyLate: (remedies: string) =>
    `The mock server was too late for a copy of the reference, which leaves nothing to go by for finer verdicts: ${remedies}.`,
  unfitNoiseAws: (remedies: string) => `Containers differed too much for finer verdicts: ${remedies}.`,
  unfitNoiseLocal: (remedies: string) => `This machine was too noisy for finer verdicts: ${remedies}.`,
  remedyMoreBlocks: 'let it run to more processes',
  remedyMoreBlocksWithoutQuick: 'let it run to more processes (without --quick)',
  remedyMoreContainers: 'ask for more containers',
  remedyWiderMarginAws: 'widen --margin',
  remedyLongerDelays: 'take longer delays',
  remedyFixCopy: 'fix what made the copy of the reference fail',
  betterCost: 'cheaper',
  betterFirstNotification: 'sooner with its first notification',
  betterWeighted: (objective: string) => `better at ${objective}`,
  closestTime: (share: string) => `its time is ${share}`,
  closest: (variant: string, reason: string) => `Closest is ${variant}: ${reason}.`,
  shareOfReference: ({
    ratio,
    reference,
    low,
    high,
  }: {
    ratio: string
    reference: string
    low: string
    high: string
  }) => `${ratio} of ${reference}'s (${low} to ${high})`,
  reasonSpeed: ({
    speedUp,
    reference,
    ratio,
    low,
    high,
  }: {
    speedUp: string
    reference: string
    ratio: string
    low: string
    high: string
  }) => `${speedUp} times as fast as ${reference}, in ${ratio} of its time (${low} to ${high})`,
  reasonCost: (share: string) => `its mean cost is ${share}`,
  reasonFirstNotification: (share: string) => `its time to the first notification is ${share}`,
  reasonWeighted: (objective: string, share: string) => `its time and cost, weighed as ${objective}, are ${share}`,
  excludedVariants: (variants: string) => `Left out: ${variants}.`,
  excludedNoNotification: 'not every run sent a notification',
  excludedRssUnknown: 'peak memory: not known',
  excludedRss: (largest: string, limit: string) => `peak memory ${largest} in one run, over ${limit}`,
  excludedLoopDelayUnknown: 'longest event-loop delay: not known',
  excludedLoopDelay: (largest: string, limit: string) => `event-loop delay of ${largest} in one run, over ${limit}`,
  excludedInFlightUnknown: 'feeds in flight: not known',
  excludedInFlight: (largest: number, limit: number) => `feeds in flight ${largest} over ${limit}`,
  excludedFailuresUnknown: 'failures in a run: not known',
  excludedFailures: (largest: number, limit: number) => `failures in a run ${largest} over ${limit}`,
  widerPlanMargin: 'widen --margin',
  closeOtherPrograms: 'close other programs',
  loadMoreBlocks: 'ask for more --processes',
  loadNoisyMachine: (remedies: string) => `This machine was too noisy for finer verdicts on latency: ${remedies}.`,
  loadOutputMismatch: 'Do not pick by latency: the strategies did not send the same notifications, or sent one twice.',
  referenceFailed: (reference: string) =>
    `Fix ${reference} first: the reference itself failed, so nothing can be compared with it.`,
  loadTooFewBlocks: 'Too few processes for a verdict: let it run to its end, all processes.',
  loadTooFewBlocksOfNeeded: (blocks: number) =>
    `Too few processes for a verdict: let it run to its end, ${blocks} processes.`,
  loadWaitForMockServer: (variants: string) =>
    `Do not decide yet: the mock server was too late for ${variants} to be judged; try a quieter machine, or longer delays.`,
  loadNothingJudged: 'Nothing can be said: see the verdict on each strategy.',
  loadNearest: (variant: string, load: string) => `${variant} is the nearest, with a load of ${load}`,
  loadNoneKeepsUpUncertain: (rate: string, nearest: string) =>
    `Nothing is shown to keep up with ${rate}: ${nearest}; more --jobs or --processes would decide; otherwise start jobs less often.`,
  loadNoneKeepsUpByWebhook: (rate: string, nearest: string) =>
    `No strategy keeps up with ${rate}: ${nearest}; start jobs less often; it is the webhook's rate that decides, which more processes would share.`,
  loadNoneKeepsUp: (rate: string, nearest: string) =>
    `No strategy keeps up with ${rate}: ${nearest}; start jobs less often, or share them among more processes than that.`,
  loadCloseVariants: (variants: string) => `; close to it: ${variants}`,
  loadUseReferenceFallsBehind: ({
    variant,
    rate,
    reference,
    closeVariants,
  }: {
    variant: string
    rate: string
    reference: string
    closeVariants: string
  }) =>
    `Use ${variant}: it keeps up with ${rate}, and ${reference} falls behind, so that its jobs wait ever longer${closeVariants}.`,
  loadUse: ({
    variant,
    rate,
    ratio,
    reference,
    closeVariants,
  }: {
    variant: string
    rate: string
    ratio: string
    reference: string
    closeVariants: string
  }) =>
    `Use ${variant}: it keeps up with ${rate}, and whoever waits for a job waits ${ratio} times as long as with ${reference}${closeVariants}.`,
  loadKeepReference: (reference: string, rate: string) =>
    `Keep ${reference}: it keeps up with ${rate}, and nothing that does is significantly quicker.`,
  loadKeepsUpOne: ({ variant, rate, reference }: { variant: string; rate: string; reference: string }) =>
    `Of these, ${variant} is shown to keep up with ${rate}, and whether ${reference} does is not decided; nor is which is quicker.`,
  loadKeepsUpMany: ({ variants, rate, reference }: { variants: string; rate: string; reference: string }) =>
    `Of these, ${variants} are shown to keep up with ${rate}, and whether ${reference} does is not decided; nor is which is quicker.`,
  forMemorySize: (memoryMb: number, recommendation: string) => `${memoryMb} MB: ${recommendation}`,
  costPerMillionAws: (recommendedUsd: string, referenceUsd: string) =>
    `A million warm invocations cost USD ${recommendedUsd} instead of ${referenceUsd}.`,
  costPerMillionComputed: (recommendedUsd: string, referenceUsd: string) =>
    `On Lambda a million runs would cost USD ${recommendedUsd} instead of ${referenceUsd} (computed).`,
}
