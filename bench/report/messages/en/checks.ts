/** Of variants whose other runs sent nothing twice. */
const duplicatesText = (duplicates: number) =>
  duplicates === 0 ? 'no duplicates' : `${duplicates} duplicate${duplicates === 1 ? '' : 's'} where runs failed`

/** What verdicts rest on: a word for each check, and what was found. */
export const checks = {
  title: 'Checks',
  statusGood: 'ok',
  statusBad: 'failed',
  statusPlain: 'note',

  networkName: 'network',
  networkAllowed:
    'the job may connect to servers other than the mock (--allow-net): its times are not comparable, and there are no verdicts',
  outputName: 'output',
  outputSame: (notifications: string, duplicates: number) =>
    `all variants sent the same ${notifications}, ${duplicatesText(duplicates)}`,
  outputSameByAnswer: (notifications: string, duplicates: number) =>
    `all functions report the same ${notifications}, ${duplicatesText(duplicates)}`,
  outputSameByTrace: (notifications: number) =>
    `by their traces all variants sent ${notifications} notification${notifications === 1 ? '' : 's'}; traces do not show which`,
  outputSamePosts: (posts: string) => `all variants made the same ${posts}`,
  outputSameCounts: (posts: string) =>
    `all variants made the same number of posts for each item (${posts}); their bodies were not compared`,
  outputSameFindingsByAnswer: (notifications: string) =>
    `all functions report the same number of notifications for each item (${notifications}), and the same failures`,
  outputSamePostsOfJobs: (posts: string) => `all variants made the same ${posts} per job`,
  outputSameCountsOfJobs: (posts: string) =>
    `all variants made the same number of posts for each item (${posts} per job); their bodies were not compared`,
  outputUnknown: 'not checked: these functions do not report what they sent',
  outputWithoutReference: 'not checked: no run of the reference succeeded',
  outputDiffers: (variants: string, reference: string) =>
    `${variants || 'some variants'} did not send the same notifications as ${reference}`,
  postsDiffer: (variants: string, reference: string) =>
    `what ${variants || 'some variants'} posted, or the items that failed, differ from ${reference}`,
  outputCounts: ({
    variant,
    sent,
    reference,
    expected,
  }: {
    readonly variant: string
    readonly sent: number
    readonly reference: string
    readonly expected: number
  }) =>
    sent === expected
      ? `in one run ${variant} sent as many as ${reference} (${sent}), with other contents or for other items`
      : `in one run ${variant} sent ${sent} and ${reference} ${expected}`,
  outputDuplicated: (variants: string, duplicates: number) =>
    `${variants} sent some notifications more than once (${duplicates} duplicate${duplicates === 1 ? '' : 's'})`,
  itemFails: ({ variant, item, step, reason }: { variant: string; item: string; step: string; reason: string }) =>
    `${item} fails in ${step} with ${variant} (${reason})`,
  outputUnsteady: (reference: string) => `the runs of ${reference} did not all send the same notifications`,
  fixOutput: (finding: string) => `${finding}; fix that before you compare speed`,
  outputSameOfJobs: (notifications: string, duplicates: number) =>
    `all variants sent the same ${notifications} per job, ${duplicatesText(duplicates)}`,

  noiseName: 'noise',
  theReference: 'the reference',
  unchangedCopy: 'the unchanged copy',
  slowedCopy: 'the slowed copy',
  aaAbsent: 'not checked: there is no second copy of the reference, so that small differences cannot be judged',
  aaPassed: (reference: string, change: string, margin: string) =>
    `${reference} against itself: ${change}, within ${margin}`,
  aaPassedButDifferent: (reference: string, change: string, margin: string) =>
    `${reference} against itself: ${change}, within ${margin}, though significantly different`,
  aaFailed: (reference: string, change: string, margin: string) =>
    `${reference} against itself: ${change}, not within ${margin}: large differences still hold, small ones cannot be judged`,
  aaTrouble: (reference: string, problem: string) => `the second copy of ${reference} proves nothing: ${problem}`,
  withRemedy: (finding: string, remedy: string) => `${finding}. ${remedy}`,

  sensitivityName: 'sensitivity',
  sensitivityAbsent: 'not checked: these functions cannot be slowed down',
  sensitivityFound: (slowedBy: string, change: string) => `a copy slowed by ${slowedBy}: measured ${change}`,
  sensitivityMissed: (slowedBy: string, change: string) =>
    `a copy slowed by ${slowedBy}: measured ${change}; a difference of that size was not detected`,
  sensitivityTrouble: (slowedBy: string, problem: string) =>
    `the copy slowed by ${slowedBy} proves nothing: ${problem}`,

  notJudgedYetProcesses: 'not judged: too few processes finished for a verdict',
  notJudgedYetContainers: 'not judged: too few containers finished for a verdict',
  runsFailed: (failed: number, runs: number) => `${failed} of ${runs} runs failed`,
  copyWaitedTooLong: (percent: string) => `the mock server answered it ${percent}% later than planned`,
  passed: 'passed',
  failed: 'failed',
  found: 'detected',
  missed: 'missed',

  failuresName: 'failures',
  runsOfVariantFailed: ({
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
  }) =>
    `${variant}: ${failed} of ${runs} runs failed (95% interval ${low} to ${high}). Why: ${reasons}. Fix this before you compare its speed`,

  mockServerName: 'mock server',
  mockServerLag: (lag: string, variant: string) => `its lag lengthened the waiting by up to ${lag} (${variant})`,
  lagOfReference: (lag: string, reference: string, referenceLag: string) => `${lag}, ${reference} ${referenceLag}`,
  lagBeyondLimit: (lag: string, limit: string) => `${lag}, more than the ${limit} allowed`,
  mockServerCapacity: (lag: string, factor: string) =>
    `${lag}; its capacity is ${factor} times the request rate of the fastest variant`,
  mockServerCapacityTooLow: (lag: string, factor: string, needed: string) =>
    `${lag}; its capacity is only ${factor} times the request rate of the fastest variant, less than the ${needed} needed`,
  mockServerLateForJobs: (lag: string, variant: string) =>
    `its delays were up to ${lag} longer than planned (${variant})`,

  sinkName: 'rate limit',
  sinkLimited: (throttled: number) =>
    `${throttled} posts were answered 429: the rate limit of the webhook decides here, whatever the strategy`,

  warmUpName: 'warm-up',
  warmUpTooShort: (variant: string) =>
    `${variant}: the first iterations took 1.5 times the CPU of the later ones; warm up longer (--warmup)`,

  discardedName: 'discarded',
  discardedInProcess: ({ block, iteration, reason }: { block: number; iteration: number; reason: string }) =>
    `process ${block}, iteration ${iteration}, for all variants: ${reason}`,
  discardedInContainer: ({ block, iteration, reason }: { block: number; iteration: number; reason: string }) =>
    `container ${block}, iteration ${iteration}, for all variants: ${reason}`,
  discardedBlock: (block: number, reason: string) => `process ${block}, for all variants: ${reason}`,

  outliersName: 'outliers',
  outliersOf: (variant: string, runs: number) => `${variant}: ${runs}`,
  outliersCounted: ({ outliers, runs, breakdown }: { outliers: number; runs: number; breakdown: string }) =>
    `${outliers} of ${runs} runs ${outliers === 1 ? 'is an outlier' : 'are outliers'} (${breakdown})`,
  verdictWithoutOutliers: (variant: string, verdict: string) => `the verdict on ${variant} to "${verdict}"`,
  noiseWithoutOutliers: (outcome: string) => `the noise check to "${outcome}"`,
  outliersWithoutEffect: (counted: string) => `${counted}; excluding outliers does not change any verdict`,
  outliersChangeVerdicts: (counted: string, verdicts: string) => `${counted}; excluding them would change ${verdicts}`,

  orderName: 'order',
  changeAfter: (variant: string, change: string) => `${change} after ${variant}`,
  orderAffectsTime: (changes: string) =>
    `the time of a run depends on which variant ran just before it: ${changes}; the order is random, so all other variants are affected alike`,
  orderUnaffected: (variant: string, change: string) =>
    `no variant changes the time of the next run significantly; the largest change is after ${variant}: ${change}`,

  programsName: 'programs',
  programs: (each: string) =>
    `programs are measured from outside, and their times include the protocol; an empty job takes ${each}`,
  programProtocol: (program: string, time: string) => `${time} (${program})`,

  driftName: 'drift',
  noDrift: 'no variant gets significantly faster or slower within a process',
  otherVariants: 'the other variants',
  driftLongerWarmUp: 'warm up longer (--warmup)',
  driftAccumulation: (counterpart: string) =>
    `something may accumulate from run to run, or ${counterpart} needs a longer warm-up (--warmup)`,
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
    `from the first iteration of a process to the last, ${variant} changes by ${change} against ${counterpart}; ${reason}`,

  analysisName: 'analysis',
  judgedAtLast: ({ units, alpha, comparisons }: { units: string; alpha: number; comparisons: string }) =>
    `judged at ${units} per variant; alpha ${alpha}, shared by ${comparisons}`,
  judgedEarly: ({ units, alpha, comparisons }: { units: string; alpha: number; comparisons: string }) =>
    `judged at an interim analysis at ${units} per variant; alpha ${alpha}, shared by ${comparisons}`,
  stoppedEarly: (units: string) =>
    `stopped at ${units}, before the first interim analysis: no verdicts, and intervals at 95%`,
  stoppedEarlyOfPlanned: (units: string, planned: number) =>
    `stopped at ${units} of ${planned}: no verdicts, and intervals at 95%`,
  tooFewContainers: (needed: string, available: number) =>
    `a verdict takes ${needed} per variant, there are ${available}: no verdicts, and intervals at 95%`,

  scheduleName: 'schedule',
  scheduleDelayed: ({ variants, share, margin }: { variants: string; share: string; margin: string }) =>
    `the harness delayed the schedule by up to ${share} (${variants}), more than the margin of ${margin}, so that jobs came less often than configured; close other programs, or start jobs less often`,
  scheduleMissedJobs: ({
    variant,
    milliseconds,
    missedJobs,
  }: {
    variant: string
    milliseconds: string
    missedJobs: string
  }) =>
    `the harness once delayed the schedule by ${milliseconds} ms (${variant}), in which ${missedJobs} would have been due; close other programs, or start jobs less often`,

  atSizes: (sizes: string) => `passed at ${sizes}`,
  atSize: (size: string, finding: string) => `${size}: ${finding}`,
  documentation: (page: string) => `About these checks: ${page}`,
}
