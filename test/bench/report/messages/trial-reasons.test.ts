import { expect, test } from 'vitest'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import {
  discardText,
  faultText,
  traceDoubtText,
  untracedText,
} from '../../../../bench/report/messages/trial-reasons.ts'
import { problemText } from '../../../../bench/report/messages/problems.ts'
import type { LeftOutReason } from '../../../../bench/run/aws/sort-traces.ts'
import type { TraceDoubt } from '../../../../bench/run/aws/traces/segments.ts'
import type { Discard, Fault, TraceLack } from '../../../../bench/trial/reasons.ts'

const KILLED = { code: 'killed', withinMs: 500 } as const

const FAULTS: [Fault, string][] = [
  [
    { code: 'no-result', variant: 'pipelined', failure: { code: 'exited', signal: 'SIGKILL' } },
    'pipelined ended by itself (SIGKILL)',
  ],
  [
    { code: 'no-result', variant: 'pipelined', failure: { code: 'exited', exitCode: 3 } },
    'pipelined ended by itself (exit code 3)',
  ],
  [
    { code: 'no-result', variant: 'pipelined', failure: KILLED },
    'pipelined was killed: it gave no answer within 500 ms',
  ],
  [
    { code: 'no-result', variant: 'pipelined', failure: { code: 'unreachable', message: 'EPIPE' } },
    'pipelined could not be reached: EPIPE',
  ],
  [{ code: 'no-result', variant: 'pipelined', failure: { code: 'threw', message: 'it broke' } }, 'it broke'],
  [
    { code: 'not-run', variant: 'loops', kills: 1, withinMs: 500 },
    'loops was not run any more: it was killed once, with the budget spent (loops was killed: it gave no answer within 500 ms)',
  ],
  [
    { code: 'not-run', variant: 'loops', kills: 2, withinMs: 500 },
    'loops was not run any more: it was killed 2 times (loops was killed: it gave no answer within 500 ms)',
  ],
  [{ code: 'timed-out', withinMs: 60_000 }, 'not done within 60000 ms'],
  [
    { code: 'ideal-unknown', strategy: 'mine', failure: KILLED },
    'what its waiting alone takes is not known: mine on the virtual clock was killed: it gave no answer within 500 ms',
  ],
  [{ code: 'missing-outcomes', outcomes: 2, items: 12 }, '2 outcomes for 12 feeds'],
  [
    { code: 'unexpected-failures', kind: 'fetch network', failures: 3, planned: 0, example: 'connect EMFILE' },
    '3 failures "fetch network" where the world planned 0, such as: connect EMFILE',
  ],
  [
    { code: 'unexpected-failures', kind: 'check defect', failures: 1, example: 'as told' },
    '1 failures "check defect", such as: as told',
  ],
  // Breakage: "such as: undefined".
  [{ code: 'unexpected-failures', kind: 'check defect', failures: 1 }, '1 failures "check defect"'],
  [{ code: 'invocation-failed', message: 'Task timed out' }, 'Task timed out'],
  [{ code: 'invocation-failed' }, 'the function failed without a word'],
  [{ code: 'refused', message: 'limits: expected limits, got a text' }, 'limits: expected limits, got a text'],
  [{ code: 'unknown-answer' }, 'it did not answer as our functions do'],
  [{ code: 'cut-off' }, 'cut off, since its time was nearly over'],
  [{ code: 'other-strategy', answered: 'pipelined', expected: 'sequential' }, 'it is "pipelined", not sequential'],
  [{ code: 'trace-has-fault' }, 'its trace has a fault'],
]

test.each(FAULTS)('a fault is a clause: %j', (fault, text) => {
  expect(faultText(fault)).toBe(text)
})

test.each<[Discard, string]>([
  [
    { code: 'mock-server-failed', failure: { code: 'exited', signal: 'SIGKILL' } },
    'the mock server ended by itself (SIGKILL)',
  ],
  [{ code: 'mock-server-failed', failure: KILLED }, 'the mock server was killed: it gave no answer within 500 ms'],
  [{ code: 'mock-server-stalled', lagMs: 285.4 }, 'the mock server stood still for 285 ms'],
  [
    { code: 'requests-unrecorded', requests: 30, unrecorded: 2 },
    'the mock server received 30 requests and could not record 2 of them',
  ],
])('what of the harness failed is a clause: %j', (discard, text) => {
  expect(discardText(discard)).toBe(text)
})

const lacking = (...lacks: TraceLack[]) => ({ code: 'incomplete', lacks }) as const

test.each<[LeftOutReason, string]>([
  [{ code: 'never-came' }, 'its trace never came'],
  [{ code: 'not-delivered' }, 'it never came'],
  [{ code: 'not-found' }, 'no trace of it was found'],
  [{ code: 'not-requested' }, 'it was not asked for'],
  [{ code: 'of-another-function' }, 'it is of another function'],
  [{ code: 'interrupted' }, 'the waiting for traces was interrupted'],
  [{ code: 'xray-failed', message: 'no credentials' }, 'X-Ray could not be asked: no credentials'],
  [{ code: 'not-in-file', file: 'traces.jsonl' }, 'it is not in traces.jsonl'],
  // Breakage: a limit that nobody knew what to do about.
  [
    lacking({ code: 'over-limit' }, { code: 'unreadable-segments', segments: 4 }),
    'it is over the limit of a trace, so that X-Ray left out part of it; deploy functions of ours with TRACE=summary (npm run deploy -- -c trace=summary), or give them fewer feeds; 4 of its segments cannot be read as JSON',
  ],
  [lacking({ code: 'no-segment' }), 'no segment has come'],
  [
    lacking({ code: 'lone-segment', name: 'a-function', origin: 'AWS::Lambda' }),
    'of a-function only the segment AWS::Lambda has come',
  ],
  [
    lacking({ code: 'open-segment', name: 'a-function', origin: 'AWS::Lambda::Function' }),
    'the segment a-function AWS::Lambda::Function has not ended',
  ],
  [lacking({ code: 'open-segment', name: 'a web server' }), 'the segment a web server has not ended'],
  [lacking({ code: 'no-run' }), 'the run itself (utakata:…) has not come'],
  [lacking({ code: 'no-timeline' }), 'its timeline has not come'],
  [lacking({ code: 'no-timeline-parts', parts: [1, 3], of: 4 }), 'part 1 and 3 of the 4 of its timeline has not come'],
  [lacking({ code: 'no-function' }), 'no Lambda function was begun in it'],
  [
    lacking({ code: 'other-functions', expected: 'other', found: ['caller', 'called'] }),
    'the function other was not begun in it, but caller, called',
  ],
  [lacking({ code: 'open-function', function: 'a-function' }), 'the function a-function has not ended in it'],
  [
    lacking({ code: 'no-service-time', function: 'a-function' }),
    'the time of a-function in the service Lambda is not in it',
  ],
])('why there is no whole trace is a clause: %j', (reason, text) => {
  expect(untracedText(reason)).toBe(text)
})

test.each<[TraceDoubt, string]>([
  [{ code: 'nested-too-deep' }, 'what is nested very deep was left out'],
  [{ code: 'unreadable-rows', rows: 5 }, '5 rows of its timeline cannot be read'],
  [{ code: 'times-out-of-range' }, 'its step times are out of range'],
  [{ code: 'impossible-times', message: 'NaN' }, 'its steps have times that cannot be (NaN)'],
])('what of a trace could not be read is a clause: %j', (doubt, text) => {
  expect(traceDoubtText(doubt)).toBe(text)
})

test.each<[Fault, string]>([
  [{ code: 'cut-off' }, 'a@b: cut off, since its time was nearly over'],
  // Breakage: the name twice.
  [{ code: 'no-result', variant: 'a@b', failure: KILLED }, 'a@b was killed: it gave no answer within 500 ms'],
])('a run of old code that failed is named once: %j', (fault, text) => {
  expect(problemText({ code: 'old-run-failed', parameters: { variant: 'a@b', fault } })).toBe(text)
})

test('in Japanese every fault but the words of others is Japanese', () => {
  for (const [fault, text] of FAULTS)
    if (faultText(fault, JAPANESE) !== text) expect(faultText(fault, JAPANESE)).toMatch(/[ぁ-ん]/)
  expect(FAULTS.filter(([fault, text]) => faultText(fault, JAPANESE) === text)).toHaveLength(3)
})
