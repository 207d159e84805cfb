/** Why runs failed, were discarded or have no trace: clauses, without a full stop. */
export const trials = {
  processExited: (process: string, how: string) => `${process} ended unexpectedly (${how})`,
  exitCode: (exitCode: string) => `exit code ${exitCode}`,
  processKilled: (process: string, withinMs: number) =>
    `${process} was killed: it gave no answer within ${withinMs} ms`,
  processUnreachable: (process: string, message: string) => `${process} could not be reached: ${message}`,
  withErrors: (text: string, errors: string) => `${text}; the end of its standard error: ${errors}`,
  programNoAnswer: ({ program, run, got }: { program: string; run: number; got: string }) =>
    `${program} wrote a line that is no answer: expected {"run":${run},"done":true}, got ${got}; write everything else to standard error`,
  programUnrequestedOutput: (program: string, got: string) =>
    `${program} wrote a line that no request was waiting for: ${got}; write everything but the answers to standard error`,
  programWrongFigures: (program: string, issue: string) => `${program} reported a figure that cannot be: ${issue}`,
  programFlooded: (program: string, mostKb: number) =>
    `${program} wrote more than ${mostKb} kB without the end of a line; an answer is one short line of JSON`,
  programClosedOutput: (program: string) => `${program} closed its standard output`,
  programManyProcesses: (program: string, most: number) => `${program} had more than ${most} processes`,
  programLeftProcesses: (program: string, processes: number) =>
    `${program} started ${processes === 1 ? 'a process that is' : `${processes} processes that are`} no longer below it, so that its CPU time and memory are not known; do not detach what it starts`,
  mockServer: 'the mock server',
  jobProcess: 'the process in which the job is tried',
  overheadProcess: 'the process that measures the overhead',
  strategyProcess: 'the process of the strategy',
  onVirtualClock: (strategy: string) => `${strategy} on the virtual clock`,
  notRunAfterOneKill: (variant: string, cause: string) =>
    `${variant} was not run any more: it was killed once, with the budget spent (${cause})`,
  notRunAfterKills: ({ variant, kills, cause }: { variant: string; kills: number; cause: string }) =>
    `${variant} was not run any more: it was killed ${kills} times (${cause})`,
  timedOut: (withinMs: number) => `not done within ${withinMs} ms`,
  idealUnknown: (cause: string) => `what its waiting alone takes is not known: ${cause}`,
  waitsForNoStep: 'the strategy waits for something that is not a step',
  missingOutcomes: (outcomes: number, items: number) => `${outcomes} outcomes instead of ${items}, one per item`,
  answeredEarly: (posts: number) =>
    `it answered before ${posts === 1 ? 'a post' : `${posts} posts`} of the run had been accepted; answer once everything is sent`,
  failures: (failures: number, kind: string) => `${failures} failures "${kind}"`,
  failuresBeyondPlan: ({ failures, kind, planned }: { failures: number; kind: string; planned: number }) =>
    `${failures} failures "${kind}" where the world planned ${planned}`,
  failuresWithExample: (failures: string, example: string) => `${failures}, such as: ${example}`,
  invocationFailed: 'the function failed without a message',
  unknownAnswer: 'it did not answer as our functions do',
  cutOff: 'cut off, since its time was nearly over',
  otherStrategy: (answered: string, expected: string) => `it is "${answered}", not ${expected}`,
  traceHasFault: 'its trace has a fault',
  mockServerStalled: (ms: number) => `the mock server stalled for ${ms} ms`,
  requestsUnrecorded: (requests: number, unrecorded: number) =>
    `the mock server received ${requests} requests and could not record ${unrecorded} of them`,
  traceNeverCame: 'its trace never came',
  traceNotDelivered: 'it never came',
  traceNotFound: 'no trace of it was found',
  traceNotRequested: 'it was not asked for',
  traceOfAnotherFunction: 'it is of another function',
  tracesInterrupted: 'the waiting for traces was interrupted',
  xrayFailed: (message: string) => `X-Ray could not be asked: ${message}`,
  traceNotInFile: (file: string) => `it is not in ${file}`,
  traceOverLimit:
    'it is over the limit of a trace, so that X-Ray left out part of it; deploy functions of ours with TRACE=summary (npx utakata cdk deploy -c trace=summary), or give them fewer items',
  traceUnreadableSegments: (segments: number) => `${segments} of its segments cannot be read as JSON`,
  traceNoSegment: 'no segment has come',
  traceLoneSegment: (name: string, origin: string) => `of ${name} only the segment ${origin} has come`,
  traceOpenSegment: (segment: string) => `the segment ${segment} has not ended`,
  traceNoRun: 'the run itself (utakata:…) has not come',
  traceNoTimeline: 'its timeline has not come',
  traceNoTimelineParts: (parts: string, of: number) => `part ${parts} of the ${of} of its timeline has not come`,
  traceNoFunction: 'no Lambda function was begun in it',
  traceOtherFunctions: (expected: string, found: string) => `of ${found}, not of the function ${expected}`,
  traceOpenFunction: (name: string) => `the function ${name} has not ended in it`,
  traceNoServiceTime: (name: string) => `the time of ${name} in the service Lambda is not in it`,
  impossibleSpan: (name: string) => `the span of ${name} ends before it begins, or more than a day later`,
}
