import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type BenchOptions, benchCommand } from '../../../bench/commands/bench.ts'
import { requestedPlan } from '../../../bench/commands/race/bench-plan.ts'
import type { raceInto } from '../../../bench/commands/race/race-into.ts'
import { beginCell, readRecord } from '../../../bench/commands/sweep/folder.ts'
import { announcementTexts } from '../../../bench/report/messages/commands.ts'
import { writeTrials } from '../../../bench/trial/trial.ts'
import { aFolder } from '../../support/folders.ts'
import { simulatedCells } from '../../support/sweeps.ts'
import { trialsOf } from '../../support/trials.ts'
import { anIo } from '../../support/in-process.ts'

const LOOK_MS = 60_000

/** How many blocks `utakata bench demo` measures, a minute from look to look, where the one candidate is truly so fast. */
async function blocksRaced(ratio: number, options: BenchOptions): Promise<number> {
  let raced = 0
  const race: typeof raceInto = async (_folder, { looks }, { goOn }) => {
    const trialsAt = (blocks: number) => trialsOf({ candidates: { pipelined: ratio }, blocks, quick: false, seed: 3 })
    for (const [index, { blocks }] of looks.entries()) {
      raced = blocks
      if (!goOn(trialsAt(blocks), (index + 1) * LOOK_MS)) break
    }
    return { trials: trialsAt(raced) }
  }
  await benchCommand('demo', { ...options, output: aFolder() }, anIo(), { race })
  return raced
}

/** So near to the margin that no look decides it. */
const OPEN = 1.05

test('a budget ends a benchmark at the first look after it, however little is decided', async () => {
  expect(await blocksRaced(OPEN, {})).toBe(24)
  expect(await blocksRaced(OPEN, { budget: '30s' })).toBe(6)
  expect(await blocksRaced(OPEN, { budget: '90s' })).toBe(12)
  expect(await blocksRaced(OPEN, { budget: '1h' })).toBe(24)
})

// Breakage: the usual looks in front of the one that was asked for, at which a benchmark may end early, or its alpha for the last alone.
test('a number of processes is measured in any case, and judged once with the whole alpha', async () => {
  expect(await blocksRaced(0.5, { processes: '9' })).toBe(9)
  expect(await blocksRaced(OPEN, { processes: '30' })).toBe(30)
  const { looks } = await requestedPlan('demo', { processes: '9' }, anIo())
  expect(looks).toEqual([{ blocks: 9, alpha: 0.05 }])
})

test('margin, warm-up and iterations go into the plan', async () => {
  const { scenario } = await requestedPlan('demo', { margin: '7%', warmup: '3', iterations: '9' }, anIo())
  expect(scenario.plan).toEqual({ margin: 0.07, warmUps: 3, iterations: 9 })
})

// At its looks the ratio is known to within 1.7, 0.7 and 0.4%.
test('a precision keeps a benchmark going until ratios are known as closely, however much is decided', async () => {
  expect(await blocksRaced(0.5, {})).toBe(6)
  expect(await blocksRaced(0.5, { precision: '3%' })).toBe(6)
  expect(await blocksRaced(0.5, { precision: '1%' })).toBe(12)
  expect(await blocksRaced(0.5, { precision: '0.5%' })).toBe(24)
  expect(await blocksRaced(0.5, { precision: '0.5%', budget: '30s' })).toBe(6)
})

/** What is said before a benchmark that is not run. */
async function saidBefore(name: string, options: BenchOptions): Promise<string> {
  const io = anIo()
  const race: typeof raceInto = async () => ({ trials: [] })
  await benchCommand(name, { ...options, output: aFolder() }, io, { race })
  return io.printed.stderr
}

// Breakage: ten minutes begun for a strategy that nobody asked to see, without a word.
test('a benchmark of more than ten minutes says which strategy costs most of it, and the command without it', async () => {
  const slow = { set: ['world.fetchDelay.medianMs=100', 'world.items.count=200'], seed: '3' }
  const said = await saidBefore('typical', { ...slow, strategies: 'sequential,promise-all,pipelined' })
  expect(said).toContain(
    "npx utakata bench typical --set 'world.fetchDelay.medianMs=100' --set 'world.items.count=200' --strategies promise-all,pipelined --reference promise-all --seed 3\n",
  )
  const other = await saidBefore('typical', {
    ...slow,
    strategies: 'sequential,promise-all,pipelined',
    reference: 'pipelined',
    budget: '2h',
  })
  expect(other).toContain('--strategies promise-all,pipelined --reference pipelined --seed 3 --budget 2h\n')
  const withoutThird = await saidBefore('typical', { ...slow, strategies: 'sequential,promise-all' })
  expect(withoutThird).toContain('sequential')
  for (const quiet of [
    withoutThird,
    await saidBefore('demo', {}),
    await saidBefore('wide', {}),
    await saidBefore('typical', { ...slow, strategies: 'promise-all,pipelined', reference: 'pipelined' }),
  ])
    expect(quiet).not.toContain('utakata bench')
})

// Breakage: a strategy in the report that neither the command nor the scenario names.
test('a reference that is not listed is announced before the run', async () => {
  const added = announcementTexts.addedReference('sequential')
  expect(await saidBefore('demo', { strategies: 'promise-all,pipelined' })).toContain(added)
  expect(await saidBefore('demo', { strategies: 'promise-all,sequential' })).not.toContain(added)
  expect(await saidBefore('demo', {})).not.toContain(added)
  expect(await saidBefore('demo', { set: ['variants=[pipelined]'] })).toContain(added)
})

/** Over before anything can begin. */
const NO_TIME = '0.0001ms'

const SWEPT = `name: tiny
world:
  items: { count: [1, 2], events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential, pipelined]
plan: { warmUps: 1, iterations: 6 }
`

/** What is said of a sweep whose cells all came, in simulated runs, to a first look at which everything is decided. */
async function sweptOn(options: BenchOptions): Promise<string> {
  const folder = aFolder({ 'tiny.yaml': SWEPT })
  const out = join(folder, 'out')
  const io = anIo()
  await benchCommand(join(folder, 'tiny.yaml'), { budget: NO_TIME, output: out }, io)
  for (const { cell, trials } of simulatedCells(readRecord(out), () => ({ quick: false })))
    writeTrials(join(beginCell(out, cell), 'trials.jsonl'), trials)
  const before = io.printed.stderr.length
  await benchCommand(join(folder, 'tiny.yaml'), { ...options, output: out }, io)
  return io.printed.stderr.slice(before)
}

test('the cells of a sweep end by the requested precision and budget too', async () => {
  expect(await sweptOn({})).toContain('There is nothing left to run.')
  const closer = await sweptOn({ precision: '0.1%', budget: NO_TIME })
  expect(closer).not.toContain('There is nothing left to run.')
  expect(closer).not.toContain('Grid point 1 of 2')
})
