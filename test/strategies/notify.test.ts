import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { messageOf } from '../../strategies/message.ts'
import { createPause } from '../../strategies/notify.ts'
import { eventually } from '../support/eventually.ts'
import { aNotice, sendingTo, WEBHOOK_PATH } from '../support/notifying.ts'
import { serve } from '../support/running.ts'
import { answering, nobodyListens, type Seen } from '../support/wire.ts'
import { aWorld } from '../support/worlds.ts'

const ok = (response: ServerResponse) => response.end('ok')
const later = (response: ServerResponse, retryAfter: string) =>
  response.writeHead(429, { 'retry-after': retryAfter }).end('rate_limited')
const attemptsOf = (seen: readonly Seen[]) => seen.map(({ headers }) => headers['x-utakata-attempt'])

test('a notice is posted to the webhook as JSON, once, and the connection is kept for the next', async () => {
  await using slack = await answering(ok)
  await using sender = sendingTo(slack.origin)
  await sender.send()
  await nextTurn()
  await sender.send(aNotice({ summary: 'Planning' }))
  expect(slack.seen).toHaveLength(2)
  const [first, second] = slack.seen
  expect(first).toMatchObject({ method: 'POST', path: WEBHOOK_PATH, body: JSON.stringify(messageOf(aNotice())) })
  expect(first!.headers['content-type']).toBe('application/json')
  expect(second!.connection).toBe(first!.connection)
})

// Red when a 429 counts as a try: five of them are more than three retries.
test('a Slack that asks for patience five times is not given up, and none of it is a try', async () => {
  await using slack = await answering((response, _, nth) => (nth <= 5 ? later(response, '0') : ok(response)))
  await using sender = sendingTo(slack.origin, { retries: 3 })
  await sender.send()
  expect(attemptsOf(slack.seen)).toEqual(Array(6).fill(undefined))
})

test('patience is kept for as long as Retry-After says, by every sender of the run', async () => {
  await using slack = await answering((response, _, nth) => (nth === 1 ? later(response, '0.4') : ok(response)))
  const pause = createPause()
  await using sender = sendingTo(slack.origin, { pause })
  await using senderInOtherThread = sendingTo(slack.origin, { pause })
  const first = sender.send()
  await eventually('Slack had asked for patience', () => pause[0]! > 0)
  await Promise.all([first, senderInOtherThread.send(), sender.send()])
  expect(slack.seen).toHaveLength(4)
  const waits = slack.seen.slice(1).map(({ atMs }) => atMs - slack.seen[0]!.atMs)
  // Less by 50: the pause is kept on a clock of whole milliseconds, and begins where the answer was made.
  expect(Math.min(...waits)).toBeGreaterThan(350)
})

// Red when waiting senders wake together: each would then be refused once more than the one before it.
test('senders that come after Slack asked for patience post one at a time', async () => {
  let inFlight = 0
  let most = 0
  await using slack = await answering((response, _, nth) => {
    if (nth === 1) return later(response, '0.05')
    most = Math.max(most, ++inFlight)
    setTimeout(() => {
      inFlight--
      response.end('ok')
    }, 5)
  })
  const pause = createPause()
  await using sender = sendingTo(slack.origin, { pause })
  const first = sender.send()
  await eventually('Slack had asked for patience', () => pause[0]! > 0)
  await first
  await Promise.all(Array.from({ length: 6 }, () => sender.send()))
  expect(most).toBe(1)
})

test('Retry-After may be a date, and nonsense in it is a second', async () => {
  for (const [retryAfter, leastMs] of [
    [new Date(Date.now() - 60_000).toUTCString(), 0],
    ['soon', 950],
  ] as const) {
    await using slack = await answering((response, _, nth) => (nth === 1 ? later(response, retryAfter) : ok(response)))
    await using sender = sendingTo(slack.origin)
    await sender.send()
    expect(slack.seen).toHaveLength(2)
    expect(slack.seen[1]!.atMs - slack.seen[0]!.atMs).toBeGreaterThanOrEqual(leastMs)
  }
})

test('a Slack that is unavailable for a moment is tried again, and the tries are numbered', async () => {
  await using slack = await answering((response, _, nth) =>
    nth <= 3 ? response.writeHead(503).end('busy') : ok(response),
  )
  await using sender = sendingTo(slack.origin, { retries: 3 })
  await sender.send()
  expect(attemptsOf(slack.seen)).toEqual([undefined, '2', '3', '4'])
})

test('a Slack that stays unavailable is given up after three retries', async () => {
  await using slack = await answering((response) => response.writeHead(503).end('busy'))
  await using sender = sendingTo(slack.origin, { retries: 3 })
  expect(await sender.failureOf()).toEqual({
    step: 'notify',
    kind: 'status',
    message: 'Slack answered 503 "busy", 4 times',
  })
  expect(slack.seen).toHaveLength(4)
})

test('a refused connection is tried again and then a network failure', async () => {
  await using sender = sendingTo(await nobodyListens(), { retries: 2 })
  expect(await sender.failureOf()).toEqual({
    step: 'notify',
    kind: 'network',
    message: 'the connection was refused (ECONNREFUSED), 3 times',
  })
})

test('a host of no known name is tried again and then a network failure', async () => {
  let asked = 0
  const lookup = (host: string, _: unknown, callback: (error: NodeJS.ErrnoException, address: string) => void) => {
    asked++
    callback(
      Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
      '',
    )
  }
  await using sender = sendingTo('http://nowhere.test', { retries: 2, reach: { lookup } })
  expect(await sender.failureOf()).toMatchObject({
    kind: 'network',
    message: 'no host of that name (ENOTFOUND), 3 times',
  })
  expect(asked).toBe(3)
})

// Red when a certificate nobody vouches for counts as perhaps delivered, or as something that time would mend.
test('a certificate that nobody vouches for is a network failure at once', async () => {
  await using server = await serve(aWorld({ https: true }))
  await using sender = sendingTo(server.origin)
  const failure = await sender.failureOf()
  expect(failure).toMatchObject({
    kind: 'network',
    message: expect.stringMatching(/^the certificate is signed by nobody known \([A-Z_]+\)$/),
  })
})

test('a refusal is told in the words of Slack and not tried again', async () => {
  for (const [status, word] of [
    [400, 'invalid_payload'],
    [403, 'action_prohibited'],
    [404, 'channel_not_found'],
    [410, 'channel_is_archived'],
  ] as const) {
    await using slack = await answering((response) => response.writeHead(status).end(word))
    await using sender = sendingTo(slack.origin)
    expect(await sender.failureOf()).toEqual({
      step: 'notify',
      kind: 'refused',
      message: `Slack answered ${status} "${word}"`,
    })
    expect(slack.seen).toHaveLength(1)
  }
})

test('a webhook that is named in an answer is not told', async () => {
  await using slack = await answering((response, { path, headers }) =>
    response.writeHead(404).end(`no http://${headers.host}${path}`),
  )
  await using sender = sendingTo(slack.origin)
  expect((await sender.failureOf()).message).toContain('no http://127.0.0.1')
})

// Breakage: telling the webhook's path as servers of the Express kind do, which name no host that could be hidden.
test('a webhook whose bare path is named in an answer is not told, with a query neither', async () => {
  for (const query of ['', '?token=s3cr3t']) {
    await using slack = await answering((response, { path }) => response.writeHead(404).end(`Cannot POST ${path}`))
    await using sender = sendingTo(slack.origin, { query })
    expect((await sender.failureOf()).message).toBe('Slack answered 404 "Cannot POST /…"')
    expect(slack.seen.map(({ path }) => path)).toEqual([WEBHOOK_PATH + query])
  }
  await using slack = await answering((response) => response.writeHead(404).end(`Cannot POST ${WEBHOOK_PATH}`))
  await using sender = sendingTo(slack.origin, { query: '?token=s3cr3t' })
  expect((await sender.failureOf()).message).toBe('Slack answered 404 "Cannot POST /…"')
})

// Breakage: all who were refused together waking together, again and again: 110 posts for 20 notices.
test('senders who were refused together are refused again no more than once for each time Slack opens', async () => {
  const SENDERS = 20
  const taken = { left: 2, openings: 1, opensMs: 0, refused: 0, accepted: 0 }
  await using slack = await answering((response) => {
    if (taken.left === 0 && Date.now() >= taken.opensMs) Object.assign(taken, { left: 2, openings: taken.openings + 1 })
    if (taken.left === 0) {
      taken.refused++
      return later(response, '0.03')
    }
    taken.accepted++
    // Twice as soon as it is told: whoever waits as told is never too early.
    if (--taken.left === 0) taken.opensMs = Date.now() + 15
    ok(response)
  })
  await using sender = sendingTo(slack.origin)
  await Promise.all(Array.from({ length: SENDERS }, () => sender.send()))
  expect(taken.accepted).toBe(SENDERS)
  expect(taken.openings).toBeGreaterThan(5)
  expect(taken.refused).toBeLessThanOrEqual(SENDERS + taken.openings)
})

// Breakage: a timer beyond 2 ** 31 milliseconds, which fires at once, for ever.
test('a Retry-After of years is waited for without a warning, until the cancel', async () => {
  await using slack = await answering((response) => later(response, '99999999'))
  const pause = createPause()
  await using sender = sendingTo(slack.origin, { pause })
  const warnings: string[] = []
  const note = ({ name }: Error) => void warnings.push(name)
  process.on('warning', note)
  const controller = new AbortController()
  const failure = sender.failureOf(aNotice(), controller.signal)
  await eventually('Slack had asked for patience', () => pause[0]! > 0)
  // Enough for a timer that fires at once to have done so some times.
  await sleep(50)
  controller.abort(new Error('enough'))
  expect(await failure).toMatchObject({ kind: 'aborted' })
  await nextTurn()
  process.off('warning', note)
  expect(warnings).toEqual([])
  expect(slack.seen).toHaveLength(1)
})

test('a redirect is a refusal and not followed', async () => {
  await using slack = await answering((response) => response.writeHead(302, { location: '/elsewhere' }).end())
  await using sender = sendingTo(slack.origin)
  expect(await sender.failureOf()).toMatchObject({ kind: 'refused', message: 'Slack answered 302 ""' })
  expect(slack.seen).toHaveLength(1)
})

test('what Slack may have delivered is unknown and posted exactly once', async () => {
  const answers = {
    'an error': (response: ServerResponse) => response.writeHead(500).end('rollup_error'),
    'another word': (response: ServerResponse) => response.end('<html>welcome</html>'),
    'a reset': (response: ServerResponse) => response.socket!.resetAndDestroy(),
    'an end without an answer': (response: ServerResponse) => response.socket!.end(),
    'half an answer': (response: ServerResponse) =>
      response.writeHead(200, { 'content-length': 2 }).write('o', () => response.socket!.destroy()),
    'no answer': () => {},
  }
  for (const [name, answer] of Object.entries(answers)) {
    await using slack = await answering(answer)
    await using sender = sendingTo(slack.origin, { answerTimeoutMs: name === 'no answer' ? 200 : 20_000 })
    const failure = await sender.failureOf()
    expect([name, failure.kind]).toEqual([name, 'unknown'])
    expect(failure.message).toContain('it may or may not have been delivered')
    expect([name, slack.seen.length]).toEqual([name, 1])
  }
})

// Red when the client takes a reset on a kept connection for a stale one and sends the request again by itself.
test('a reset after the request on a kept connection is unknown and posted exactly once', async () => {
  await using slack = await answering((response, _, nth) =>
    nth === 1 ? ok(response) : response.socket!.resetAndDestroy(),
  )
  await using sender = sendingTo(slack.origin)
  await sender.send()
  await nextTurn()
  expect(await sender.failureOf()).toMatchObject({ kind: 'unknown' })
  expect(slack.seen).toHaveLength(2)
  expect(slack.seen[1]!.connection).toBe(slack.seen[0]!.connection)
})

// Red when answers are read whole: these never end.
test('an answer without end is not read to its end', async () => {
  for (const [status, kind] of [
    [200, 'unknown'],
    [410, 'refused'],
  ] as const) {
    let closed = false
    await using slack = await answering((response) => {
      response.writeHead(status).once('close', () => (closed = true))
      const more = () => void (response.destroyed || response.write('x'.repeat(10_000), () => setImmediate(more)))
      more()
    })
    await using sender = sendingTo(slack.origin)
    const failure = await sender.failureOf()
    expect(failure.kind).toBe(kind)
    expect(failure.message.length).toBeLessThan(200)
    await eventually('the connection was given up', () => closed)
  }
})

test('a cancel during a pause is aborted, and nothing more is posted', async () => {
  await using slack = await answering((response) => later(response, '3600'))
  const pause = createPause()
  await using sender = sendingTo(slack.origin, { pause })
  const controller = new AbortController()
  const first = sender.failureOf(aNotice(), controller.signal)
  await eventually('Slack had asked for patience', () => pause[0]! > 0)
  const second = sender.failureOf(aNotice(), controller.signal)
  controller.abort(new Error('enough'))
  expect(await Promise.all([first, second])).toEqual(
    Array.from({ length: 2 }, () => ({ step: 'notify', kind: 'aborted', message: 'cancelled: enough' })),
  )
  expect(slack.seen).toHaveLength(1)
})

test('a cancel before a post is aborted, and nothing is posted', async () => {
  await using slack = await answering(ok)
  await using sender = sendingTo(slack.origin)
  expect(await sender.failureOf(aNotice(), AbortSignal.abort(new Error('enough')))).toMatchObject({ kind: 'aborted' })
  expect(slack.seen).toHaveLength(0)
})

test('a cancel while Slack has not answered is unknown', async () => {
  const controller = new AbortController()
  await using slack = await answering(() => controller.abort(new Error('enough')))
  await using sender = sendingTo(slack.origin)
  expect(await sender.failureOf(aNotice(), controller.signal)).toEqual({
    step: 'notify',
    kind: 'unknown',
    message: 'cancelled before Slack answered: it may or may not have been delivered',
  })
  expect(slack.seen).toHaveLength(1)
})

test('a cancel between two tries is aborted: nobody can have received it', async () => {
  const controller = new AbortController()
  await using slack = await answering((response) => {
    response.writeHead(503).end('busy')
    setImmediate(() => controller.abort(new Error('enough')))
  })
  await using sender = sendingTo(slack.origin, { backoffMs: 3_600_000 })
  const failure = await sender.failureOf(aNotice(), controller.signal)
  expect(['aborted', 'unknown']).toContain(failure.kind)
  expect(slack.seen).toHaveLength(1)
})
