import { readFileSync } from 'node:fs'

/** What a process holds now and held at most, in bytes; undefined where the system does not report it, or the process is gone. */
export function residentMemory(pid: number): { readonly now: number; readonly peak: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const read = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024
    const now = read('VmRSS')
    return Number.isNaN(now) ? undefined : { now, peak: read('VmHWM') }
  } catch {
    return undefined
  }
}
