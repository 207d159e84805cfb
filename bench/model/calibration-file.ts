import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { readTextFile } from '../io/read-file.ts'
import { digestOfCode } from '../trial/code-digest.ts'
import { writeWhole } from '../io/write-whole.ts'
import { type Calibration, calibrationSchema, isBusy, type Machine } from './calibration.ts'

/** Where calibrations are kept, so that the next prediction answers at once. */
export const CALIBRATION_FILE = join('utakata-results', 'calibration.json')

/** Some kB for each machine and version. */
const MAX_BYTES = 16_000_000

const fileSchema = z.record(z.string(), z.unknown())

/** What was measured on this machine for these features, by the code as it is now; undefined where nothing was. */
export function readCalibration(
  features: string,
  machine: Machine,
  file: string = CALIBRATION_FILE,
): Calibration | undefined {
  return calibrationSchema.safeParse(readAll(file)[keyOf(features, machine)]).data
}

/** Keeps a calibration beside those of other machines, features and versions; not that of a busy machine. */
export function keepCalibration(features: string, calibration: Calibration, file: string = CALIBRATION_FILE): void {
  if (isBusy(calibration)) return
  const all = { ...readAll(file), [keyOf(features, calibration.machine)]: calibration }
  mkdirSync(dirname(file), { recursive: true })
  writeWhole(file, `${JSON.stringify(all, undefined, 2)}\n`)
}

/** Whatever cannot be read is measured again. */
function readAll(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {}
  try {
    return fileSchema.parse(JSON.parse(readTextFile(file, { mostBytes: MAX_BYTES })))
  } catch {
    return {}
  }
}

function keyOf(features: string, { cpu, cores, node }: Machine): string {
  return [cpu, `${cores} cores`, node, digestOfCode(), features].join(', ')
}
