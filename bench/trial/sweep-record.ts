import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { drawUnits } from '../../mock-server/delay.ts'
import { name, whole } from '../io/record-fields.ts'
import { digestOf, scenarioSchema } from '../scenario/scenario.ts'
import { MAX_CELLS } from '../scenario/axes.ts'
import type { Sweep } from '../scenario/cells.ts'
import { folderNames, formatCoordinates } from '../scenario/cell-labels.ts'

/** Raised whenever a field of `sweep.json` changes its meaning. */
const RECORD_SCHEMA = 2

const code = z.object({
  /** Of utakata itself. */
  utakata: name,
  /** Of the strategies of the user's own, by name. */
  own: z.record(name, name),
})

/** Digests of the code that is measured. */
export type MeasuredCode = z.infer<typeof code>

/** Deeper than any key of a scenario is. */
const MAX_DEPTH = 8

/** What a scenario may have at a key: a value, or a map of such. */
const value = z.unknown().transform((given, context) => {
  try {
    return escaped(given, MAX_DEPTH)
  } catch {
    context.addIssue('expected a value or a map of values')
    return z.NEVER
  }
})

function escaped(given: unknown, depth: number): unknown {
  if (typeof given === 'string') return name.parse(given)
  if (typeof given !== 'object' || given === null) return given
  if (depth === 0 || Array.isArray(given)) throw new RangeError('expected a map of values')
  return Object.fromEntries(Object.entries(given).map(([key, one]) => [name.parse(key), escaped(one, depth - 1)]))
}

const coordinates = z.record(name, value)

/** Below the folder of the sweep, and nowhere else: what is there is put aside when its cell is run again. */
const cellFolder = name.refine((folder) => /^cells\/[\w-][\w.-]*$/.test(folder), {
  error: 'expected a folder such as cells/01-items.count-10',
})

export const recordSchema = z.object({
  schema: z.literal(RECORD_SCHEMA),
  name,
  quick: z.boolean(),
  /** How many processes were asked for of each cell. */
  processes: whole(1, 1_000_000).optional(),
  /** The code its cells are measured with; absent in older records. */
  code: code.optional(),
  axes: z.array(z.object({ path: name, values: z.array(value).max(MAX_CELLS) })).max(100),
  cells: z
    .array(
      z.object({
        at: coordinates,
        /** Below the folder of the sweep; it holds the cell's trials. */
        folder: cellFolder,
        digest: name,
        /** What is measured there, with both checks. */
        variants: z.array(name).max(100),
        scenario: scenarioSchema,
      }),
    )
    .min(1)
    .max(MAX_CELLS),
})

/** What a sweep is, as it stands in its folder, for it to be gone on with and reported from its trials. */
export type SweepRecord = z.infer<typeof recordSchema>
export type RecordedCell = SweepRecord['cells'][number]

/** `variantsOf`: the names of the variants that are measured in a cell. */
export function recordOf(
  { axes, cells }: Sweep,
  { quick, processes }: { readonly quick: boolean; readonly processes?: number | undefined },
  variantsOf: (scenario: RecordedCell['scenario']) => readonly string[],
): SweepRecord {
  const folders = folderNames(cells.map(({ at }) => at))
  return {
    schema: RECORD_SCHEMA,
    name: cells[0]!.scenario.name,
    quick,
    ...(processes !== undefined && { processes }),
    axes: axes.map(({ path, values }) => ({ path, values: [...values] })),
    cells: cells.map(({ at, scenario }, index) => ({
      at: { ...at },
      folder: `cells/${folders[index]!}`,
      digest: digestOf(scenario),
      variants: [...variantsOf(scenario)],
      scenario,
    })),
  }
}

/** Whether the one can be gone on with as the other: the same cells in the same places, whatever they are called. */
export function isSameSweep(one: SweepRecord, other: SweepRecord): boolean {
  const identityOf = ({ quick, processes, cells }: SweepRecord) => [
    quick,
    processes,
    cells.map(({ folder, digest, variants }) => [folder, digest, variants]),
  ]
  return isDeepStrictEqual(identityOf(one), identityOf(other))
}

/** What of the code is not as it was, by name; also what is only in one of them. */
export function changedCode(before: MeasuredCode, now: MeasuredCode): string[] {
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
