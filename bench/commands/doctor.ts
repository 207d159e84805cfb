import { styleText } from 'node:util'
import { checkMachine } from '../doctor/checks.ts'
import { type Fitness, checkFitness, fitnessOf } from '../doctor/fitness.ts'
import { gatherFacts } from '../doctor/gather.ts'
import type { Facts } from '../doctor/facts.ts'
import type { Finding, Unmeasured, Mark } from '../io/findings.ts'
import { problemOf } from '../io/user-error.ts'
import { EXIT } from '../cli/exit-code.ts'
import { race } from '../run/local/race.ts'
import { estimateBlockMs } from '../run/local/estimate.ts'
import { formatDuration } from '../report/format.ts'
import { wrap, layOut } from '../report/table.ts'
import type { Trial } from '../trial/trial.ts'
import { onInterrupt } from '../cli/interrupt.ts'
import { createProgress } from './race/progress.ts'
import { loggerOf } from '../cli/logger.ts'
import { print, printJson, widthOf } from '../cli/print.ts'
import type { Io } from '../cli/io.ts'
import {
  CREDENTIAL_SOURCES,
  HOW_MARGIN_WAS_FOUND,
  unmeasuredText,
  type FindingText,
  findingText,
} from '../report/messages/findings.ts'
import { announcementTexts, noticeTexts, stoppingTexts } from '../report/messages/commands.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { readScenario } from '../scenario/file.ts'
import { LOOKS } from '../plan/schedule.ts'

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

/** A race that shows nothing but noise: two copies of demo's reference, up to the first look of a default run. */
export function noisePlan(): Plan {
  const plan = planOf(readScenario('demo', ['variants=[sequential]']), { quick: false })
  const isCopy = ({ role }: Plan['variants'][number]) => role === 'reference' || role === 'aa-check'
  return { ...plan, variants: plan.variants.filter(isCopy), looks: LOOKS.slice(0, 1) }
}

/** What such a race shows of the machine. */
export function fitnessFrom(trials: readonly Trial[]): Fitness | Unmeasured {
  const measured = trials.filter(({ phase }) => phase === 'measured')
  if (measured.length === 0) return { code: 'no-iteration' }
  const [fault] = measured.flatMap(({ faults }) => faults)
  if (fault) return { code: 'run-failed', fault }
  const { look, mock, variants } = summarize(trials)
  const ratio = variants.find(({ role }) => role === 'aa-check')?.ratio
  if (!look || !ratio) return { code: 'too-few-blocks', needed: LOOKS[0]!.blocks }
  if (mock.bound) return { code: 'mock-server-late' }
  return fitnessOf(ratio)
}

interface DrawOptions {
  /** Columns; at least 60 are used. */
  readonly width: number
  readonly colour: boolean
}

const COLOUR = { ok: 'green', look: 'yellow', bad: 'red' } as const satisfies Readonly<Record<Mark, string>>
const ADVICE = '→ '

/** The findings as people read them. */
export function textsOf(findings: readonly Finding[]): FindingText[] {
  return findings.map((finding) => findingText(finding))
}

/** The findings as a table for a terminal: the mark, of what, what was found, and below it what to do. */
export function drawFindings(findings: readonly FindingText[], { width, colour }: DrawOptions): string[] {
  const heads = layOut(findings.map(({ mark, of }) => [mark, of, '|']))
  const left = heads[0]!.length - 1
  return findings.flatMap((finding, row) => {
    const lines = wrap(finding.found, Math.max(60, width) - left, '')
    const advice = finding.advice === undefined ? [] : wrap(ADVICE + finding.advice, Math.max(60, width) - left)
    const { mark } = finding
    const head = heads[row]!.slice(mark.length, left)
    const painted = colour ? styleText(COLOUR[mark], mark, { validateStream: false }) : mark
    return [...lines, ...advice].map((line, index) => (index === 0 ? painted + head : ' '.repeat(left)) + line)
  })
}
