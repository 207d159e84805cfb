import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eventually, within } from '../support/eventually.ts'
import { createBudget } from '../../strategies/budget.ts'
import { strategies } from '../../strategies/index.ts'
import type { Strategy } from '../../strategies/job.ts'
import { createPause } from '../../strategies/pause.ts'
import { readyRun } from '../../strategies/run.ts'
import { start } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { createWork } from '../support/lost-lookup-work.ts'
import { serveStuckFeeds } from '../support/stuck-feeds.ts'

const OF_EACH_KIND = 40
const MAX_MS = 500
const WORK_MODULE = new URL('../support/lost-lookup-work.ts', import.meta.url).href

// Breakages: a connection that opens and is left to its timeout, a decoder that goes on, a check that cannot be interrupted
// by the signal, a body that waits for memory and does not hear it.
test('a run among feeds that are stuck in every way ends within half a second of its signal, in every strategy', async () => {
  await using stuck = await serveStuckFeeds()
  const kinds = { ...stuck.kinds, 'a name whose lookup never answers': (nth: number) => `http://lost${nth}.test/` }
  const feeds = Object.entries(kinds).flatMap(([kind, address]) =>
    Array.from({ length: OF_EACH_KIND }, (_, nth) => ({ id: `${kind}, ${nth}`, url: address(nth) })),
  )
  const job = { feeds, window: { fromMs: 0, untilMs: 1 }, slackUrl: 'http://127.0.0.1/' }
  const begin = (strategy: Strategy, maxBytes: number, signal: AbortSignal) => {
    const options = { pause: createPause(), dryRun: true, budget: createBudget(maxBytes) }
    const source = { createWork, module: WORK_MODULE, options }
    const run = readyRun(strategy, job, source, { signal, limits: { threads: 2, concurrency: feeds.length } })
    return { outcomes: run.start(), close: run.close }
  }
  for (const [name, strategy] of Object.entries<Strategy>(strategies)) {
    // A thread that is still starting hears of a signal when it has started.
    const warmUp = begin(strategy, 1, AbortSignal.abort())
    await warmUp.outcomes
    await warmUp.close()
    for (const maxBytes of [512e6, 20e6]) {
      for (const afterMs of [0, 700]) {
        const controller = new AbortController()
        const { outcomes, close } = begin(strategy, maxBytes, controller.signal)
        await sleep(afterMs)
        controller.abort(new Error('enough'))
        const beganMs = performance.now()
        expect(await within(60_000, 'the outcomes', outcomes), name).toHaveLength(feeds.length)
        await within(60_000, 'the close', close())
        const tookMs = performance.now() - beganMs
        console.log(`${name}, ${maxBytes / 1e6} MB, after ${afterMs} ms: ${Math.round(tookMs)} ms`)
        expect.soft(tookMs, name).toBeLessThan(MAX_MS)
      }
    }
  }
})

// Breakage: outcomes that are there in time, and a process that is not gone.
test('utakata notify among such feeds ends within half a second of Ctrl-C, in every strategy', async () => {
  await using stuck = await serveStuckFeeds()
  const list = Object.values(stuck.kinds).flatMap((address) =>
    Array.from({ length: OF_EACH_KIND }, (_, nth) => address(nth)),
  )
  const folder = aFolder({ 'feeds.txt': list.join('\n') })
  for (const name of Object.keys(strategies)) {
    const running = start(['notify', '--feeds', `${folder}/feeds.txt`, '--dry-run', '--json', '--strategy', name])
    const before = stuck.connections()
    await eventually('it had begun', () => stuck.connections() > before)
    // Time for its threads to start.
    await sleep(3000)
    running.interrupt()
    await running.says('Stopping')
    const beganMs = performance.now()
    const { code, stdout } = await within(60_000, 'the end', running.end)
    const tookMs = performance.now() - beganMs
    console.log(`${name}: ${Math.round(tookMs)} ms`)
    expect(code, name).toBe(130)
    expect(JSON.parse(stdout), name).toHaveLength(list.length)
    expect.soft(tookMs, name).toBeLessThan(MAX_MS)
  }
})
