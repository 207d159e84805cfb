import { escapeControlCharacters } from '../../io/escape-control-characters.ts'
import type { LoadPlan } from '../../plan/load-plan.ts'
import { canDraw } from '../../cli/can-draw.ts'
import type { Logger } from '../../cli/logger.ts'
import type { Io } from '../../cli/io.ts'
import { progressTexts } from '../../report/messages/commands.ts'

export interface LoadProgress {
  readonly starting: (block: number, variant: string) => void
  readonly clear: () => void
}

const BAR = 24

/** One line on a terminal, drawn anew before each series; elsewhere a line a block. Never by a timer: that is work on a core that is being measured. */
export function createLoadProgress({ blocks, plan }: LoadPlan, { stderr, env }: Io, logger: Logger): LoadProgress {
  if (logger.isQuiet) return { starting() {}, clear() {} }
  const all = blocks * plan.variants.length
  const isDrawn = canDraw(stderr, env)
  let begun = 0
  return {
    starting(block, variant) {
      const isFirst = begun % plan.variants.length === 0
      const full = Math.round((begun++ / all) * BAR)
      if (logger.isVerbose) {
        stderr.write(`${progressTexts.processOfVariant(block, blocks, escapeControlCharacters(variant))}\n`)
        return
      }
      if (!isDrawn) {
        if (isFirst) stderr.write(`${progressTexts.process(block, blocks)}\n`)
        return
      }
      const line = `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${progressTexts.processOfVariant(block, blocks, escapeControlCharacters(variant))}`
      stderr.write(`\r\u001B[2K${line.slice(0, Math.max(20, stderr.columns - 1))}`)
    },
    clear() {
      if (isDrawn && !logger.isVerbose) stderr.write('\r\u001B[2K')
    },
  }
}
