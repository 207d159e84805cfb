import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { aFolder } from '../support/folders.ts'
import { childrenWith, isRunning } from '../support/processes.ts'

const HOST = fileURLToPath(new URL('../support/fixtures/lambda-host.ts', import.meta.url))

/** Answers its process and one that it has started, which is never asked to exit. */
const WITH_A_CHILD = `
  import { spawn } from 'node:child_process'
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
  export const handler = async () => [process.pid, child.pid]`

interface Host extends AsyncDisposable {
  readonly child: ChildProcess
  readonly ended: Promise<unknown>
  /** Of the containers, which stand still, what they have started, and the guardian's shell. */
  readonly pids: readonly number[]
  /** The folder of its control groups; undefined where it may make none. */
  readonly groups: string | undefined
}

async function aHost(end: string): Promise<Host> {
  const child = spawn(process.execPath, [HOST, aFolder({ 'index.mjs': WITH_A_CHILD }), end], {
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, as a terminal's shell gives it one.
    detached: true,
  })
  const ended = once(child, 'exit')
  const lines = createInterface(child.stdout)
  const { value } = await lines[Symbol.asyncIterator]().next()
  const { pids, groups } = JSON.parse(value as string) as { pids: number[]; groups?: string }
  const guardians = childrenWith('while read -r', child.pid).map(({ pid }) => pid)
  return {
    child,
    ended,
    groups,
    pids: [...pids, ...guardians],
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
      // Of a test that has failed.
      for (const pid of [...pids, ...guardians].filter(isRunning)) process.kill(pid, 'SIGKILL')
    },
  }
}

async function expectNothingLeft({ pids, groups }: Host): Promise<void> {
  await eventually('no process is left', () => !pids.some(isRunning))
  // Where the host itself does not come to it, the guardian does.
  await eventually('no control group is left', () => groups === undefined || !existsSync(groups))
}

// Without the guardian the containers would stand still for ever: nothing wakes them, and they have a group of their own.
test.each<readonly [string, (pid: number) => void]>([
  ['a SIGKILL of it', (pid) => process.kill(pid, 'SIGKILL')],
  ['a SIGTERM', (pid) => process.kill(pid, 'SIGTERM')],
  ['a SIGKILL of all its process group', (pid) => process.kill(-pid, 'SIGKILL')],
  ['Ctrl-C, which all its process group gets', (pid) => process.kill(-pid, 'SIGINT')],
  ['a terminal that is closed', (pid) => process.kill(-pid, 'SIGHUP')],
])('after %s, no container outlives the host', async (_, endIt) => {
  await using host = await aHost('waits')
  // Two containers, what they have started, and the guardian.
  expect(host.pids).toHaveLength(5)
  expect(host.pids.every(isRunning)).toBe(true)
  endIt(host.child.pid!)
  await host.ended
  await expectNothingLeft(host)
})

test.each([
  ['has given up its lab', 'disposes', 0],
  ['throws what nobody catches', 'throws', 1],
  ['exits', 'exits', 1],
])('a host that %s leaves no container', async (_, end, code) => {
  await using host = await aHost(end)
  expect(await host.ended).toEqual([code, null])
  await expectNothingLeft(host)
})
