import { createHash } from 'node:crypto'
import { z } from 'zod'
import { describeEnvironment } from '../trial/environment.ts'
import { count, instant, name, whole } from '../io/record-fields.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { costsSchema } from './costs.ts'

/** Costs with where and when they were measured. */
export const calibrationSchema = z.object({
  costs: costsSchema,
  /** What it holds for. */
  machine: z.object({ cpu: name, cores: count, node: name }),
  measuredAt: instant,
  /** How many measured runs of sequential it rests on; their warm-ups tell of hot steps. */
  runs: whole(0, 1e9),
  /** Load average of the last minute when it began. */
  load: count,
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
export function featuresOf({ world, check }: Scenario): string {
  const { items, https, hosts, fetchFaults } = world
  const { descriptionBytes, dueShare, recurringShare } = items
  const features = { check, https, hosts, descriptionBytes, dueShare, recurringShare, gzip: fetchFaults.gzip ?? 0 }
  return createHash('sha256').update(JSON.stringify(features)).digest('hex').slice(0, 12)
}
