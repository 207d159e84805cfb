import { expect, test } from 'vitest'
import { LogInbox } from '../../../../../bench/run/aws/logs/logged-invocations.ts'
import { jsonLine, requestIdOf, streamOf, textLine } from '../../../../support/log-lines.ts'

const AT = Date.parse('2026-01-15T09:00:00Z')
const STREAM = streamOf('container-1')

/** What is kept of events, each a message and when it was logged after the begin. */
function taken(events: readonly (readonly [afterMs: number, message: unknown, stream?: unknown])[]) {
  const inbox = new LogInbox(({ functionName = 'orders' }) => (functionName === 'orders' ? functionName : undefined))
  for (const [afterMs, message, logStreamName = STREAM] of events)
    inbox.take({ logStreamName, timestamp: AT + afterMs, message } as never)
  return inbox.close()
}

const NONE = { torn: 0, printed: 0, overlapping: 0 }

test('a cold and a warm invocation are read in either format, with all that Lambda says of them', () => {
  for (const [format, line] of [
    ['text', textLine],
    ['json', jsonLine],
  ] as const) {
    const { invocations, oddities } = taken([
      [500, line({ requestId: requestIdOf(1), initMs: 250.5, durationMs: 40 })],
      [900, line({ requestId: requestIdOf(2), durationMs: 12.34 })],
    ])
    const both = {
      functionName: 'orders',
      version: '$LATEST',
      container: 'container-1',
      memoryMb: 512,
      maxMemoryMb: 66,
    }
    expect(invocations).toEqual([
      { ...both, endedMs: AT + 500, durationMs: 40, billedMs: 291, initMs: 250.5, outcome: 'success', format },
      { ...both, endedMs: AT + 900, durationMs: 12.34, billedMs: 13, outcome: 'success', format },
    ])
    expect(oddities).toEqual(NONE)
  }
})

test('the line of a traced invocation names its trace on a second line', () => {
  const traced = `${textLine().trimEnd()}\t\nXRAY TraceId: 1-a-b\tSegmentId: c\tSampled: true\t\n`
  expect(taken([[0, traced]]).invocations).toMatchObject([{ durationMs: 12.34 }])
})

test('errors and timeouts are told by the status, and in older text logs by a line of their own', () => {
  const outcomes = (...events: Parameters<typeof taken>[0]) => taken(events).invocations.map(({ outcome }) => outcome)
  expect(outcomes([0, textLine({ status: 'timeout' })])).toEqual(['timeout'])
  expect(outcomes([0, textLine({ status: 'error' })])).toEqual(['error'])
  for (const status of ['error', 'failure']) expect(outcomes([0, jsonLine({ status })])).toEqual(['error'])
  const id = requestIdOf(1)
  const timedOut = `2026-01-15T09:00:00.000Z ${id} Task timed out after 3.00 seconds\n\n`
  expect(outcomes([0, timedOut], [1, textLine({ requestId: id })])).toEqual(['timeout'])
  expect(outcomes([0, timedOut.replace(id, requestIdOf(2))], [1, textLine({ requestId: id })])).toEqual(['success'])
})

test('a snapshot that was restored is told apart from an initialization', () => {
  expect(taken([[0, jsonLine({ restoreMs: 80 })]]).invocations).toMatchObject([{ restoreMs: 80 }])
})

test('starts that failed before an invocation are counted, those within one are not', () => {
  const json = (phase: string, status: string) =>
    JSON.stringify({ type: 'platform.initReport', record: { phase, status, metrics: { durationMs: 9 } } })
  const { failedStarts, invocations } = taken([
    [0, 'INIT_REPORT Init Duration: 9999.12 ms\tPhase: init\tStatus: timeout\n'],
    [0, '2026-01-15T09:00:00.000Z INIT_REPORT Init Duration: 1.00 ms\tPhase: init\tStatus: error\tError Type: X\n'],
    [1, 'INIT_REPORT Init Duration: 3000.12 ms\tPhase: invoke\tStatus: timeout\n'],
    [2, json('init', 'error')],
    [3, json('init', 'success')],
    [4, json('invoke', 'error')],
  ])
  expect(failedStarts).toEqual(new Map([['orders', 3]]))
  expect(invocations).toEqual([])
})

// Breakage: a function that prints a line like Lambda's is taken for Lambda.
test('a line that a function printed of its own request gives way to that of Lambda', () => {
  const id = requestIdOf(1)
  const { invocations, oddities } = taken([
    [50, textLine({ requestId: id, durationMs: 1 })],
    [60, textLine({ requestId: id, durationMs: 2 })],
    [100, textLine({ requestId: id, durationMs: 100 })],
  ])
  expect(invocations.map(({ durationMs }) => durationMs)).toEqual([100])
  expect(oddities).toEqual({ ...NONE, printed: 2 })
})

test('an invocation that is tried again in the same container keeps its id and counts twice', () => {
  const id = requestIdOf(1)
  const { invocations, oddities } = taken([
    [100, textLine({ requestId: id, durationMs: 100, status: 'error' })],
    [60_200, textLine({ requestId: id, durationMs: 100 })],
  ])
  expect(invocations.map(({ outcome }) => outcome)).toEqual(['error', 'success'])
  expect(oddities).toEqual(NONE)
})

test('a line of another request that was written while one ran is counted, and said to be odd', () => {
  const { invocations, oddities } = taken([
    [500, textLine({ requestId: requestIdOf(2), durationMs: 1 })],
    [1000, textLine({ requestId: requestIdOf(1), durationMs: 1000 })],
  ])
  expect(invocations).toHaveLength(2)
  expect(oddities).toEqual({ ...NONE, overlapping: 1 })
})

test('what does not begin as a line of Lambda is none, whatever stands in it', () => {
  const line = textLine().trimEnd()
  const json = jsonLine()
  for (const message of [
    `I print ${line}`,
    `2026-01-15T09:00:00.000Z\tid\tINFO\t${line}`,
    `hello\n${line}`,
    ` ${line}`,
    JSON.stringify({ level: 'INFO', message: json }),
    JSON.stringify({ type: 'platform.reports', record: {} }),
    'REPORT RequestId:',
    '',
  ])
    expect(taken([[0, message]])).toMatchObject({ invocations: [], oddities: NONE })
})

test('lines of Lambda that are torn, or have no sensible numbers, are counted and left out', () => {
  const line = textLine().trimEnd()
  for (const message of [
    line.slice(0, 80),
    line.replace('12.34', '-1'),
    line.replace('12.34', '9'.repeat(400)),
    line.replace('512 MB', '512 GB'),
    jsonLine().replace('12.34', '"12.34"'),
    jsonLine().replace('12.34', '1e999'),
  ])
    expect(taken([[0, message]]), message).toMatchObject({ invocations: [], oddities: { ...NONE, torn: 1 } })
  // What was torn within JSON is no JSON any more.
  expect(taken([[0, jsonLine().slice(0, -3)]])).toMatchObject({ invocations: [], oddities: NONE })
})

test('fields that nobody knows yet change nothing', () => {
  const text = textLine().replace('\tMemory Size', '\tCarbon: 3 g\tMemory Size')
  const json = jsonLine().replace('"metrics":{', '"spans":[{}],"metrics":{"carbonG":3,')
  for (const message of [text, json]) expect(taken([[0, message]]).invocations).toMatchObject([{ durationMs: 12.34 }])
})

test('events of other shapes, other streams and other functions do not matter', () => {
  const { invocations } = taken([
    [0, 7],
    [0, null],
    [Number.NaN, textLine()],
    [0, textLine(), 7],
    [0, textLine(), 'main'],
    [0, textLine(), streamOf('container-1', { functionName: 'billing' })],
  ])
  expect(invocations).toEqual([])
})
