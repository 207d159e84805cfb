import { formatDuration, formatNumber } from '../report/format.ts'
import { padded, widthOf } from '../report/table.ts'
import { median } from '../statistics/quantile.ts'

/** What has been seen of a race so far. */
export interface RaceSoFar {
  readonly arms: readonly string[]
  readonly fork: number
  readonly forks: number
  /** 0 while the fork is being warmed up. */
  readonly round: number
  readonly rounds: number
  /** Of each arm, in the order of its rounds, in milliseconds; nothing for a run that failed. */
  readonly makespansMs: ReadonlyMap<string, readonly (number | undefined)[]>
  /** Until the last fork that may be needed. */
  readonly leftMs?: number
}

const BARS = '▁▂▃▄▅▆▇█'

/**
 * A line for what is being done, and one for each strategy that grows by a bar with every round: the higher the longer the run took, all on
 * one scale of logarithms, and a cross where it failed. Within `width` columns: of more rounds than there is room for, the last ones.
 */
export function drawRace(race: RaceSoFar, width: number): string[] {
  const { arms, makespansMs } = race
  const nameWidth = Math.max(...arms.map(widthOf))
  const all = [...makespansMs.values()].flat().filter((ms) => ms !== undefined)
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const room = width - nameWidth - 2 - MIDDLE - 1
  const lines = arms.map((arm) => {
    const own = makespansMs.get(arm) ?? []
    const bars = own.slice(-room).map((ms) => barOf(ms, low, high))
    const ended = own.filter((ms) => ms !== undefined)
    const middle = ended.length === 0 ? '' : `${formatNumber(median(ended))} ms`
    return `${padded(arm, nameWidth)}  ${middle.padStart(MIDDLE - 1)}  ${bars.join('')}`.trimEnd()
  })
  return [heading(race), ...lines].map((line) => cut(line, width))
}

/** Columns for a median. */
const MIDDLE = 12

function heading({ fork, forks, round, rounds, leftMs }: RaceSoFar): string {
  const what =
    round === 0 ? `fork ${fork} of ${forks}: warming up` : `fork ${fork} of ${forks}: round ${round} of ${rounds}`
  return leftMs === undefined ? what : `${what}, ${formatDuration(leftMs)} left at most`
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
