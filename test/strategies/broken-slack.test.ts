import type { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { toFailure } from '../../strategies/failure.ts'
import type { FailureKind } from '../../strategies/job.ts'
import { aNotice, sendingTo } from '../support/notifying.ts'
import { rawServer } from '../support/raw-server.ts'

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
const say = (text: string) => (socket: Socket) => void socket.write(text, 'latin1')
const sayAndEnd = (text: string) => (socket: Socket) => void socket.end(text, 'latin1')
const sayAndReset = (text: string) => (socket: Socket) => socket.write(text, () => socket.resetAndDestroy())
const answer = (status: string, body = '', headers = '') =>
  say(`HTTP/1.1 ${status}\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`)

/** What comes of one post to a Slack that answers so. */
const KINDS: Readonly<Record<string, readonly [FailureKind | 'accepted', (socket: Socket) => void]>> = {
  // No HTTP.
  'a line of another protocol': ['unknown', say('220 mail.test ESMTP\r\n')],
  'binary rubbish': ['unknown', say('\x16\x03\x01\x00\xff\x00\x01')],
  'an answer of HTTP/0.9': ['unknown', sayAndEnd('ok')],
  'another version of HTTP': ['unknown', say('HTTP/7.3 200 OK\r\n\r\nok')],
  'no status': ['unknown', say('HTTP/1.1 OK\r\n\r\n')],
  'a status of four digits': ['unknown', say('HTTP/1.1 2000 OK\r\ncontent-length: 2\r\n\r\nok')],
  'a header without a colon': ['unknown', say('HTTP/1.1 200 OK\r\nrubbish\r\n\r\nok')],
  'a zero byte in a header': ['unknown', say('HTTP/1.1 200 OK\r\na: \0\r\ncontent-length: 2\r\n\r\nok')],
  'headers without end': ['unknown', say(`HTTP/1.1 200 OK\r\na: ${'x'.repeat(100_000)}`)],
  'two lengths that differ': ['unknown', say('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok')],
  'a length and chunks': [
    'unknown',
    say('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\nok'),
  ],
  'a length that is none': ['unknown', say('HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\nok')],
  'chunks of no length': ['unknown', say('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n')],
  // Ends early.
  'an end without an answer': ['unknown', (socket) => socket.end()],
  'a reset without an answer': ['unknown', (socket) => socket.resetAndDestroy()],
  'half a head': ['unknown', sayAndEnd('HTTP/1.1 200 O')],
  'half a body': ['unknown', sayAndEnd('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no')],
  'a reset in the body': ['unknown', sayAndReset('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no')],
  'half of the chunks': ['unknown', sayAndEnd('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n')],
  // Never ends.
  'no answer': ['unknown', () => {}],
  'early hints and nothing more': ['unknown', say('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(50))],
  'half a body and nothing more': ['unknown', say('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok')],
  'a huge body': ['unknown', answer('200 OK', 'x'.repeat(200_000))],
  'a huge length': ['unknown', say(`HTTP/1.1 200 OK\r\ncontent-length: ${'9'.repeat(15)}\r\n\r\nok`)],
  // Not what Slack says.
  'a go-ahead that was not asked for': ['unknown', say(`HTTP/1.1 100 Continue\r\n\r\n${OK}`)],
  'another protocol': ['unknown', say('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')],
  'no content': ['unknown', answer('204 No Content')],
  'a word that is not ok': ['unknown', answer('200 OK', 'okay')],
  'a page': ['unknown', answer('200 OK', '<html>ok</html>')],
  'a status beyond 599': ['unknown', answer('799 What', 'ok')],
  'a redirect': ['refused', answer('307 Temporary', '', 'location: /again\r\n')],
  'a redirect to itself without a place': ['refused', answer('301 Moved')],
  'a refusal whose body never comes': ['refused', say('HTTP/1.1 404 No\r\ncontent-length: 9\r\n\r\n')],
  'a refusal cut off': ['refused', sayAndReset('HTTP/1.1 410 Gone\r\ncontent-length: 9\r\n\r\nchan')],
  'a refusal in bad chunks': ['refused', say('HTTP/1.1 400 Bad\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nx\r\n')],
  // What is accepted.
  'an ok': ['accepted', say(OK)],
  'an ok after early hints': ['accepted', say(`HTTP/1.1 103 Early Hints\r\n\r\n${OK}`)],
  'an ok in chunks, byte by byte': [
    'accepted',
    async (socket) => {
      for (const byte of 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n') {
        socket.write(byte)
        await nextTurn()
      }
    },
  ],
  'an ok until the end of the connection': ['accepted', sayAndEnd('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nok')],
  'an ok said twice': ['accepted', say(OK + OK)],
}

// Breakage: an error of the client's parser that is taken for one before the post, and tried again; one without a code, a defect.
test.each(Object.entries(KINDS))('a Slack that answers with %s gets the post once', async (_, [kind, onPost]) => {
  await using slack = await rawServer({ onPost })
  await using sender = sendingTo(slack.origin, { answerTimeoutMs: 300 })
  const { signal } = new AbortController()
  const end = await sender.send(aNotice(), signal).catch((error: unknown) => toFailure('notify', error, signal).kind)
  expect(end).toBe(kind)
  // What a second try would be: after the answer to the first one.
  await nextTurn()
  expect(slack.posts).toHaveLength(1)
})

// Breakage: an answer that is cut off being of no use even where its head said no: the notice would be lost, or never tried again.
test('a Slack that answers 429 or is busy, and cuts its answer off, gets the post again', async () => {
  for (const head of ['429 Slow\r\nretry-after: 0', '503 Busy']) {
    await using slack = await rawServer({
      onPost: (socket, nth) =>
        nth === 1 ? sayAndReset(`HTTP/1.1 ${head}\r\ncontent-length: 9\r\n\r\nx`)(socket) : say(OK)(socket),
    })
    await using sender = sendingTo(slack.origin)
    expect(await sender.send()).toBe('accepted')
    expect(slack.posts).toHaveLength(2)
  }
})

// Breakage: connecting again without end, or posting again, where a connection is of no use from the beginning.
test('a Slack that answers or hangs up before the request gets each post at most once', async () => {
  for (const first of [
    OK,
    '220 mail.test ESMTP\r\n',
    'HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n',
    '',
  ]) {
    let connections = 0
    await using slack = await rawServer({
      onConnect: (socket) => {
        connections++
        if (first === '') socket.resetAndDestroy()
        else socket.write(first)
      },
      onPost: say(OK),
    })
    await using sender = sendingTo(slack.origin, { answerTimeoutMs: 300, retries: 0 })
    const { signal } = new AbortController()
    const end = await sender.send(aNotice(), signal).catch((error: unknown) => toFailure('notify', error, signal).kind)
    expect(['accepted', 'unknown', 'refused', 'network']).toContain(end)
    expect(connections).toBeLessThan(4)
    expect(slack.posts.length).toBeLessThan(2)
  }
})

// Breakage: writing a post to a kept connection without looking whether it has been closed, or writing it twice.
test('a Slack that closes each connection after its answer, unannounced, gets every post exactly once', async () => {
  await using slack = await rawServer({ onPost: sayAndEnd(OK) })
  await using sender = sendingTo(slack.origin)
  const ends: string[] = []
  for (let post = 0; post < 20; post++) {
    const notice = aNotice({ summary: `Stand-up ${post}` })
    ends.push(
      await sender
        .send(notice)
        .catch((error: unknown) => toFailure('notify', error, new AbortController().signal).kind),
    )
  }
  // On a connection that is just being closed nobody can know whether a post was read.
  expect(ends.every((end) => end === 'accepted' || end === 'unknown')).toBe(true)
  expect(new Set(slack.posts).size).toBe(slack.posts.length)
  expect(slack.posts.length).toBeGreaterThanOrEqual(ends.filter((end) => end === 'accepted').length)
})

// Breakage: taking an end during the handshake for one after the post.
test('a Slack that hangs up during the TLS handshake reached nobody: it is tried again, and then a network failure', async () => {
  let connections = 0
  await using slack = await rawServer({
    onConnect: (socket) => {
      connections++
      socket.once('data', () => socket.resetAndDestroy())
    },
  })
  await using sender = sendingTo(slack.origin.replace('http:', 'https:'), { retries: 2 })
  expect(await sender.failureOf()).toMatchObject({ kind: 'network', message: expect.stringMatching(/, 3 times$/) })
  expect(connections).toBe(3)
})
