import type { AbPlan } from '../../run/aws/ab-plan.ts'
import { formatDuration } from '../../report/format.ts'
import { canDraw } from '../../cli/can-draw.ts'
import { progressTexts } from '../../report/messages/commands.ts'

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
      const line = progressTexts.container({
        number: whole + 1,
        containers: environments,
        variants: variants.length,
        lost: block - 1 - whole,
        left: block > 1 ? formatDuration(perBlockMs * (environments - whole)) : undefined,
      })
      stream.write(isDrawn ? `\r\u001B[2K${line.slice(0, Math.max(20, stream.columns - 1))}` : `${line}\n`)
    },
    clear() {
      if (isDrawn) stream.write('\r\u001B[2K')
    },
  }
}
