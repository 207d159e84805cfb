import type { FrequencyFacts } from '../io/findings.ts'
import { groupFoldersIn, processors, quotaIn, throttledShareIn } from './proc.ts'

/** The text of a file; undefined where there is none to be read. */
export type Read = (file: string) => string | undefined

/** The tightest of all limits on this process's processors, and how often it was reached. */
export function quotaFacts(read: Read): { readonly quota?: number; readonly throttledShare?: number } {
  const limits = groupFoldersIn(read('/proc/self/cgroup') ?? '').flatMap(({ version, folder }) => {
    const quota =
      version === 2
        ? quotaIn(read(`${folder}/cpu.max`) ?? '')
        : processors(read(`${folder}/cpu.cfs_quota_us`) ?? '', read(`${folder}/cpu.cfs_period_us`))
    return quota === undefined ? [] : { quota, throttledShare: throttledShareIn(read(`${folder}/cpu.stat`) ?? '') }
  })
  const [first, ...others] = limits
  if (!first) return {}
  const { quota, throttledShare } = others.reduce((least, one) => (one.quota < least.quota ? one : least), first)
  return { quota, ...(throttledShare !== undefined && { throttledShare }) }
}

const CPU = '/sys/devices/system/cpu'

/**
 * How the cores' frequency is governed. Sources: Linux kernel documentation, "CPU Performance Scaling", "intel_pstate CPU
 * Performance Scaling Driver", and "ABI testing symbols" for the counts of thermal throttling.
 */
export function frequencyFacts(read: Read, cores: number): FrequencyFacts {
  const ofCores = (file: string) =>
    Array.from({ length: cores }, (_, core) => read(`${CPU}/cpu${core}/${file}`)?.trim() ?? []).flat()
  const [boost, noTurbo] = [read(`${CPU}/cpufreq/boost`), read(`${CPU}/intel_pstate/no_turbo`)]
  const isTurbo = noTurbo === undefined ? boost && boost.trim() === '1' : noTurbo.trim() === '0'
  const throttles = ofCores('thermal_throttle/core_throttle_count').map(Number)
  return {
    governors: [...new Set(ofCores('cpufreq/scaling_governor'))],
    ...(typeof isTurbo === 'boolean' && { isTurbo }),
    ...(throttles.length > 0 && { heatThrottles: throttles.reduce((sum, count) => sum + count, 0) }),
  }
}
