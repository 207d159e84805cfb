import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { medianDelayMs } from '../../../mock-server/delay.ts'
import type { Place } from './axis.ts'
import { writeWhole } from '../../io/write-whole.ts'
import { MODEL } from '../../model/costs.ts'
import { bodyKilobytesOf } from '../../model/simulated-feeds.ts'
import type { ErrorOfRatio } from '../sweep/best.ts'

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
  /** Least and most over the cells: items, middle delay in milliseconds, kilobytes an item. */
  spans: z.object({ items: range, delayMs: range, kilobytes: range }),
  machine: z.object({ cpu: z.string(), cores: z.number(), node: z.string() }),
  measuredAt: z.string(),
  /** Load average before the first cell and after the last. */
  load: z.object({ before: z.number(), after: z.number() }),
  strategies: z.record(z.string(), errorsSchema),
})

export type Validation = z.infer<typeof validationSchema>

export const VALIDATION_FILE = new URL('validation.json', import.meta.url)
/** Of jobs of a user's own. */
export const OWN_VALIDATION_FILE = new URL('own-validation.json', import.meta.url)

/** What comes with utakata, or was measured here by `npm run bench:prediction`; undefined where there is none of this model. */
export function readValidation(file: URL = VALIDATION_FILE): Validation | undefined {
  if (!existsSync(file)) return undefined
  const { data } = validationSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return data?.model === MODEL ? data : undefined
}

export function writeValidation(validation: Validation, file: URL = VALIDATION_FILE): void {
  writeWhole(fileURLToPath(file), `${JSON.stringify(validation, undefined, 2)}\n`)
}

/** Whether a place lies among the cells that were measured, by its items, their delay and their size. */
export function isAmong({ spans }: Validation, { scenario }: Place): boolean {
  const { world } = scenario
  return (
    isWithin(spans.items, world.items.count) &&
    isWithin(spans.delayMs, medianDelayMs(world.fetchDelay)) &&
    // As the spans are kept: a size that was measured lies among them.
    isWithin(spans.kilobytes, Math.round(bodyKilobytesOf(scenario) * 10) / 10)
  )
}

function isWithin({ least, most }: z.infer<typeof range>, value: number): boolean {
  return value >= least && value <= most
}

/** What a world may have that no cell of a validation had. Cells have the rest of the demo. */
export type Feature =
  | 'https'
  | 'host-per-item'
  | 'full-check'
  | 'check-cpu'
  | 'compressed-items'
  | 'fetch-faults'
  | 'paced-bodies'
  | 'notify-rate'
  | 'many-due'
  | 'slow-posts'
  | 'other-delays'
  | 'limits'

/** What a place has and no cell that was measured had. */
export function untestedIn({ scenario: { world, job, check, checkCpuMs = 0 }, limits }: Place): Feature[] {
  const { fetchDelay, notifyDelay, notifyRate, bytesPerSecond, https, hosts, items } = world
  const { gzip = 0, ...faults } = world.fetchFaults
  const features: Readonly<Record<Feature, boolean>> = {
    https,
    'host-per-item': hosts === 'many',
    'full-check': check === 'full',
    'check-cpu': checkCpuMs > 0,
    'compressed-items': gzip > 0,
    'fetch-faults': Object.values(faults).some((share) => share > 0),
    'paced-bodies': bytesPerSecond !== undefined,
    'notify-rate': notifyRate !== undefined,
    'many-due': job === undefined && items.dueShare > 0.5,
    'slow-posts': medianDelayMs(notifyDelay) > medianDelayMs(fetchDelay),
    'other-delays': fetchDelay.model !== 'lognormal',
    limits: Object.keys(limits).length > 0,
  }
  return (Object.keys(features) as Feature[]).filter((feature) => features[feature])
}

/** Where no errors are known, two predictions that are closer than this are the same to whoever reads them. */
export const ALIKE = 0.01

/**
 * Predictions of two strategies differ where they are further apart than both may be off: the sum of their errors. A strategy
 * of which none is known counts as the worst of those that are.
 */
export function errorOfRatioBy(validation: Validation | undefined): ErrorOfRatio {
  const known = Object.values(validation?.strategies ?? {}).map(({ medianError }) => medianError)
  const worst = Math.max(0, ...known)
  const errorOf = (name: string) => validation?.strategies[name]?.medianError ?? worst
  return (one, other) => Math.log1p(Math.max(ALIKE, errorOf(one) + errorOf(other)))
}
