/** Warm and cold invocations, prices and traces. */
export const lambda = {
  warmTitle: 'Warm invocations, medians over containers (95%)',
  memorySizeColumn: 'memory MB',
  containersColumn: 'containers',
  billedColumn: 'billed ms',
  usdPerMillionColumn: 'USD/million',
  callerOverheadColumn: 'beyond run ms',
  peakMemoryColumn: 'peak MB',
  callerOverheadNote:
    'beyond run: what the caller waited beyond the time of the run, for the list of feeds, handler, runtime, service and network.',
  totalCostBelowMinimum: 'under 0.0001',
  usdPerMillionNoteLab: ({
    architectures,
    region,
    priceDate,
  }: {
    architectures: string
    region: string
    priceDate: string
  }) =>
    `USD/million: of a million such invocations, from the mean of what was billed, requests included, at ${architectures} prices of ${region} (${priceDate}), if this were Lambda.`,
  totalCostNoteLab: (total: string) =>
    `All invocations, cold ones too: USD ${total} if this were Lambda; here nothing.`,
  usdPerMillionNoteAws: ({
    architectures,
    region,
    priceDate,
  }: {
    architectures: string
    region: string
    priceDate: string
  }) =>
    `USD/million: of a million such invocations, from the mean of what was billed, requests included, at ${architectures} prices of ${region} (${priceDate}).`,
  totalCostNoteAws: (total: string) => `All invocations, cold ones too: USD ${total}.`,
  coldTitle: 'Cold starts, medians (95%)',
  initColumn: 'init ms',
  roundTripColumn: 'round trip ms',
  coldColumnsNote:
    'init: before the handler could be called; cold/warm: the first run over the later ones of the same container.',
  coldFailures: ({ variant, failed, total }: { variant: string; failed: number; total: number }) =>
    `${variant}: ${failed} of ${total} failed, and are not in the table.`,
  tooFewColdStarts: (minimum: number) => `Fewer than ${minimum} containers say nothing certain about cold starts.`,
  timeBreakdownTitle: 'Time breakdown by X-Ray: what a warm invocation waited for, means over containers, ms',
  servicePhaseMeaning: 'in Lambda before and after the function',
  handlerPhaseMeaning: 'in the handler before and after the run',
  runPhaseMeaning: 'the whole run, since not every feed of it is in the timeline',
  aroundPhaseMeaning: 'in the run before its first and after its last step',
  waitingPhaseMeaning: 'between two steps',
  overheadPhaseMeaning: 'in the function after the handler',
  phaseLegendEntry: (phase: string, meaning: string) => `${phase}: ${meaning}`,
  phaseLegend: (entries: string) => `${entries}. They add up to the total.`,
  stepPhasesMeaning: (phases: string) => `${phases}: only what the run waited for`,
  phaseLegendWithSteps: (entries: string) =>
    `${entries}. They add up to the total; mean concurrency (conc): steps under way at a time.`,
  crossCheckTracesOnly: ({
    matched,
    invocations,
    percent,
  }: {
    matched: number
    invocations: number
    percent: string
  }) =>
    `Cross-check: ${matched} of ${invocations} invocations (${percent}%) have a whole trace; there was no driver and no delivery check to compare them with.`,
  crossCheck: ({ matched, invocations, percent }: { matched: number; invocations: number; percent: string }) =>
    `Cross-check: ${matched} of ${invocations} invocations (${percent}%) have a whole trace that driver and deliveries agree with.`,
  unmatchedInvocations: (count: number, reason: string) => `Not matched: ${count} (${reason}).`,
  tooFewMatched: 'Fewer than 95% are matched, so that nothing is said of speed.',
  unmatchedNoTrace: 'no trace came',
  unmatchedTraceCount: 'its trace and its answer report different numbers of notifications',
  unmatchedDeliveriesCount: 'its answer and the deliveries have different numbers of notifications',
  memorySizesTitle: 'What memory buys: time in ms, medians, and USD a million warm invocations',
  usdAtSizeColumn: (size: string) => `USD, ${size}`,
  memorySizesNote:
    'Each size has been judged by itself, against its own reference; here they only stand beside each other.',
  coldColumn: 'cold',
}
