/** Notes under the tables. */
export const notes = {
  slowFirstIterations: (variant: string) =>
    `${variant}: its first iterations cost half as much CPU again as the later ones; warm up longer (a larger --set plan.warmUps).`,
  discarded: (details: string) => `Discarded for every strategy: ${details}.`,
  discardedProcessIteration: ({ block, iteration, reason }: { block: number; iteration: number; reason: string }) =>
    `process ${block}, iteration ${iteration}: ${reason}`,
  discardedContainerIteration: ({ block, iteration, reason }: { block: number; iteration: number; reason: string }) =>
    `container ${block}, iteration ${iteration}: ${reason}`,
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
    `Mock server: SERVER-BOUND: its lag made the waiting at most ${lag} longer (${variants})`,
  mockServerLag: (lag: string, variants: string) =>
    `Mock server: its lag made the waiting at most ${lag} longer (${variants})`,
  mockServerCapacity: (lagNote: string, factor: string) =>
    `${lagNote}; it could answer ${factor} times the fastest strategy's rate.`,
  objectiveScores: ({ objective, reference, scores }: { objective: string; reference: string; scores: string }) =>
    `By ${objective}, over ${reference}: ${scores}.`,
  deliveriesNoReference: 'Delivery check: no run of the reference ended well, so that nothing can be compared with it.',
  deliveriesDiffer: 'Delivery check: the strategies did NOT send the same notifications; see "wrong output".',
  deliveriesUnknown:
    'Delivery check: these functions do not report what they sent, so that nothing shows whether they did the same.',
  deliveriesSameByTrace: (notifications: number) =>
    `Delivery check: by their traces all runs that did not fail sent as many notifications (${notifications}); which ones, traces do not show.`,
  deliveriesSameByAnswer: ({
    notifications,
    duplicates,
    digest,
  }: {
    notifications: string
    duplicates: number
    digest: string
  }) =>
    `Delivery check: by the functions’ own account every run that did not fail sent exactly the same (${notifications} a run, ${duplicates} twice, digest ${digest}).`,
  deliveriesSame: ({
    notifications,
    duplicates,
    digest,
  }: {
    notifications: string
    duplicates: number
    digest: string
  }) =>
    `Delivery check: every run that did not fail sent exactly the same (${notifications} a run, ${duplicates} twice, digest ${digest}).`,
  unitsPerVariant: (units: string) => `${units} of each`,
  notLastLook: (blocks: string) => `${blocks} (not the last interim analysis)`,
  alpha: (alpha: number) => `alpha ${alpha}`,
  alphaShared: (alpha: string | number, comparisons: string) => `alpha ${alpha} shared by ${comparisons}`,
  judgedAtQuick: (blocks: string, significance: string) => `Judged at ${blocks}, ${significance}, quick.`,
  judgedAt: (blocks: string, significance: string) => `Judged at ${blocks}, ${significance}.`,
  stoppedBeforeFirstLook: (blocks: string) =>
    `Stopped before the first interim analysis, with ${blocks}: intervals at 95%, no verdicts.`,
  tooFewContainers: (needed: string, available: number) =>
    `No verdicts: that takes ${needed} of each variant, and there are ${available}. Intervals at 95%.`,
  orderAffectsTime: (changes: string) =>
    `Order: a run takes another time right after these: ${changes}. Iterations are shuffled, so that all other variants meet it alike; it seldom follows itself, and misses it.`,
  orderUnaffected: (variant: string, change: string) =>
    `Order: no variant changes the time of the run after it significantly; the largest change is after ${variant}, ${change}.`,
  noDriftWithinBlock:
    'Steadiness: no variant gets significantly faster or slower from the first iteration of a process to the last.',
  otherVariants: 'the other variants',
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
    `${variant}: beside ${counterpart} its time changes by ${change} from the first iteration of a process to the last; ${reason}.`,
  outliersCountedOne: (runs: number, breakdown: string) =>
    `Outliers: 1 of ${runs} runs stands out (${breakdown}), and is counted`,
  outliersCountedMany: ({ outliers, runs, breakdown }: { outliers: number; runs: number; breakdown: string }) =>
    `Outliers: ${outliers} of ${runs} runs stand out (${breakdown}), and are counted`,
  verdictWithoutOutliers: (variant: string, verdict: string) => `${variant} would be "${verdict}"`,
  outliersWithoutEffectOne: (summary: string) => `${summary}; no verdict on speed would be another without it.`,
  outliersWithoutEffectMany: (summary: string) => `${summary}; no verdict on speed would be another without them.`,
  outliersChangeVerdictsOne: (summary: string, verdicts: string) => `${summary}; without it ${verdicts}.`,
  outliersChangeVerdictsMany: (summary: string, verdicts: string) => `${summary}; without them ${verdicts}.`,
  injectedFaults: 'What the world has planned meets every strategy alike, and fails no run.',
}
