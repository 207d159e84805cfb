import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { start } from '../support/command-line.ts'
import { within } from '../../bench/contract/eventually.ts'
import { aFolder } from '../support/folders.ts'
import { childrenWith } from '../support/processes.ts'

const IDLE = fileURLToPath(new URL('../support/idle.ts', import.meta.url))

/** How a command ends, in what is heard of it, after a signal to its launcher or to what that launched. */
async function endAfter(args: readonly string[], said: string, signal: NodeJS.Signals, to: 'launcher' | 'child') {
  const running = start(args)
  await running.says(said)
  const [child] = childrenWith(args[0] === '--start' ? args[1]! : 'bench/main.ts', running.pid)
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
  expect((await endAfter(['mock', 'demo'], 'npx utakata run', 'SIGKILL', 'child')).code).toBe(137)
})

test('a race that its scheduler ends is stopped like by Ctrl-C, and ends in 130', async () => {
  const args = ['bench', 'demo', '--quick', '--set', 'plan.warmUps=100', '--out', `${aFolder()}/out`]
  const { code, stderr } = await endAfter(args, 'fork 1 of 6', 'SIGTERM', 'launcher')
  expect(code).toBe(130)
  expect(stderr).toContain('No round was finished, so there is no report.')
})
