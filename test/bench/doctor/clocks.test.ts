import { expect, test } from 'vitest'
import { clockStepMs, timerFacts } from '../../../bench/doctor/gather.ts'

test('the step of a clock is the smallest that it makes, however often it stands still', () => {
  let reading = 0
  // Later than a fine clock is looked at at all.
  const coarse = () => BigInt(Math.floor(reading++ / 7000)) * 15_600_000n
  expect(clockStepMs(coarse)).toBe(15.6)
  let ns = 0n
  const steps = [100n, 40n, 0n, 60n]
  expect(clockStepMs(() => (ns += steps[reading++ % 4]!))).toBe(0.00004)
})

test('timers are never early, and the worst is at least as late as the middle one', async () => {
  const { medianLateMs, worstLateMs, timers } = await timerFacts()
  expect(timers).toBe(50)
  expect(medianLateMs).toBeGreaterThanOrEqual(0)
  expect(worstLateMs).toBeGreaterThanOrEqual(medianLateMs)
})
