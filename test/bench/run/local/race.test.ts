import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { sequential } from '../../../../strategies/sequential.ts'
import { raceTrials } from '../../../../bench/run/local/race.ts'
import type { Plan } from '../../../../bench/plan/plan.ts'
import { orderOf } from '../../../../bench/plan/schedule.ts'
import { withEnv } from '../../../support/env.ts'
import { aFolder } from '../../../support/folders.ts'
import { aModule, GOOD } from '../../../support/own-modules.ts'
import { aTinyPlan, noneLeft } from '../../../support/races.ts'

const VARIANTS = ['sequential', 'pipelined', 'A/A', '+10%']

/** Of two processes of a busy machine. */
const CLOCKS_APART_MS = 5

test('every variant runs in every iteration of every block, once, alone, in the order of the seed, and nothing is wrong', async () => {
  const plan = aTinyPlan(['plan.warmUps=2'], 2)
  const trials = await raceTrials(plan)
  const places = trials.map(({ block, phase, iteration, variant }) => `${block} ${phase} ${iteration} ${variant}`)
  const expected = [1, 2].flatMap((block) => [
    ...orderOf(plan.variants, 1, block, 0).map(({ name }) => `${block} cold 0 ${name}`),
    ...VARIANTS.flatMap((variant) => [`${block} warmup 1 ${variant}`, `${block} warmup 0 ${variant}`]),
    ...[1, 2].flatMap((iteration) =>
      orderOf(plan.variants, 1, block, iteration).map(({ name }) => `${block} measured ${iteration} ${name}`),
    ),
  ])
  expect(places).toEqual(expected)
  for (const { faults, discarded } of trials) {
    expect(faults).toEqual([])
    expect(discarded).toBeUndefined()
  }
  const measured = trials.filter(({ phase }) => phase === 'measured')
  expect(measured.map(({ position }) => position)).toEqual([1, 2, 3, 4].flatMap(() => [0, 1, 2, 3]))
  expect(new Set(measured.map(({ deliveries }) => deliveries.digest)).size).toBe(1)
  for (const { deliveries, sent, items } of measured)
    expect([deliveries.accepted, deliveries.duplicates, sent, items]).toEqual([2, 0, 2, 4])
  // Alone: each begins when the one before it has ended. Times are whole milliseconds, and each process finds out what time it is as it starts:
  // by two clocks, between which it may have had to wait.
  for (const [index, { beganAt }] of trials.slice(1).entries())
    expect(Date.parse(beganAt) + CLOCKS_APART_MS).toBeGreaterThanOrEqual(
      Date.parse(trials[index]!.beganAt) + trials[index]!.makespanMs,
    )
  noneLeft()
})

test('an abort before the beginning measures nothing', async () => {
  expect(await raceTrials(aTinyPlan(), { signal: AbortSignal.abort(new Error('planned')) })).toEqual([])
  noneLeft()
})

/** What a process of a variant says when it is asked where Node keeps compiled code; `role` is that of another variant beside it. */
async function keptBeside(role: 'candidate' | 'baseline'): Promise<string> {
  const file = aModule(
    'kept.ts',
    `import { writeFileSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
// The process of ideal times loads it, too.
if (process.argv[1].endsWith('/child.ts'))
  writeFileSync(new URL('./kept.txt', import.meta.url), getCompileCacheDir() ?? 'nowhere')
${GOOD}`,
  )
  const plan = aTinyPlan(['plan.iterations=1'])
  const reference = plan.variants.find((variant) => variant.role === 'reference')!
  const own = { name: 'kept', strategy: 'mine', order: sequential, module: pathToFileURL(file).href }
  await raceTrials({
    ...plan,
    variants: [reference, { ...own, role: 'candidate' }, { ...reference, name: 'other', role }],
  })
  return readFileSync(join(dirname(file), 'kept.txt'), 'utf8')
}

interface Life {
  readonly startedMs: number
  readonly endedMs: number
}

/** Runs a plan whose processes take `endsWithinMs` to end, and gives when those of each block lived, by start. */
async function raceSlowlyEnding(plan: Plan, endsWithinMs: number) {
  const folder = aFolder()
  const code = `import { writeFileSync } from 'node:fs'
if (process.argv[1]?.endsWith('/child.ts')) {
  const startedMs = Date.now()
  process.on('exit', () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${endsWithinMs})
    writeFileSync(${JSON.stringify(folder)} + '/' + process.pid, JSON.stringify({ startedMs, endedMs: Date.now() }))
  })
}`
  withEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(code)}`)
  const trials = await raceTrials(plan)
  const lives = readdirSync(folder)
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Life)
    .toSorted((a, b) => a.startedMs - b.startedMs)
  const each = plan.variants.length
  const blocks = Array.from({ length: lives.length / each }, (_, block) =>
    lives.slice(block * each, (block + 1) * each),
  )
  return { trials, blocks }
}

const lastEndMs = (block: readonly Life[]) => Math.max(...block.map(({ endedMs }) => endedMs))
const firstStartMs = (block: readonly Life[]) => Math.min(...block.map(({ startedMs }) => startedMs))

// Breakages: no wait for the end of the first block, so that later ones find more compiled code than the second; runs that begin as soon as the
// processes of their block are there, while those of the one before still use the processors.
test('processes of a block start while those of the one before end, but for the second, and no run begins before they have ended', async () => {
  const { trials, blocks } = await raceSlowlyEnding(aTinyPlan(['plan.iterations=1'], 3), 1000)
  const [first, second, third] = blocks as [Life[], Life[], Life[]]
  expect(firstStartMs(second)).toBeGreaterThanOrEqual(lastEndMs(first))
  expect(firstStartMs(third)).toBeLessThan(lastEndMs(second))
  const began = trials.flatMap(({ block, beganAt }) => (block === 3 ? Date.parse(beganAt) : []))
  expect(Math.min(...began)).toBeGreaterThanOrEqual(lastEndMs(second) - CLOCKS_APART_MS)
})

// Breakage: code of the user's overlapped as well: it finds its own port, or lock, taken by its process of the block before.
test("processes with code of the user's start when those of the block before have ended", async () => {
  const order = {
    name: 'mine',
    strategy: 'mine',
    order: sequential,
    module: pathToFileURL(aModule('own.ts', GOOD)).href,
  }
  const plan = aTinyPlan(['plan.iterations=1'], 3)
  const reference = plan.variants.find(({ role }) => role === 'reference')!
  const { blocks } = await raceSlowlyEnding({ ...plan, variants: [reference, { ...order, role: 'candidate' }] }, 500)
  for (const [before, block] of blocks.slice(1).entries())
    expect(firstStartMs(block)).toBeGreaterThanOrEqual(lastEndMs(blocks[before]!))
  expect(blocks).toHaveLength(3)
})

// Breakage: variants of today that start with compiled code while older code, in a folder that is new each time, has none.
test('beside older code nobody starts with code that was compiled earlier', async () => {
  // Tests have a folder of their own, which would be handed on.
  withEnv('NODE_COMPILE_CACHE', undefined)
  expect(await keptBeside('candidate')).toContain('node_modules/.utakata')
  expect(await keptBeside('baseline')).toBe('nowhere')
})
