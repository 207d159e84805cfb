import { expect, test } from 'vitest'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import type { Messages } from '../../../../bench/report/messages/messages.ts'
import {
  discardText,
  faultText,
  traceDoubtText,
  untracedText,
} from '../../../../bench/report/messages/trial-reasons.ts'
import { problemText } from '../../../../bench/report/messages/problems.ts'
import type { LeftOutReason } from '../../../../bench/run/aws/sort-traces.ts'
import type { TraceDoubt } from '../../../../bench/run/aws/traces/segments.ts'
import type { Discard, Fault, TraceLack } from '../../../../bench/io/trial-reasons.ts'
import { expectWording } from '../../../support/wording.ts'

const KILLED = { code: 'killed', withinMs: 500 } as const

const FAULTS: readonly Fault[] = [
  { code: 'no-result', variant: 'pipelined', failure: { code: 'exited', signal: 'SIGKILL' } },
  { code: 'no-result', variant: 'pipelined', failure: { code: 'exited', exitCode: 3 } },
  { code: 'no-result', variant: 'pipelined', failure: KILLED },
  { code: 'no-result', variant: 'pipelined', failure: { code: 'unreachable', message: 'EPIPE' } },
  { code: 'no-result', variant: 'pipelined', failure: { code: 'threw', message: 'it broke' } },
  { code: 'not-run', variant: 'loops', kills: 1, withinMs: 500 },
  { code: 'not-run', variant: 'loops', kills: 2, withinMs: 500 },
  { code: 'timed-out', withinMs: 60_000 },
  { code: 'ideal-unknown', strategy: 'mine', failure: KILLED },
  { code: 'ideal-unknown', strategy: 'mine', failure: { code: 'waits-for-no-step' } },
  { code: 'missing-outcomes', outcomes: 2, items: 12 },
  { code: 'unexpected-failures', kind: 'fetch network', failures: 3, planned: 0, example: 'connect EMFILE' },
  { code: 'unexpected-failures', kind: 'check defect', failures: 1, example: 'as thrown' },
  { code: 'unexpected-failures', kind: 'check defect', failures: 1 },
  { code: 'invocation-failed', message: 'Task timed out' },
  { code: 'invocation-failed' },
  { code: 'refused', message: 'limits: expected limits, got a text' },
  { code: 'unknown-answer' },
  { code: 'cut-off' },
  { code: 'other-strategy', answered: 'pipelined', expected: 'sequential' },
  { code: 'trace-has-fault' },
]

const DISCARDS: readonly Discard[] = [
  { code: 'mock-server-failed', failure: { code: 'exited', signal: 'SIGKILL' } },
  { code: 'mock-server-failed', failure: KILLED },
  { code: 'mock-server-stalled', lagMs: 285.4 },
  { code: 'requests-unrecorded', requests: 30, unrecorded: 2 },
]

const lacking = (...lacks: TraceLack[]) => ({ code: 'incomplete', lacks }) as const

const UNTRACED: readonly LeftOutReason[] = [
  { code: 'never-came' },
  { code: 'not-delivered' },
  { code: 'not-found' },
  { code: 'not-requested' },
  { code: 'of-another-function' },
  { code: 'interrupted' },
  { code: 'xray-failed', message: 'no credentials' },
  { code: 'not-in-file', file: 'traces.jsonl' },
  lacking({ code: 'over-limit' }, { code: 'unreadable-segments', segments: 4 }),
  lacking({ code: 'no-segment' }),
  lacking({ code: 'lone-segment', name: 'a-function', origin: 'AWS::Lambda' }),
  lacking({ code: 'open-segment', name: 'a-function', origin: 'AWS::Lambda::Function' }),
  lacking({ code: 'open-segment', name: 'a web server' }),
  lacking({ code: 'no-run' }),
  lacking({ code: 'no-timeline' }),
  lacking({ code: 'no-timeline-parts', parts: [1, 3], of: 4 }),
  lacking({ code: 'no-function' }),
  lacking({ code: 'other-functions', expected: 'other', found: ['caller', 'called'] }),
  lacking({ code: 'open-function', function: 'a-function' }),
  lacking({ code: 'no-service-time', function: 'a-function' }),
]

const DOUBTS: readonly TraceDoubt[] = [
  { code: 'nested-too-deep' },
  { code: 'unreadable-rows', rows: 5 },
  { code: 'times-out-of-range' },
  { code: 'impossible-times', message: 'NaN' },
]

/** Each reason as JSON, with its text in both languages, or in the one that it has. */
const kept = <Reason>(reasons: readonly Reason[], textOf: (reason: Reason, messages: Messages) => string) =>
  Object.fromEntries(
    reasons.map((reason) => [
      JSON.stringify(reason),
      [...new Set([ENGLISH, JAPANESE].map((messages) => textOf(reason, messages)))],
    ]),
  )

// Breakage: a limit that nobody knows what to do about, or "such as: undefined".
test.each([
  ['faults.txt', kept(FAULTS, faultText)],
  ['discards.txt', kept(DISCARDS, discardText)],
  ['untraced.txt', kept(UNTRACED, untracedText)],
  ['trace-doubts.txt', kept(DOUBTS, traceDoubtText)],
])('why a run, an iteration or a trace does not count is a clause as it is kept in %s', (file, texts) => {
  expectWording(file, texts)
  for (const text of Object.values(texts).flat()) expect(text).not.toMatch(/undefined|\[object/)
})

// Breakage: the name twice.
test.each<Fault>([{ code: 'cut-off' }, { code: 'no-result', variant: 'a@b', failure: KILLED }])(
  'a run of old code that failed is named once: %j',
  (fault) => {
    const text = problemText({ code: 'old-run-failed', parameters: { variant: 'a@b', fault } })
    expect(text).toContain(faultText(fault))
    expect(text.split('a@b')).toHaveLength(2)
  },
)

test('in Japanese every fault but quoted messages is Japanese', () => {
  const ofOthers = FAULTS.filter((fault) => faultText(fault, JAPANESE) === faultText(fault, ENGLISH))
  expect(ofOthers).toHaveLength(3)
  for (const fault of FAULTS) if (!ofOthers.includes(fault)) expect(faultText(fault, JAPANESE)).toMatch(/[ぁ-ん]/)
})
