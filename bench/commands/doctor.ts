import { checkMachine } from '../doctor/checks.ts'
import { drawFindings, textsOf } from '../doctor/draw.ts'
import { checkFitness, type Fitness, fitnessFrom, noisePlan } from '../doctor/fitness.ts'
import { gatherFacts } from '../doctor/gather.ts'
import type { Facts } from '../doctor/facts.ts'
import type { Finding, Unmeasured } from '../io/findings.ts'
import { problemOf } from '../io/user-error.ts'
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
import { CREDENTIAL_SOURCES, HOW_MARGIN_WAS_FOUND, unmeasuredText } from '../report/messages/findings.ts'
import { announcementTexts, noticeTexts, stoppingTexts } from '../report/messages/commands.ts'

export interface DoctorOptions {
  readonly measure?: boolean
  readonly json?: boolean
}

/** `utakata doctor`: whether this machine is fit for measuring, and what to do where not. Gives the exit code. */
export async function doctorCommand({ measure = true, json = false }: DoctorOptions, io: Io): Promise<number> {
  const { stdout } = io
  const facts = await gatherFacts(io.env)
  const { noise, isInterrupted } = measure ? await measureNoise(io) : {}
  const findings = [...checkMachine(facts), ...(noise ? [checkFitness(noise)] : [])]
  const exitCode = isInterrupted ? EXIT.interrupted : exitCodeOf(findings)
  const texts = textsOf(findings)
  if (json) printJson({ findings: texts, ...jsonOf(facts, noise), exitCode }, stdout)
  else {
    const width = widthOf(stdout, 80)
    const colour = stdout.isTTY && stdout.hasColors()
    stdout.write(`${drawFindings(texts, { width, colour }).join('\n')}\n`)
    stdout.write(`\n${wrap(noise ? HOW_MARGIN_WAS_FOUND : noticeTexts.marginUnmeasured, width, '').join('\n')}\n`)
  }
  return exitCode
}

/** What `--json` has beside the findings, with the words of people in place of codes. */
function jsonOf(facts: Facts, noise: Fitness | Unmeasured | undefined) {
  const credentials = facts.aws.credentials.map((source) => CREDENTIAL_SOURCES[source])
  return {
    noise: noise && 'code' in noise ? { why: unmeasuredText(noise) } : noise,
    facts: { ...facts, aws: { ...facts.aws, credentials } },
  }
}

/** Only a margin that was measured decides: all else are hints at why. */
export function exitCodeOf(findings: readonly Pick<Finding, 'code' | 'mark'>[]): number {
  return findings.some(({ code, mark }) => code === 'margin' && mark === 'bad') ? EXIT.cannotJudge : EXIT.done
}

interface Measured {
  /** Absent where it was interrupted. */
  readonly noise?: Fitness | Unmeasured
  readonly isInterrupted?: boolean
}

async function measureNoise(io: Io): Promise<Measured> {
  const plan = noisePlan()
  const printNote = (text: string) => print(text, io.stderr)
  const blocks = plan.looks[0]!.blocks
  const aboutMs = blocks * (await estimateBlockMs(plan))
  printNote(announcementTexts.noise(formatDuration(aboutMs)))
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
  return { noise: brokenOff ? { code: 'broken-off', problem: problemOf(brokenOff) } : fitnessFrom(trials) }
}
