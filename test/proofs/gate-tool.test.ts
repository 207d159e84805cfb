import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { utakata } from '../support/command-line.ts'
import { eventually } from '../support/eventually.ts'
import { isRunning } from '../support/processes.ts'

const GATE = fileURLToPath(new URL('../../bench/dev/gate.ts', import.meta.url))

/** The processes that keep a machine busy for a tool that has gone. */
function orphans(): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const [, parent] = /process\.ppid === (\d+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? []
      return parent !== undefined && !isRunning(Number(parent))
    } catch {
      return false
    }
  })
}

// Breakage: a slowdown of the older code too, after which nothing has changed; a busy process that is left behind.
test('on a busy machine a gate does not fail a clean change or pass one that is 30% slower', async () => {
  const small = ['world.items.count=4', 'plan.warmUps=2'].flatMap((setting) => ['--set', setting])
  const { code, stdout, stderr } = await utakata(['--start', GATE, '--runs', '1', '--quick', ...small])
  expect(stdout, stderr).toMatch(/^1, pipelined slowed: (regression|cannot-judge) at 6 processes/m)
  expect(stdout).toMatch(/^1, clean: (pass|cannot-judge) at 6 processes/m)
  // Where both could not be judged, that is more than may be.
  expect([0, 3]).toContain(code)
  await eventually('the end of what kept the machine busy', () => orphans().length === 0)
  console.log(stdout)
})
