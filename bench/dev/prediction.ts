/**
 * Holds predictions against what is measured afterwards: cells drawn by a seed beforehand, calibrated on none of them, each raced by
 * all strategies. `npm run bench:prediction -- [cells] [seed]`; where every strategy ran well in at least 60 cells of the usual seed, the
 * errors are kept in bench/model/validation.json, which predictions print. Any other seed is for working on the model. Exit code 3: a bar missed.
 */
import { type StrategyName, strategies } from '../../strategies/index.ts'
import { hasThreads } from '../../strategies/limits.ts'
import { onInterrupt } from '../cli/interrupt.ts'
import { currentLoad } from '../trial/environment.ts'
import { EXIT } from '../cli/exit-code.ts'
import { race } from '../run/local/race.ts'
import { measureCalibration, thisMachine } from '../model/calibration.ts'
import { parseAxis } from '../judge/prediction/axis.ts'
import { type Cell, drawCells, errorsOf, type Held, spansOf } from './prediction-cells.ts'
import { type Costs, MODEL } from '../model/costs.ts'
import { createPredictor } from '../model/predict.ts'
import { predictTables } from '../judge/prediction/tables.ts'
import { writeValidation } from '../model/validation.ts'
import { layOut } from '../report/table.ts'
import { readScenario } from '../scenario/file.ts'
import { median } from '../statistics/quantile.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Trial } from '../trial/trial.ts'

const SCENARIO = 'demo'
const SEED = 20_260_115
const MIN_CELLS = 60
/** What the middle error may be: threads share two processors with the mock server. */
const BARS = { oneThread: 0.1, threads: 0.25 }

/** What a table of a million feeds may take. */
const MILLION_MS = 5000

const NAMES = Object.keys(strategies) as StrategyName[]

async function measure({ scenario }: Cell, signal: AbortSignal): Promise<Map<string, number>> {
  const trials: Trial[] = []
  const [reference, ...candidates] = NAMES
  const variant = (strategy: StrategyName, role: 'reference' | 'candidate') =>
    ({ name: strategy, strategy, order: strategies[strategy], role }) as const
  await race(
    {
      scenario,
      quick: true,
      looks: [{ blocks: 1, alpha: 0.05 }],
      variants: [variant(reference!, 'reference'), ...candidates.map((name) => variant(name, 'candidate'))],
      budgetMs: Infinity,
    },
    { ended: (trial) => trials.push(trial), goOn: () => false },
    signal,
  )
  const right = trials.filter(
    ({ phase, faults, discarded: discarded }) => phase === 'measured' && faults.length === 0 && !discarded,
  )
  return new Map(
    Map.groupBy(right, ({ strategy }) => strategy)
      .entries()
      .map(([strategy, own]) => [strategy, median(own.map(({ makespanMs }) => makespanMs))]),
  )
}

async function validate(count: number, seed: number, signal: AbortSignal): Promise<number> {
  const scenario = readScenario(SCENARIO)
  const cells = drawCells(scenario, count, seed)
  const before = currentLoad()
  console.log(`Calibrating on ${SCENARIO}, then ${count} cells of seed ${seed}; load ${before}.`)
  const { costs } = await measureCalibration(scenario, signal)
  console.log(JSON.stringify(costs))
  const held: Held[] = []
  for (const [place, cell] of cells.entries()) {
    const predict = createPredictor({ scenario: cell.scenario, costs })
    const predictedMs = await Promise.all(
      NAMES.map(async (name) => (await predict(strategies[name], cell.scenario.limits)).makespanMs),
    )
    const measuredMs = await measure(cell, signal)
    if (signal.aborted) return EXIT.interrupted
    const told = NAMES.map((strategy, index) => {
      const measured = measuredMs.get(strategy)
      if (measured === undefined) return `${strategy} –`
      held.push({ strategy, ratio: predictedMs[index]! / measured })
      return `${strategy} ${predictedMs[index]!.toFixed(1)}/${measured.toFixed(1)}`
    })
    const { feeds, delayMs, kilobytes } = cell
    console.log(
      `${place + 1}: ${feeds} feeds, ${delayMs.toFixed(1)} ms, ${kilobytes.toFixed(1)} KB: ${told.join(', ')} (load ${currentLoad()})`,
    )
  }
  const isFound = tell(held, { cells, seed, before })
  return (await tellMillion(scenario, costs)) && isFound ? EXIT.done : EXIT.thresholdFailed
}

interface Cells {
  readonly cells: readonly Cell[]
  readonly seed: number
  readonly before: number
}

/** Whether every bar was met. */
function tell(held: readonly Held[], { cells, seed, before }: Cells): boolean {
  const errors = errorsOf(held)
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  const rows = NAMES.map((name) => {
    const { medianError, p90Error, medianRatio, cells: measured } = errors[name] ?? NOT_MEASURED
    const bar = hasThreads(strategies[name]) ? BARS.threads : BARS.oneThread
    const word = medianError <= bar ? 'met' : 'missed'
    return [name, `${measured}`, percent(medianError), percent(p90Error), medianRatio.toFixed(3), percent(bar), word]
  })
  console.log(
    `\nPredicted over measured makespans, medians of ${cells[0]!.scenario.plan.iterations} rounds, in ${cells.length} cells:`,
  )
  const head = ['', 'cells', 'middle error', '90th percentile', 'middle ratio', 'bar', '']
  for (const line of layOut([head, ...rows], [1, 2, 3, 4, 5])) console.log(line)
  const leastCells = Math.min(...NAMES.map((name) => errors[name]?.cells ?? 0))
  if (seed === SEED && leastCells >= MIN_CELLS) {
    writeValidation({
      model: MODEL,
      cells: leastCells,
      seed,
      scenario: SCENARIO,
      spans: spansOf(cells),
      machine: thisMachine(),
      measuredAt: new Date().toISOString(),
      load: { before, after: currentLoad() },
      strategies: errors,
    })
    console.log('Kept in bench/model/validation.json.')
  } else console.log(`Not kept: that takes ${MIN_CELLS} cells of seed ${SEED} in which every strategy ran well.`)
  return rows.every((row) => row.at(-1) === 'met')
}

const NOT_MEASURED = { medianError: Number.NaN, p90Error: Number.NaN, medianRatio: Number.NaN, cells: 0 }

/** Whether a table up to a million feeds takes no longer than it may. */
async function tellMillion(scenario: Scenario, costs: Costs): Promise<boolean> {
  const selectable = NAMES.map((strategy) => ({ strategy, order: strategies[strategy] }))
  const beganMs = performance.now()
  await predictTables(scenario, [parseAxis('feeds', '1..1000000')], selectable, { costs })
  const tookMs = performance.now() - beganMs
  const isFast = tookMs <= MILLION_MS
  console.log(
    `A table of all strategies up to 1,000,000 feeds took ${(tookMs / 1000).toFixed(1)} s, at most ${MILLION_MS / 1000} s: ${isFast ? 'met' : 'missed'}.`,
  )
  return isFast
}

const [cells = String(MIN_CELLS), seed = String(SEED)] = process.argv.slice(2)
if (!/^[1-9]\d*$/.test(cells) || !/^\d+$/.test(seed)) {
  console.error(
    `expected [cells] [seed], whole numbers, got "${process.argv.slice(2).join(' ')}"; such as: npm run bench:prediction -- 60`,
  )
  process.exit(EXIT.usage)
}
const interrupt = onInterrupt('Stopping: nothing is kept. Again to stop at once.')
process.exitCode = await validate(Number(cells), Number(seed), interrupt.signal).catch((error: Error) => {
  if (interrupt.signal.aborted) return EXIT.interrupted
  throw error
})
interrupt.dispose()
