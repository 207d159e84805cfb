import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import {
  type Accounts,
  cpuBetween,
  peakRssBytes,
  readAccounts,
  treeBelow,
} from '../../../../../bench/run/local/programs/accounts.ts'
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
  const before = readAccounts(treeBelow(program.pid))
  await program.run(prepareRun(1, { items: [ITEM], limits: {}, timeouts }), 60_000)
  expect(peakRssBytes(treeBelow(program.pid))).toBeGreaterThan(10_000_000)
  return cpuBetween(before, readAccounts(treeBelow(program.pid)))
}

// Breakages: children that have ended left out (0 ms), or their times counted in seconds.
test.each(['burns', 'burns-in-child'])('the CPU time of a program that %s is counted', async (behaviour) => {
  const cpuMs = await cpuOf(behaviour)
  expect(cpuMs).toBeGreaterThanOrEqual(BURNT_MS - 20)
  // What the start of a child takes is its too.
  expect(cpuMs).toBeLessThan(BURNT_MS + 400)
})

const account = (threadsCpuMs: number, cpuMs = threadsCpuMs, childrenCpuMs = 0, startedAt = '1') => ({
  startedAt,
  threadsCpuMs,
  cpuMs,
  childrenCpuMs,
})
const accounts = (entries: Readonly<Record<number, ReturnType<typeof account>>>): Accounts =>
  new Map(Object.entries(entries).map(([pid, one]) => [Number(pid), one]))

test.each([
  [
    'the exact time of threads where it agrees with the ticks',
    { 1: account(10.25, 10) },
    { 1: account(25.5, 20) },
    15.25,
  ],
  ['the ticks where threads have ended', { 1: account(100, 100) }, { 1: account(20, 400) }, 300],
  ['a child that ended, once', { 1: account(0), 2: account(50, 50) }, { 1: account(0, 0, 80) }, 30],
  ['a child that began', { 1: account(0) }, { 1: account(0), 2: account(7, 0) }, 7],
  ['another process of the same id, whole', { 2: account(9) }, { 1: account(0, 0, 20), 2: account(3, 0, 0, '2') }, 14],
])('cpuBetween counts %s', (_, before, after, expected) => {
  expect(cpuBetween(accounts(before), accounts(after))).toBeCloseTo(expected)
})
