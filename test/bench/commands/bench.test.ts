import { expect, test } from 'vitest'
import { benchCommand } from '../../../bench/commands/bench.ts'
import { UsageError } from '../../../bench/usage-error.ts'

// Breakage: strategies held to the contract for nothing, since none of them is raced, and options that nobody heeds.
test('a calibration takes no strategies of one’s own, and a race no number of comparisons', async () => {
  const calibrated = benchCommand('demo', { calibrate: true, strategyFile: ['mine.ts'] })
  await expect(calibrated).rejects.toThrow(UsageError)
  await expect(calibrated).rejects.toThrow(
    '--strategy-file: expected without --calibrate, which races copies of the reference, got both',
  )
  await expect(benchCommand('demo', { comparisons: '8' })).rejects.toThrow(
    '--comparisons: expected with --calibrate, whose comparisons they are',
  )
})
