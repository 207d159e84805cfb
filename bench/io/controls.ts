import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** How the two copies of the reference came out, as codes: reports have the words. */

/** Why the times of a copy of the reference prove nothing: runs of it failed, or the mock server was too late for it. */
const troubles = [
  z.strictObject({ code: z.literal('runs-failed'), failed: z.number(), of: z.number() }),
  z.strictObject({ code: z.literal('late'), mockServerLag: z.number() }),
] as const

/** What was not compared at all, or not yet. */
const unseen = z.strictObject({ code: z.enum(['absent', 'not-judged']) })

const estimate = { ratio: z.number(), low: z.number(), high: z.number() }

export const aaCheckSchema = z
  .discriminatedUnion('code', [
    unseen,
    ...troubles,
    z.strictObject({ code: z.enum(['passed', 'failed']), ...estimate }),
  ])
  .meta({ id: 'AaCheck', description: 'Whether two copies of the reference came out alike (negative control).' })

export const sensitivityCheckSchema = z
  .discriminatedUnion('code', [unseen, ...troubles, z.strictObject({ code: z.enum(['found', 'missed']), ...estimate })])
  .meta({
    id: 'SensitivityCheck',
    description:
      'Whether a slowed copy of the reference was seen to be slower (positive control): slowed by 10%, or for a gate by its smallest limit on time.',
  })

export type AaCheck = Immutable<z.infer<typeof aaCheckSchema>>
export type SensitivityCheck = Immutable<z.infer<typeof sensitivityCheckSchema>>

export interface Checks {
  readonly aaCheck: AaCheck
  readonly sensitivityCheck: SensitivityCheck
}

/** A check that has failed. */
export type FailedCheck = Pick<Checks, 'aaCheck'> | Pick<Checks, 'sensitivityCheck'>
