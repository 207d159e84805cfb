import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { toFailure } from '../../strategies/failure.ts'
import { createNotify, NOTIFY_DEFAULTS } from '../../strategies/notify.ts'
import { createPause } from '../../strategies/pause.ts'
import { holding } from '../support/held-requests.ts'
import { aNotice } from '../support/notifying.ts'

afterEach(() => void vi.useRealTimers())

/** Posts that wait for connections, of which none is written by itself. */
function posting(count: number, controller = new AbortController()) {
  const { requester, held } = holding()
  const notify = createNotify('https://hooks.slack.test/s3cr3t', requester, NOTIFY_DEFAULTS, createPause())
  const posts = Array.from({ length: count }, () =>
    notify(aNotice(), controller.signal).catch((error: unknown) => toFailure('notify', error, controller.signal)),
  )
  return { held, posts, controller }
}

const stopClock = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })

// Breakage: counting from when the post is handed over, so that behind others its time is up before it is written.
test('a post that waits a minute for its connection is not timed out: its time begins when it is written', async () => {
  stopClock()
  const { held, posts } = posting(1)
  await nextTurn()
  vi.advanceTimersByTime(60_000)
  expect(held[0]!.write()).toBe(true)
  vi.advanceTimersByTime(NOTIFY_DEFAULTS.answerTimeoutMs - 1000)
  held[0]!.answer(200, 'ok')
  expect(await posts[0]).toBe('accepted')
})

// Breakage: no bound at all once the wait for the connection is not counted.
test('a post that was written and gets no answer is unknown after the time an answer may take', async () => {
  stopClock()
  const { held, posts } = posting(1)
  await nextTurn()
  held[0]!.write()
  vi.advanceTimersByTime(NOTIFY_DEFAULTS.answerTimeoutMs + 10)
  expect(await posts[0]).toMatchObject({ kind: 'unknown', message: expect.stringContaining('no answer within') })
})

// Breakage: handing all posts over at once: those that wait are written whatever has happened since.
test('no more posts are handed over than there are connections, and after a cancel none of the others ever is', async () => {
  const { held, posts, controller } = posting(200)
  await nextTurn()
  expect(held).toHaveLength(128)
  held.slice(0, 100).forEach(({ write }) => write())
  controller.abort(new Error('the deadline'))
  const kinds = (await Promise.all(posts)).map((end) => (end === 'accepted' ? end : end.kind))
  expect(kinds).toEqual([...Array(100).fill('unknown'), ...Array(100).fill('aborted')])
  await nextTurn()
  expect(held).toHaveLength(128)
  // Those that waited for their connections get one now.
  expect(held.slice(100).map(({ write }) => write())).toEqual(Array(28).fill(false))
})

// Breakage: posts that wait for a connection are written in spite of the 429 that another one got meanwhile.
test('a 429 holds back the posts that still wait for a connection', async () => {
  const { held, posts, controller } = posting(200)
  await nextTurn()
  held[0]!.write()
  held[0]!.answer(429, 'rate_limited', { 'retry-after': '3600' })
  held[1]!.write()
  held[1]!.answer(200, 'ok')
  await nextTurn()
  expect(held).toHaveLength(128)
  controller.abort(new Error('the deadline'))
  const ends = await Promise.all(posts)
  expect(ends[1]).toBe('accepted')
  expect(ends.filter((end) => end !== 'accepted').map(({ kind }) => kind)).toEqual(Array(199).fill('aborted'))
})

// Breakage: counting a post as written before looking whether it has been given up.
test('a post whose connection comes in the very moment of the cancel is aborted and not written', async () => {
  const controller = new AbortController()
  let written: boolean | undefined
  controller.signal.addEventListener('abort', () => (written = held[0]!.write()))
  const { held, posts } = posting(1, controller)
  await nextTurn()
  controller.abort(new Error('the deadline'))
  expect(await posts[0]).toMatchObject({ kind: 'aborted' })
  expect(written).toBe(false)
})

// Breakage: taking the end of the connections for an error that may have come after the post.
test('a post that fails before it is written reached nobody, and is tried again', async () => {
  const { held, posts } = posting(1)
  await nextTurn()
  held[0]!.fail(Object.assign(new Error('connect ETIMEDOUT'), { code: 'UND_ERR_CONNECT_TIMEOUT' }))
  await vi.waitUntil(() => held.length === 2)
  held[1]!.write()
  held[1]!.answer(200, 'ok')
  expect(await posts[0]).toBe('accepted')
})
