import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { TRIAL_SCHEMA } from '../trial.ts'
import type { Calibration, Machine } from './calibration.ts'
import { costsSchema } from './costs.ts'

/** Where calibrations are kept, so that the next prediction answers at once. */
export const CALIBRATION_FILE = join('utakata-results', 'calibration.json')

/** Raised whenever the same costs would predict something else. */
const MODEL = 1

const calibrationSchema = z.object({
  costs: costsSchema,
  machine: z.object({ cpu: z.string(), cores: z.number(), node: z.string() }),
  measuredAt: z.string(),
  runs: z.number(),
  load: z.number(),
})
const fileSchema = z.record(z.string(), calibrationSchema)

/** What was measured on this machine for these features, by this model and with trials as they are now; undefined where nothing was. */
export function readCalibration(
  features: string,
  machine: Machine,
  file: string = CALIBRATION_FILE,
): Calibration | undefined {
  return readAll(file)[keyOf(features, machine)]
}

/** Keeps a calibration beside those of other machines and features. */
export function keepCalibration(features: string, calibration: Calibration, file: string = CALIBRATION_FILE): void {
  const all = { ...readAll(file), [keyOf(features, calibration.machine)]: calibration }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, `${JSON.stringify(all, undefined, 2)}\n`)
  renameSync(`${file}.part`, file)
}

/** Whatever cannot be read is measured again. */
function readAll(file: string): Record<string, Calibration> {
  if (!existsSync(file)) return {}
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}

function keyOf(features: string, { cpu, cores, node }: Machine): string {
  return [cpu, `${cores} cores`, node, `model ${MODEL}.${TRIAL_SCHEMA}`, features].join(', ')
}
