import { expect, test } from 'vitest'
import { readReport } from '../../../../bench/run/aws/report-line.ts'

const ID = '8f5c1d3e-0000-4000-8000-000000000001'
const OTHER = '8f5c1d3e-0000-4000-8000-000000000002'

const text = (id = ID, fields = '') =>
  `REPORT RequestId: ${id}\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\t${fields}`
const FIGURES = { requestId: ID, durationMs: 12.34, billedMs: 13, memoryMb: 128, maxMemoryMb: 66 }
const METRICS = { durationMs: 12.34, billedDurationMs: 13, memorySizeMB: 128, maxMemoryUsedMB: 66 }

const json = (metrics: object = METRICS, record: object = {}) =>
  JSON.stringify({
    time: '2026-11-25T12:00:00.000Z',
    type: 'platform.report',
    record: { requestId: ID, metrics, tracing: { spanId: 'a', type: 'X-Amzn-Trace-Id' }, status: 'success', ...record },
  })

test('the figures of a cold invocation are read from text, among what the function printed', () => {
  const tail = `torn beginning\nSTART RequestId: ${ID}\nhello\nEND RequestId: ${ID}\n${text(ID, 'Init Duration: 387.12 ms\t')}\nXRAY TraceId: 1-a-b\tSegmentId: c\tSampled: true\t\n`
  expect(readReport(tail, ID)).toEqual({ ...FIGURES, initMs: 387.12 })
})

test('a warm invocation has no time of initialization', () => {
  expect(readReport(`${text()}\n`)).toEqual(FIGURES)
})

test('a restored container, a status and the type of an error are read from text', () => {
  const fields = 'Restore Duration: 5.5 ms\tBilled Restore Duration: 6 ms\tStatus: error\tError Type: Runtime.ExitError'
  expect(readReport(text(ID, fields))).toEqual({
    ...FIGURES,
    restoreMs: 5.5,
    status: 'error',
    errorType: 'Runtime.ExitError',
  })
  expect(readReport(text(ID, 'Status: timeout\t'))).toEqual({ ...FIGURES, status: 'timeout' })
})

test('the figures are read from JSON', () => {
  expect(readReport(`{"level":"INFO"}\n${json()}\n`, ID)).toEqual({ ...FIGURES, status: 'success' })
  const cold = { ...METRICS, initDurationMs: 387.12, restoreDurationMs: 2 }
  expect(readReport(json(cold, { status: 'error', errorType: 'Runtime.ExitError' }), ID)).toEqual({
    ...FIGURES,
    initMs: 387.12,
    restoreMs: 2,
    status: 'error',
    errorType: 'Runtime.ExitError',
  })
})

test('a line about another request does not count, wherever it stands', () => {
  expect(readReport(`${text()}\n${text(OTHER)}\n`, ID)).toEqual(FIGURES)
  expect(readReport(`${text(OTHER)}\n`, ID)).toBeUndefined()
  expect(readReport(json(METRICS, { requestId: OTHER }), ID)).toBeUndefined()
  expect(readReport(`${text()}\n${text(OTHER)}\n`)?.requestId).toBe(OTHER)
})

test('of two lines about the request the last one counts, in either format', () => {
  const forged = text().replace('12.34', '1')
  expect(readReport(`${forged}\n${text()}\n`, ID)).toEqual(FIGURES)
  expect(readReport(`${forged}\n${json()}\n`, ID)?.durationMs).toBe(12.34)
  expect(readReport(`${forged}\n${text().slice(0, 60)}`, ID)).toBeUndefined()
})

test('a line that begins within another one is none', () => {
  expect(readReport(`I print ${text()}\n`, ID)).toBeUndefined()
  expect(readReport(`${JSON.stringify({ message: json() })}\n`, ID)).toBeUndefined()
})

test('wherever the tail is torn, nothing is read that is not there', () => {
  for (const whole of [text(), json()])
    for (let length = 0; length < whole.length; length++) {
      const read = readReport(whole.slice(0, length))
      expect(read === undefined || read.maxMemoryMb === 66).toBe(true)
      if (length > 0 && length < whole.length) expect(readReport(whole.slice(length))).toBeUndefined()
    }
})

test.each(['NaN', '-1', '1e999', 'Infinity', '', '0x10', '9'.repeat(400)])(
  '%s is no number of milliseconds',
  (hostile) => {
    for (const field of ['12.34 ms', '13 ms', '66 MB', '1.5 ms']) {
      const line = text(ID, 'Init Duration: 1.5 ms')
      expect(readReport(line.replace(field, field.replace(/[\d.]+/, hostile)))).toBeUndefined()
    }
  },
)

test.each(['null', '-1', '1e999', '"12"', '{}'])('%s is no figure in JSON', (hostile) => {
  for (const [key, value] of Object.entries({ ...METRICS, initDurationMs: 1.5 })) {
    const line = json({ ...METRICS, initDurationMs: 1.5 })
    expect(readReport(line.replace(`"${key}":${value}`, `"${key}":${hostile}`))).toBeUndefined()
  }
})

test('JSON of any other shape is no report', () => {
  for (const line of [
    'null',
    '[]',
    '"platform.report"',
    '{"type":"platform.report"}',
    '{"type":"platform.report","record":{"requestId":1}}',
    '{"type":"platform.report","record":{"requestId":"a"}}',
  ])
    expect(readReport(line)).toBeUndefined()
})
