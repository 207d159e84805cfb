/** What has changed since a baseline, why that cannot be judged, and why a stored result is no baseline. */
export const gate = {
  title: ({ outcome, scenario, against }: { outcome: string; scenario: string; against: string }) =>
    `${outcome}: ${scenario}, changes since ${against}`,
  titlePassed: 'Gate passed',
  titleFailed: 'Gate FAILED',
  titleCannotJudge: 'Gate could not judge',
  titlePassedUnjudged: 'Gate passed, although it could not judge',
  storedBaseline: (name: string) => `the baseline ${name}`,
  changeColumn: 'change',
  conditionColumn: 'fails if',
  outcomeColumn: 'outcome',
  outcomePass: 'pass',
  outcomeRegression: 'REGRESSION',
  outcomeOutputMismatch: 'WRONG OUTPUT',
  outcomeCannotJudge: 'cannot judge',
  allChangesTitle: 'All changes',
  moreChanges: (changes: number) => `${changes} more changes matter less; the report lists all.`,
  changeNote: ({ strategy, metric, reason }: { strategy: string; metric: string; reason: string }) =>
    `${strategy}, ${metric}: ${reason}.`,
  changeNoteMoreBlocks: ({
    strategy,
    metric,
    reason,
    blocks,
  }: {
    strategy: string
    metric: string
    reason: string
    blocks: string
  }) => `${strategy}, ${metric}: ${reason}; about ${blocks} would decide.`,
  uncomparedNote: (strategy: string, reason: string) => `${strategy} is not compared: ${reason}.`,
  storedNote: ({ revision, reference, ref }: { revision: string; reference: string; ref: string }) =>
    `Compared with the baseline, which is of revision ${revision}, are only the ratios to ${reference}: what has become slower together with ${reference}, as by a change common to all strategies, cannot be seen. --baseline-ref ${ref} can.`,
  passes: (changes: string) => `The gate passes: ${changes}.`,
  fails: (against: string, regressions: string) => `The gate FAILS: since ${against}, ${regressions}.`,
  betweenRegressions: '; ',
  failsByOutput: 'The gate FAILS: the strategies did not send the same notifications.',
  failsByChangedOutput: (strategies: string, against: string) =>
    `The gate FAILS: ${strategies} did not send the same notifications as ${against}.`,
  cannotJudgeAnything: (against: string) =>
    `The gate cannot judge anything: there is nothing to compare with ${against}.`,
  cannotJudgeUnfinished: (changes: string) => `The gate cannot judge a benchmark that did not end. So far, ${changes}.`,
  cannotJudge: (changes: string) => `The gate cannot judge ${changes}.`,
  withinLimitsOne: (against: string) => `the interval of the change since ${against} lies entirely below its limit`,
  withinLimitsMany: (changes: number, against: string) =>
    `the intervals of ${changes === 2 ? 'both' : `all ${changes}`} changes since ${against} lie entirely below their limits`,
  comparedOne: (strategy: string) => `Compared: 1 strategy (${strategy}).`,
  comparedMany: (count: number, strategies: string) => `Compared: ${count} strategies (${strategies}).`,
  notCompared: (strategies: string) => `Not compared: ${strategies}.`,
  regression: ({
    metric,
    strategy,
    change,
    limit,
  }: {
    metric: string
    strategy: string
    change: string
    limit: string
  }) => `${metric} of ${strategy} grew by ${change}, more than ${limit}`,
  doubt: (conditions: string, reason: string) => `${conditions}: ${reason}`,
  doubtMoreBlocks: ({ conditions, reason, blocks }: { conditions: string; reason: string; blocks: string }) =>
    `${conditions}: ${reason}, about ${blocks} would decide`,
  condition: (condition: string) => `"${condition}"`,
  passesInconclusive: 'It passes all the same, because of --on-inconclusive pass.',
  endedByQuick: (blocks: string) =>
    `It ended at ${blocks} because of --quick; without it, an undecided gate goes on to 12 and 24.`,
  endedByBudget: (blocks: string) =>
    `It ended at ${blocks} because of --budget; with more time, an undecided gate goes on to 24.`,
  breakdownTitle: (strategy: string) => `What became slower: time breakdown of ${strategy}, means of a run, ms`,
  beforeColumn: (against: string) => `at ${against}`,
  nowColumn: 'now',
  differenceColumn: 'difference',
  breakdownTotal: 'total',
  stepsNote: (steps: string) => `Mean number of steps on the critical path of a run: ${steps}.`,
  stepNow: ({ step, now, before }: { step: string; now: string; before: string }) => `${step} ${now} (was ${before})`,
  interrupted: 'The benchmark was cut short: it was interrupted.',
  brokenOff: 'The benchmark was cut short: it broke off.',
  reasonProgram: 'it is a program, of which this checkout has no older code; compare with a stored result (--baseline)',
  reasonOwnStrategy: 'a --strategy-file is not measured at another revision',
  reasonNotInRevision: (revision: string) => `${revision} does not have it`,
  reasonNothingToCompare: 'there is nothing to compare it with',
  reasonBeforeFirstLook: 'the benchmark was stopped before its first interim analysis',
  reasonNoWholeIteration: 'no iteration was finished',
  reasonWithinOrBeyond: 'it may be within its limit or beyond it',
  reasonOtherOutput: 'it sends other notifications than it did',
  reasonNetworkAllowed: 'the job may connect to servers other than the mock (--allow-net)',
  reasonMockServerLate: 'the mock server answered too late (use longer delays or a quieter machine)',
  reasonMetricMissing: (metric: string) => `not every run reports its ${metric}`,
  reasonBaselineLate: (strategy: string) =>
    `the mock server could not keep up with ${strategy} in the baseline, which is to be measured again, with longer delays or on a quieter machine`,
  reasonRunsFailed: ({
    failed,
    of,
    variant,
    example,
  }: {
    failed: number
    of: number
    variant: string
    example: string
  }) => `${failed} of ${of} runs of ${variant} failed: ${example}`,
  reasonAaCheck: (outcome: string, remedies: string) => `A/A check: ${outcome}; ${remedies}`,
  reasonSensitivityCheck: (outcome: string, remedies: string) => `sensitivity check: ${outcome}; ${remedies}`,
  reasonCopiesApart: ({ range, limit, remedies }: { range: string; limit: string; remedies: string }) =>
    `this machine was too busy, since two copies of the same code differ by ${range}, not within ${limit}; ${remedies}`,
  reasonSlowdownMissed: ({ slowdown, change, remedies }: { slowdown: string; change: string; remedies: string }) =>
    `this machine was too busy, since a copy slowed by ${slowdown} was measured as ${change}; ${remedies}`,
  remedyHigherLimit: 'raise the limit in --fail-if',
  refusedScheduled: 'it is of jobs on a schedule, as utakata load starts them',
  refusedBeforeFirstLook: 'it was stopped before its first interim analysis, so that nothing can be judged by it',
  refusedNetworkAllowed: 'its job could connect to servers other than the mock (--allow-net)',
  refusedOutputMismatch: 'its strategies did not send the same notifications',
  refusedMockServerSaturated: 'the mock server answered too late',
  refusedSeveralTargets: (targets: string) => `it was measured in more than one place: ${targets}`,
  refusedSeveralMachines: (machines: string) => `it is of more than one machine: ${machines}`,
  refusedSeveralNodeVersions: (versions: string) => `it is of more than one line of Node: ${versions}`,
  refusedSeveralScenarios: (scenarios: string) => `it is of more than one scenario: ${scenarios}`,
  refusedOtherTarget: (target: string) => `it was measured ${target}, and this benchmark runs on this machine itself`,
  refusedOtherCpu: (was: string, now: string) =>
    `it is of another machine, with the processor "${was}"; this one is "${now}"`,
  refusedOtherCores: (was: number, now: number) => `it is of a machine with ${was} cores; this one has ${now}`,
  refusedOtherNode: (was: string, now: string) => `it is of Node ${was}; this is ${now}`,
  refusedOtherScenario: (was: string, now: string) => `it is of another scenario: ${was}, where this one is ${now}`,
  refusedOtherJob:
    'the code of the job was different, and with it the reference that the ratios are to; name the earlier module with --baseline-job FILE instead',
  refusedOtherReference: (was: string, now: string) =>
    `its ratios are to ${was}, and those of this benchmark would be to ${now}`,
  refusedVariantsMissing: (variants: string) => `it lacks ${variants}, which would be measured now`,
  refusedRunsFailed: ({ failed, of, variant }: { failed: number; of: number; variant: string }) =>
    `${failed} of ${of} runs of its ${variant} failed`,
  refusedUnfit: (check: string) => `its machine was too noisy (${check})`,
  machine: (cpu: string, cores: number) => `"${cpu}" with ${cores} cores`,
  several: (one: string, other: string) => `${one}, and ${other}`,
  targetLocal: 'on a machine itself',
  targetLab: 'in the lab',
  targetAws: 'on AWS',
  aaCheckPassed: ({ metric, range, limit }: { metric: string; range: string; limit: string }) =>
    `${metric}: two copies differ by ${range}, within ${limit}`,
  aaCheckFailed: ({ metric, range, limit }: { metric: string; range: string; limit: string }) =>
    `${metric}: two copies differ by ${range}, not within ${limit}`,
  checkOf: (metric: string, outcome: string) => `${metric}: ${outcome}`,
}
