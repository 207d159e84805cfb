import { formatDuration, formatNumber } from '../../report/format.ts'
import { padded, widthOf } from '../../report/table.ts'
import { median } from '../../statistics/quantile.ts'
import { progressTexts } from '../../report/messages/commands.ts'

/** What has been seen of a race so far. */
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
  return [heading(race), ...lines].map((line) => cut(line, width))
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

function cut(line: string, width: number): string {
  let shown = ''
  for (const letter of line) {
    if (widthOf(shown + letter) > width) break
    shown += letter
  }
  return shown
}
