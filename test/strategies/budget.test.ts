import { gzipSync } from 'node:zlib'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { kindsOf, runOn, serve } from '../../bench/run/contract/running.ts'
import { within } from '../support/eventually.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { Budget, budgetFigures, createBudget, defaultMaxBytes } from '../../strategies/budget.ts'
import { strategies } from '../../strategies/index.ts'
import type { Strategy } from '../../strategies/job.ts'
import { createPause } from '../../strategies/pause.ts'
import { readyRun } from '../../strategies/run.ts'
import { workerThreads } from '../../strategies/worker-threads.ts'
import { createWork, WORK_MODULE } from '../../strategies/work.ts'
import * as deadly from '../support/deadly-work.ts'
import { sampleOf } from '../support/samples.ts'
import { createWatch } from '../support/watched-work.ts'
import { answering, type Wire } from '../support/wire.ts'
import { workIn } from '../support/work-in.ts'

const FEEDS = 24

/** A calendar of about so many bytes with nothing due in it. */
function calendarOf(bytes: number): Buffer {
  const filler = `X-FILL:${'a'.repeat(62)}\r\n`
  return Buffer.from(`BEGIN:VCALENDAR\r\n${filler.repeat(bytes / filler.length)}END:VCALENDAR\r\n`)
}

function runUnder(strategy: Strategy, wire: Wire, maxBytes: number, maxBodyBytes: number) {
  const budget = createBudget(maxBytes)
  const feeds = Array.from({ length: FEEDS }, (_, index) => ({ id: `feed ${index}`, url: `${wire.origin}/${index}` }))
  const job = { feeds, window: { fromMs: 0, untilMs: 1 }, slackUrl: 'http://127.0.0.1/' }
  const options = { pause: createPause(), dryRun: true, budget, fetch: { maxBodyBytes } }
  const run = readyRun(strategy, job, { createWork, module: WORK_MODULE, options }, { limits: { threads: 2 } })
  return { run, budget }
}

// Breakages: bytes counted after they are kept, or not at all (the peak); nobody who may run over, or a body that is
// never released (it never ends).
for (const [name, strategy] of Object.entries<Strategy>(strategies)) {
  test(`${name} keeps to a small budget for bodies, and no feed is lost`, async () => {
    for (const [bodyBytes, coding] of sampleOf([
      [200_000, 'gzip'],
      [1_000_000, 'gzip'],
      [1_000_000, 'identity'],
      [3000, 'identity'],
    ] as const)) {
      const calendar = calendarOf(bodyBytes)
      const body = coding === 'gzip' ? gzipSync(calendar) : calendar
      await using wire = await answering((response) =>
        response.writeHead(200, { 'content-encoding': coding }).end(body),
      )
      const [maxBytes, maxBodyBytes] = [bodyBytes * 1.5, bodyBytes * 1.2]
      const { run, budget } = runUnder(strategy, wire, maxBytes, maxBodyBytes)
      const outcomes = await within(50_000, 'the run', run.start())
      await run.close()
      expect(outcomes.flatMap(kindsOf), `${bodyBytes} ${coding}`).toEqual([])
      expect(outcomes).toHaveLength(FEEDS)
      const { usedBytes, peakBytes } = budgetFigures(budget)
      // Each body is rounded up to a KiB.
      expect(peakBytes).toBeLessThanOrEqual(maxBytes + maxBodyBytes + 1024)
      expect(peakBytes).toBeGreaterThanOrEqual(calendar.byteLength)
      expect(usedBytes).toBe(0)
    }
  })
}

// Breakage: what a thread had dies with it, and some time later nobody has anything.
test('a thread that dies gives back what its bodies held, and the turn', async () => {
  await using server = await serve(aWorld({ items: { count: 16 } }))
  const budget = createBudget(1024)
  const fault = { watch: createWatch(16), step: 'check', feeds: [3, 5], is: 'end of thread' } as const
  const { outcomes } = await within(
    50_000,
    'the run',
    runOn(server, workerThreads, {
      limits: { threads: 2, concurrency: 2 },
      options: { budget, fault },
      work: workIn('./deadly-work.ts', deadly),
    }),
  )
  expect(outcomes.flatMap(kindsOf)).toEqual(['fetch defect', 'fetch defect'])
  expect(budgetFigures(budget).usedBytes).toBe(0)
})

// Breakage: whoever is cancelled while waiting keeps its place in the line.
test('a hold that is released while it waits lets the next one on', async () => {
  const budget = new Budget(createBudget(1024))
  const grown: string[] = []
  const open = (called: string) => budget.open(10_000, () => grown.push(called))
  const [first, turn, cancelled, last] = [open('first'), open('turn'), open('cancelled'), open('last')]
  expect([first, turn, cancelled, last].map((hold) => hold.grow(1024))).toEqual([true, true, false, false])
  cancelled.release()
  await Promise.resolve()
  expect(grown).toEqual([])
  turn.release()
  turn.release()
  await Promise.resolve()
  expect(grown).toEqual(['last'])
  last.release()
  first.release()
  expect(open('all is free again').grow(1024)).toBe(true)
})

// Breakage: a parser resumed from within the callback of another one.
test('what waits is let on after what gave back is done', async () => {
  const memory = createBudget(1024)
  const budget = new Budget(memory)
  let isGrown = false
  const holds = [1, 2, 3].map(() =>
    budget.open(1024, () => {
      isGrown = true
    }),
  )
  for (const hold of holds) hold.grow(1024)
  // Which has the turn.
  holds[1]!.release()
  expect(isGrown).toBe(false)
  await Promise.resolve()
  expect(isGrown).toBe(true)
})

// Breakage: threads that only hear of what their own bodies give back.
test('what another thread gives back lets a body on', async () => {
  const memory = createBudget(1024)
  const [ours, theirs] = [new Budget(memory), new Budget(memory)]
  const [first, second] = [ours.open(1024, () => {}), ours.open(1024, () => {})]
  first.grow(1024)
  second.grow(1024)
  let isGrown = false
  theirs
    .open(1024, () => {
      isGrown = true
    })
    .grow(1024)
  await sleep(1)
  expect(isGrown).toBe(false)
  second.release()
  for (let turn = 0; !isGrown && turn < 1000; turn++) await sleep(1)
  expect(isGrown).toBe(true)
})

test('the default is a quarter of the memory, and at most 512 MB', () => {
  expect(defaultMaxBytes(128e6)).toBe(32e6)
  expect(defaultMaxBytes(64e9)).toBe(512e6)
  expect(defaultMaxBytes()).toBeGreaterThan(0)
})
