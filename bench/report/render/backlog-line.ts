import { extentOf } from '../../statistics/extent.ts'

const BARS = ' ▁▂▃▄▅▆▇█'

/**
 * A backlog over the jobs of a series as one line of at most `width` blocks: each as high as the most there was in its part of
 * the series, a full one as high as `most`. No backlog is a space, any is seen.
 */
export function drawBacklog(byJob: readonly number[], most: number, width: number): string {
  const cells = Math.min(width, byJob.length)
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * byJob.length) / cells)
    const until = Math.floor(((cell + 1) * byJob.length) / cells)
    const [, backlog] = extentOf(byJob.slice(from, until))
    return BARS[backlog === 0 ? 0 : Math.max(1, Math.round((backlog / most) * (BARS.length - 1)))]
  }).join('')
}
