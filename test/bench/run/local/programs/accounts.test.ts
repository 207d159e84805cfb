import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import {
  type Accounts,
  createCpuMeter,
  peakRssBytes,
  readAccounts,
} from '../../../../../bench/run/local/programs/accounts.ts'
import { below } from '../../../../../bench/launcher/end-tree.mjs'
import { prepareRun, startProgram } from '../../../../../bench/run/local/programs/program.ts'

const PROGRAM = fileURLToPath(new URL('../../../../support/fixtures/program.mjs', import.meta.url))
const ITEM = { id: 'a', url: 'http://127.0.0.1:1/a', sink: 'http://127.0.0.1:1/s' }
const BURNT_MS = 300

async function cpuOf(behaviour: string): Promise<number> {
  const command = [process.execPath, PROGRAM, behaviour, String(BURNT_MS)]
  const program = await startProgram({ command, cwd: process.cwd(), env: process.env, id: randomUUID() })
  onTestFinished(() => program.end())
  const timeouts = { headersMs: 0, bodyMs: 0 }
  await program.run(prepareRun(0, { items: [], limits: {}, timeouts }), 60_000)
  const before = readAccounts(below(program.pid))
  await program.run(prepareRun(1, { items: [ITEM], limits: {}, timeouts }), 60_000)
  expect(peakRssBytes(program.pid)).toBeGreaterThan(10_000_000)
  return createCpuMeter().runMs(before, readAccounts(below(program.pid)))
}

// Breakages: children that have ended left out (0 ms), or their times counted in seconds.
test.each(['burns', 'burns-in-threads', 'burns-in-child'])(
  'the CPU time of a program that %s is counted',
  async (behaviour) => {
    const cpuMs = await cpuOf(behaviour)
    expect(cpuMs).toBeGreaterThanOrEqual(BURNT_MS - 20)
    // What starting threads or a child takes is among it, the more the busier the processors are.
    expect(cpuMs).toBeLessThan(BURNT_MS + 1000)
  },
)

/** `threads`: what each has counted, by its id. */
const account = (threads: Readonly<Record<string, number>>, cpuMs: number, childrenCpuMs = 0, startedAt = '1') => ({
  startedAt,
  threadsCpuMs: new Map(Object.entries(threads)),
  cpuMs,
  childrenCpuMs,
})
const accounts = (entries: Readonly<Record<number, ReturnType<typeof account>>>): Accounts =>
  new Map(Object.entries(entries).map(([pid, one]) => [Number(pid), one]))

// Breakages: threads that ended left out (2 ms in place of 20), a child that ended counted twice (80 ms) or not at all.
test.each([
  [
    'the exact time of threads that are still there',
    { 1: account({ a: 10.25 }, 10) },
    { 1: account({ a: 25.5 }, 20) },
    15.25,
  ],
  ['a thread that began', { 1: account({ a: 1 }, 0) }, { 1: account({ a: 2, b: 4.5 }, 0) }, 5.5],
  [
    'the ticks where a thread has ended',
    { 1: account({ a: 40, b: 10 }, 50) },
    { 1: account({ a: 42, c: 10 }, 70) },
    20,
  ],
  ['the ticks where threads came and went', { 1: account({ a: 100 }, 100) }, { 1: account({ a: 102 }, 400) }, 300],
  ['a child that ended, once', { 1: account({}, 0), 2: account({ b: 50 }, 50) }, { 1: account({}, 0, 80) }, 30],
  ['a child that began', { 1: account({}, 0) }, { 1: account({}, 0), 2: account({ b: 7 }, 0) }, 7],
  [
    'another process of the same id, whole',
    { 1: account({}, 0), 2: account({ b: 9 }, 10) },
    { 1: account({}, 0, 20), 2: account({ b: 3 }, 0, 0, '2') },
    13,
  ],
])('of one run is counted %s', (_, before, after, expected) => {
  expect(createCpuMeter().runMs(accounts(before), accounts(after))).toBeCloseTo(expected)
})

/** Of runs of so many exact milliseconds in a thread that stays, and so many in one that comes and goes, with some time between runs. */
function cpuOfRuns({ exactMs, endedMs }: { readonly exactMs: number; readonly endedMs: number }): number[] {
  const meter = createCpuMeter()
  let [exact, ended] = [3.3, 0]
  const now = () => accounts({ 1: account({ a: exact }, Math.floor((exact + ended) / 10) * 10) })
  return Array.from({ length: 15 }, () => {
    exact += 1.7
    const before = now()
    exact += exactMs
    ended += endedMs
    return meter.runMs(before, now())
  })
}

// Breakages: threads that are there at neither end of a run left out (2.3 ms), as long as ticks could be off by as much; or added where there are none.
test('short threads that end within a run are counted, the better the more runs there were', () => {
  expect(
    cpuOfRuns({ exactMs: 2.3, endedMs: 20 })
      .slice(8)
      .every((ms) => Math.abs(ms - 22.3) < 1.5),
  ).toBe(true)
  expect(cpuOfRuns({ exactMs: 2.3, endedMs: 0 }).every((ms) => Math.abs(ms - 2.3) < 0.001)).toBe(true)
})
