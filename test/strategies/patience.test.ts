import type { ServerResponse } from 'node:http'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPause } from '../../strategies/notify.ts'
import { eventually } from '../../bench/contract/eventually.ts'
import { aNotice, sendingTo } from '../support/notifying.ts'
import { answering, type Seen } from '../support/wire.ts'

const ok = (response: ServerResponse) => response.end('ok')
const later = (response: ServerResponse, retryAfter: string) =>
  response.writeHead(429, { 'retry-after': retryAfter }).end('rate_limited')
const attemptsOf = (seen: readonly Seen[]) => seen.map(({ headers }) => headers['x-utakata-attempt'])

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
