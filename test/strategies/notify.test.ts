import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { unescape } from 'node:querystring'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeAnswer } from '../../strategies/notify.ts'
import { messageOf } from '../../strategies/message.ts'
import { eventually } from '../support/eventually.ts'
import { aNotice, sendingTo, WEBHOOK_PATH } from '../support/notifying.ts'
import { samples } from '../support/samples.ts'
import { serve } from '../../bench/run/contract/running.ts'
import { answering, nobodyListens, type Seen } from '../support/wire.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

const ok = (response: ServerResponse) => response.end('ok')
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

test('headers of the webhook are sent to it, and not those of other hosts', async () => {
  await using slack = await answering((response, _, nth) => (nth === 1 ? response.writeHead(503).end() : ok(response)))
  const headers = {
    [slack.origin]: { authorization: 'Bearer t0ken' },
    'https://other.test': { authorization: 'Bearer 0ther' },
  }
  await using sender = sendingTo(slack.origin, { headers })
  await sender.send()
  expect(slack.seen.map(({ headers: { authorization } }) => authorization)).toEqual(['Bearer t0ken', 'Bearer t0ken'])
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
  let calls = 0
  const lookup = (host: string, _: unknown, callback: (error: NodeJS.ErrnoException, address: string) => void) => {
    calls++
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
  expect(calls).toBe(3)
})

// Breakage: a certificate nobody vouches for counts as perhaps delivered, or as something that a retry would fix.
test('a certificate that nobody vouches for is a network failure at once', async () => {
  await using server = await serve(aWorld({ https: true }))
  await using sender = sendingTo(server.origin)
  const failure = await sender.failureOf()
  expect(failure).toMatchObject({
    kind: 'network',
    message: expect.stringMatching(/^the certificate is signed by nobody known \([A-Z_]+\)$/),
  })
})

test('a refusal is reported as Slack words it and not tried again', async () => {
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

// Breakage: quoting what a service says, from which the webhook would have to be taken out in each of its forms.
test('an answer that is not an error code is reported by its size and type alone', async () => {
  for (const [type, described] of [
    ['text/html; charset=utf-8', 'text/html'],
    [`text/${WEBHOOK_PATH.slice(-6)}`, 'unknown type'],
    [undefined, 'unknown type'],
  ] as const) {
    await using slack = await answering((response, { headers, path }) =>
      response
        .writeHead(404, type === undefined ? {} : { 'content-type': type })
        .end(`Cannot POST http://${headers.host}${path}`),
    )
    await using sender = sendingTo(slack.origin)
    const bytes = `Cannot POST ${slack.origin}${WEBHOOK_PATH}`.length
    expect((await sender.failureOf()).message).toBe(`Slack answered 404 with ${bytes} bytes of ${described}`)
  }
})

// Breakage: quoting each short answer, of which one may be the webhook's secret, or be made of it.
test('an error code that is part of the webhook, or contains a part of it, is not quoted', () => {
  const url = new URL('https://ann:hunter@hooks.slack.test/services/TEAM/no_service/s3cr%65t?key=open_sesame#deep')
  const describe = (word: string) =>
    describeAnswer({ status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from(word) }, url)
  for (const word of [
    'no_service',
    'hunter',
    'ann',
    'open_sesame',
    'sesame',
    'opens',
    'team',
    'deep',
    'is_hunter',
    'hun_ter',
    'no_team_no',
  ])
    expect(describe(word), word).toBe(`with ${word.length} bytes of text/plain`)
  for (const word of ['invalid_payload', 'channel_is_archived', 'action_prohibited', 'rate_limited', 'busy'])
    expect(describe(` ${word}\n`), word).toBe(`"${word}"`)
})

/** Ways in which a service may echo its request. */
const ECHOES: readonly ((part: string) => string)[] = [
  (part) => part,
  (part) => part.toLowerCase(),
  (part) => part.toUpperCase(),
  (part) => encodeURIComponent(part),
  (part) => encodeURIComponent(part).toLowerCase(),
  (part) => unescape(part),
  (part) => `{"error":"no ${part.replaceAll('/', String.raw`\/`)}"}`,
  (part) => part.replaceAll('/', String.raw`\u002f`),
  (part) => part.replaceAll('/', '&#x2F;'),
  (part) => Array.from(part).join(' '),
  (part) => Array.from(part).join('_'),
  (part) => part.slice(0, -2),
  (part) => Buffer.from(part).toString('base64'),
  (part) => Buffer.from(part).toString('hex'),
  (part) => `no_${part}`,
]

test('whatever part of the webhook a service repeats, in whichever form, it is not printed', () => {
  const parts = fc.stringMatching(/^[A-Za-z][A-Za-z0-9._~%-]{4,20}$/)
  fc.assert(
    fc.property(parts, parts, fc.constantFrom(...ECHOES), fc.boolean(), (segment, value, echo, isQuery) => {
      const url = new URL(`https://hooks.slack.test/services/${segment}?key=${value}`)
      const said = echo(isQuery ? value : segment)
      const described = describeAnswer(
        { status: 400, headers: { 'content-type': said.replaceAll(/\s/g, '') }, body: Buffer.from(said) },
        url,
      )
      expect(described).toMatch(/^with \d+ bytes of unknown type$/)
    }),
    { numRuns: samples(3000) },
  )
})

test('a redirect is a refusal and not followed', async () => {
  await using slack = await answering((response) => response.writeHead(302, { location: '/elsewhere' }).end())
  await using sender = sendingTo(slack.origin)
  expect(await sender.failureOf()).toMatchObject({ kind: 'refused', message: 'Slack answered 302 without a body' })
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

// Breakage: the client takes a reset on a kept connection for a stale one and sends the request again by itself.
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

// Breakage: answers are read whole: these never end.
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
