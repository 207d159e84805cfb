import type { Output } from '../../cli/io.ts'
import type { Logger } from '../../cli/logger.ts'
import { createProgressLine, type ProgressLineOptions } from '../../cli/progress-line.ts'
import { escapeControlCharacters } from '../../io/escape-control-characters.ts'
import type { Plan } from '../../plan/plan.ts'
import { formatDuration } from '../../report/format.ts'
import { progressTexts } from '../../report/messages/commands.ts'
import { formatNumber } from '../../report/messages/formats.ts'
import { faultText } from '../../report/messages/trial-reasons.ts'
import type { Trial } from '../../trial/trial.ts'

/** How far a benchmark has come. */
export interface Progress {
  readonly warming: (block: number) => void
  readonly ended: (trial: Trial) => void
  readonly clear: () => void
}

type Screen = Pick<Output, 'isTTY' | 'columns' | 'write'>

export interface ProgressOptions extends Pick<ProgressLineOptions, 'env'> {
  readonly logger: Logger
  readonly nowMs?: () => number
}

/** One line, rewritten after each iteration; with --log-runs a line for each run. */
export function createProgress(
  { scenario, variants, looks }: Plan,
  screen: Screen,
  { logger, env, nowMs = () => performance.now() }: ProgressOptions,
): Progress {
  const { iterations } = scenario.plan
  const blocks = looks.at(-1)!.blocks
  if (logger.logsRuns) return eachRun(blocks, screen)
  const line = createProgressLine(screen, { isQuiet: logger.isQuiet, env })
  const beganMs = nowMs()
  let inIteration = 0
  const withTimeLeft = (share: number, text: string) => {
    const leftMs = share > 0.03 ? ((nowMs() - beganMs) * (1 - share)) / share : undefined
    return leftMs === undefined ? text : progressTexts.leftAtMost(text, formatDuration(leftMs))
  }
  return {
    warming(block) {
      const text = withTimeLeft((block - 1) / blocks, progressTexts.warmingUp(block, blocks))
      line.begin(block, blocks, progressTexts.process(block, blocks), text)
    },
    ended({ block, iteration, phase }) {
      if (phase !== 'measured' || ++inIteration < variants.length) return
      inIteration = 0
      // Warming up takes about as long as an iteration.
      const share = (block - 1 + (iteration + 1) / (iterations + 1)) / blocks
      line.draw(share, withTimeLeft(share, progressTexts.iteration(block, blocks, iteration, iterations)))
    },
    clear: line.clear,
  }
}

function eachRun(blocks: number, screen: Screen): Progress {
  return {
    warming(block) {
      screen.write(`${progressTexts.process(block, blocks)}\n`)
    },
    ended({ variant, block, iteration, phase, makespanMs, faults }) {
      const reasons = faults.map((fault) => faultText(fault))
      const line = progressTexts.run(block, phase, iteration, variant, `${formatNumber(makespanMs)} ms`, reasons)
      screen.write(`${escapeControlCharacters(line)}\n`)
    },
    clear() {},
  }
}
