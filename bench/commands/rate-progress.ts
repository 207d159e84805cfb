import type { WriteStream } from 'node:tty'
import { escapeControlCharacters } from '../io/escape-control-characters.ts'
import type { RatePlan } from '../plan/rate-plan.ts'
import { canDraw } from '../cli/can-draw.ts'
import type { Voice } from '../cli/voice.ts'

export interface RateProgress {
  readonly starting: (fork: number, arm: string) => void
  readonly clear: () => void
}

const BAR = 24

/** One line on a terminal, drawn anew before each series; elsewhere a line a fork. Never by a timer: that is work on a core that is being measured. */
export function createRateProgress({ forks, plan }: RatePlan, stream: WriteStream, voice: Voice): RateProgress {
  if (voice.isQuiet) return { starting() {}, clear() {} }
  const all = forks * plan.arms.length
  const isDrawn = canDraw(stream)
  let begun = 0
  return {
    starting(fork, arm) {
      const isFirst = begun % plan.arms.length === 0
      const full = Math.round((begun++ / all) * BAR)
      if (voice.isVerbose) {
        stream.write(`fork ${fork} of ${forks}: ${escapeControlCharacters(arm)}\n`)
        return
      }
      if (!isDrawn) {
        if (isFirst) stream.write(`fork ${fork} of ${forks}\n`)
        return
      }
      const line = `${'█'.repeat(full)}${'░'.repeat(BAR - full)} fork ${fork} of ${forks}: ${escapeControlCharacters(arm)}`
      stream.write(`\r\u001B[2K${line.slice(0, Math.max(20, stream.columns - 1))}`)
    },
    clear() {
      if (isDrawn && !voice.isVerbose) stream.write('\r\u001B[2K')
    },
  }
}
