/** What logs have of any functions. */
export const logs = {
  title: 'Lambda functions by their logs',
  before: (name: string) => `${name} (before)`,
  after: (name: string) => `${name} (after)`,
  against: (name: string) => `${name} (against)`,
  span: (from: string, until: string) => `${from} to ${until}`,
  nothing:
    'CloudWatch Logs has no invocation of these functions in this span of time. JSON logs at system level WARN may have none at all.',
  missing: (names: string) => `No invocation in this span of time: ${names}.`,
  alone: ({
    name,
    ms,
    invocations,
    containers,
    p50,
  }: {
    name: string
    ms: string
    invocations: string
    containers: string
    p50: string
  }) => `${name}, warm: median ${ms} ms by container, ${p50} ms by invocation (${invocations} in ${containers}).`,
  noneWarm: (name: string, invocations: string) => `${name}: ${invocations}, of which none is known to be warm.`,
  coldStarts: (starts: string, ms: string) => `${starts}, initialized in ${ms} ms.`,
  noColdStarts: 'No cold start shows an initialization.',
  compared: ({ variant, reference, verdict, ratio }: Record<'variant' | 'reference' | 'verdict' | 'ratio', string>) =>
    `${variant} compared with ${reference}, warm: ${verdict}, ${ratio} times as long.`,
  notCompared: ({
    variant,
    reference,
    count,
    other,
    needed,
  }: {
    variant: string
    reference: string
    count: number
    other: number
    needed: number
  }) =>
    `${variant} compared with ${reference}, warm: not judged, ${count} and ${other} containers with warm invocations, where ${needed} of each are needed; a longer span of time has more.`,
  several: (reference: string, verdicts: string) => `Compared with ${reference}, warm: ${verdicts}.`,
  verdictOf: (variant: string, verdict: string) => `${variant} ${verdict}`,
  observed:
    'Observed, not an experiment: payloads, load and time of day may differ between what is compared, and not only the functions.',
  memoryDiffers: (variant: string, mb: number, referenceMb: number) =>
    `${variant} has ${mb} MB and is compared with ${referenceMb} MB, which alone can make the difference.`,
  sizesDiffer: (variants: string, referenceMb: number) =>
    `${variants} are compared with ${referenceMb} MB: memory alone can make the difference.`,
  containersInBoth: (variant: string, containers: string) =>
    `Also among those that it is compared with: ${containers} of ${variant}.`,
  functionsTitle: "Invocations by Lambda's own log lines, medians (95%)",
  containersColumn: 'containers',
  invocationsColumn: 'invocations',
  warmMsColumn: 'warm ms',
  coldColumn: 'cold',
  initMsColumn: 'init ms',
  failedColumn: 'failed',
  memoryColumn: 'used MB',
  memoryCell: (used: number, size: number) => `${used} of ${size}`,
  functionsNote:
    'Every number is from the log. warm: the geometric mean of each container, whose first invocation and failures are left out.',
  mergedNote: (name: string, versions: number, example: string) =>
    `${name} ran in ${versions} versions. Published ones of the same memory size are shown together; to see one alone, name it: ${name}:${example}.`,
  firstSeenNote: (containers: string) =>
    `First seen without an initialization: ${containers}, there before or initialized in advance. These invocations count neither as cold nor as warm.`,
  textNote:
    'Text logs mark what Lambda itself ended, such as timeouts; whether they mark errors that a handler returned is not certain, so that more may have failed.',
  failedStartsNote: (name: string, starts: string) => `${name}: ${starts} of containers before any invocation.`,
  tornNote: (lines: string) => `Left out: ${lines} of Lambda without sensible numbers.`,
  printedNote: (lines: string) => `Left out: ${lines} that a function printed in the form of those of Lambda.`,
  overlappingNote: (lines: string) =>
    `Written while another invocation of the same container ran: ${lines}, printed by a function, or of several invocations at a time.`,
  comparisonTitle: (reference: string) => `Time divided by that of ${reference}`,
  warmRow: (name: string) => `${name}, warm`,
  initRow: (name: string) => `${name}, init`,
  coldRow: (name: string) => `${name}, cold`,
  ratioColumn: 'times as long',
  verdictColumn: 'verdict',
  counts: (count: number, other: number) => `${count}, ${other}`,
  tooFew: (needed: number) => `needs ${needed} of each`,
  comparisonNote: (level: string, margin: string) =>
    `Containers are the unit, as independent samples (Welch, ${level}, which holds for all together at 95%); margin ${margin}. cold: the handler of cold invocations, without the initialization.`,
  durationsTitle: 'Durations in ms, over invocations that succeeded',
  medianColumn: 'warm p50',
  tailColumn: (percent: number) => `p${percent}`,
  coldMsColumn: 'cold p50',
  restoreMsColumn: 'restore p50',
  firstSeenMsColumn: 'first seen p50',
  durationsNote: 'A percentile is left out where too few invocations are known for it: 36, 72 and 368.',
  billedTitle: 'Billed time and failures',
  billedMeanColumn: 'mean billed ms',
  gbSecondsColumn: 'GB-s',
  timedOutColumn: 'timed out',
  failedShareColumn: 'failed share (95%)',
  billedNote: 'Logs do not tell the architecture of a function, so there is no price.',
  containersTitle: 'Containers, the busiest first',
  containerColumn: 'container',
  beginColumn: 'begin',
  coldBegin: 'cold',
  firstSeenBegin: 'first seen',
  warmColumn: 'warm',
  containersNote: (shown: number, all: number) => `${shown} of ${all} containers; --json has all of them.`,
}
