import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually, within } from '../support/eventually.ts'
import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { type BadStrategy, badFile, PIDS } from '../support/bad-strategies.ts'
import { start, utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { isRunning } from '../support/processes.ts'
import { iterationsWithStalls } from '../support/stalls.ts'
import { isEverySampleTried, sampleOf } from '../support/samples.ts'

/** The least there is to do beside what hangs. */
const SMALL = ['bench', 'demo', '--quick', '--set', 'plan.warmUps=1', '--set', 'plan.iterations=2']
/** Runs take less than 0.1 s; the grace that the parent adds is 5 s. */
const BRIEF = ['--set', 'client.runTimeoutMs=3000']

function aWorld() {
  const folder = aFolder()
  const pids = join(folder, 'pids')
  return {
    out: join(folder, 'out'),
    env: { [PIDS]: pids },
    /** Every process that has loaded one of the strategies has ended. */
    expectNoneLeft: () => {
      const all = readFileSync(pids, 'utf8').trim().split('\n').map(Number)
      expect(all.length).toBeGreaterThan(0)
      expect(all.filter(isRunning)).toEqual([])
    },
  }
}

const files = (names: readonly BadStrategy[]) => names.flatMap((name) => ['--strategy-file', badFile(name)])

// Breakage: a limit of the child's alone, which neither a loop nor a stopped process keeps.
test('strategies that hang or die when measured are unreliable by name, the others are judged, and all ends', async () => {
  const hanging = sampleOf(['loops', 'ignores-cancel', 'stops-itself'] as const)
  const bad = [...hanging, 'kills-itself'] as const
  const { out, env, expectNoneLeft } = aWorld()
  const args = [...SMALL, '--json', '--strategies', 'sequential,pipelined', '--output', out]
  const ended = await within(900_000, 'the end', utakata([...args, ...BRIEF, ...files(bad)], { env }))
  expect([0, 5], ended.stderr).toContain(ended.code)
  const report = JSON.parse(ended.stdout) as Result
  expect(report).toMatchObject({ blocks: 6, look: { last: true } })
  expect(iterationsWithStalls(report)).toBe(12)
  const verdictOf = (name: string) => report.variants.find(({ variant }) => variant === name)?.verdict
  for (const name of bad) expect([name, verdictOf(name)?.code]).toEqual([name, 'unreliable'])
  expect(verdictOf('pipelined')?.code).not.toBe('unreliable')
  const reasonsOf = (name: string) => report.variants.find(({ variant }) => variant === name)!.failed.reasons
  for (const variant of hanging) {
    expect(reasonsOf(variant)).toContainEqual({
      code: 'no-result',
      variant,
      failure: { code: 'killed', withinMs: 8000 },
    })
    expect(reasonsOf(variant)).toContainEqual({ code: 'not-run', variant, kills: 2, withinMs: 8000 })
  }
  expect(reasonsOf('kills-itself')).toContainEqual(
    expect.objectContaining({ failure: { code: 'exited', signal: 'SIGKILL' } }),
  )
  expect(existsSync(join(out, 'report.html'))).toBe(true)
  expectNoneLeft()
})

// That a benchmark spends no second kill then is held by the proofs of benchmarks, and that its command does only where every sample is tried.
test.runIf(isEverySampleTried)('a strategy that hangs does not run past the budget by more than one run', async () => {
  const { out, env, expectNoneLeft } = aWorld()
  const args = [...SMALL, '--json', '--strategies', 'sequential', '--budget', '1ms', '--output', out]
  const ended = await within(600_000, 'the end', utakata([...args, ...BRIEF, ...files(['loops'])], { env }))
  const report = JSON.parse(ended.stdout) as Result
  const { reasons } = report.variants.find(({ variant }) => variant === 'loops')!.failed
  expect(reasons).toEqual([
    { code: 'no-result', variant: 'loops', failure: { code: 'killed', withinMs: 8000 } },
    { code: 'not-run', variant: 'loops', kills: 1, withinMs: 8000 },
  ])
  expectNoneLeft()
})

test('Ctrl-C during a run that hangs ends at once, with a report of what is finished', async () => {
  const { out, env, expectNoneLeft } = aWorld()
  // No limit of its own ends the run.
  const args = [...SMALL, '--strategies', 'sequential', '--log-runs', '--output', out]
  const limit = ['--set', 'client.runTimeoutMs=3600000']
  const running = start([...args, ...limit, ...files(['loops-later'])], { env })
  // All others of the first iteration of the second process have run, or wait for the one that hangs.
  const isThere = () => running.saidSoFar().includes('process 2, warmup 0, +10%')
  await eventually('the second process of each was warm', isThere, 300_000)
  await new Promise((resolve) => setTimeout(resolve, 5000))
  running.interrupt()
  const { code, stderr } = await within(20_000, 'the end', running.end)
  expect(code).toBe(130)
  expect(existsSync(join(out, 'report.json')), stderr).toBe(true)
  expect(iterationsWithStalls(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Result)).toBe(2)
  expectNoneLeft()
})

// Breakage: only sockets and ports counted, as it was. Both wait for the same time; the other kinds are held by tests of what is left open.
test('a strategy that leaves a timer is refused by name, with what to do, also where loading its module leaves it', async () => {
  const refusals = (['leaves-one-timer', 'leaves-a-timer-on-import'] as const).map(async (name) => {
    const { out, env, expectNoneLeft } = aWorld()
    const args = [...SMALL, '--output', out, ...files([name])]
    const { code, stderr } = await within(300_000, `the end of ${name}`, utakata(args, { env }))
    expect(code, name).toBe(1)
    expect(stderr).toContain(
      `got ${name}: it ought to be one that leaves nothing open: expected nothing left open when the outcomes are given, got a timer (setTimeout or setInterval): clear it`,
    )
    expect(existsSync(out), name).toBe(false)
    expectNoneLeft()
  })
  await Promise.all(refusals)
})

// Breakage: a command that ends when nothing is open any more.
test('a module that leaves a timer and a server in the process of the command does not keep it from ending', async () => {
  const { env } = aWorld()
  const args = [
    'predict',
    '--items',
    '10',
    '--strategies',
    'sequential',
    '--json',
    ...files(['leaves-a-server-in-the-parent']),
  ]
  const { code, stdout } = await within(300_000, 'the end', utakata(args, { env }))
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ origin: 'predicted' })
})
