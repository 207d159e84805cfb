import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { CheckMode } from '../../strategies/calendar/open.ts'
import { aFolder } from '../support/folders.ts'
import { hostile } from '../support/hostile/index.ts'

const run = promisify(execFile)
const worker = fileURLToPath(new URL('../support/cost-work.ts', import.meta.url))

interface Cost {
  readonly cpuMs: number
  /** By how much the process grew beyond the calendar's bytes at the worst. */
  readonly peakMb: number
  readonly problems: readonly string[]
}

const MOST_CPU_MS: Readonly<Record<CheckMode, number>> = { prefilter: 1000, full: 5000 }
/** Beyond its text, of the prefilter. */
const MOST_PEAK_MB = 64
const SETTINGS = [
  { minutes: 15, zone: 'UTC' },
  { minutes: 30 * 1440, zone: 'Asia/Tokyo' },
] as const

/** One cold check in a process of its own, on all of its threads; given up after four times what it may take. */
async function costOf(file: string, mode: CheckMode, { minutes, zone }: (typeof SETTINGS)[number]): Promise<Cost> {
  // With room V8 lets garbage lie, tens of megabytes of it; a heap of little room shows what was needed.
  const heap = mode === 'prefilter' ? ['--max-semi-space-size=2', '--max-old-space-size=40'] : []
  const args = ['--expose-gc', ...heap, worker, file, mode, `${minutes}`, zone]
  const { stdout } = await run(process.execPath, args, { timeout: 4 * MOST_CPU_MS[mode] + 2000, killSignal: 'SIGKILL' })
  return JSON.parse(stdout) as Cost
}

/** How often memory is looked at: garbage that the collector has not come to is not needed, and the least of a few looks has little. */
const LOOKS = 4

/** Of the memory the least of several looks, of all else the first. */
async function leastOf(...check: Parameters<typeof costOf>): Promise<Cost> {
  const first = await costOf(...check)
  let { peakMb } = first
  for (let look = 1; look < LOOKS && peakMb > MOST_PEAK_MB; look++)
    peakMb = Math.min(peakMb, (await costOf(...check)).peakMb)
  return { ...first, peakMb }
}

// Breakage: whatever a feed can hold that costs more than its length, and no cap that stops it.
test.for(Object.entries(hostile))('%s: one check costs little', async ([, { text, cap }]) => {
  const file = `${aFolder({ 'hostile.ics': text() })}/hostile.ics`
  for (const mode of ['prefilter', 'full'] as const)
    for (const setting of SETTINGS) {
      const of = `${mode}, ${setting.minutes} min, ${setting.zone}`
      const { cpuMs, peakMb, problems } = await (mode === 'prefilter' ? leastOf : costOf)(file, mode, setting)
      expect.soft(cpuMs, `${of}: processor time in ms`).toBeLessThanOrEqual(MOST_CPU_MS[mode])
      if (mode === 'prefilter') expect.soft(peakMb, `${of}: growth in MB`).toBeLessThanOrEqual(MOST_PEAK_MB)
      // A full parse has other limits, and a long window other problems.
      if (cap && mode === 'prefilter' && setting === SETTINGS[0]) expect.soft(problems.join('\n'), of).toMatch(cap)
    }
})
