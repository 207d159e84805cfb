/** What traces have of any functions. */
export const traces = {
  title: 'Traces of Lambda functions',
  headline: (invocations: string, functions: string) => `X-Ray has ${invocations} of ${functions}.`,
  functionsTitle: 'Invocations by X-Ray, medians (95%)',
  /** `...Spans`: where the source is spans of OpenTelemetry. */
  headlineSpans: (invocations: string, functions: string) => `The spans have ${invocations} of ${functions}.`,
  functionsTitleSpans: 'Invocations by spans, medians (95%)',
  functionsNoteSpans:
    'warm and cold: in the handler, as far as its instrumentation sees it; without init, service and queues.',
  initializedAheadNoteSpans: (name: string, invocations: number) =>
    `${name}: ${invocations} first of their containers or warm-ups, which may have been cold or not: neither warm nor cold, and in no time above.`,
  stepsTitleSpans: (name: string) => `Spans within warm invocations of ${name}, medians over invocations`,
  warmColumn: 'warm',
  warmMsColumn: 'warm ms',
  coldColumn: 'cold',
  coldMsColumn: 'cold ms',
  initMsColumn: 'init ms',
  failedColumn: 'failed',
  functionsNote: 'warm and cold: in the service Lambda, from the request to the answer.',
  initializedAheadNote: (name: string, invocations: number) =>
    `${name}: ${invocations} first in containers that were initialised before the request came, as with provisioned concurrency: neither warm nor cold, and in no time above.`,
  stepsTitle: (name: string) => `Subsegments of warm invocations of ${name}, medians over invocations`,
  invocationsColumn: 'invocations',
  inEachColumn: 'in each',
  medianMsColumn: 'median ms',
  longestMsColumn: 'longest ms',
  sumMsColumn: 'sum ms',
  stepsNote: 'sum: of all in an invocation, which may overlap; failed: of all together.',
}
