import { extentOf } from '../../statistics/extent.ts'

const BARS = ' ▁▂▃▄▅▆▇█'

/** A shared axis on a log scale, `width` cells from the least to the greatest value. */
export interface Axis {
  readonly low: number
  readonly high: number
  readonly width: number
}

export function axisOf(samples: readonly (readonly number[])[], width: number): Axis {
  const all = samples.flat().filter((value) => value > 0)
  const [low, high] = extentOf(all)
  return { low: low * 0.98, high: high * 1.02, width }
}

/** A histogram as one line of blocks: each cell as high as its share of the samples, the fullest one full. */
export function drawStrip(samples: readonly number[], axis: Axis): string {
  const counts = new Array<number>(axis.width).fill(0)
  for (const sample of samples) counts[cellOf(sample, axis)]!++
  const most = Math.max(...counts)
  return counts
    .map((count) => BARS[count === 0 ? 0 : Math.max(1, Math.round((count / most) * (BARS.length - 1)))])
    .join('')
}

/** The axis with round numbers at their places, as many as fit; where fewer than two are iteration, its ends. */
export function drawAxis(axis: Axis): string {
  const labels = ticksOf(axis)
    .map((tick) => ({ text: String(tick), at: cellOf(tick, axis) }))
    .filter(({ text, at }) => at + text.length <= axis.width)
  const high = String(Math.floor(axis.high))
  const ends = [
    { text: String(Math.ceil(axis.low)), at: 0 },
    { text: high, at: axis.width - high.length },
  ]
  const line = new Array<string>(axis.width).fill(' ')
  let free = 0
  for (const { text, at } of labels.length > 1 ? labels : ends) {
    if (at < free) continue
    line.splice(at, text.length, ...Array.from(text))
    free = at + text.length + 2
  }
  return line.join('')
}

function cellOf(value: number, { low, high, width }: Axis): number {
  const share = Math.log(value / low) / Math.log(high / low)
  return Math.min(width - 1, Math.max(0, Math.floor(share * width)))
}

function ticksOf({ low, high }: Axis): number[] {
  // By the powers themselves, of which there are some hundreds at most: what is multiplied may stay 0.
  const [first, last] = [low, high].map((end) => Math.floor(Math.log10(end))) as [number, number]
  if (!Number.isFinite(last - first)) return []
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .flatMap((power) => [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => Number(`${step}e${power}`)))
    .filter((tick) => tick >= low && tick <= high)
}
