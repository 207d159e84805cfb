import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { within } from '../../support/eventually.ts'
import { utakata } from '../../support/command-line.ts'
import { aFolder } from '../../support/folders.ts'

const STUCK = fileURLToPath(new URL('../../support/stuck-in-pool.ts', import.meta.url))

// Breakage: process.exit, or nothing at all, either of which waits for the pool.
test('a process with a lookup that nobody answers ends at once, with its exit code and all it printed', async () => {
  const fifo = `${aFolder()}/fifo`
  execFileSync('mkfifo', [fifo])
  const { code, stdout, stderr } = await within(30_000, 'the end', utakata(['--start', STUCK, fifo]))
  expect({ code, stderr }).toEqual({ code: 4, stderr: '' })
  expect(stdout).toBe(`${'all is printed '.repeat(20_000)}\n`)
})
