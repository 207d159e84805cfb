import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Place, middleOf } from '../judge/prediction/axis.ts'
import type { Machine } from './calibration.ts'
import { writeWhole } from '../io/write-whole.ts'
import { MODEL } from './costs.ts'
import type { Resolution } from '../judge/prediction/crossovers.ts'
import { kilobytesOf } from './simulated-feeds.ts'

const errorsSchema = z.object({
  /** Of |predicted / measured - 1| over the cells: middle and 90th percentile. */
  medianError: z.number(),
  p90Error: z.number(),
  /** The middle of predicted / measured: below 1 where predictions are too short. */
  medianRatio: z.number(),
  /** In how many cells it was measured. */
  cells: z.number(),
})

const range = z.object({ least: z.number(), most: z.number() })

/** How far predictions lay from what was measured afterwards, on cells that were drawn beforehand and not calibrated on. */
const validationSchema = z.object({
  /** The version of the model that predicted. */
  model: z.number(),
  cells: z.number(),
  seed: z.number(),
  scenario: z.string(),
  /** Least and most over the cells: feeds, middle delay in milliseconds, kilobytes a feed. */
  spans: z.object({ feeds: range, delayMs: range, kilobytes: range }),
  machine: z.object({ cpu: z.string(), cores: z.number(), node: z.string() }),
  measuredAt: z.string(),
  /** Load average before the first cell and after the last. */
  load: z.object({ before: z.number(), after: z.number() }),
  strategies: z.record(z.string(), errorsSchema),
})

export type Validation = z.infer<typeof validationSchema>

const FILE = new URL('validation.json', import.meta.url)

/** What comes with utakata, or was measured here by `npm run bench:prediction`; undefined where there is none of this model. */
export function readValidation(file: URL = FILE): Validation | undefined {
  if (!existsSync(file)) return undefined
  const { data } = validationSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return data?.model === MODEL ? data : undefined
}

export function writeValidation(validation: Validation, file: URL = FILE): void {
  writeWhole(fileURLToPath(file), `${JSON.stringify(validation, undefined, 2)}\n`)
}

/** What the errors beside predictions rest on, in words. */
export function describeValidation(validation: Validation | undefined, machine: Machine): string {
  if (!validation)
    return 'How far predictions of this version are off was never measured: npm run bench:prediction does so.'
  const { cells, scenario, spans, measuredAt } = validation
  const span = ({ least, most }: z.infer<typeof range>) => `${+least.toPrecision(2)} to ${+most.toPrecision(2)}`
  const where = isSame(validation.machine, machine)
    ? 'on this machine'
    : `on ANOTHER MACHINE (${describeMachine(validation.machine)}), so that it may be more here; npm run bench:prediction measures it`
  return `error: middle of |predicted / measured - 1| in ${cells} cells of ${scenario} with ${span(spans.feeds)} feeds, ${span(spans.delayMs)} ms and ${span(spans.kilobytes)} KB, drawn beforehand and not calibrated on, measured ${measuredAt.slice(0, 10)} ${where}.`
}

/** Whether a place lies among the cells that were measured, by its feeds, their delay and their size. */
export function isAmong({ spans }: Validation, { scenario: { world } }: Place): boolean {
  return (
    isWithin(spans.feeds, world.feeds.count) &&
    isWithin(spans.delayMs, middleOf(world.feedDelay)) &&
    isWithin(spans.kilobytes, kilobytesOf(world))
  )
}

function isWithin({ least, most }: z.infer<typeof range>, value: number): boolean {
  return value >= least && value <= most
}

/** What a place has and no cell that was measured had, in words. Cells have the rest of the demo. */
export function strangeIn({ scenario: { world, check }, limits }: Place): string[] {
  const { feedDelay, slackDelay, slackRate, bytesPerSecond, https, hosts, feeds } = world
  const { gzip = 0, ...faults } = world.feedFaults
  const features: readonly (readonly [words: string, isThere: boolean])[] = [
    ['HTTPS', https],
    ['a host for each feed', hosts === 'many'],
    ['a check in full', check === 'full'],
    ['compressed feeds', gzip > 0],
    ['feeds that go wrong', Object.values(faults).some((share) => share > 0)],
    ['bodies at a pace', bytesPerSecond !== undefined],
    ['a rate of Slack', slackRate !== undefined],
    ['more than half of the feeds due', feeds.dueShare > 0.5],
    ['posts slower than fetches', middleOf(slackDelay) > middleOf(feedDelay)],
    ['delays that are not lognormal', feedDelay.model !== 'lognormal'],
    ['limits that were set', Object.keys(limits).length > 0],
  ]
  return features.flatMap(([words, isThere]) => (isThere ? [words] : []))
}

/** Where no errors are known, two predictions that are closer than this are the same to whoever reads them. */
export const ALIKE = 0.01

/**
 * Predictions of two strategies are told apart where they are further apart than both may be off: the sum of their errors. A strategy
 * of which none is known counts as the worst of those that are.
 */
export function resolutionBy(validation: Validation | undefined): Resolution {
  const known = Object.values(validation?.strategies ?? {}).map(({ medianError }) => medianError)
  const worst = Math.max(0, ...known)
  const errorOf = (name: string) => validation?.strategies[name]?.medianError ?? worst
  return (a, b) => Math.max(ALIKE, errorOf(a) + errorOf(b))
}

/** A machine in a few words. */
export function describeMachine({ cpu, cores, node }: Machine): string {
  return `${cpu}, ${cores} cores, Node ${node.replace(/^v/, '')}`
}

function isSame(a: Machine, b: Machine): boolean {
  return a.cpu === b.cpu && a.cores === b.cores && a.node === b.node
}
