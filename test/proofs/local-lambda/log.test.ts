import { expect, test } from 'vitest'
import { InvocationLog, type InvocationReport } from '../../../bench/run/lab/lambda/log.ts'
import { aFunction, aLambda, invoke, handling } from '../../support/local-functions.ts'

const WAITS = handling(`
  const beganMs = performance.now()
  await new Promise((waited) => setTimeout(waited, event.ms ?? 0))
  console.log('waited', performance.now() - beganMs)
  return performance.now() - beganMs`)

/** The figures of a REPORT line, by name. */
function figuresOf(tail: string): Record<string, string> {
  const [line = ''] = /^REPORT .*$/m.exec(tail) ?? []
  return Object.fromEntries([...line.matchAll(/([A-Z][\w ]+): (\S+)/g)].map(([, name, value]) => [name!, value!]))
}

test('the log has what Lambda writes, around what the function does', async () => {
  await using lambda = aLambda(aFunction(WAITS))
  const { tail, requestId, trace } = await invoke(lambda)
  const lines = tail.replaceAll(requestId, 'ID').split('\n')
  expect(lines[0]).toBe('START RequestId: ID Version: $LATEST')
  expect(lines[1]).toMatch(/^\S+Z\tID\tINFO\twaited \d/)
  expect(lines[2]).toBe('END RequestId: ID')
  expect(lines[3]).toMatch(
    /^REPORT RequestId: ID\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t$/,
  )
  expect(lines[4]).toBe(`XRAY TraceId: ${trace.id}\tSegmentId: ${trace.functionSegmentId}\tSampled: true\t`)
  expect(lines.slice(5)).toEqual([''])
})

test('the figures of a report are real ones', async () => {
  await using lambda = aLambda(aFunction(WAITS))
  const beganMs = performance.now()
  const cold = await invoke(lambda, { ms: 60 })
  const wallMs = performance.now() - beganMs
  const { durationMs, billedMs, initMs = 0, maxMemoryMb } = cold.answer.report
  expect(durationMs).toBeGreaterThanOrEqual(cold.body as number)
  expect(durationMs + initMs).toBeLessThanOrEqual(wallMs)
  expect(billedMs).toBe(Math.ceil(durationMs + initMs))
  // What a process of Node holds at least, and at most while it does nothing.
  expect(maxMemoryMb).toBeGreaterThan(30)
  expect(maxMemoryMb).toBeLessThan(200)
  expect(figuresOf(cold.tail)).toMatchObject({
    Duration: durationMs.toFixed(2),
    'Billed Duration': String(billedMs),
    'Init Duration': initMs.toFixed(2),
    'Max Memory Used': String(maxMemoryMb),
  })
  const warm = await invoke(lambda, { ms: 20 })
  expect(warm.answer.report.initMs).toBeUndefined()
  expect(warm.answer.report.billedMs).toBe(Math.ceil(warm.answer.report.durationMs))
  expect(figuresOf(warm.tail)).not.toHaveProperty('Init Duration')
  // Of this invocation only.
  expect(warm.tail.match(/^(START|END|REPORT) /gm)).toEqual(['START ', 'END ', 'REPORT '])
})

test('the memory of a report is the most that the process held', async () => {
  const source = handling('let kept = event.mb && Buffer.alloc(event.mb * 1024 * 1024, 1); kept = undefined')
  await using lambda = aLambda(aFunction(source))
  const before = (await invoke(lambda)).answer.report.maxMemoryMb
  const { maxMemoryMb } = (await invoke(lambda, { mb: 150 })).answer.report
  expect(maxMemoryMb).toBeGreaterThan(before + 140)
})

test('in JSON every line is a record, of the platform or of the function', async () => {
  await using lambda = aLambda(aFunction(WAITS, { logFormat: 'JSON' }))
  const { tail, requestId, answer, trace } = await invoke(lambda)
  const [start, own, report, ...more] = tail
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(more).toEqual([])
  const time = expect.stringMatching(/^\d{4}-.*Z$/) as string
  expect(start).toEqual({ time, type: 'platform.start', record: { requestId, version: '$LATEST' } })
  expect(own).toMatchObject({ level: 'INFO', requestId, message: expect.stringMatching(/^waited \d/) as string })
  const { durationMs, billedMs, maxMemoryMb, initMs } = answer.report
  expect(report).toEqual({
    time,
    type: 'platform.report',
    record: {
      requestId,
      metrics: {
        durationMs: expect.closeTo(durationMs, 1) as number,
        billedDurationMs: billedMs,
        memorySizeMB: 512,
        maxMemoryUsedMB: maxMemoryMb,
        initDurationMs: expect.closeTo(initMs!, 1) as number,
      },
      tracing: {
        spanId: trace.functionSegmentId,
        type: 'X-Amzn-Trace-Id',
        value: `Root=${trace.id};Parent=${trace.functionSegmentId};Sampled=1`,
      },
      status: 'success',
    },
  })
})

test('in JSON a failed invocation is reported with its type', async () => {
  await using lambda = aLambda(aFunction(handling('process.exit(1)'), { logFormat: 'JSON' }))
  const { tail } = await invoke(lambda)
  const report = JSON.parse(tail.trimEnd().split('\n').at(-1)!) as { record: object }
  expect(report.record).toMatchObject({ status: 'error', errorType: 'Runtime.ExitError' })
})

test('a trace that is not sampled is not in the report', async () => {
  await using lambda = aLambda(aFunction(WAITS))
  const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0'
  expect((await invoke(lambda, {}, { traceHeader })).tail).not.toContain('XRAY')
})

test('a tail is the last 4,096 bytes, and its end is the report', async () => {
  const source = handling(`process.stdout.write('x'.repeat(100_000) + '\\n'); process.stderr.write('the end\\n')`)
  await using lambda = aLambda(aFunction(source))
  const { answer, tail } = await invoke(lambda)
  expect(answer.tail.byteLength).toBe(4096)
  expect(tail).toMatch(/^x+\nthe end\nEND RequestId: .*\nREPORT /)
})

test('who writes a gigabyte costs the lab no memory for it', async () => {
  const source = handling(`
    const part = 'x'.repeat(1_000_000) + '\\n'
    for (let written = 0; written < event.mb; written++) process.stdout.write(part)`)
  await using lambda = aLambda(aFunction(source))
  // So that what reading from a pipe takes is there.
  await invoke(lambda, { mb: 20 })
  const before = process.memoryUsage().rss
  await invoke(lambda, { mb: 1000 })
  expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(200)
})

const A_REPORT: InvocationReport = {
  requestId: 'a-request',
  durationMs: 1,
  billedMs: 1,
  memoryMb: 128,
  maxMemoryMb: 50,
  status: 'success',
}

test('of many small writes there is the end, and nothing of it in the next invocation', () => {
  const log = new InvocationLog({ logFormat: 'Text' })
  for (let index = 0; index < 50_000; index++) log.write(Buffer.from(`line ${index}\n`))
  log.end(A_REPORT)
  const kept = log.tail().toString()
  expect(kept).toHaveLength(4096)
  expect(kept).toContain('line 49999\nEND RequestId: a-request\nREPORT')
  log.clear()
  expect(log.tail().byteLength).toBe(0)
})
