import { expect, test } from 'vitest'
import {
  descriptorsIn,
  frequencyFacts,
  groupFoldersIn,
  processors,
  quotaFacts,
  quotaIn,
  type Read,
  stealShareIn,
  throttledShareIn,
} from '../../../bench/doctor/proc.ts'

test('steal is a share of all times, in which guests are counted once', () => {
  const stat = 'cpu  100 0 50 800 10 0 20 20 30 5\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 0\n'
  expect(stealShareIn(stat)).toBe(0.02)
  expect(stealShareIn('cpu  0 0 0 0 0 0 0 0 0 0\n')).toBeUndefined()
  // Kernels before 2.6.11 gave none.
  expect(stealShareIn('cpu  1 2 3 4\n')).toBeUndefined()
  expect(stealShareIn('')).toBeUndefined()
})

test('the limit on open files is that of files, soft and hard', () => {
  const limits = [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max processes             96365                96365                processes ',
    'Max open files            1024                 524288               files     ',
  ]
  expect(descriptorsIn(limits.join('\n'))).toEqual({ soft: 1024, hard: 524_288 })
  expect(descriptorsIn('Max open files            unlimited            unlimited            files')).toEqual({
    soft: 'unlimited',
    hard: 'unlimited',
  })
  expect(descriptorsIn('')).toBeUndefined()
})

test('a quota is in processors, and none is none', () => {
  expect(quotaIn('150000 100000\n')).toBe(1.5)
  expect(quotaIn('max 100000\n')).toBeUndefined()
  expect(quotaIn('')).toBeUndefined()
  expect(processors('50000\n', '100000\n')).toBe(0.5)
  expect(processors('-1\n', '100000\n')).toBeUndefined()
  expect(processors('50000')).toBeUndefined()
})

test('the share of periods in which a quota was used up needs periods', () => {
  expect(throttledShareIn('nr_periods 200\nnr_throttled 30\nthrottled_time 5\n')).toBe(0.15)
  expect(throttledShareIn('nr_periods 0\nnr_throttled 0\n')).toBeUndefined()
  expect(throttledShareIn('usage_usec 1\n')).toBeUndefined()
})

test('control groups limit from a process upwards, in either version', () => {
  expect(groupFoldersIn('0::/user.slice/a.scope\n')).toEqual(
    ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].flatMap((root) =>
      ['/user.slice/a.scope', '/user.slice', ''].map((path) => ({ version: 2, folder: root + path })),
    ),
  )
  expect(groupFoldersIn('4:memory:/x\n2:cpuacct:/y\n1:cpu:/\n')).toEqual([{ version: 1, folder: '/sys/fs/cgroup/cpu' }])
  expect(groupFoldersIn('3:cpu,cpuacct:/a\n').map(({ folder }) => folder)).toEqual([
    '/sys/fs/cgroup/cpu,cpuacct/a',
    '/sys/fs/cgroup/cpu,cpuacct',
    '/sys/fs/cgroup/cpu/a',
    '/sys/fs/cgroup/cpu',
  ])
  expect(groupFoldersIn('')).toEqual([])
})

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
