import { EXIT } from '../exit-code.ts'
import { estimateForkMs, type Plan } from '../plan.ts'
import { formatDuration } from '../report/format.ts'
import type { Scenario } from '../scenario.ts'
import type { Sweep } from '../sweep/cells.ts'
import { hasLook, isFinished } from '../sweep/finished.ts'
import { formatAxes, formatCoordinates } from '../sweep/labels.ts'
import { namedScenario, type RecordedCell, recordOf, shuffledCells, type SweepRecord } from '../sweep/record.ts'
import type { Trial } from '../trial.ts'
import { newFolder } from './folder.ts'
import { raceInto } from './race-into.ts'
import { beginCell, openSweep, readCell } from './sweep-folder.ts'
import { reportSweep, type SweepReportOptions } from './sweep-report.ts'
import { tell } from './tell.ts'

/** How the cells of a sweep are run. */
export interface SweepRun {
  readonly sweep: Sweep
  readonly planOf: (scenario: Scenario) => Plan
  /** Whether a cell may end at the look that was reached. */
  readonly isSettled: (trials: readonly Trial[]) => boolean
  /** After this long a cell ends at its next look, and none is begun. */
  readonly budgetMs: number
  readonly out?: string
}

/**
 * `utakata bench` on a scenario with lists: races cell after cell in a shuffled order, and reports even when interrupted. Goes on
 * where the same sweep was left in the same folder: cells that are finished are not run again. Gives the exit code.
 */
export async function sweepCommand(run: SweepRun, options: SweepReportOptions): Promise<number> {
  const { sweep, planOf } = run
  const plans = new Map(sweep.cells.map(({ scenario }) => [scenario, planOf(scenario)]))
  const [plan] = plans.values().toArray() as [Plan, ...Plan[]]
  const record = recordOf(sweep, plan.quick, (scenario) => plans.get(scenario)!.arms.map(({ name }) => name))
  const folder = run.out ?? newFolder(record.name)
  openSweep(folder, record)
  const cells = shuffledCells(record)
  const left = cells.filter((cell) => !isFinished(readCell(folder, cell)?.trials, run.isSettled))
  for (const sentence of await announce({ record, plan, left, planOf, folder })) tell(sentence, process.stderr)
  const stopped = await raceCells({ folder, cells, left, run })
  const hasMeasured = cells.some((cell) => hasLook(readCell(folder, cell)?.trials))
  if (!hasMeasured) {
    tell(
      `No cell came to its first look, so there is no report. The same command with --out ${folder} begins anew.`,
      process.stderr,
    )
    return stopped ?? EXIT.cannotJudge
  }
  const exitCode = await reportSweep(folder, options)
  return stopped ?? exitCode
}

interface Racing {
  readonly folder: string
  /** All of them, in the order in which they are run. */
  readonly cells: readonly RecordedCell[]
  readonly left: readonly RecordedCell[]
  readonly run: SweepRun
}

/** Gives the exit code where not everything came to its end. */
async function raceCells({ folder, cells, left, run }: Racing): Promise<number | undefined> {
  const beganMs = performance.now()
  const isInTime = () => performance.now() - beganMs < run.budgetMs
  const asked = noteInterrupts()
  let brokenOff: number | undefined
  try {
    for (const cell of left) {
      if (asked.toStop()) return EXIT.interrupted
      if (!isInTime()) break
      const place = `Cell ${cells.indexOf(cell) + 1} of ${cells.length}`
      tell(`${place}: ${formatCoordinates(cell.at)}`, process.stderr)
      const own = tryToBegin(folder, cell)
      const stopped = own === undefined ? EXIT.cannotJudge : await raceCell(own, cell, run, isInTime)
      if (stopped === EXIT.interrupted) return stopped
      // What broke one cell need not break the others.
      brokenOff ??= stopped
    }
    return brokenOff
  } finally {
    asked.dispose()
  }
}

/** Gives the exit code where it did not come to its end. */
async function raceCell(
  own: string,
  cell: RecordedCell,
  { planOf, isSettled }: SweepRun,
  isInTime: () => boolean,
): Promise<number | undefined> {
  const { stopped } = await raceInto(own, planOf(namedScenario(cell)), {
    goOn: (trials) => isInTime() && !isSettled(trials),
  })
  return stopped
}

/** The folder of a cell; undefined where it cannot be made, which is said. */
function tryToBegin(folder: string, cell: RecordedCell): string | undefined {
  try {
    return beginCell(folder, cell)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    tell(`utakata: the folder "${folder}/${cell.folder}" could not be made (${code})`, process.stderr)
    return undefined
  }
}

/** Between two races nobody listens to Ctrl-C, and it would end the process before anything is reported. */
function noteInterrupts(): { readonly toStop: () => boolean; readonly dispose: () => void } {
  let wasAsked = false
  const note = () => {
    wasAsked = true
  }
  process.on('SIGINT', note).on('SIGTERM', note)
  return {
    toStop: () => wasAsked,
    dispose() {
      process.off('SIGINT', note).off('SIGTERM', note)
    },
  }
}

interface Announced {
  readonly record: SweepRecord
  /** Of any cell. */
  readonly plan: Plan
  readonly left: readonly RecordedCell[]
  readonly planOf: SweepRun['planOf']
  readonly folder: string
}

async function announce({ record, plan, left, planOf, folder }: Announced): Promise<string[]> {
  const { arms, looks, scenario } = plan
  const [least, most] = [looks[0]!.forks, looks.at(-1)!.forks]
  let forksMs = 0
  for (const cell of left) forksMs += await estimateForkMs(planOf(cell.scenario))
  const times = [...new Set([least, most])].map((forks) => formatDuration(forksMs * forks))
  const forks = [...new Set([least, most])].join(' to ')
  const finished = record.cells.length - left.length
  return [
    `${scenario.name}: ${scenario.about}`,
    `A sweep over ${formatAxes(record.axes)}: ${record.cells.length === 1 ? '1 cell' : `${record.cells.length} cells in a shuffled order, each`} of ${arms.length} arms (${arms.map(({ name }) => name).join(', ')}), ${forks} forks of ${scenario.plan.rounds} rounds.`,
    ...(finished > 0
      ? [`${finished} of ${record.cells.length} cells are finished in ${folder}, and are not run again.`]
      : []),
    left.length === 0 ? 'There is nothing left to run.' : `About ${times.join(' to ')} in all.`,
  ]
}
