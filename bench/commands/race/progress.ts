import { faultText } from '../../report/messages/trial-reasons.ts'
import { escapeControlCharacters } from '../../io/escape-control-characters.ts'
import type { Plan } from '../../plan/plan.ts'
import { formatDuration } from '../../report/format.ts'
import { formatNumber } from '../../report/messages/formats.ts'
import { cutToWidth, padded, widthOf } from '../../report/table.ts'
import type { Trial } from '../../trial/trial.ts'
import { canDraw } from '../../cli/can-draw.ts'
import type { Logger } from '../../cli/logger.ts'
import type { Output } from '../../cli/io.ts'
import { progressTexts } from '../../report/messages/commands.ts'
import { median } from '../../statistics/quantile.ts'

/** Drawn between runs: drawing is work on a core that is being measured. */
export interface Progress {
  readonly warming: (block: number) => void
  readonly ended: (trial: Trial) => void
  readonly clear: () => void
}

/** What of a stream is drawn on. */
type Screen = Pick<Output, 'isTTY' | 'columns' | 'rows' | 'write'>

export interface ProgressOptions {
  readonly logger: Logger
  /** Of the process, such as `CI` and `TERM`. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * On a terminal a line a strategy, drawn anew after each iteration; elsewhere, and where a terminal has no room or cannot draw anew, a line
 * a block. Never by a timer: a spinner is work, too.
 */
export function createProgress(plan: Plan, screen: Screen, { logger, env }: ProgressOptions): Progress {
  if (logger.isQuiet) return { warming() {}, ended() {}, clear() {} }
  if (logger.logsRuns) return eachRun(plan, screen)
  return canDraw(screen, env) && hasRoom(plan, screen) ? drawn(plan, screen) : plain(plan, screen)
}

/** Names, a median and some bars; and all lines at once. */
function hasRoom({ variants }: Plan, { columns, rows }: Screen): boolean {
  const longest = Math.max(...variants.map(({ name }) => widthOf(name)))
  return columns >= longest + 30 && rows > variants.length + 2
}

function plain({ looks }: Plan, screen: Screen): Progress {
  return {
    warming(block) {
      screen.write(`${progressTexts.process(block, looks.at(-1)!.blocks)}\n`)
    },
    ended() {},
    clear() {},
  }
}

function eachRun(plan: Plan, screen: Screen): Progress {
  return {
    ...plain(plan, screen),
    ended({ variant, block, iteration, phase, makespanMs, faults }) {
      const reasons = faults.map((fault) => faultText(fault))
      const line = progressTexts.run(block, phase, iteration, variant, `${formatNumber(makespanMs)} ms`, reasons)
      screen.write(`${escapeControlCharacters(line)}\n`)
    },
  }
}

function drawn({ scenario, variants, looks }: Plan, screen: Screen): Progress {
  const { iterations } = scenario.plan
  const blocks = looks.at(-1)!.blocks
  const names = variants.map(({ name }) => name)
  const makespansMs = new Map<string, (number | undefined)[]>(names.map((name) => [name, []]))
  const beganMs = performance.now()
  let inIteration = 0

  const draw = (block: number, iteration: number) => {
    const share = ((block - 1) * (iterations + 1) + iteration) / (blocks * (iterations + 1))
    const elapsedMs = performance.now() - beganMs
    const leftMs = share > 0.03 ? { leftMs: (elapsedMs * (1 - share)) / share } : {}
    const lines = drawRace(
      { variants: names, block, blocks, iteration, iterations, makespansMs, ...leftMs },
      (screen.columns || 80) - 1,
    )
    // Back to where it began: whatever else is printed is printed there, and the rest is wiped out with the next drawing.
    screen.write(`${ERASE}${lines.join('\n')}\r\u001B[${lines.length - 1}A`)
  }
  return {
    warming: (block) => draw(block, 0),
    ended({ variant, block, iteration, phase, makespanMs, faults }) {
      if (phase !== 'measured') return
      makespansMs.get(variant)?.push(faults.length === 0 ? makespanMs : undefined)
      if (++inIteration < variants.length) return
      inIteration = 0
      draw(block, iteration)
    },
    clear() {
      screen.write(ERASE)
    },
  }
}

/** From the cursor to the end of the screen. */
const ERASE = '\r\u001B[0J'

/** What has been seen of a benchmark so far. */
export interface RaceSoFar {
  readonly variants: readonly string[]
  readonly block: number
  readonly blocks: number
  /** 0 while the block is being warmed up. */
  readonly iteration: number
  readonly iterations: number
  /** Of each variant, in the order of its iterations, in milliseconds; nothing for a run that failed. */
  readonly makespansMs: ReadonlyMap<string, readonly (number | undefined)[]>
  /** Until the last block that may be needed. */
  readonly leftMs?: number
}

const BARS = '▁▂▃▄▅▆▇█'

/**
 * A line for what is being done, and one for each strategy that grows by a bar with every iteration: the higher the longer the run took, all on
 * one scale of logarithms, and a cross where it failed. Within `width` columns: of more iterations than there is room for, the last ones.
 */
export function drawRace(race: RaceSoFar, width: number): string[] {
  const { variants, makespansMs } = race
  const nameWidth = Math.max(...variants.map(widthOf))
  const all = [...makespansMs.values()].flat().filter((ms) => ms !== undefined)
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const room = width - nameWidth - 2 - MIDDLE - 1
  const lines = variants.map((variant) => {
    const own = makespansMs.get(variant) ?? []
    const bars = own.slice(-room).map((ms) => barOf(ms, low, high))
    const ended = own.filter((ms) => ms !== undefined)
    const middle = ended.length === 0 ? '' : `${formatNumber(median(ended))} ms`
    return `${padded(variant, nameWidth)}  ${middle.padStart(MIDDLE - 1)}  ${bars.join('')}`.trimEnd()
  })
  return [heading(race), ...lines].map((line) => cutToWidth(line, width))
}

/** Columns for a median. */
const MIDDLE = 12

function heading({ block, blocks, iteration, iterations, leftMs }: RaceSoFar): string {
  const line =
    iteration === 0
      ? progressTexts.warmingUp(block, blocks)
      : progressTexts.iteration(block, blocks, iteration, iterations)
  return leftMs === undefined ? line : progressTexts.leftAtMost(line, formatDuration(leftMs))
}

function barOf(ms: number | undefined, low: number, high: number): string {
  if (ms === undefined) return '×'
  const share = high > low ? Math.log(ms / low) / Math.log(high / low) : 0
  return BARS[Math.round(share * (BARS.length - 1))]!
}
