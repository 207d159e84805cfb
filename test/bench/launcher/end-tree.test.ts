import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { aFolder } from '../../support/folders.ts'

const LAUNCHER = fileURLToPath(new URL('../../../bench/launch.mjs', import.meta.url))

/** What runs tests stands here for vitest: a worker that hears no signal, and what the tests in it have started. */
const RUNNER = `import { fork } from 'node:child_process'
fork(new URL('worker.mjs', import.meta.url))
setInterval(() => {}, 1000)`
const WORKER = `import { spawn } from 'node:child_process'
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
const idle = ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']
const server = spawn(process.execPath, idle, { stdio: 'ignore' })
const detached = spawn(process.execPath, idle, { stdio: 'ignore', detached: true })
const bare = spawn(process.execPath, idle, { stdio: 'ignore', env: {} })
// One whose parent has gone already.
const orphan = spawn('sh', ['-c', 'sleep 600 & echo $!'], { stdio: ['ignore', 'pipe', 'ignore'] })
const { value } = await orphan.stdout.setEncoding('utf8')[Symbol.asyncIterator]().next()
console.log([process.pid, server.pid, detached.pid, bare.pid, Number(value)].join(' '))
setInterval(() => {}, 1000)`

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

// Breakage: a launcher that ends with the process that it started, whose tests' servers go on, or only what is still below it.
test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a runner of tests that is ended by %s leaves no process of its tree', async (signal, code) => {
  const folder = aFolder({ 'runner.mjs': RUNNER, 'worker.mjs': WORKER })
  const launcher = spawn('node', [LAUNCHER, '--start', join(folder, 'runner.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = (await once(launcher.stdout, 'data')) as [Buffer]
  const pids = String(printed).trim().split(' ').map(Number)
  try {
    expect(pids).toHaveLength(5)
    expect(pids.filter(isRunning)).toEqual(pids)
    launcher.kill(signal)
    expect(await once(launcher, 'exit')).toEqual([code, null])
    await eventually('no process was left', () => !pids.some(isRunning), 5000)
  } finally {
    for (const pid of pids.filter(isRunning)) process.kill(pid, 'SIGKILL')
  }
})
