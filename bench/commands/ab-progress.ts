import type { AbPlan } from '../run/aws/ab-plan.ts'
import { formatDuration } from '../report/format.ts'
import { canDraw } from '../cli/can-draw.ts'

interface AbProgress {
  /** `whole`: how many of the forks before this one are. */
  readonly beginning: (fork: number, whole: number) => void
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
  readonly env?: NodeJS.ProcessEnv
  readonly nowMs?: () => number
}

/** A line a fork; on a terminal one line, drawn anew between forks: never by a timer. */
export function createAbProgress(
  { environments, arms }: Pick<AbPlan, 'environments' | 'arms'>,
  stream: Drawn,
  { isQuiet = false, env = process.env, nowMs = () => performance.now() }: AbProgressOptions = {},
): AbProgress {
  if (isQuiet) return { beginning() {}, clear() {} }
  const isDrawn = canDraw(stream, env)
  const beganMs = nowMs()
  return {
    beginning(fork, whole) {
      const perForkMs = (nowMs() - beganMs) / (fork - 1)
      const lost = fork - 1 - whole
      const madeUp = lost > 0 ? `, ${lost} being made up for` : ''
      const left = fork > 1 ? `, about ${formatDuration(perForkMs * (environments - whole))} left` : ''
      const line = `container ${whole + 1} of ${environments} of each of ${arms.length} arms${madeUp}${left}`
      stream.write(isDrawn ? `\r\u001B[2K${line.slice(0, Math.max(20, stream.columns - 1))}` : `${line}\n`)
    },
    clear() {
      if (isDrawn) stream.write('\r\u001B[2K')
    },
  }
}
