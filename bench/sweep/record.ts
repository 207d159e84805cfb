import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { drawUnits } from '../../mock-server/delay.ts'
import { digestOf, scenarioSchema } from '../scenario.ts'
import type { Sweep } from './cells.ts'
import { folderNames, formatCoordinates } from './labels.ts'

/** Raised whenever a field of `sweep.json` changes its meaning. */
const RECORD_SCHEMA = 1

const code = z.object({
  /** Of utakata itself. */
  utakata: z.string(),
  /** Of the strategies of the user's own, by name. */
  own: z.record(z.string(), z.string()),
})

/** Digests of the code that is raced. */
export type RacedCode = z.infer<typeof code>

const coordinates = z.record(z.string(), z.unknown())

export const recordSchema = z.object({
  schema: z.literal(RECORD_SCHEMA),
  name: z.string(),
  quick: z.boolean(),
  /** What its cells are raced by; older records do not tell. */
  code: code.optional(),
  axes: z.array(z.object({ path: z.string(), values: z.array(z.unknown()) })),
  cells: z.array(
    z.object({
      at: coordinates,
      /** Below the folder of the sweep; it holds the cell's trials. */
      folder: z.string(),
      digest: z.string(),
      /** What races there, with the guards. */
      arms: z.array(z.string()),
      scenario: scenarioSchema,
    }),
  ),
})

/** What a sweep is, as it stands in its folder, for it to be gone on with and reported from its trials. */
export type SweepRecord = z.infer<typeof recordSchema>
export type RecordedCell = SweepRecord['cells'][number]

/** `armsOf`: the names of the arms that race in a cell. */
export function recordOf(
  { axes, cells }: Sweep,
  quick: boolean,
  armsOf: (scenario: RecordedCell['scenario']) => readonly string[],
): SweepRecord {
  const folders = folderNames(cells.map(({ at }) => at))
  return {
    schema: RECORD_SCHEMA,
    name: cells[0]!.scenario.name,
    quick,
    axes: axes.map(({ path, values }) => ({ path, values: [...values] })),
    cells: cells.map(({ at, scenario }, index) => ({
      at: { ...at },
      folder: `cells/${folders[index]!}`,
      digest: digestOf(scenario),
      arms: [...armsOf(scenario)],
      scenario,
    })),
  }
}

/** Whether the one can be gone on with as the other: the same cells in the same places, whatever they are called. */
export function isSameSweep(one: SweepRecord, other: SweepRecord): boolean {
  const told = ({ quick, cells }: SweepRecord) => [
    quick,
    cells.map(({ folder, digest, arms }) => [folder, digest, arms]),
  ]
  return isDeepStrictEqual(told(one), told(other))
}

/** What of the code is not as it was, by name; also what is only in one of them. */
export function changedCode(before: RacedCode, now: RacedCode): string[] {
  const names = new Set([...Object.keys(before.own), ...Object.keys(now.own)])
  const own = [...names].filter((name) => before.own[name] !== now.own[name])
  return [...(before.utakata === now.utakata ? [] : ['utakata']), ...own]
}

/** The cells in the order in which they are run: shuffled, so that no value is measured first or last for being small or large. */
export function shuffledCells({ cells }: SweepRecord): RecordedCell[] {
  const { seed } = cells[0]!.scenario.world
  const draw = ({ folder }: RecordedCell) => drawUnits(seed, 'cell', folder)[0]
  return cells.toSorted((a, b) => draw(a) - draw(b))
}

/** The scenario of a cell, called by its place in the sweep as well. */
export function namedScenario({ scenario, at }: RecordedCell): RecordedCell['scenario'] {
  return { ...scenario, name: `${scenario.name}, ${formatCoordinates(at)}` }
}
