import { expect, test } from 'vitest'
import { SECRET_PATH, failureFrom, fetchFrom, textFrom } from '../support/fetching.ts'
import { answering } from '../support/wire.ts'

test('a server that says nothing times out', async () => {
  await using wire = await answering(() => {})
  const failure = await failureFrom(wire.origin + SECRET_PATH, { options: { headersTimeoutMs: 200 } })
  expect(failure).toEqual({ step: 'fetch', kind: 'timeout', message: 'no answer within 200 ms' })
})

test('a body that stands still times out', async () => {
  await using wire = await answering((response) =>
    response.writeHead(200, { 'content-length': 100 }).write('BEGIN:VCALENDAR'),
  )
  const failure = await failureFrom(wire.origin + SECRET_PATH, { options: { bodyTimeoutMs: 200 } })
  expect(failure).toEqual({ step: 'fetch', kind: 'timeout', message: 'the body stood still for 200 ms' })
})

// Red when the timers are believed before the socket is read: the answer has been there for 200 ms.
test('an answer that came while the thread was busy is an answer', async () => {
  await using wire = await answering((response) => {
    response.end('BEGIN:VCALENDAR')
    for (const untilMs = performance.now() + 400; performance.now() < untilMs;);
  })
  expect(await textFrom(wire.origin, { options: { headersTimeoutMs: 200 } })).toBe('BEGIN:VCALENDAR')
})

// Red when early hints count as the head of the answer, after which the body may only be silent for so long.
test('early hints are not the answer', async () => {
  await using wire = await answering((response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' })
    setTimeout(() => response.end('BEGIN:VCALENDAR'), 200)
  })
  expect(await textFrom(wire.origin, { options: { bodyTimeoutMs: 50 } })).toBe('BEGIN:VCALENDAR')
})

test('a refusal whose words never end is a refusal', async () => {
  await using wire = await answering((response) => response.writeHead(404, { 'content-length': 100 }).flushHeaders())
  expect(await failureFrom(wire.origin + SECRET_PATH, { options: { bodyTimeoutMs: 100 } })).toMatchObject({
    kind: 'status',
  })
})

// Red when the whole time is looked at only as bytes come: here none do.
test('silence ends with the time a feed may take', async () => {
  await using wire = await answering(() => {})
  const failure = await failureFrom(wire.origin + SECRET_PATH, { options: { fetchTimeoutMs: 100 } })
  expect(failure).toEqual({ step: 'fetch', kind: 'timeout', message: 'not done within 100 ms' })
})

test('nothing is asked once the signal has been given', async () => {
  await using wire = await answering((response) => response.end())
  const reason = new Error('over')
  await expect(fetchFrom(wire.origin, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(wire.seen).toEqual([])
})

// Red when only silence is bounded: this server is never silent for long and never done.
test('a body that drips for ever times out', async () => {
  await using wire = await answering((response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write('x'), 10)
    response.once('close', () => clearInterval(drip))
  })
  expect(await failureFrom(wire.origin + SECRET_PATH, { options: { fetchTimeoutMs: 200 } })).toMatchObject({
    kind: 'timeout',
  })
})
