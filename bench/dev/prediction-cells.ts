import { drawUnits } from '../../mock-server/delay.ts'
import { type StrategyName, strategies } from '../../strategies/index.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { median, quantile } from '../statistics/quantile.ts'
import { placeAt } from '../judge/prediction/axis.ts'
import { bodyKilobytesOf, kilobytesOf } from '../model/simulated-feeds.ts'
import type { Validation } from '../judge/prediction/validation.ts'

/** A size at which predictions are held against what is measured. */
export interface Cell {
  readonly scenario: Scenario
  readonly items: number
  readonly delayMs: number
  readonly kilobytes: number
}

/**
 * From where to where cells are drawn, evenly on a logarithmic scale: more than a factor of 10 each, yet short enough for sequential. The
 * names seed the draws: under another name the cells would not be those that the errors in `bench/judge/prediction` were measured on.
 */
const SPANS = { feeds: [5, 60], delayMs: [2, 25], kilobytes: [3, 40] } as const

/** Posts are answered faster than fetches, as in the scenarios. */
const SLACK_SHARE = 0.6

const ITERATIONS = 6
const WARM_UP_ITEMS = 500
const MAX_WARM_UPS = 60

/** Cells that depend on the seed and the scenario alone; each has a world of its own. */
export function drawCells(scenario: Scenario, count: number, seed: number): Cell[] {
  return Array.from({ length: count }, (_, index) => {
    const draw = (name: keyof typeof SPANS) => {
      const [least, most] = SPANS[name]
      return least * (most / least) ** drawUnits(seed, 'cell', index, name)[0]
    }
    const at = { items: Math.round(draw('feeds')), delayMs: draw('delayMs') }
    const placed = cellOf(scenario, { ...at, size: draw('kilobytes') * 1000 }, seed, index)
    return { ...at, kilobytes: kilobytesOf(placed.world), scenario: placed }
  })
}

/** Cells of jobs of a user's own, each job in turn, whose bodies stay what they are. */
export function drawOwnCells(scenarios: readonly Scenario[], count: number, seed: number): Cell[] {
  return Array.from({ length: count }, (_, index) => {
    const scenario = scenarios[index % scenarios.length]!
    const draw = (name: 'feeds' | 'delayMs') => {
      const [least, most] = SPANS[name]
      return least * (most / least) ** drawUnits(seed, 'own cell', index, name)[0]
    }
    const at = { items: Math.round(draw('feeds')), delayMs: draw('delayMs') }
    return { ...at, kilobytes: bodyKilobytesOf(scenario), scenario: cellOf(scenario, at, seed, index) }
  })
}

function cellOf(
  scenario: Scenario,
  { items, delayMs, size }: { readonly items: number; readonly delayMs: number; readonly size?: number },
  seed: number,
  index: number,
): Scenario {
  const placed = placeAt(scenario, { items, delay: delayMs, ...(size !== undefined && { size }) }).scenario
  const notifyDelay = { model: 'lognormal', medianMs: SLACK_SHARE * delayMs, sigma: 0.5 } as const
  const warmUps = Math.min(MAX_WARM_UPS, Math.max(8, Math.ceil(WARM_UP_ITEMS / items)))
  return {
    ...placed,
    name: `cell ${index + 1}`,
    world: { ...placed.world, seed: seed * 1000 + index, notifyDelay },
    variants: Object.keys(strategies) as StrategyName[],
    plan: { ...placed.plan, warmUps, iterations: ITERATIONS },
  }
}

/** Predicted over measured makespan of a strategy in a cell. */
export interface Held {
  readonly strategy: string
  readonly ratio: number
}

/** Errors by strategy, in the order in which these come. */
export function errorsOf(held: readonly Held[]): Validation['strategies'] {
  return Object.fromEntries(
    Map.groupBy(held, ({ strategy }) => strategy)
      .entries()
      .map(([strategy, own]) => {
        const ratios = own.map(({ ratio }) => ratio)
        const errors = ratios.map((ratio) => Math.abs(ratio - 1))
        const rounded = (value: number) => Math.round(value * 1000) / 1000
        return [
          strategy,
          {
            medianError: rounded(median(errors)),
            p90Error: rounded(quantile(errors, 0.9)),
            medianRatio: rounded(median(ratios)),
            cells: own.length,
          },
        ]
      }),
  )
}

/** Least and most of each quantity over the cells. */
export function spansOf(cells: readonly Cell[]): Validation['spans'] {
  const span = (of: (cell: Cell) => number) => {
    const values = cells.map(of).sort((a, b) => a - b)
    return { least: values[0]!, most: values.at(-1)! }
  }
  return {
    items: span(({ items }) => items),
    delayMs: span(({ delayMs }) => Math.round(delayMs * 10) / 10),
    kilobytes: span(({ kilobytes }) => Math.round(kilobytes * 10) / 10),
  }
}
