import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Intake, IntakeEvents } from '../../strategies/answer.ts'
import { exchange } from '../../strategies/exchange.ts'
import { createFeedConnections, FETCH_DEFAULTS } from '../../strategies/fetch.ts'
import { ioClockMs, stopIoClock } from '../../strategies/io-clock.ts'
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
  expect(failure).toEqual({ step: 'fetch', kind: 'timeout', message: 'no more of the body came for 200 ms' })
})

// Breakage: the timers are believed before the socket is read: the answer has been there for 200 ms.
test('an answer that came while the thread was busy is an answer', async () => {
  await using wire = await answering((response) => {
    response.end('BEGIN:VCALENDAR')
    for (const untilMs = performance.now() + 400; performance.now() < untilMs;);
  })
  expect(await textFrom(wire.origin, { options: { headersTimeoutMs: 200 } })).toBe('BEGIN:VCALENDAR')
})

// Breakage: early hints count as the head of the answer, after which the body may only be silent for so long.
test('early hints are not the answer', async () => {
  await using wire = await answering((response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' })
    setTimeout(() => response.end('BEGIN:VCALENDAR'), 200)
  })
  expect(await textFrom(wire.origin, { options: { bodyTimeoutMs: 50 } })).toBe('BEGIN:VCALENDAR')
})

test('a refusal whose text never ends is a refusal', async () => {
  await using wire = await answering((response) => response.writeHead(404, { 'content-length': 100 }).flushHeaders())
  expect(await failureFrom(wire.origin + SECRET_PATH, { options: { bodyTimeoutMs: 100 } })).toMatchObject({
    kind: 'status',
  })
})

// Breakage: the whole time is looked at only as bytes come: here none do.
test('silence ends with the time a feed may take', async () => {
  await using wire = await answering(() => {})
  const failure = await failureFrom(wire.origin + SECRET_PATH, { options: { fetchTimeoutMs: 100 } })
  expect(failure).toEqual({ step: 'fetch', kind: 'timeout', message: 'not done within 100 ms' })
})

test('no request is made once the signal is aborted', async () => {
  await using wire = await answering((response) => response.end())
  const reason = new Error('over')
  await expect(fetchFrom(wire.origin, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(wire.seen).toEqual([])
})

// Breakage: only silence is bounded: this server is never silent for long and never done.
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

/** Requests a body that goes where the test wants it, under limits of 100 ms for silence and 300 ms in all. */
function taking(origin: string, intake: Partial<Intake>, signal = new AbortController().signal) {
  const connections = createFeedConnections([], FETCH_DEFAULTS, {})
  onTestFinished(() => connections.destroy())
  const seen: { events?: IntakeEvents; isDestroyed: boolean } = { isDestroyed: false }
  const destroy = () => {
    seen.isDestroyed = true
  }
  const answer = exchange(
    connections,
    { method: 'GET', url: new URL(origin), headers: {}, untilMs: ioClockMs() + 300, mostMs: 300 },
    {
      wanted: 200,
      mostBytes: 1e6,
      headersTimeoutMs: 10_000,
      bodyTimeoutMs: 100,
      openBody: (_headers, events) => {
        seen.events = events
        return { write: () => true, end: () => {}, destroy, ...intake }
      },
    },
    signal,
  )
  return { answer, seen }
}

// Breakage: a decoder that is waited for beyond the deadline.
test('a body that has come and is not decoded ends with the time a feed may take, or with the signal', async () => {
  await using wire = await answering((response) => response.end('BEGIN:VCALENDAR'))
  const slow = taking(wire.origin, {})
  await expect(slow.answer).rejects.toThrow('not done within 300 ms')
  expect(slow.seen.isDestroyed).toBe(true)
  const controller = new AbortController()
  const cancelled = taking(
    wire.origin,
    { end: () => setImmediate(() => controller.abort(new Error('enough'))) },
    controller.signal,
  )
  await expect(cancelled.answer).rejects.toThrow('enough')
  expect(cancelled.seen.isDestroyed).toBe(true)
})

// Breakage: a pause of ours taken for a silence of the server, or its time counted as the feed's.
test('time in which a body waits for memory is not the time of its feed', async () => {
  await using wire = await answering((response) => {
    response.writeHead(200).write('BEGIN:')
    setTimeout(() => response.end('VCALENDAR'), 10)
  })
  const came: string[] = []
  const { answer, seen } = taking(wire.origin, {
    write(chunk) {
      came.push(Buffer.from(chunk).toString())
      if (came.length > 1) return true
      seen.events!.onWait()
      return false
    },
    end: () => seen.events!.onDone(Buffer.from(came.join(''))),
  })
  // More than the feed may take in all.
  await sleep(400)
  expect(came).toEqual(['BEGIN:'])
  seen.events!.onContinue()
  seen.events!.onReady()
  expect(Buffer.from((await answer).body).toString()).toBe('BEGIN:VCALENDAR')
})

test('a body that waits for memory ends with the signal', async () => {
  await using wire = await answering((response) => response.writeHead(200).write('BEGIN:'))
  const controller = new AbortController()
  const { answer, seen } = taking(
    wire.origin,
    {
      write() {
        seen.events!.onWait()
        setImmediate(() => controller.abort(new Error('enough')))
        return false
      },
    },
    controller.signal,
  )
  await expect(answer).rejects.toThrow('enough')
  expect(seen.isDestroyed).toBe(true)
})

// Breakage: timeouts on real time, which slow calendars of others use up: 40 of them took more than any of these.
test('checks that block the thread for longer than every timeout do not end a fetch', async () => {
  await using wire = await answering((response, _, nth) => {
    if (nth === 1) answers.push(() => response.end('BEGIN:VCALENDAR'))
    else {
      response.writeHead(200).write('BEGIN:')
      answers.push(() => response.end('VCALENDAR'))
    }
  })
  const answers: (() => void)[] = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const now = performance.now.bind(performance)
  const clock = vi.spyOn(performance, 'now')
  onTestFinished(() => clock.mockRestore())
  for (const aheadMs of [600_000, 1_200_000]) {
    const text = textFrom(wire.origin)
    const count = answers.length
    for (let turn = 0; answers.length === count || turn < 20; turn++) await new Promise(setImmediate)
    stopIoClock(() => clock.mockImplementation(() => now() + aheadMs))
    vi.advanceTimersByTime(600_000)
    answers.at(-1)!()
    expect(await text).toBe('BEGIN:VCALENDAR')
  }
})
