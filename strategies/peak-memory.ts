import { readFileSync, writeFileSync } from 'node:fs'

/** Sets the high-water mark of this process's memory back to what it uses now. Source: proc(5), /proc/pid/clear_refs, 5. */
export function resetPeakRss(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Elsewhere than on Linux the mark is that of the process's whole life, which errs on the safe side.
  }
}

/** The high-water mark of this process's resident memory, in bytes. */
export function peakRssBytes(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    if (kilobytes !== undefined) return Number(kilobytes) * 1024
  } catch {
    // As above.
  }
  return process.resourceUsage().maxRSS * 1024
}
