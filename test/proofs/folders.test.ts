import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { type Started, start, utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { childrenWith } from '../support/processes.ts'

const TINY = `name: tiny
world:
  items: { count: 2, events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential]
plan: { warmUps: 1, iterations: 2 }
`
const SWEEP = TINY.replace('count: 2,', 'count: [1, 2],')
const BENCH = ['bench', 'tiny.yaml', '--quick']
const RESULTS = ['report.html', 'report.json', 'report.md', 'scenario.json', 'timelines.jsonl', 'trials.jsonl']

/** Each run of a block once, and so those of one benchmark alone. */
function expectOneRace(folder: string): void {
  const { trials, warnings } = readTrials(join(folder, 'trials.jsonl'))
  expect(warnings).toEqual([])
  const runs = trials.map(({ variant, block, phase, iteration }) => `${variant} ${block} ${phase} ${iteration}`)
  expect(new Set(runs).size).toBe(runs.length)
  expect(trials.filter(({ phase }) => phase === 'measured')).toHaveLength(6 * 3 * 2)
}

/** As a machine that runs out of memory ends a process: nothing of it has a say. */
function kill(started: Started): void {
  for (const { pid } of childrenWith('program.ts', started.pid)) process.kill(pid, 'SIGKILL')
}

// Breakage: a default folder whose name is only looked for, or a lock that is taken after the folder was looked at.
test('two runs that begin in the same second keep their trials apart, and of two with one --output one is refused', async () => {
  const cwd = aFolder({ 'tiny.yaml': TINY })
  const out = join(cwd, 'out')
  const [one, other, ...named] = await Promise.all([
    ...[1, 2].map(() => utakata(BENCH, { cwd })),
    ...[1, 2].map(() => utakata([...BENCH, '--output', out], { cwd })),
  ])
  for (const { code } of [one!, other!]) expect([0, 5]).toContain(code)
  const folders = readdirSync(join(cwd, 'utakata-results'))
  expect(folders).toHaveLength(2)
  for (const folder of [...folders.map((name) => join(cwd, 'utakata-results', name)), out]) {
    expectOneRace(folder)
    expect(readdirSync(folder)).toEqual(RESULTS)
  }
  const refused = named.filter(({ code }) => code === 1)
  expect(refused).toHaveLength(1)
  expect(refused[0]!.stdout).toBe('')
  expect(refused[0]!.stderr).toMatch(
    /^utakata: --output: expected a folder that no other run is writing to, got ".*", where (process \d+|another process) is writing; wait for its end, or name another one\n$/,
  )
})

// Breakage: a lock that has to be taken away by hand, or one that two runs find left at the same time and both take over.
test('of two runs that go on with a sweep that was killed one is refused, and the other finishes it', async () => {
  const cwd = aFolder({ 'tiny.yaml': SWEEP })
  const args = [...BENCH, '--output', 'out']
  const first = start(args, { cwd })
  await first.says('process 3 of 6')
  const during = await utakata(args, { cwd })
  expect(during.code).toBe(1)
  expect(during.stderr).toContain('expected a folder that no other run is writing to')
  kill(first)
  await first.end
  expect(readdirSync(join(cwd, 'out'))).toContain('utakata.lock')
  const ended = await Promise.all([1, 2].map(() => utakata(args, { cwd })))
  expect(ended.map(({ code }) => (code === 1 ? 'refused' : 'done')).sort()).toEqual(['done', 'refused'])
  expect(readdirSync(join(cwd, 'out'))).toEqual(['cells', 'report.html', 'report.json', 'report.md', 'sweep.json'])
  for (const cell of ['1-items.count-1', '2-items.count-2']) expectOneRace(join(cwd, 'out', 'cells', cell))
})

test('a folder that is moved in the middle keeps its trials, and nothing is written to what takes its place', async () => {
  const cwd = aFolder({ 'tiny.yaml': TINY })
  const [out, elsewhere] = [join(cwd, 'out'), join(cwd, 'elsewhere')]
  const racing = start([...BENCH, '--output', out], { cwd })
  await racing.says('process 2 of 6')
  renameSync(out, elsewhere)
  mkdirSync(out)
  writeFileSync(join(out, 'mine'), 'mine')
  const { code, stdout, stderr } = await racing.end
  expect(code).toBe(5)
  const { count, units } = ENGLISH
  expect(stdout).toContain(units.unitsTimesIterations(count(6, 'process'), count(2, 'iteration')))
  expect(stderr).toContain(`utakata: "${out}" was moved to "${elsewhere}" while this run was writing to it`)
  expect(stderr).not.toMatch(/^ +at /m)
  expect(readdirSync(out)).toEqual(['mine'])
  expectOneRace(elsewhere)
  expect([0, 5]).toContain((await utakata(['report', elsewhere], { cwd })).code)
})

test('a sweep whose folder is moved ends with its cell, and begins none in what takes its place', async () => {
  const cwd = aFolder({ 'tiny.yaml': SWEEP })
  const [out, elsewhere] = [join(cwd, 'out'), join(cwd, 'elsewhere')]
  const racing = start([...BENCH, '--output', out], { cwd })
  await racing.says('process 2 of 6')
  renameSync(out, elsewhere)
  mkdirSync(out)
  const { code, stdout, stderr } = await racing.end
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
  expect(stderr).toContain(`utakata: "${out}" was moved to "${elsewhere}" while this run was writing to it`)
  expect(stderr.match(/Grid point \d of 2/g)).toHaveLength(1)
  expect(readdirSync(out)).toEqual([])
  // What was measured is gone on with.
  const second = start([...BENCH, '--output', elsewhere], { cwd })
  await second.says('process 1 of 6')
  second.interrupt()
  expect((await second.end).code).toBe(130)
  expect(second.saidSoFar()).toContain('1 of 2 grid points are finished')
  expect(second.saidSoFar().match(/Grid point \d of 2/g)).toHaveLength(1)
})

const isRoot = process.getuid?.() === 0

test.skipIf(!isRoot)(
  'a disk that is full in the middle ends a benchmark with an explanation, and what was measured can be read',
  async (context) => {
    const cwd = aFolder({ 'tiny.yaml': TINY })
    const disk = join(cwd, 'disk')
    mkdirSync(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'utakata-test', disk], { stdio: 'ignore' })
    } catch {
      // Of a container that may not.
      return context.skip()
    }
    onTestFinished(() => void execFileSync('umount', ['-l', disk]))
    const { code, stdout, stderr } = await utakata([...BENCH, '--output', join(disk, 'out')], { cwd })
    expect(code).toBe(5)
    expect(stdout).toContain(ENGLISH.checks.title)
    expect(stderr).toMatch(/the benchmark broke off: ".*\.jsonl" could not be written: ENOSPC: no space left on device/)
    expect(stderr).toContain('the report could not be written to')
    expect(stderr).not.toMatch(/^ +at /m)
    const { warnings } = readTrials(join(disk, 'out', 'trials.jsonl'))
    expect(warnings).toEqual([])
    // With room for it, the report is that of the trials that were kept.
    const copy = join(cwd, 'copy')
    cpSync(join(disk, 'out'), copy, { recursive: true })
    expect([0, 5]).toContain((await utakata(['report', copy], { cwd })).code)
    expect(readFileSync(join(copy, 'report.md'), 'utf8')).toContain('tiny')
  },
)
