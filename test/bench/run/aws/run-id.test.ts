import { expect, test } from 'vitest'
import { beginOfRun, newRunId } from '../../../../bench/run/aws/run-id.ts'

test('no two runs have one name, and each name has the time when it began', () => {
  const names = new Set(Array.from({ length: 100 }, newRunId))
  expect(names.size).toBe(100)
  for (const name of names) {
    expect(name).toMatch(/^ab-\d{8}-\d{6}-[\da-f]{8}$/)
    expect(Math.abs(beginOfRun(name)! - Date.now())).toBeLessThan(60_000)
  }
  expect(beginOfRun('ab-20260115-090000-1a2b3c4d')).toBe(Date.UTC(2026, 0, 15, 9))
  for (const other of ['', 'mine', 'ab-20261315-090000-1a2b3c4d', 'ab-20260115-090000-1a2b3c4d ', 'ab-20260115'])
    expect(beginOfRun(other), other).toBeUndefined()
})
