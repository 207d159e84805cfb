import type { AbPlan } from '../run/aws/ab-plan.ts'
import { formatDuration } from '../report/format.ts'
import { canDraw } from '../cli/can-draw.ts'

interface AbProgress {
  /** `whole`: how many of the blocks before this one are. */
  readonly beginning: (block: number, whole: number) => void
  readonly clear: () => void
}

/** What of a stream is drawn on. */
interface Drawn {
  readonly isTTY: boolean
  readonly columns: number
  readonly write: (text: string) => unknown
}

interface AbProgressOptions {
  readonly isQuiet?: boolean
  /** Of the process, such as `CI` and `TERM`. */
  readonly env: NodeJS.ProcessEnv
  readonly nowMs?: () => number
}

/** A line a block; on a terminal one line, drawn anew between blocks: never by a timer. */
export function createAbProgress(
  { environments, variants }: Pick<AbPlan, 'environments' | 'variants'>,
  stream: Drawn,
  { isQuiet = false, env, nowMs = () => performance.now() }: AbProgressOptions,
): AbProgress {
  if (isQuiet) return { beginning() {}, clear() {} }
  const isDrawn = canDraw(stream, env)
  const beganMs = nowMs()
  return {
    beginning(block, whole) {
      const perBlockMs = (nowMs() - beganMs) / (block - 1)
      const lost = block - 1 - whole
      const madeUp = lost > 0 ? `, ${lost} being made up for` : ''
      const left = block > 1 ? `, about ${formatDuration(perBlockMs * (environments - whole))} left` : ''
      const line = `container ${whole + 1} of ${environments} of each of ${variants.length} arms${madeUp}${left}`
      stream.write(isDrawn ? `\r\u001B[2K${line.slice(0, Math.max(20, stream.columns - 1))}` : `${line}\n`)
    },
    clear() {
      if (isDrawn) stream.write('\r\u001B[2K')
    },
  }
}
