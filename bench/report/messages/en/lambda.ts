/** Warm and cold invocations, prices and traces. */
export const lambda = {
  onlyColdTitle: 'Cold starts, medians over containers (95%)',
  warmTitle: 'Warm invocations, medians over containers (95%)',
  memorySizeColumn: 'memory MB',
  containersColumn: 'containers',
  billedColumn: 'billed ms',
  usdPerMillionColumn: 'USD/million',
  architectureColumn: 'architecture',
  callerOverheadColumn: 'beyond run ms',
  peakMemoryColumn: 'peak MB',
  callerOverheadNote:
    'beyond run: what the caller waits in addition to the run: list of items, handler, runtime, service and network.',
  timeByAnswer: "the function's answer",
  timeByReport: 'the REPORT log line that Lambda returns with the answer',
  timeByCaller: 'the caller, as round trips',
  timeByTrace: 'X-Ray traces',
  timeBySpan: 'OpenTelemetry spans',
  timesNote: (source: string) => `Times: from ${source}.`,
  reportsNote:
    'Init, billed time and peak memory: from the REPORT log line that Lambda returns with the answer. Round trips: measured by the caller.',
  tracesNote: 'Phases: from X-Ray traces.',
  computedNote: 'Billed time: computed from these times, rounded up to the millisecond.',
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
    `USD/million: a million such invocations on Lambda, from the mean billed time, requests included, at ${architectures} prices of ${region} (${priceDate}).`,
  totalCostNoteLab: (total: string) =>
    `All invocations, cold ones included, would cost USD ${total} on Lambda; here they are free.`,
  usdPerMillionNoteAws: ({
    architectures,
    region,
    priceDate,
  }: {
    architectures: string
    region: string
    priceDate: string
  }) =>
    `USD/million: a million such invocations, from the mean billed time, requests included, at ${architectures} prices of ${region} (${priceDate}).`,
  totalCostNoteAws: (total: string) => `All invocations, cold ones included: USD ${total}.`,
  coldTitle: 'Cold starts, medians (95%)',
  initColumn: 'init ms',
  roundTripColumn: 'round trip ms',
  coldColumnsNote:
    'init: before the handler is called. cold/warm: the first run divided by the later ones of the same container.',
  coldFailures: ({ variant, failed, total }: { variant: string; failed: number; total: number }) =>
    `${variant}: ${failed} of ${total} cold invocations failed and are not in the table.`,
  tooFewColdStarts: (minimum: number) => `Too few containers for a verdict on cold starts (${minimum} needed).`,
  timeBreakdownTitle: 'Time breakdown by X-Ray (warm, means over containers, ms)',
  timeBreakdownTitleSpans: 'Time breakdown by spans (warm, means over containers, ms)',
  servicePhaseMeaning: 'in Lambda, before and after the function',
  initPhaseMeaning: 'before the handler, in a new container',
  handlerPhaseMeaning: 'in the handler, before and after the run',
  runPhaseMeaning: 'the whole run, since its timeline lacks some items',
  aroundPhaseMeaning: 'in the run, before its first and after its last step',
  betweenPhaseMeaning: 'until the next step of the path starts',
  overheadPhaseMeaning: 'in the function, after the handler',
  extensionsPhaseMeaning: 'waiting for extensions, after the handler',
  phaseLegendEntry: (phase: string, meaning: string) => `${phase}: ${meaning}`,
  phaseLegend: (entries: string) => `${entries}. They add up to the total.`,
  stepPhasesMeaning: (phases: string) => `${phases}: on the critical path only`,
  phaseLegendWithSteps: (entries: string) =>
    `${entries}. They add up to the total. Mean concurrency (conc) is the mean number of steps in progress.`,
  crossCheckTracesOnly: ({
    matched,
    invocations,
    percent,
  }: {
    matched: number
    invocations: number
    percent: string
  }) =>
    `Cross-check: ${matched} of ${invocations} invocations (${percent}%) have a complete trace; there is no driver and no delivery check to compare them with.`,
  crossCheck: ({ matched, invocations, percent }: { matched: number; invocations: number; percent: string }) =>
    `Cross-check: ${matched} of ${invocations} invocations (${percent}%) have a complete trace that agrees with the driver and the deliveries.`,
  unmatchedInvocations: (count: number, reason: string) => `Not matched: ${count} (${reason}).`,
  tooFewMatched: 'Fewer than 95% are matched, so there is no verdict on speed.',
  unmatchedNoTrace: 'no trace arrived',
  unmatchedTraceCount: 'its trace and its answer report different numbers of notifications',
  unmatchedDeliveriesCount: 'its answer and the deliveries have different numbers of notifications',
  memorySizesTitle: 'Time (median, ms) and USD per million warm invocations, by memory size',
  usdAtSizeColumn: (size: string) => `USD, ${size}`,
  memorySizesNote: 'Each size is judged on its own, against its own reference.',
  coldColumn: 'cold',
}
