import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { start, utakata } from '../support/command-line.ts'
import { within } from '../support/eventually.ts'
import { aDevice, aFolder } from '../support/folders.ts'

const TINY = ['bench', 'demo', '--quick', '--strategies', 'sequential,pipelined', '--set', 'world.items.count=3']

test('Ctrl-C in a benchmark keeps what was measured, reports it and ends in 130', async () => {
  const out = `${aFolder()}/out`
  const racing = start([...TINY, '--set', 'plan.warmUps=1', '--output', out, '--json'])
  // The second block begins when the iterations of the first are all done.
  await racing.says('process 2 of 6')
  racing.interrupt()
  const { code, stdout, stderr } = await within(30_000, 'the end', racing.end)
  expect(code).toBe(130)
  expect(stderr).toContain('Stopping: what is finished is kept and reported. Again to stop at once.')
  const { trials, warnings } = readTrials(`${out}/trials.jsonl`)
  expect(warnings).toEqual([])
  expect(trials.filter(({ block, phase }) => block === 1 && phase === 'measured')).toHaveLength(24)
  const report = JSON.parse(readFileSync(`${out}/report.json`, 'utf8')) as { exitCode: number; look?: object }
  expect(JSON.parse(stdout)).toEqual(report)
  expect(report.look).toBeUndefined()
  expect(existsSync(`${out}/report.md`)).toBe(true)
  // Breakage: a lock, or a part of a file, that is left lying there.
  expect(readdirSync(out).sort()).toEqual([
    'report.html',
    'report.json',
    'report.md',
    'scenario.json',
    'timelines.jsonl',
    'trials.jsonl',
  ])
})

// Breakage: a stack trace and nothing else, where the folder of the results is taken away in the middle.
test('a benchmark whose trials can no longer be written breaks off, shows what it has and ends in 5', async () => {
  const out = `${aFolder()}/out`
  const racing = start([...TINY, '--set', 'plan.warmUps=1', '--output', out])
  await racing.says('process 2 of 6')
  rmSync(out, { recursive: true })
  const { code, stdout, stderr } = await within(30_000, 'the end', racing.end)
  expect(code).toBe(5)
  expect(stderr).toContain(`the benchmark broke off: "${out}/trials.jsonl" was removed while it was written to`)
  expect(stderr).toContain(
    `"${out}" was removed while this run was writing to it: its trials are lost, and no report is written`,
  )
  expect(existsSync(out)).toBe(false)
  expect(stderr).not.toMatch(/^ +at /m)
  const { count, units } = ENGLISH
  expect(stdout).toContain(units.unitsTimesIterations(count(1, 'process'), count(6, 'iteration')))
})

test('Ctrl-C during the first iteration says so, writes no report and ends in 130', async () => {
  const out = `${aFolder()}/out`
  const racing = start([...TINY, '--set', 'plan.warmUps=100', '--set', 'world.items.count=60', '--output', out])
  await racing.says('process 1 of 6')
  racing.interrupt()
  const { code, stdout, stderr } = await within(30_000, 'the end', racing.end)
  expect(code).toBe(130)
  expect(stdout).toBe('')
  expect(stderr).toContain('No iteration was finished, so there is no report.')
  expect(existsSync(`${out}/report.json`)).toBe(false)
})

// Breakages: a full disk that ends a command in the middle, and one whose lost answer looks like one that was given.
test('a command whose output meets a full disk does its work all the same, and says what was lost', async () => {
  const out = `${aFolder()}/out`
  const to = (redirection: string) => ['bash', '-c', `exec "$@" ${redirection}"$0"`, aDevice('full')]
  const args = [...TINY, '--set', 'plan.warmUps=1', '--output', out]
  const silent = await utakata(args, { under: to('2>') })
  expect([0, 5]).toContain(silent.code)
  expect(existsSync(`${out}/report.md`)).toBe(true)
  expect(await utakata(['due', '--help'], { under: to('>') })).toMatchObject({
    code: 70,
    stderr: 'utakata: not everything could be written to standard output (ENOSPC)\n',
  })
})

// Breakage: a full disk called a mistake in utakata, with a stack trace of another process.
test('a lab for which there is no room ends in a sentence and leaves nothing', async () => {
  const [temporary, out] = [aFolder(), `${aFolder()}/out`]
  const under = ['bash', '-c', 'ulimit -f 64; exec "$0" "$@"']
  const { code, stderr } = await utakata(['lab', '--output', out], { under, env: { TMPDIR: temporary } })
  expect(code).toBe(5)
  expect(stderr).toMatch(/\nutakata: there is no room to write: EFBIG: .*, in .*; make room, and run it again\n$/)
  expect(stderr).not.toMatch(/^ +at /m)
  expect([...readdirSync(temporary), ...readdirSync(out)]).toEqual([])
})
