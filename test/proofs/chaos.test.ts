import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { utakata } from '../support/command-line.ts'

const CHAOS = fileURLToPath(new URL('../../bench/dev/chaos.ts', import.meta.url))

// Breakage: a connection that is still opening at the deadline and is not destroyed; claims that expire by the system's clock; an
// emptied file of claims that is taken for a new one; a broken answer that ends as a defect. Each is found within the first rounds.
test('half a minute of everything that can go wrong breaks no promise', async () => {
  const { code, stdout, stderr } = await utakata(['--start', CHAOS, '--minutes', '0.5', '--seed', '1'])
  expect(stdout.match(/^VIOLATION .*/gm) ?? [], stderr).toEqual([])
  expect(code).toBe(0)
  // One of each, or else nothing was shown.
  for (const kind of ['notifier', 'benchmark', 'results', 'servers']) expect(stdout).toMatch(`rounds: ${kind}: `)
  console.log(stdout)
})
