import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { batchOf, EQUAL_PAIRS } from '../../../bench/calibration/arms.ts'
import type { BatchOptions, BatchOutcome } from '../../../bench/calibration/measure.ts'
import { calibrate } from '../../../bench/commands/calibrate.ts'
import { UsageError } from '../../../bench/usage-error.ts'
import { aFolder } from '../../support/folders.ts'
import { aTinyPlan } from '../../support/races.ts'

const { scenario } = aTinyPlan()

/** A batch in which every copy came out as what it is. */
const OUTCOME: BatchOutcome = {
  estimates: batchOf('sequential').pairs.map((pair) => {
    const ratio = 1 + pair.planted
    return { ...pair, estimate: { ratio, low: ratio * 0.99, high: ratio * 1.01, forks: 6, rounds: 36, alpha: 0.05 } }
  }),
  blocked: Array.from({ length: EQUAL_PAIRS }, () => ({ low: 0.99, high: 1.01 })),
}

/** Calibrates with batches that are made up, and gives the exit code and all that was said. */
async function calibrated(
  folder: string,
  measure: (options: BatchOptions) => Promise<BatchOutcome | undefined> = async () => OUTCOME,
  budgetMs = Infinity,
): Promise<{ readonly code: number; readonly said: string }> {
  const said: string[] = []
  const take = (text: unknown) => {
    said.push(String(text))
    return true
  }
  vi.spyOn(process.stderr, 'write').mockImplementation(take)
  vi.spyOn(process.stdout, 'write').mockImplementation(take)
  vi.spyOn(console, 'log').mockImplementation(take)
  vi.spyOn(console, 'error').mockImplementation(take)
  try {
    const code = await calibrate({ scenario, comparisons: 17, budgetMs, folder, json: false, measure })
    return { code, said: said.join('\n') }
  } finally {
    vi.restoreAllMocks()
  }
}

test('as many whole batches are raced as the comparisons that are asked for take, and each is kept', async () => {
  const folder = aFolder()
  const { code, said } = await calibrated(folder)
  expect(code).toBe(0)
  expect(readFileSync(join(folder, 'batches.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(3)
  const calibration = JSON.parse(readFileSync(join(folder, 'calibration.json'), 'utf8'))
  expect(calibration).toMatchObject({ reference: 'sequential', equal: { toldApart: { count: 0, of: 24 } } })
  expect(said).toContain('0 of 24')
})

// Breakage: batches of two machines, or of two days, in one file.
test('a folder with another calibration is refused before anything runs', async () => {
  const folder = aFolder({ 'batches.jsonl': 'kept' })
  await expect(calibrated(folder)).rejects.toThrow(UsageError)
  await expect(calibrated(folder)).rejects.toThrow(`got "${folder}", which holds another one`)
  expect(readFileSync(join(folder, 'batches.jsonl'), 'utf8')).toBe('kept')
})

// Breakage: an hour of batches that one run which failed in the last of them takes away.
test('where a batch breaks off, those before it are reported', async () => {
  const { code, said } = await calibrated(aFolder(), async ({ number }) => {
    if (number === 3) throw new Error('a run failed: not done within 60000 ms')
    return OUTCOME
  })
  expect(code).toBe(5)
  expect(said).toContain('the calibration broke off: a run failed: not done within 60000 ms')
  expect(said).toContain('0 of 16')
})

test('a calibration that cannot be written is told all the same', async () => {
  const folder = aFolder()
  mkdirSync(join(folder, 'calibration.json'))
  const { code, said } = await calibrated(folder)
  expect(code).toBe(0)
  expect(said).toContain(`could not be written to "${folder}" (EISDIR)`)
  expect(said).toContain('0 of 24')
  expect(said).not.toContain('Written: ')
})

test('without a single whole batch nothing is said of the machine', async () => {
  const { code, said } = await calibrated(aFolder(), async () => undefined)
  expect(code).toBe(5)
  expect(said).toContain('No batch was finished')
})
