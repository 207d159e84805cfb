import { expect, test } from 'vitest'
import { readLogEvent } from '../../../../../bench/run/aws/logs/log-event.ts'
import { InvocationLog } from '../../../../../bench/run/lab/lambda/log.ts'

const REPORT = {
  requestId: '8f5c1d3e-0000-4000-8000-000000000001',
  durationMs: 12.345,
  billedMs: 13,
  memoryMb: 512,
  maxMemoryMb: 66,
  status: 'success' as const,
}

function aLog(format: 'Text' | 'JSON') {
  const events: string[] = []
  return { events, log: new InvocationLog({ logFormat: format }, (message) => void events.push(message)) }
}

test('each line of a function is an event, however its parts come, and each of the platform another', () => {
  const { events, log } = aLog('Text')
  log.start(REPORT.requestId, '$LATEST')
  for (const part of ['one\ntw', 'o\n\nthr', 'ee']) log.write(Buffer.from(part))
  log.end(REPORT)
  expect(events.slice(1, 4)).toEqual(['one\n', 'two\n', 'three'])
  expect(events[0]).toMatch(/^START RequestId/)
  expect(events.slice(4)).toEqual([
    `END RequestId: ${REPORT.requestId}\n`,
    expect.stringMatching(/^REPORT RequestId: .*\n$/),
  ])
})

test('the report of a traced invocation is one event of two lines, which the reader of logs knows', () => {
  for (const format of ['Text', 'JSON'] as const) {
    const { events, log } = aLog(format)
    log.end({ ...REPORT, initMs: 100, trace: { id: '1-a-b', segmentId: 'c' } })
    expect(readLogEvent(events.at(-1)!)).toMatchObject({
      is: 'report',
      figures: { requestId: REPORT.requestId, memoryMb: 512, initMs: 100 },
      format: format === 'Text' ? 'text' : 'json',
    })
  }
})

test('a line without an end is not waited for beyond any bound', () => {
  const { events, log } = aLog('Text')
  for (let part = 0; part < 300; part++) log.write(Buffer.alloc(1024, 'x'))
  expect(events.length).toBeGreaterThan(0)
})
