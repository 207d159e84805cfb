import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from 'vitest'
import type { CheckMode } from '../../strategies/calendar/open.ts'
import { hostile } from '../support/hostile/index.ts'
import { isEverySampleTried } from '../support/samples.ts'

const run = promisify(execFile)
const script = (name: string) => fileURLToPath(new URL(`../support/${name}`, import.meta.url))
const worker = script('cost-work.ts')
const yardstick = script('yardstick-work.ts')
const stillClock = script('still-cpu-clock.ts')
const compiled = script('../../node_modules/.cache/compiled')

interface Cost {
  readonly cpuMs: number
  /** By how much the process grew beyond the calendar's bytes at the worst. */
  readonly peakMb: number
  readonly problems: readonly string[]
}

const MAX_CPU_MS: Readonly<Record<CheckMode, number>> = { prefilter: 1000, full: 5000 }
/** What the yardstick took where those were set. */
const YARDSTICK_MS = 300
/** A moment in which others had the machine must not excuse what is requested in it. */
const MAX_SLOWNESS = 3
/** Beyond its text, of the prefilter. */
const MAX_PEAK_MB = 64
const SETTINGS = [
  { minutes: 15, zone: 'UTC' },
  { minutes: 30 * 1440, zone: 'Asia/Tokyo' },
] as const

/** A file of its own, gone when it is left: of tests side by side nobody else knows when. */
function aFile(text: string): Disposable & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'utakata-hostile-'))
  const path = join(folder, 'hostile.ics')
  writeFileSync(path, text)
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * One check in a process of its own, on all of its threads; given up long after what it may take. Without the watch
 * over processor time it is ended by what it counts alone, on each machine alike.
 */
async function costOf(
  file: string,
  mode: CheckMode,
  { minutes, zone }: (typeof SETTINGS)[number],
  { isWatched = true } = {},
): Promise<Cost> {
  // With room V8 lets garbage lie, tens of megabytes of it; a heap of little room shows what was needed.
  const heap = mode === 'prefilter' ? ['--max-semi-space-size=2', '--max-old-space-size=40'] : []
  const clock = isWatched ? [] : ['--import', stillClock]
  const args = ['--expose-gc', ...heap, ...clock, worker, file, mode, `${minutes}`, zone]
  const { stdout } = await run(process.execPath, args, {
    // The modules are loaded before anything is counted.
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    timeout: 10 * MAX_CPU_MS[mode] + 5000,
    killSignal: 'SIGKILL',
  })
  return JSON.parse(stdout) as Cost
}

/** How many times slower than there this machine is now: processor time is the processor's, and its neighbours'. */
async function slowness(): Promise<number> {
  const { stdout } = await run(process.execPath, [yardstick])
  const slower = (JSON.parse(stdout) as Pick<Cost, 'cpuMs'>).cpuMs / YARDSTICK_MS
  return Math.min(MAX_SLOWNESS, Math.max(1, slower))
}

/** How often memory is looked at: garbage that the collector has not come to is not needed, and the least of a few looks has little. */
const LOOKS = 4

/** Of the memory the least of several looks, of all else the first. */
async function leastOf(...check: Parameters<typeof costOf>): Promise<Cost> {
  const first = await costOf(...check)
  let { peakMb } = first
  for (let look = 1; look < LOOKS && peakMb > MAX_PEAK_MB; look++)
    peakMb = Math.min(peakMb, (await costOf(...check)).peakMb)
  return { ...first, peakMb }
}

const MODES = ['prefilter', 'full'] as const

/** Each calendar in both modes, each mode in one of the settings; every mode in every setting where all samples are tried. */
const CASES = Object.entries(hostile).map(([name, { text, cap }], nth) => {
  const settingsOf = (mode: CheckMode) => {
    if (isEverySampleTried) return SETTINGS
    // Caps are looked at in the first one.
    const first = cap ? 0 : nth % 2
    return [SETTINGS[mode === 'prefilter' ? first : 1 - first]!]
  }
  return { name, text, cap, ways: MODES.flatMap((mode) => settingsOf(mode).map((setting) => ({ mode, setting }))) }
})

// Breakage: whatever a feed can hold that costs more than its length, and no cap that stops it.
test.concurrent.for(CASES)('$name: one check costs little', async ({ text, cap, ways }, { expect }) => {
  using file = aFile(text())
  for (const { mode, setting } of ways) {
    const of = `${mode}, ${setting.minutes} min, ${setting.zone}`
    const { cpuMs, peakMb, problems } = await (mode === 'prefilter' ? leastOf : costOf)(file.path, mode, setting)
    const mostMs = MAX_CPU_MS[mode] * (cpuMs > MAX_CPU_MS[mode] ? await slowness() : 1)
    expect.soft(cpuMs, `${of}: processor time in ms`).toBeLessThanOrEqual(mostMs)
    if (mode === 'prefilter') expect.soft(peakMb, `${of}: growth in MB`).toBeLessThanOrEqual(MAX_PEAK_MB)
    // A full parse has other limits, and a long window other problems.
    if (cap && mode === 'prefilter' && setting === SETTINGS[0]) {
      // The watch may come before the cap that is meant, which then has to end a check by itself.
      const reported = cap.test(problems.join('\n'))
        ? problems
        : (await costOf(file.path, mode, setting, { isWatched: false })).problems
      expect.soft(reported.join('\n'), of).toMatch(cap)
    }
  }
})
