import { existsSync, readdirSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { start } from '../support/command-line.ts'
import { eventually, within } from '../support/eventually.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { aFolder } from '../support/folders.ts'
import { childrenWith, isRunning, type Process, processesOf } from '../support/processes.ts'

const IDLE = fileURLToPath(new URL('../support/idle.ts', import.meta.url))

/** How a command ends, in what is heard of it, after a signal to its launcher or to what that launched. */
async function endAfter(args: readonly string[], said: string, signal: NodeJS.Signals, to: 'launcher' | 'child') {
  const running = start(args)
  await running.says(said)
  const [child] = childrenWith(args[0] === '--start' ? args[1]! : 'bench/program.ts', running.pid)
  process.kill(to === 'launcher' ? running.pid : child!.pid, signal)
  return within(15_000, 'the end', running.end)
}

// Breakage: a job that was killed by its scheduler or for its memory and looks like one that went well.
test('a command that was killed ends in 128 and the number of the signal, whichever of its processes it met', async () => {
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
    const { code } = await endAfter(['--start', IDLE], 'idle', signal, 'launcher')
    expect(code, signal).toBe(128 + constants.signals[signal])
  }
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const { code } = await endAfter(['--start', IDLE], 'idle', signal, 'child')
    expect(code, signal).toBe(128 + constants.signals[signal])
  }
  expect((await endAfter(['mock', 'demo'], 'npx utakata notify', 'SIGKILL', 'child')).code).toBe(137)
})

test('a benchmark that its scheduler ends is stopped like by Ctrl-C, and ends in 130', async () => {
  const args = ['bench', 'demo', '--quick', '--set', 'plan.warmUps=100', '--output', `${aFolder()}/out`]
  const { code, stderr } = await endAfter(args, 'process 1 of 6', 'SIGTERM', 'launcher')
  expect(code).toBe(130)
  expect(stderr).toContain('No iteration was finished, so there is no report.')
})

/** A benchmark in its second block, with a whole iteration behind it, and its processes: launcher, command, mock server and variants. */
async function aBenchmark() {
  const out = `${aFolder()}/out`
  const variants = ['--strategies', 'sequential,pipelined', '--set', 'world.items.count=3', '--set', 'plan.warmUps=1']
  const running = start(['bench', 'demo', '--quick', ...variants, '--output', out])
  await running.says('process 2 of 6')
  return { running, out, all: processesOf(running.pid) }
}

async function expectAllEnded(all: readonly Process[]): Promise<void> {
  expect(all.length).toBeGreaterThan(1)
  for (const { pid, command } of all) await eventually(`${pid} (${command}) had ended`, () => !isRunning(pid))
}

function expectReported(out: string): void {
  const { trials, warnings } = readTrials(`${out}/trials.jsonl`)
  expect(warnings).toEqual([])
  expect(trials.filter(({ block, phase }) => block === 1 && phase === 'measured').length).toBeGreaterThan(0)
  for (const file of ['report.md', 'report.json', 'report.html']) expect(existsSync(`${out}/${file}`), file).toBe(true)
}

// Breakages: no listener for SIGHUP; an end at the first write to a terminal that is gone.
test('a benchmark whose terminal is closed writes its report, ends in 130 and leaves no process', async () => {
  const { running, out, all } = await aBenchmark()
  running.closeOutput()
  running.send('SIGHUP')
  // The kernel reports it, then the shell does.
  running.send('SIGHUP')
  expect((await within(20_000, 'the end', running.end)).code).toBe(130)
  expectReported(out)
  await expectAllEnded(all)
})

// Breakage: a launcher without the pipe whose end its child sees.
test('a benchmark whose launcher is killed writes its report and leaves no process', async () => {
  const { running, out, all } = await aBenchmark()
  expect(all.length).toBeGreaterThan(3)
  process.kill(running.pid, 'SIGKILL')
  await expectAllEnded(all)
  expectReported(out)
})

// Breakage: variants or a mock server that do not end with the channel to the command.
test('a benchmark whose command is killed leaves no process', async () => {
  const { running, all } = await aBenchmark()
  process.kill(all[1]!.pid, 'SIGKILL')
  expect((await within(20_000, 'the end', running.end)).code).toBe(137)
  await expectAllEnded(all)
})

test('a server and any other module end too when their launcher is killed', async () => {
  for (const [args, said] of [
    [['mock', 'demo'], 'npx utakata notify'],
    [['--start', IDLE], 'idle'],
  ] as const) {
    const running = start(args)
    await running.says(said)
    const all = processesOf(running.pid)
    process.kill(running.pid, 'SIGKILL')
    await expectAllEnded(all)
  }
})

const madeIn = (temporary: string) => readdirSync(temporary).filter((name) => name.startsWith('utakata-'))

// Breakage: a folder that only an end in good order removes.
test.each(['SIGTERM', 'SIGHUP'] as const)(
  'a lab that %s ends while it starts leaves no process and no folder',
  async (name) => {
    const temporary = aFolder()
    const running = start(['lab', '--output', `${aFolder()}/out`], { env: { TMPDIR: temporary } })
    await running.says('Building the bundle')
    await eventually('its folder was made', () => madeIn(temporary).length > 0)
    const all = processesOf(running.pid)
    process.kill(running.pid, name)
    expect((await within(20_000, 'the end', running.end)).code).toBe(130)
    await expectAllEnded(all)
    expect(madeIn(temporary)).toEqual([])
  },
)

/** Ends by the first hang-up, and is killed by another signal when it has already ended. */
const endsLate = (signal: NodeJS.Signals) => `
process.once('SIGHUP', () => process.exit(130))
process.on('exit', () => process.kill(process.pid, '${signal}'))
setInterval(() => {}, 1000)
console.log('idle')
`

// Breakages: a launcher that looks only at how the process ended, which a signal that it hands on late may kill when all is done; one that takes
// the exit code whatever killed the process.
test('a command that a late hang-up kills when it has already ended keeps its exit code, and one that is killed otherwise does not', async () => {
  for (const [signal, expected] of [
    ['SIGHUP', 130],
    ['SIGKILL', 137],
  ] as const) {
    const running = start(['--start', join(aFolder({ 'ends-late.mjs': endsLate(signal) }), 'ends-late.mjs')])
    await running.says('idle')
    process.kill(running.pid, 'SIGHUP')
    expect((await within(15_000, 'the end', running.end)).code, signal).toBe(expected)
  }
})

/** Holds a launcher up as a busy machine may, right after it has started something. */
const HELD_UP = `
import { ChildProcess } from 'node:child_process'
const { spawn } = ChildProcess.prototype
ChildProcess.prototype.spawn = function (...args) {
  const result = spawn.apply(this, args)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000)
  return result
}
`

// Breakage: listeners that are set up only after the command was started.
test('a launcher that is held up after it has started a command hears of a signal meanwhile', async () => {
  const preload = join(aFolder({ 'held-up.mjs': HELD_UP }), 'held-up.mjs')
  const running = start(['--start', IDLE], { env: { NODE_OPTIONS: `--import=${preload}` } })
  await running.says('idle')
  process.kill(running.pid, 'SIGTERM')
  expect((await within(15_000, 'the end', running.end)).code).toBe(143)
})

// Breakage: Node, which takes SIGHUP back to its default at its start, whatever it inherits.
test.each([
  ['under nohup', ['bash', '-c', `trap : HUP TERM; nohup "$@"; echo ended $?`, 'bash']],
  ['below a script that ignores hang-ups', ['sh', '-c', `trap '' HUP; trap : TERM; "$@"; echo ended $?`, 'sh']],
])('%s a hang-up is not heard, and a SIGTERM is', async (_, under) => {
  const running = start(['--start', IDLE], { under })
  await running.says('idle')
  running.send('SIGHUP')
  // Of two signals that wait for a process, the one with the lower number comes first.
  running.send('SIGTERM')
  await running.says('ended 1')
  expect(running.saidSoFar()).toContain('ended 143')
})
