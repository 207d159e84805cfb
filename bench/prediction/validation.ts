import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Machine } from './calibration.ts'

const errorsSchema = z.object({
  /** Of |predicted / measured - 1| over the cells: middle and 90th percentile. */
  medianError: z.number(),
  p90Error: z.number(),
  /** The middle of predicted / measured: below 1 where predictions are too short. */
  medianRatio: z.number(),
})

const range = z.object({ least: z.number(), most: z.number() })

/** How far predictions lay from what was measured afterwards, on cells that were drawn beforehand and not calibrated on. */
const validationSchema = z.object({
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

/** What comes with utakata, or was measured here by `npm run bench:prediction`; undefined where neither is there. */
export function readValidation(file: URL = FILE): Validation | undefined {
  return existsSync(file) ? validationSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

export function writeValidation(validation: Validation, file: URL = FILE): void {
  writeFileSync(file, `${JSON.stringify(validation, undefined, 2)}\n`)
}

/** What the errors beside predictions rest on, in words. */
export function describeValidation(validation: Validation | undefined, machine: Machine): string {
  if (!validation) return 'How far predictions are off was never measured: npm run bench:prediction does so.'
  const { cells, spans, measuredAt } = validation
  const span = ({ least, most }: z.infer<typeof range>) => `${+least.toPrecision(2)} to ${+most.toPrecision(2)}`
  const where = isSame(validation.machine, machine)
    ? 'on this machine'
    : `on ANOTHER MACHINE (${describeMachine(validation.machine)}), so that it may be more here; npm run bench:prediction measures it`
  return `error: middle of |predicted / measured - 1| in ${cells} cells of ${span(spans.feeds)} feeds, ${span(spans.delayMs)} ms and ${span(spans.kilobytes)} KB, drawn beforehand and not calibrated on, measured ${measuredAt.slice(0, 10)} ${where}.`
}

/** A machine in a few words. */
export function describeMachine({ cpu, cores, node }: Machine): string {
  return `${cpu}, ${cores} cores, Node ${node.replace(/^v/, '')}`
}

function isSame(a: Machine, b: Machine): boolean {
  return a.cpu === b.cpu && a.cores === b.cores && a.node === b.node
}
