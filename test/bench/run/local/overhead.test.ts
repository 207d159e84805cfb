import { readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { measureOverhead } from '../../../../bench/run/local/overhead.ts'
import { aFolder } from '../../../support/folders.ts'
import { childrenWith } from '../../../support/processes.ts'

const TYPICAL = { hosts: 'many', delayMs: 20, postDelayMs: 20, bytes: 5000 } as const

// Breakages: the delay counted as overhead, posts that are not told from fetches, connections that are not seen.
test('the overhead of an exchange is more than nothing, and does not contain its delay', async () => {
  const temporary = aFolder()
  vi.stubEnv('TMPDIR', temporary)
  const overhead = await measureOverhead(TYPICAL).finally(() => vi.unstubAllEnvs())
  for (const [name, ms] of Object.entries(overhead)) {
    expect(ms, name).toBeGreaterThan(0)
    expect(ms, name).toBeLessThan(TYPICAL.delayMs - 5)
  }
  // Even the quickest lookup of a new host waits for a timer.
  expect(overhead.connectMs).toBeGreaterThan(overhead.bodyMs)
  expect(readdirSync(temporary)).toEqual([])
})

// Breakage: a process or a file that outlives who asked for it.
test('a measurement that is broken off leaves nothing behind', async () => {
  const temporary = aFolder()
  vi.stubEnv('TMPDIR', temporary)
  const before = new Set(childrenWith('').map(({ pid }) => pid))
  const controller = new AbortController()
  const measured = measureOverhead(TYPICAL, controller.signal).finally(() => vi.unstubAllEnvs())
  await vi.waitUntil(() => childrenWith('overhead-child').length === 1, { timeout: 20_000 })
  controller.abort()
  await expect(measured).rejects.toBeInstanceOf(Error)
  await vi.waitUntil(() => childrenWith('').every(({ pid }) => before.has(pid)), { timeout: 20_000 })
  expect(readdirSync(temporary)).toEqual([])
})
