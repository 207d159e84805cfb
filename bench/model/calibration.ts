import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { readTextFile } from '../io/read-file.ts'
import { count, instant, name, whole } from '../io/record-fields.ts'
import { writeWhole } from '../io/write-whole.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { digestOfCode } from '../trial/code-digest.ts'
import { describeEnvironment } from '../trial/environment.ts'
import { costsSchema } from './costs.ts'

/** Costs with where and when they were measured. */
const calibrationSchema = z.object({
  costs: costsSchema,
  /** What it holds for. */
  machine: z.object({ cpu: name, cores: count, node: name }),
  measuredAt: instant,
  /** How many measured runs of sequential it rests on; their warm-ups show what hot steps cost. */
  runs: whole(0, 1e9),
  /** Load average of the last minute when it began. */
  load: count,
  /** Of a job of a user's own: predicted over measured times of strategies of ours, by name, in a setting that it does not rest on. */
  held: z.record(z.string(), z.number()).optional(),
})

export type Calibration = z.infer<typeof calibrationSchema>
export type Machine = Calibration['machine']

/** From here on other programs' time is in it: most of the processors have something to do. */
export function isBusy({ load, machine }: Pick<Calibration, 'load' | 'machine'>): boolean {
  return load > MAX_LOAD * machine.cores
}

const MAX_LOAD = 0.75

export function thisMachine(): Machine {
  const { cpu, cores, node } = describeEnvironment()
  return { cpu, cores, node }
}

/** What of a scenario decides the costs of its steps: neither how many feeds there are, nor how long servers hold. */
export function featuresOf({ world, check, codeDigest, itemProfile }: Scenario): string {
  const { items, https, hosts, fetchFaults } = world
  const { descriptionBytes, dueShare, recurringShare } = items
  const ofCalendars = { check, descriptionBytes, dueShare, recurringShare, gzip: fetchFaults.gzip ?? 0 }
  // Of few items not all bodies were measured.
  const ofOwnJob = { codeDigest, bodies: itemProfile?.length }
  const features = { https, hosts, ...(codeDigest === undefined ? ofCalendars : ofOwnJob) }
  return createHash('sha256').update(JSON.stringify(features)).digest('hex').slice(0, 12)
}

/** Where calibrations are kept, so that the next prediction answers at once. */
export const CALIBRATION_FILE = join('utakata-results', 'calibration.json')

/** Some kB for each machine and version. */
const MAX_FILE_BYTES = 16_000_000

const calibrationsSchema = z.record(z.string(), z.unknown())

/** What was measured on this machine for these features, by the code as it is now; undefined where nothing was. */
export function readCalibration(
  features: string,
  machine: Machine,
  file: string = CALIBRATION_FILE,
): Calibration | undefined {
  return calibrationSchema.safeParse(readCalibrations(file)[keyFor(features, machine)]).data
}

/** Keeps a calibration beside those of other machines, features and versions; not that of a busy machine. */
export function keepCalibration(features: string, calibration: Calibration, file: string = CALIBRATION_FILE): void {
  if (isBusy(calibration)) return
  const all = { ...readCalibrations(file), [keyFor(features, calibration.machine)]: calibration }
  mkdirSync(dirname(file), { recursive: true })
  writeWhole(file, `${JSON.stringify(all, undefined, 2)}\n`)
}

/** Whatever cannot be read is measured again. */
function readCalibrations(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {}
  try {
    return calibrationsSchema.parse(JSON.parse(readTextFile(file, { mostBytes: MAX_FILE_BYTES })))
  } catch {
    return {}
  }
}

function keyFor(features: string, { cpu, cores, node }: Machine): string {
  return [cpu, `${cores} cores`, node, digestOfCode(), features].join(', ')
}
