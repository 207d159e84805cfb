import { expect, test } from 'vitest'
import { frequencyFacts, quotaFacts, type Read } from '../../../bench/doctor/proc.ts'

/** A system that has these files alone. */
const withFiles =
  (files: Readonly<Record<string, string>>): Read =>
  (file) =>
    files[file]

test('the tightest quota counts, wherever above the process it is, with how often that one was used up', () => {
  const read = withFiles({
    '/proc/self/cgroup': '0::/a/b\n',
    '/sys/fs/cgroup/a/b/cpu.max': '300000 100000\n',
    '/sys/fs/cgroup/a/b/cpu.stat': 'nr_periods 10\nnr_throttled 9\n',
    '/sys/fs/cgroup/a/cpu.max': '150000 100000\n',
    '/sys/fs/cgroup/a/cpu.stat': 'nr_periods 10\nnr_throttled 1\n',
  })
  expect(quotaFacts(read)).toEqual({ quota: 1.5, throttledShare: 0.1 })
})

test('a quota of version 1 is read too, and without one there is none', () => {
  const group = '/sys/fs/cgroup/cpu/x'
  const files = { '/proc/self/cgroup': '1:cpu:/x\n', [`${group}/cpu.cfs_period_us`]: '100000\n' }
  expect(quotaFacts(withFiles({ ...files, [`${group}/cpu.cfs_quota_us`]: '50000\n' }))).toEqual({ quota: 0.5 })
  expect(quotaFacts(withFiles({ ...files, [`${group}/cpu.cfs_quota_us`]: '-1\n' }))).toEqual({})
  expect(quotaFacts(withFiles({}))).toEqual({})
})

const CPU = '/sys/devices/system/cpu'

test('each governor is listed once, and heat is added up over the cores', () => {
  const read = withFiles({
    [`${CPU}/cpu0/cpufreq/scaling_governor`]: 'powersave\n',
    [`${CPU}/cpu1/cpufreq/scaling_governor`]: 'powersave\n',
    [`${CPU}/cpu2/cpufreq/scaling_governor`]: 'performance\n',
    [`${CPU}/cpu0/thermal_throttle/core_throttle_count`]: '3\n',
    [`${CPU}/cpu2/thermal_throttle/core_throttle_count`]: '4\n',
  })
  expect(frequencyFacts(read, 3)).toEqual({ governors: ['powersave', 'performance'], heatThrottles: 7 })
  expect(frequencyFacts(withFiles({}), 3)).toEqual({ governors: [] })
})

test('turbo is on where boost is 1, or where no_turbo is 0', () => {
  const turbo = (file: string, text: string) => frequencyFacts(withFiles({ [`${CPU}/${file}`]: text }), 1).isTurbo
  expect([turbo('cpufreq/boost', '1\n'), turbo('cpufreq/boost', '0\n')]).toEqual([true, false])
  expect([turbo('intel_pstate/no_turbo', '0\n'), turbo('intel_pstate/no_turbo', '1\n')]).toEqual([true, false])
})
