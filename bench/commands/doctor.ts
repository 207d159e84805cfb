import { checkMachine } from '../doctor/checks.ts'
import { drawFindings } from '../doctor/draw.ts'
import type { Finding } from '../doctor/finding.ts'
import type { Fitness } from '../doctor/fitness.ts'
import { checkFitness } from '../doctor/fitness-check.ts'
import { gatherFacts } from '../doctor/gather.ts'
import { fitnessFrom, noisePlan, type Unmeasured } from '../doctor/noise.ts'
import { EXIT } from '../cli/exit-code.ts'
import { race } from '../run/local/race.ts'
import { estimateBlockMs } from '../run/local/estimate.ts'
import { formatDuration } from '../report/format.ts'
import { wrap } from '../report/table.ts'
import type { Trial } from '../trial/trial.ts'
import { onInterrupt } from '../cli/interrupt.ts'
import { createProgress } from './race/progress.ts'
import { loggerOf } from '../cli/logger.ts'
import { print, printJson, widthOf } from '../cli/print.ts'
import type { Io } from '../cli/io.ts'
import { errorText } from '../report/messages/problems.ts'
import { announcementTexts, noticeTexts, stoppingTexts } from '../report/messages/commands.ts'

export interface DoctorOptions {
  readonly measure?: boolean
  readonly json?: boolean
}

const HOW = `How the margin was found: two copies of sequential were raced in 6 fresh processes each, 6 rounds of demo in each; \
the interval is at the level of a default run's first look (alpha 0.01). Fit for a margin means that about three in four such \
A/A guards would lie wholly within it. It rests on 6 forks: expect it to differ by a third from time to time.`

/** `utakata doctor`: whether this machine is fit for measuring, and what to do where not. Gives the exit code. */
export async function doctorCommand({ measure = true, json = false }: DoctorOptions, io: Io): Promise<number> {
  const { stdout } = io
  const facts = await gatherFacts(io.env)
  const { noise, isInterrupted } = measure ? await measureNoise(io) : {}
  const findings = [...checkMachine(facts), ...(noise ? [checkFitness(noise)] : [])]
  const exitCode = isInterrupted ? EXIT.interrupted : exitCodeOf(findings)
  if (json) printJson({ findings, noise, facts, exitCode }, stdout)
  else {
    const width = widthOf(stdout, 80)
    const colour = stdout.isTTY && stdout.hasColors()
    stdout.write(`${drawFindings(findings, { width, colour }).join('\n')}\n`)
    stdout.write(`\n${wrap(noise ? HOW : noticeTexts.marginUnmeasured, width, '').join('\n')}\n`)
  }
  return exitCode
}

/** Only a margin that was measured decides: all else are hints at why. */
export function exitCodeOf(findings: readonly Finding[]): number {
  return findings.some(({ of, mark }) => of === 'margin' && mark === 'bad') ? EXIT.cannotJudge : EXIT.done
}

interface Measured {
  /** Absent where it was interrupted. */
  readonly noise?: Fitness | Unmeasured
  readonly isInterrupted?: boolean
}

async function measureNoise(io: Io): Promise<Measured> {
  const plan = noisePlan()
  const say = (text: string) => print(text, io.stderr)
  const blocks = plan.looks[0]!.blocks
  const aboutMs = blocks * (await estimateBlockMs(plan))
  say(announcementTexts.noise(formatDuration(aboutMs)))
  const interrupt = onInterrupt(stoppingTexts.noMargin, io)
  const progress = createProgress(plan, io.stderr, { logger: loggerOf({}, io.stderr), env: io.env })
  const trials: Trial[] = []
  const ended = (trial: Trial) => {
    trials.push(trial)
    progress.ended(trial)
  }
  let brokenOff: Error | undefined
  try {
    await race(plan, { warming: progress.warming, ended, goOn: () => false }, interrupt.signal)
  } catch (error) {
    brokenOff = error as Error
  } finally {
    progress.clear()
    interrupt.dispose()
  }
  if (interrupt.signal.aborted) return { isInterrupted: true }
  return { noise: brokenOff ? { why: `the race broke off: ${errorText(brokenOff)}` } : fitnessFrom(trials) }
}
