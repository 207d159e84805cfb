import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import {
  createPause,
  endRefusals,
  grownMs,
  leftMs,
  prolong,
  refusalsInARow,
  retryAfterMs,
} from '../../strategies/pause.ts'
import { eventually } from '../support/eventually.ts'
import { aNotice, sendingTo } from '../support/notifying.ts'
import { answering, type Seen } from '../support/wire.ts'

const ok = (response: ServerResponse) => response.end('ok')
const later = (response: ServerResponse, retryAfter: string) =>
  response.writeHead(429, { 'retry-after': retryAfter }).end('rate_limited')
const attemptsOf = (seen: readonly Seen[]) => seen.map(({ headers }) => headers['x-utakata-attempt'])

// Breakage: a 429 counts as a try: five of them are more than three retries.
test('a Slack that answers 429 five times is not given up, and none of these counts as a try', async () => {
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
  await eventually('Slack had answered 429', () => pause[0]! > 0)
  await Promise.all([first, senderInOtherThread.send(), sender.send()])
  expect(slack.seen).toHaveLength(4)
  const waits = slack.seen.slice(1).map(({ atMs }) => atMs - slack.seen[0]!.atMs)
  // Less by 50: the pause is kept on a clock of whole milliseconds, and begins where the answer was made.
  expect(Math.min(...waits)).toBeGreaterThan(350)
})

// Breakage: waiting senders wake together: each would then be refused once more than the one before it.
test('senders that come after a 429 of Slack post one at a time', async () => {
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
  await eventually('Slack had answered 429', () => pause[0]! > 0)
  await first
  await Promise.all(Array.from({ length: 6 }, () => sender.send()))
  expect(most).toBe(1)
})

// Breakage: taking Retry-After: 0 literally, so that a Slack that says no more gets posts without end.
test('a Slack that says 429 and Retry-After: 0 again and again gets posts less and less often, and the next at once when it accepts', async () => {
  await using slack = await answering((response, _, nth) =>
    nth <= 5 || nth === 7 ? later(response, '0') : ok(response),
  )
  await using sender = sendingTo(slack.origin, { pauseMs: 20 })
  await sender.send()
  await sender.send()
  const gaps = slack.seen.slice(1).map(({ atMs }, index) => atMs - slack.seen[index]!.atMs)
  // Less by 5 than the shortest waits: what is measured begins where the answer was made. The last row begins anew.
  for (const [gap, leastMs] of [20, 40, 80, 160, 320, 0, 20].entries())
    expect(gaps[gap], `${gap}`).toBeGreaterThan(leastMs - 5)
  expect(slack.seen).toHaveLength(8)
})

test('the wait after a 429 doubles from a second to a minute', () => {
  const waits = [0, 1, 2, 3, 6, 7, 8, 1e6].map((row) => grownMs(row, 1000))
  expect(waits).toEqual([1000, 1000, 2000, 4000, 32_000, 60_000, 60_000, 60_000])
})

test('the wait is as long as Retry-After says where that is longer, however long', () => {
  for (const [askedMs, leastMs] of [
    [0, 1000],
    [90_000, 90_000],
    [Infinity, Number.MAX_SAFE_INTEGER],
  ] as const) {
    const pause = createPause()
    prolong(pause, 0n, { askedMs, minMs: 1000 })
    expect(leftMs(pause)).toBeGreaterThan(leastMs - 1000)
    expect(leftMs(pause)).toBeLessThanOrEqual(leastMs + 1)
  }
})

// Breakage: each 429 of posts that were in flight together doubling the wait: 128 of them make a minute of a second.
test('posts that are refused together count once, in whichever thread, and what is accepted ends the row', () => {
  const pause = createPause()
  const refuse = (seen: bigint, askedMs = 0) => prolong(pause, seen, { askedMs, minMs: 100_000 })
  for (let post = 0; post < 128; post++) refuse(0n)
  expect(refusalsInARow(pause)).toBe(1n)
  for (let thread = 0; thread < 4; thread++) refuse(1n)
  expect(refusalsInARow(pause)).toBe(2n)
  endRefusals(pause, 1000)
  expect(refusalsInARow(pause)).toBe(0n)
})

// Breakage: threads of which one was accepted waiting as if all had been refused: a webhook of one a second gets one every two.
test('an accepted post ends the growth for all threads, and not the wait that Retry-After demanded', () => {
  const pause = createPause()
  prolong(pause, 5n, { askedMs: 0, minMs: 1000 })
  prolong(pause, 0n, { askedMs: 30_000, minMs: 50_000 })
  expect(leftMs(pause)).toBeGreaterThan(40_000)
  endRefusals(pause, 1000)
  expect(leftMs(pause)).toBeGreaterThan(20_000)
  expect(leftMs(pause)).toBeLessThanOrEqual(30_001)
})

// Breakage: a post that was on its way when another one was refused, and whose acceptance lets all others go at once.
test('an accepted post leaves the shortest wait as it is', () => {
  const pause = createPause()
  prolong(pause, 0n, { askedMs: 0, minMs: 1000 })
  endRefusals(pause, 1000)
  expect(leftMs(pause)).toBeGreaterThan(900)
  expect(leftMs(pause)).toBeLessThanOrEqual(1001)
})

// Breakage: a shorter wait that comes later taking the place of a longer one.
test('a pause is never shortened by another 429', () => {
  const pause = createPause()
  prolong(pause, 0n, { askedMs: 3_600_000, minMs: 1 })
  prolong(pause, 0n, { askedMs: 0, minMs: 1 })
  expect(leftMs(pause)).toBeGreaterThan(3_500_000)
})

test('Retry-After is read as seconds or an HTTP date, the longest of several, and as nothing where it is neither', () => {
  const now = Date.UTC(2026, 0, 15, 9)
  const inAMinute = new Date(now + 60_000).toUTCString()
  for (const [header, ms] of [
    ['30', 30_000],
    ['0.5', 500],
    [' 7 ', 7000],
    ['0', 0],
    [inAMinute, 60_000],
    [new Date(now - 60_000).toUTCString(), 0],
    [['1', '30', 'soon'], 30_000],
    [['2', inAMinute], 60_000],
    ['9'.repeat(400), Infinity],
    // Date.parse takes these for days of 2001 and the like.
    ...[
      '-5',
      'soon 5',
      '1e9',
      '12-2099',
      '2099-01-01',
      'NaN',
      'Infinity',
      '',
      '1, 2',
      'Foo, 99 Bar 2026 09:00:00 GMT',
    ].map((nonsense) => [nonsense, 0] as const),
    [undefined, 0],
    [[], 0],
  ] as const)
    expect(retryAfterMs(header, now), String(header)).toBe(ms)
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
    // Twice as soon as Retry-After says: a client that waits that long is never too early.
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
  await eventually('Slack had answered 429', () => pause[0]! > 0)
  // Enough for a timer that fires at once to have done so some times.
  await sleep(50)
  controller.abort(new Error('enough'))
  expect(await failure).toMatchObject({ kind: 'aborted' })
  await nextTurn()
  process.off('warning', note)
  expect(warnings).toEqual([])
  expect(slack.seen).toHaveLength(1)
})

test('a cancel during a pause is aborted, and nothing more is posted', async () => {
  await using slack = await answering((response) => later(response, '3600'))
  const pause = createPause()
  await using sender = sendingTo(slack.origin, { pause })
  const controller = new AbortController()
  const first = sender.failureOf(aNotice(), controller.signal)
  await eventually('Slack had answered 429', () => pause[0]! > 0)
  const second = sender.failureOf(aNotice(), controller.signal)
  controller.abort(new Error('enough'))
  expect(await Promise.all([first, second])).toEqual(
    Array.from({ length: 2 }, () => ({ step: 'notify', kind: 'aborted', message: 'cancelled: enough' })),
  )
  expect(slack.seen).toHaveLength(1)
})
