import { parseSweep } from '../../bench/scenario/file.ts'
import { variantsOf } from '../../bench/plan/schedule.ts'
import type { Coordinates } from '../../bench/scenario/axes.ts'
import { namedScenario, recordOf, type SweepRecord } from '../../bench/trial/sweep-record.ts'
import type { MeasuredCell } from '../../bench/judge/sweep/summarize.ts'
import { changed, type Simulation, trialsOf } from './trials.ts'

const TEXT = `name: paper
world:
  items: { count: 12, events: 4, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 5 }
  notifyDelay: { model: constant, ms: 1 }
variants: [sequential, promise-all, pipelined]
`

/** A sweep over a scenario of three strategies; what has brackets is an axis. */
export function aRecord(...given: string[]): SweepRecord {
  const isAxis = (setting: string) => setting.includes('=[') && !setting.startsWith('variants=')
  const [axes, settings] = [given.filter(isAxis), given.filter((one) => !isAxis(one))]
  return recordOf(parseSweep(TEXT, 'paper.yaml', settings, axes), { quick: true }, (scenario) =>
    variantsOf(scenario).map(({ name }) => name),
  )
}

/** Its cells with trials that were never run: what is typical of each is given by `simulationOf`; undefined leaves the cell out. */
export function simulatedCells(
  record: SweepRecord,
  simulationOf: (at: Coordinates) => Simulation | undefined,
): MeasuredCell[] {
  return record.cells.flatMap((cell, index) => {
    const simulation = simulationOf(cell.at)
    if (!simulation) return []
    const { digest, scenario } = cell
    const { name } = namedScenario(cell)
    const trials = changed(
      trialsOf({ seed: index + 1, ...simulation }),
      () => true,
      (trial) => ({ scenario: { ...trial.scenario, digest, name }, items: scenario.world.items.count }),
    )
    return [{ cell, trials }]
  })
}
