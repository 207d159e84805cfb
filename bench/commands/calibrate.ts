import { join } from 'node:path'
import { DisposableStack } from '@whatwg-node/disposablestack'
import { EQUAL_PAIRS } from '../plan/calibration-variants.ts'
import { estimateBatchMs } from '../run/local/estimate.ts'
import { CALIBRATION_SCHEMA, calibrationOf } from '../judge/calibration/calibration.ts'
import { type BatchOutcome, blockedInterval, countedOf, shuffledEstimate } from '../judge/calibration/estimates.ts'
import { describeEnvironment } from '../trial/environment.ts'
import { EXIT } from '../cli/exit-code.ts'
import { beginLines } from '../io/lines-file.ts'
import { trustIn } from '../judge/calibration/trust.ts'
import { calibrationDocument } from '../report/documents/calibration.ts'
import { formatDuration } from '../report/format.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { drawTerminal } from '../report/render/terminal.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { UserError } from '../io/user-error.ts'
import { parseCount } from '../cli/values.ts'
import { requestedPlan, type ScenarioOptions } from './race/bench-plan.ts'
import { isThere, takeFolder } from './results/folder.ts'
import type { ResultFolder } from './results/held-folder.ts'
import { onInterrupt } from '../cli/interrupt.ts'
import { tryToWrite } from './results/result-files.ts'
import { asJson, print, widthOf } from '../cli/print.ts'
import { createProgressLine } from '../cli/progress-line.ts'
import { MIN_PROCESSES } from '../plan/schedule.ts'
import type { Io } from '../cli/io.ts'
import { errorText } from '../report/messages/problems.ts'
import { announcementTexts, noticeTexts, progressTexts, stoppingTexts } from '../report/messages/commands.ts'
import { raceTrials } from '../run/local/race.ts'
import type { Trial } from '../trial/trial.ts'
import { planOfBatch, plansInARow } from '../plan/calibration-batches.ts'

export interface CalibrateCommandOptions extends Omit<ScenarioOptions, 'strategies'> {
  readonly comparisons?: string
  readonly budget?: string
  readonly output?: string
  readonly json?: boolean
}

/** `utakata calibrate`: how far this machine can be believed, by copies of one strategy. Gives the exit code. */
export async function calibrateCommand(name: string, options: CalibrateCommandOptions, io: Io): Promise<number> {
  const { json = false } = options
  const comparisons = parseCount(options.comparisons ?? '24', '--comparisons')
  const { scenario, budgetMs } = await requestedPlan(name, options, io)
  using folder = takeFolder(options.output, { name: 'calibration' }, io)
  return await calibrate({ scenario, comparisons, budgetMs, folder, json, io })
}

interface CalibrateOptions {
  readonly scenario: Scenario
  /** Of equal copies; in whole batches. */
  readonly comparisons: number
  /** No batch is begun after this. */
  readonly budgetMs: number
  readonly folder: ResultFolder
  readonly json: boolean
  readonly io: Io
  readonly measure?: typeof measureBatch
}

/** In the folder of a calibration: what each batch came to. */
const BATCHES_FILE = 'batches.jsonl'

/** Measures, keeps and reports a calibration. Gives the exit code. */
export async function calibrate({
  scenario,
  comparisons,
  budgetMs,
  folder,
  json,
  io,
  measure = measureBatch,
}: CalibrateOptions): Promise<number> {
  if (isThere(join(folder.path, BATCHES_FILE))) throw new UserError('folder-has-calibration', { path: folder.path })
  const batches = Math.ceil(comparisons / EQUAL_PAIRS)
  const printNote = (text: string) => print(text, io.stderr)
  const batchMs = await estimateBatchMs(scenario)
  printNote(
    announcementTexts.calibration(
      batches * EQUAL_PAIRS,
      EQUAL_PAIRS,
      scenario.reference,
      scenario.name,
      formatDuration(batchMs * batches),
    ),
  )
  using undo = new DisposableStack()
  const interrupt = undo.adopt(onInterrupt(stoppingTexts.calibration, io), (one) => one.dispose())
  const beganMs = performance.now()
  const done: BatchOutcome[] = []
  using lines = beginLines(folder, BATCHES_FILE)
  // The processes of a batch, and its copies one after the other.
  const parts = batches * (MIN_PROCESSES + 1)
  let begun = 0
  const line = createProgressLine(io.stderr, { env: io.env })
  let isBroken = false
  try {
    for (let number = 1; number <= batches && performance.now() - beganMs < budgetMs; number++) {
      const outcome = await measure({
        scenario,
        number,
        signal: interrupt.signal,
        beginning: (part) => line.begin(++begun, parts, progressTexts.batch(number, batches, part)),
      })
      if (!outcome) break
      lines.append({ schema: CALIBRATION_SCHEMA, number, ...outcome })
      done.push(outcome)
    }
  } catch (error) {
    // What is finished is worth a report all the same.
    isBroken = true
    line.clear()
    printNote(noticeTexts.brokenOff('calibration', errorText(error)))
  }
  line.clear()
  if (done.length === 0) {
    printNote(noticeTexts.noBatch)
    return interrupt.signal.aborted ? EXIT.interrupted : EXIT.cannotJudge
  }
  const { margin } = scenario.plan
  const calibration = calibrationOf(done, margin)
  const text = asJson({
    schema: CALIBRATION_SCHEMA,
    scenario: scenario.name,
    reference: scenario.reference,
    margin,
    environment: describeEnvironment(),
    ...calibration,
  })
  const isWritten = tryToWrite(folder, { 'calibration.json': text }, io)
  const { stdout } = io
  if (json) stdout.write(text)
  else {
    const judgement = { scenario: scenario.name, reference: scenario.reference, margin, ...calibration }
    const document = calibrationDocument(judgement, ENGLISH)
    print(`${drawTerminal(document, { width: widthOf(stdout), colour: false, messages: ENGLISH })}\n`, stdout)
    if (isWritten) print(noticeTexts.written(`${folder.path}/{${BATCHES_FILE},calibration.json}`), stdout)
  }
  if (interrupt.signal.aborted) return EXIT.interrupted
  if (isBroken || trustIn(calibration).code !== 'no-objection') return EXIT.cannotJudge
  if (isWritten) return EXIT.done
  return folder.whyLost?.() === undefined ? EXIT.usage : EXIT.cannotJudge
}

export interface BatchOptions {
  readonly scenario: Scenario
  /** Other delays and orders for each batch. */
  readonly number: number
  /** A block begins, or the runs one after the other do. */
  readonly beginning?: (part: string) => void
  readonly ended?: (trial: Trial) => void
  readonly signal: AbortSignal
}

/**
 * Measures a batch of copies as every benchmark is run, then makes as many runs of all but the unrecorded ones in the usual order: all of the one,
 * all of the next. Undefined once `signal` is aborted. Rejects where a run failed: then nothing can be said of the machine.
 */
export async function measureBatch({
  scenario,
  number,
  beginning,
  ended,
  signal,
}: BatchOptions): Promise<BatchOutcome | undefined> {
  const plan = planOfBatch(scenario, number)
  const watched = { signal, ended }
  const warming = (block: number) => beginning?.(progressTexts.process(block, plan.looks[0]!.blocks))
  const shuffled = countedOf(await raceTrials(plan, { ...watched, warming }))
  if (signal.aborted) return undefined
  beginning?.(progressTexts.inARow)
  const blocked: Trial[] = []
  for (const one of plansInARow(plan)) {
    blocked.push(...countedOf(await raceTrials(one, watched)))
    if (signal.aborted) return undefined
  }
  return {
    compared: plan.pairs
      .filter(({ isUnrecorded }) => !isUnrecorded)
      .map(({ one, other, slowedBy }) => ({
        one,
        other,
        slowedBy,
        shuffled: shuffledEstimate(shuffled, { one, other }),
        blocked: blockedInterval(blocked, { one, other }),
      })),
    unrecorded: plan.pairs.flatMap((pair) => (pair.isUnrecorded ? shuffledEstimate(shuffled, pair) : [])),
  }
}
