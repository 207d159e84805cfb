import { fork } from 'node:child_process'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { TREE_VARIABLE, treeOf } from '../../../../bench/launcher/end-tree.mjs'
import { raceTrials } from '../../../../bench/run/local/race.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import type { Plan } from '../../../../bench/plan/plan.ts'
import { eventually } from '../../../support/eventually.ts'
import { withEnv } from '../../../support/env.ts'
import { aFolder } from '../../../support/folders.ts'
import { aTinyPlan } from '../../../support/races.ts'

const PROGRAM = fileURLToPath(new URL('../../../support/fixtures/program.mjs', import.meta.url))
const EXAMPLE = fileURLToPath(new URL('../../../../examples/node/program.ts', import.meta.url))

/** Sequential alone beside a program of these words. */
function aPlanWith(words: readonly string[], settings: readonly string[] = []): Plan {
  const plan = aTinyPlan(['variants=[sequential]', ...settings])
  const program = { command: [process.execPath, ...words], cwd: process.cwd() }
  const variants = plan.variants.filter(({ role }) => role === 'reference')
  return { ...plan, variants: [...variants, { name: 'mine', strategy: 'mine', role: 'candidate', program }] }
}
const of = (variant: string, trials: readonly Trial[]) => trials.filter((trial) => trial.variant === variant)

// Breakages: an iteration without the program, a figure that it cannot tell, a protocol that is measured with items.
test('a program is measured in the same iterations as a strategy, and what it cannot tell is absent', async () => {
  // No run with items can be shorter.
  const delayMs = 50
  const trials = await raceTrials(aPlanWith([EXAMPLE, 'pipelined'], [`world.fetchDelay.ms=${delayMs}`]))
  const [own, others] = [of('mine', trials), of('sequential', trials)]
  expect(own.map(({ phase, iteration }) => `${phase} ${iteration}`).toSorted()).toEqual(
    others.map(({ phase, iteration }) => `${phase} ${iteration}`).toSorted(),
  )
  for (const trial of own) {
    const beside = others.find(({ phase, iteration }) => phase === trial.phase && iteration === trial.iteration)!
    expect(trial).toMatchObject({ strategy: 'mine', faults: [], steps: {}, items: 4, sent: 2, failures: {} })
    expect(trial.deliveries).toEqual(beside.deliveries)
    expect(trial.cpuMs).toBeGreaterThan(0)
    expect(trial.peakRssBytes).toBeGreaterThan(10_000_000)
    expect(trial.firstNotificationMs).toBeLessThan(trial.makespanMs)
    for (const unknown of ['eventLoopDelayMs', 'idealMs', 'plannedIdealMs', 'timeBreakdown'])
      expect(trial).not.toHaveProperty(unknown)
  }
  // Any one of them may wait for a busy machine.
  expect(Math.min(...own.map(({ program }) => program!.protocolMs!))).toBeLessThan(delayMs)
})

// Breakage: a program that is Node's starts without compiled code, while the strategies beside it have theirs.
test('a program keeps the code that it compiles where strategies keep theirs', async () => {
  // Tests have a folder of their own, which would be handed on.
  withEnv('NODE_COMPILE_CACHE', undefined)
  const folder = aFolder()
  const preload = `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'kept'))}, String(process.env.NODE_COMPILE_CACHE))`
  writeFileSync(join(folder, 'preload.cjs'), preload)
  await raceTrials(aPlanWith(['--require', join(folder, 'preload.cjs'), EXAMPLE, 'sequential'], ['plan.iterations=1']))
  expect(readFileSync(join(folder, 'kept'), 'utf8')).toContain('node_modules/.utakata')
})

// Breakage: a failure that ends the whole benchmark, or one that is not the program's.
test('a program that fails has failed runs, and the others go on', async () => {
  const trials = await raceTrials(aPlanWith([PROGRAM, 'exits']))
  expect(of('sequential', trials).flatMap(({ faults }) => faults)).toEqual([])
  const failure = { code: 'exited', exitCode: 3, stderr: 'no licence found' }
  for (const { faults } of of('mine', trials)) expect(faults).toEqual([{ code: 'no-result', variant: 'mine', failure }])
})

// Breakages: a failure to start that ends the whole benchmark, or one whose reason is lost in the next run.
test('a program that starts no more in a later block has failed runs, and the others go on', async () => {
  const file = join(aFolder(), 'started')
  const plan = aPlanWith([PROGRAM, 'starts-once', file])
  const trials = await raceTrials({ ...plan, looks: [{ blocks: 2, alpha: 0.05 }] })
  expect(of('sequential', trials).flatMap(({ faults }) => faults)).toEqual([])
  expect(of('sequential', trials).some(({ block, phase }) => block === 2 && phase === 'measured')).toBe(true)
  const failure = { code: 'exited', exitCode: 3, stderr: 'no licence found' }
  const [own, later] = [1, 2].map((number) => of('mine', trials).filter(({ block }) => block === number))
  expect(own!.flatMap(({ faults }) => faults)).toEqual([])
  expect(later!.length).toBeGreaterThan(1)
  for (const { faults } of later!) expect(faults).toEqual([{ code: 'no-result', variant: 'mine', failure }])
})

// Breakage: the posts of one variant counted for the next one at the same place.
test('what a program still sends after its answer counts for nobody, and its run has failed', async () => {
  const trials = await raceTrials(aPlanWith([PROGRAM, 'posts-late'], ['world.notifyDelay.ms=150']))
  const early = { code: 'answered-early', posts: 1 }
  expect(of('mine', trials).flatMap(({ faults }) => faults)).toEqual(of('mine', trials).map(() => early))
  const reference = of('sequential', trials)
  expect(reference.flatMap(({ faults }) => faults)).toEqual([])
  expect(new Set(reference.map(({ deliveries }) => deliveries.accepted))).toEqual(new Set([2]))
})

test('a program that keeps hanging is not run any more', async () => {
  const trials = await raceTrials(aPlanWith([PROGRAM, 'hangs'], ['client.runTimeoutMs=200']))
  const failure = { code: 'killed', withinMs: 200 }
  const [first, ...later] = of('mine', trials).flatMap(({ faults }) => faults)
  expect(first).toEqual({ code: 'no-result', variant: 'mine', failure })
  // The warm-up of the one that took its place hung too.
  expect(later).toEqual(later.map(() => ({ code: 'not-run', variant: 'mine', kills: 2, withinMs: 200 })))
})

// Breakages: a guardian that knows groups alone, of which the process of its own session is none.
test('nothing that a program has started outlives a harness that is killed', async () => {
  const id = randomUUID()
  const host = fork(new URL('../../../support/fixtures/program-host.ts', import.meta.url), {
    env: { ...process.env, [TREE_VARIABLE]: id },
  })
  await once(host, 'message')
  const sleeping = () => [...treeOf(id).keys()].length
  await eventually('the program has started another process', () => sleeping() >= 5)
  host.kill('SIGKILL')
  await eventually('nothing of it is left', () => sleeping() === 0)
  expect(sleeping()).toBe(0)
})
