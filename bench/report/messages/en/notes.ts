/** Remarks under the tables. */
export const notes = {
  slowFirstIterations: (variant: string) =>
    `${variant}: its first rounds cost half as much CPU again as the later ones; warm up longer (a larger --set plan.warmUps).`,
  discarded: (details: string) => `Void for every strategy: ${details}.`,
  discardedProcessIteration: ({ block, iteration, reason }: { block: number; iteration: number; reason: string }) =>
    `fork ${block}, round ${iteration}: ${reason}`,
  discardedContainerIteration: ({ block, iteration, reason }: { block: number; iteration: number; reason: string }) =>
    `container ${block}, round ${iteration}: ${reason}`,
  slackRateLimited: (throttled: number) =>
    `Slack-bound: ${throttled} posts were answered 429; the webhook's rate decides here, whatever the strategy.`,
  runsFailed: ({
    variant,
    failed,
    runs,
    low,
    high,
    reasons,
  }: {
    variant: string
    failed: number
    runs: number
    low: string
    high: string
    reasons: string
  }) => `${variant}: ${failed} of ${runs} runs failed (rate ${low} to ${high}): ${reasons}.`,
  lagWithReference: ({
    variant,
    reference,
    referenceLag,
  }: {
    variant: string
    reference: string
    referenceLag: string
  }) => `${variant}; ${reference}: ${referenceLag}`,
  mockServerSaturated: (lag: string, variants: string) =>
    `Mock server: SERVER-BOUND: its lateness made the waiting at most ${lag} longer (${variants})`,
  mockServerLag: (lag: string, variants: string) =>
    `Mock server: its lateness made the waiting at most ${lag} longer (${variants})`,
  mockServerCapacity: (lagNote: string, factor: string) =>
    `${lagNote}; it could answer ${factor} times the fastest strategy's rate.`,
  objectiveScores: ({ objective, reference, scores }: { objective: string; reference: string; scores: string }) =>
    `By ${objective}, over ${reference}: ${scores}.`,
  deliveriesNoReference: 'Ledger: no run of the reference ended well, so that nothing can be held against it.',
  deliveriesDiffer: 'Ledger: the strategies did NOT tell people the same; see "wrong output".',
  deliveriesUnknown:
    'Ledger: these functions do not tell what they sent, so that nothing shows whether they did the same.',
  deliveriesSameByTrace: (notifications: number) =>
    `Ledger: by their traces all runs that did not fail sent as many notifications (${notifications}); which ones, traces do not tell.`,
  deliveriesSameByAnswer: ({
    notifications,
    duplicates,
    digest,
  }: {
    notifications: string
    duplicates: number
    digest: string
  }) =>
    `Ledger: by the functions’ own account every run that did not fail told people exactly the same (${notifications} a run, ${duplicates} twice, digest ${digest}).`,
  deliveriesSame: ({
    notifications,
    duplicates,
    digest,
  }: {
    notifications: string
    duplicates: number
    digest: string
  }) =>
    `Ledger: every run that did not fail told people exactly the same (${notifications} a run, ${duplicates} twice, digest ${digest}).`,
  containersPerVariant: (containers: string) => `${containers} of each`,
  notLastLook: (blocks: string) => `${blocks} (not the last look)`,
  alpha: (alpha: number) => `alpha ${alpha}`,
  alphaShared: (alpha: string | number, comparisons: string) => `alpha ${alpha} shared by ${comparisons}`,
  judgedAtQuick: (blocks: string, significance: string) => `Judged at ${blocks}, ${significance}, quick.`,
  judgedAt: (blocks: string, significance: string) => `Judged at ${blocks}, ${significance}.`,
  stoppedBeforeFirstLook: (blocks: string) =>
    `Stopped before the first look, with ${blocks}: intervals at 95 %, no words.`,
  tooFewContainers: (needed: string, available: number) =>
    `No words: that takes ${needed} of each arm, and there are ${available}. Intervals at 95 %.`,
  orderAffectsTime: (changes: string) =>
    `Order: a run takes another time right after these: ${changes}. Rounds are shuffled, so that all other arms meet it alike; it seldom follows itself, and misses it.`,
  orderUnaffected: (variant: string, change: string) =>
    `Order: no arm changes the time of the run after it beyond doubt; the largest change is after ${variant}, ${change}.`,
  noDriftWithinBlock:
    'Steadiness: no arm gets faster or slower beyond doubt from the first round of a fork to the last.',
  otherVariants: 'the other arms',
  driftLongerWarmUp: 'warm up longer (a larger --set plan.warmUps)',
  driftAccumulation: (counterpart: string) =>
    `something may pile up from run to run, or ${counterpart} needed a longer warm-up (a larger --set plan.warmUps)`,
  drift: ({
    variant,
    counterpart,
    change,
    reason,
  }: {
    variant: string
    counterpart: string
    change: string
    reason: string
  }) =>
    `${variant}: beside ${counterpart} its time changes by ${change} from the first round of a fork to the last; ${reason}.`,
  outliersCountedOne: (runs: number, breakdown: string) =>
    `Outliers: 1 of ${runs} runs stands out (${breakdown}), and is counted`,
  outliersCountedMany: ({ outliers, runs, breakdown }: { outliers: number; runs: number; breakdown: string }) =>
    `Outliers: ${outliers} of ${runs} runs stand out (${breakdown}), and are counted`,
  verdictWithoutOutliers: (variant: string, verdict: string) => `${variant} would be "${verdict}"`,
  outliersWithoutEffectOne: (summary: string) => `${summary}; no word on speed would be another without it.`,
  outliersWithoutEffectMany: (summary: string) => `${summary}; no word on speed would be another without them.`,
  outliersChangeVerdictsOne: (summary: string, verdicts: string) => `${summary}; without it ${verdicts}.`,
  outliersChangeVerdictsMany: (summary: string, verdicts: string) => `${summary}; without them ${verdicts}.`,
  injectedFaults: 'What the world has planned meets every strategy alike, and fails no run.',
}
