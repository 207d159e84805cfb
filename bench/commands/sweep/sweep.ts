import { relative } from 'node:path'
import { EXIT } from '../../cli/exit-code.ts'
import type { ViewerPauses } from '../../live/viewer-pauses.ts'
import type { Plan } from '../../plan/plan.ts'
import { type Scenario, headingOf } from '../../scenario/scenario.ts'
import { stopSignals } from '../../io/stop-signals.ts'
import type { Sweep } from '../../scenario/cells.ts'
import { hasLook, isFinished } from '../../judge/sweep/finished.ts'
import { formatCoordinates, formatAxes } from '../../scenario/cell-labels.ts'
import {
  namedScenario,
  type RecordedCell,
  recordOf,
  shuffledCells,
  type SweepRecord,
} from '../../trial/sweep-record.ts'
import type { Trial } from '../../trial/trial.ts'
import { toItsEnd } from '../../cli/interrupt.ts'
import type { HeldFolder } from '../results/held-folder.ts'
import { raceInto } from '../race/race-into.ts'
import { codeOf } from './code.ts'
import { beginCell, openSweep, readCell, takeOver } from './folder.ts'
import { reportSweep, type SweepReportOptions } from './report.ts'
import { print } from '../../cli/print.ts'
import { type Logger, loggerOf } from '../../cli/logger.ts'
import { watchable } from '../race/watchable.ts'
import type { Io } from '../../cli/io.ts'
import { problemText } from '../../report/messages/problems.ts'
import { noticeTexts, progressTexts, rangeText, sweepTexts } from '../../report/messages/commands.ts'
import { estimateVariants } from '../../run/local/estimate.ts'
import { addedReference, costliestStrategy, type Requested, type VariantTime } from '../race/said-before.ts'
import { counted } from '../../report/messages/formats.ts'
import { formatDuration } from '../../report/format.ts'

/** How the cells of a sweep are run. */
export interface SweepRun {
  readonly sweep: Sweep
  readonly planOf: (scenario: Scenario) => Plan
  /** Whether a cell may end at the look that was reached. */
  readonly isSettled: (trials: readonly Trial[]) => boolean
  /** After this long a cell ends at its next look, and none is begun. */
  readonly budgetMs: number
  readonly output?: string
  readonly requested: Requested
}

/**
 * `utakata bench` on a scenario with lists: measures cell after cell in a shuffled order, and reports even when interrupted. Goes on
 * where the same sweep was left in the same folder: cells that are finished are not run again, and what was measured of others stays
 * until there is more of them. Gives the exit code.
 */
export async function sweepCommand(run: SweepRun, options: SweepReportOptions, io: Io): Promise<number> {
  const { sweep, planOf } = run
  const plans = new Map(sweep.cells.map(({ scenario }) => [scenario, planOf(scenario)]))
  const [plan] = plans.values().toArray() as [Plan, ...Plan[]]
  const namesOf = (scenario: Scenario) => plans.get(scenario)!.variants.map(({ name }) => name)
  const record = { ...recordOf(sweep, plan, namesOf), code: codeOf(plan.variants) }
  using folder = openSweep(run.output, record, io)
  const { path } = folder
  const cells = shuffledCells(record)
  const { left, begun } = whatIsLeft({ folder, cells, run, io })
  const logger = loggerOf(options, io.stderr)
  for (const sentence of await announceSweep({ record, plan, left, begun, run, folder: path })) logger.note(sentence)
  const stopped = await raceCells({ folder, cells, left, run, logger, io })
  const lost = folder.whyLost()
  if (lost !== undefined) {
    print(`utakata: ${problemText(lost)}`, io.stderr)
    return stopped ?? EXIT.cannotJudge
  }
  const hasMeasured = cells.some((cell) => hasLook(readCell(path, cell)?.trials))
  if (!hasMeasured) {
    print(noticeTexts.noCell(path), io.stderr)
    return stopped ?? EXIT.cannotJudge
  }
  const exitCode = await toItsEnd(io, () => reportSweep(folder, options, io))
  return stopped ?? exitCode
}

/** The cells that are not finished, and those of them that came to a look; what an earlier try had measured again takes its place. */
function whatIsLeft({ folder, cells, run: { isSettled }, io }: Omit<SweepUnderWay, 'left' | 'logger'>) {
  const left: RecordedCell[] = []
  const begun: RecordedCell[] = []
  for (const cell of cells) {
    tryOn({ folder, cell, what: 'replaced', io }, () => takeOver(folder.path, cell, isSettled))
    const trials = readCell(folder.path, cell)?.trials
    if (isFinished(trials, isSettled)) continue
    left.push(cell)
    if (hasLook(trials)) begun.push(cell)
  }
  return { left, begun }
}

interface SweepUnderWay {
  readonly folder: HeldFolder
  /** All of them, in the order in which they are run. */
  readonly cells: readonly RecordedCell[]
  readonly left: readonly RecordedCell[]
  readonly run: SweepRun
  readonly logger: Logger
  readonly io: Io
}

/** Gives the exit code where not everything came to its end. */
async function raceCells(underWay: SweepUnderWay): Promise<number | undefined> {
  const { folder, cells, left, run, logger, io } = underWay
  using viewerPauses = await watchable(folder.path, io)
  const beganMs = viewerPauses.nowMs()
  const leftMs = () => run.budgetMs - (viewerPauses.nowMs() - beganMs)
  const interrupts = noteInterrupts(io)
  let brokenOff: number | undefined
  try {
    for (const cell of left) {
      if (interrupts.toStop()) return EXIT.interrupted
      if (leftMs() <= 0) break
      // What is there by now is somebody else's.
      if (folder.whyLost() !== undefined) return EXIT.cannotJudge
      logger.note(progressTexts.cell(cells.indexOf(cell) + 1, cells.length, formatCoordinates(cell.at)))
      const place = tryOn({ folder, cell, what: 'made', io }, () => beginCell(folder.path, cell))
      const stopped =
        place === undefined ? EXIT.cannotJudge : await raceCell(place, cell, { ...underWay, viewerPauses }, leftMs)
      if (folder.whyLost() === undefined)
        tryOn({ folder, cell, what: 'replaced', io }, () => takeOver(folder.path, cell, run.isSettled))
      if (stopped === EXIT.interrupted) return stopped
      // What broke one cell need not break the others.
      brokenOff ??= stopped
    }
    return brokenOff
  } finally {
    interrupts.dispose()
  }
}

/** Gives the exit code where it did not come to its end. */
async function raceCell(
  place: string,
  cell: RecordedCell,
  {
    folder,
    run: { planOf, isSettled },
    logger,
    io,
    viewerPauses,
  }: SweepUnderWay & { readonly viewerPauses: ViewerPauses },
  leftMs: () => number,
): Promise<number | undefined> {
  const { stopped } = await raceInto(
    { path: place, whyLost: folder.whyLost },
    { ...planOf(namedScenario(cell)), budgetMs: leftMs() },
    {
      io,
      logger,
      viewerPauses: { ...viewerPauses, open: () => viewerPauses.open(relative(folder.path, place)) },
      goOn: (trials) => leftMs() > 0 && !isSettled(trials),
    },
  )
  return stopped
}

interface OnCell {
  readonly folder: HeldFolder
  readonly cell: RecordedCell
  readonly what: 'made' | 'replaced'
  readonly io: Io
}

/** Does something to the folder of a cell; undefined where that cannot be done, which is said. */
function tryOn<T>({ folder: { path }, cell, what, io }: OnCell, act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    print(noticeTexts.cellFolder(`${path}/${cell.folder}`, what, code), io.stderr)
    return undefined
  }
}

/** Between two benchmarks nobody else listens to the signals that stop a command, and one would end the process before anything is reported. */
function noteInterrupts({ signals, env }: Io): { readonly toStop: () => boolean; readonly dispose: () => void } {
  let wasAsked = false
  const note = () => {
    wasAsked = true
  }
  const names = stopSignals(env)
  for (const name of names) signals.on(name, note)
  return {
    toStop: () => wasAsked,
    dispose() {
      for (const name of names) signals.off(name, note)
    },
  }
}

interface Announced {
  readonly record: SweepRecord
  /** Of any cell. */
  readonly plan: Plan
  /** The cells that are to be run. */
  readonly left: readonly RecordedCell[]
  /** Those of them that were measured before, and ended early. */
  readonly begun: readonly RecordedCell[]
  readonly run: Pick<SweepRun, 'planOf' | 'requested' | 'budgetMs'>
  readonly folder: string
}

/** What a sweep is about to run, and about how long it takes. */
async function announceSweep({ record, plan, left, begun, run, folder }: Announced): Promise<string[]> {
  const { variants, looks, scenario } = plan
  const [least, most] = [looks[0]!.blocks, looks.at(-1)!.blocks]
  const times: VariantTime[] = []
  for (const cell of left) times.push(...(await estimateVariants(run.planOf(cell.scenario))))
  const blocksMs = times.reduce((sum, { ms }) => sum + ms, 0)
  const longestMs = Math.min(blocksMs * most, run.budgetMs)
  const time = rangeText(least, most, (blocks) => formatDuration(blocksMs * blocks))
  const finished = record.cells.length - left.length
  return [
    headingOf(scenario),
    sweepTexts.heading(
      formatAxes(record.axes),
      record.cells.length,
      variants.map(({ name }) => name),
      rangeText(least, most),
      counted(scenario.plan.iterations, 'iteration'),
    ),
    ...(finished > 0 ? [sweepTexts.finished(finished, record.cells.length, folder)] : []),
    ...(begun.length > 0 ? [sweepTexts.begun(begun.length)] : []),
    left.length === 0 ? sweepTexts.nothingLeft : sweepTexts.about(time),
    ...new Set(left.flatMap(({ scenario: own }) => addedReference(own))),
    ...costliestStrategy(times, { longestMs, scenario, requested: run.requested }),
  ]
}
