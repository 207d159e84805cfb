import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { estimateBatchMs } from '../../../bench/run/local/estimate.ts'
import { type BatchOptions, calibrate, calibrateCommand } from '../../../bench/commands/calibrate.ts'
import type { BatchOutcome } from '../../../bench/judge/calibration/estimates.ts'
import { formatDuration } from '../../../bench/report/format.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { aFolder } from '../../support/folders.ts'
import { aTinyPlan } from '../../support/races.ts'
import { aBatch, around } from '../judge/calibration/simulated-batches.ts'
import { anIo } from '../../support/in-process.ts'

const { scenario } = aTinyPlan()

const linesOf = (folder: string) => readFileSync(join(folder, 'batches.jsonl'), 'utf8').trimEnd().split('\n')

/** Calibrates with batches that are made up, and gives the exit code and all that was said. */
async function calibrated(
  folder: string,
  measure: (options: BatchOptions) => Promise<BatchOutcome | undefined> = async () => aBatch(),
  budgetMs = Infinity,
): Promise<{ readonly code: number; readonly said: string }> {
  const io = anIo()
  const code = await calibrate({
    io,
    scenario,
    comparisons: 17,
    budgetMs,
    folder: { path: folder },
    json: false,
    measure,
  })
  return { code, said: io.printed.stdout + io.printed.stderr }
}

test('as many whole batches are measured as the requested comparisons take, and each is kept', async () => {
  const folder = aFolder()
  const { code, said } = await calibrated(folder)
  expect(code).toBe(0)
  expect(linesOf(folder)).toHaveLength(3)
  const calibration = JSON.parse(readFileSync(join(folder, 'calibration.json'), 'utf8'))
  const none = { equal: { significant: { count: 0, of: 24 } } }
  expect(calibration).toMatchObject({ reference: 'sequential', shuffled: none, blocked: none })
  expect(said).toContain('0 of 24')
})

test('how long it will take is said beforehand, of all batches', async () => {
  const { said } = await calibrated(aFolder())
  const batchMs = await estimateBatchMs(scenario)
  expect(said).toContain(`: about ${formatDuration(3 * batchMs)}.`)
})

// Breakage: files whose batches were run otherwise, and that nothing distinguishes.
test('what is kept says by which version of a calibration it was written', async () => {
  const folder = aFolder()
  await calibrated(folder)
  const kept = [...linesOf(folder), readFileSync(join(folder, 'calibration.json'), 'utf8')]
  for (const text of kept) expect(JSON.parse(text)).toMatchObject({ schema: 3 })
})

// Breakage: batches of two machines, or of two days, in one file.
test('a folder with another calibration is refused before anything runs', async () => {
  const folder = aFolder({ 'batches.jsonl': 'kept' })
  await expect(calibrated(folder)).rejects.toThrow(UserError)
  await expect(calibrated(folder)).rejects.toThrow(expect.objectContaining({ code: 'folder-has-calibration' }))
  expect(readFileSync(join(folder, 'batches.jsonl'), 'utf8')).toBe('kept')
})

// Breakage: batches without slower copies one after the other, filled up with such that have them.
test('batches that were kept before slower copies were run one after the other are added to no more than any', async () => {
  const old = `${JSON.stringify({ number: 1, estimates: [], blocked: [{ low: 0.99, high: 1.01 }] })}\n`
  const folder = aFolder({ 'batches.jsonl': old })
  await expect(calibrated(folder)).rejects.toThrow(UserError)
  expect(readFileSync(join(folder, 'batches.jsonl'), 'utf8')).toBe(old)
})

// Breakage: a budget that is never looked at, or that takes a batch with it that is under way.
test('once its budget is over no further batch is begun, and those before are reported', async () => {
  const folder = aFolder()
  let nowMs = 5000
  const measure = async () => {
    nowMs += 1000
    return aBatch()
  }
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  onTestFinished(() => void vi.restoreAllMocks())
  const { code, said } = await calibrated(folder, measure, 1500)
  expect(linesOf(folder).map((line) => JSON.parse(line).number)).toEqual([1, 2])
  expect(said).toContain('0 of 16')
  expect(code).toBe(0)
})

test.each([
  [
    'equal copies found different',
    aBatch({ shuffled: (slowedBy) => (slowedBy === 0 ? around(1.03) : around(1 + slowedBy)) }),
  ],
  [
    'a slower copy called faster',
    aBatch({ shuffled: (slowedBy) => (slowedBy === 0.05 ? around(0.9) : around(1 + slowedBy)) }),
  ],
])('%s: the machine is unfit for comparisons, which is reported and is the exit code', async (_, batch) => {
  const { code, said } = await calibrated(aFolder(), async () => batch)
  expect(code).toBe(5)
  expect(said).toContain('Do not trust')
})

// Breakage: an hour of batches that one run which failed in the last of them takes away.
test('where a batch breaks off, those before it are reported', async () => {
  const { code, said } = await calibrated(aFolder(), async ({ number }) => {
    if (number === 3) throw new Error('a run failed: not done within 60000 ms')
    return aBatch()
  })
  expect(code).toBe(5)
  expect(said).toContain('the calibration broke off: a run failed: not done within 60000 ms')
  expect(said).toContain('0 of 16')
})

test('a calibration that cannot be written is printed all the same', async () => {
  const folder = aFolder()
  mkdirSync(join(folder, 'calibration.json'))
  const { code, said } = await calibrated(folder)
  expect(code).toBe(1)
  expect(said).toContain(`could not be written to "${folder}" (EISDIR)`)
  expect(said).toContain('0 of 24')
  expect(said).not.toContain('Written: ')
})

test('without a single whole batch nothing is said of the machine', async () => {
  const { code, said } = await calibrated(aFolder(), async () => undefined)
  expect(code).toBe(5)
  expect(said).toContain('No batch was finished')
})

test('a calibration begins nothing after its budget', async () => {
  const io = anIo()
  const set = ['world.items.count=1', 'world.fetchDelay.medianMs=0.2', 'plan.warmUps=1', 'plan.iterations=4']
  expect(await calibrateCommand('demo', { comparisons: '1', budget: '0.0001ms', set, output: aFolder() }, io)).toBe(5)
  expect(io.printed.stderr).toContain('No batch was finished')
})
