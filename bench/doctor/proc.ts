import type { DescriptorFacts, FrequencyFacts } from '../io/findings.ts'

/**
 * The share of all processor time since boot that a host gave to others, from /proc/stat; undefined where it is not given.
 * Source: Linux manual, proc_stat(5): user nice system idle iowait irq softirq steal; guests are in user and nice already.
 */
export function stealShareIn(stat: string): number | undefined {
  const [, line] = /^cpu +(.*)$/m.exec(stat) ?? []
  const times = line?.split(/\s+/).slice(0, 8).map(Number)
  if (times?.length !== 8) return undefined
  const total = times.reduce((sum, time) => sum + time, 0)
  return total > 0 ? times[7]! / total : undefined
}

/** The limit on open files, from /proc/PID/limits. Source: Linux manual, proc_pid_limits(5). */
export function descriptorsIn(limits: string): DescriptorFacts | undefined {
  const [, soft, hard] = /^Max open files\s+(\d+|unlimited)\s+(\d+|unlimited)/m.exec(limits) ?? []
  if (soft === undefined || hard === undefined) return undefined
  const read = (text: string) => (text === 'unlimited' ? text : Number(text))
  return { soft: read(soft), hard: read(hard) }
}

/** Processors that a control group of version 2 leaves, from cpu.max; undefined for as many as there are. */
export function quotaIn(cpuMax: string): number | undefined {
  return processors(...(cpuMax.trim().split(' ') as [string, string?]))
}

/**
 * Processors that a quota a period comes to, in any unit of time; undefined for no quota.
 * Source: Linux kernel documentation, "CFS Bandwidth Control" and "Control Group v2".
 */
export function processors(quota: string, period = ''): number | undefined {
  const share = Number(quota) / Number(period)
  return share > 0 && Number.isFinite(share) ? share : undefined
}

/** The share of its periods in which a control group had used up its quota, from cpu.stat. */
export function throttledShareIn(cpuStat: string): number | undefined {
  const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(cpuStat)?.[1])
  const share = of('nr_throttled') / of('nr_periods')
  return Number.isNaN(share) ? undefined : share
}

interface GroupFolder {
  readonly version: 1 | 2
  readonly folder: string
}

/**
 * Where the control groups that may limit the processors of a process are kept, from its own up to the root, from
 * /proc/PID/cgroup. Source: Linux manual, cgroups(7).
 */
export function groupFoldersIn(cgroup: string): GroupFolder[] {
  return cgroup.split('\n').flatMap((line): GroupFolder[] => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? []
    if (controllers === undefined || path === undefined) return []
    if (controllers === '') return foldersIn(2, ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'], path)
    if (!controllers.split(',').includes('cpu')) return []
    const names = new Set([controllers, 'cpu'])
    return foldersIn(
      1,
      Array.from(names, (name) => `/sys/fs/cgroup/${name}`),
      path,
    )
  })
}

function foldersIn(version: GroupFolder['version'], roots: readonly string[], path: string): GroupFolder[] {
  return roots.flatMap((root) => upwards(path).map((folder) => ({ version, folder: root + folder })))
}

/** `/a/b` as `/a/b`, `/a` and the root, which is empty. */
function upwards(path: string): string[] {
  const parts = path.split('/').filter(Boolean)
  return Array.from({ length: parts.length + 1 }, (_, index) =>
    parts
      .slice(0, parts.length - index)
      .map((part) => `/${part}`)
      .join(''),
  )
}

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
