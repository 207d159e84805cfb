import { z } from 'zod'

const ends = { low: z.number(), high: z.number() }

export const intervalSchema = z.strictObject(ends).meta({ id: 'Interval' })

export const summarySchema = z
  .strictObject({ median: z.number(), interval: intervalSchema.optional(), count: z.number() })
  .meta({
    id: 'Summary',
    description: 'The middle of `count` values, with an interval of 95% where there are enough.',
  })

export const ratioSchema = z
  .strictObject({ ratio: z.number(), ...ends, blocks: z.number(), iterations: z.number(), alpha: z.number() })
  .meta({ id: 'Ratio', description: 'Over that of the reference; the interval may miss the truth with `alpha`.' })

export const meanSchema = z.strictObject({ mean: z.number(), interval: intervalSchema.optional() }).meta({ id: 'Mean' })

const tailEnd = { share: z.literal([0.9, 0.95, 0.99]), count: z.number() }

export const tailSchema = z
  .union([
    z.strictObject({ ...tailEnd, value: z.number(), ...ends }),
    z.strictObject({ ...tailEnd, valuesNeeded: z.number() }),
  ])
  .meta({ id: 'Tail', description: 'What so large a share stays below, or how many values it takes to tell.' })

const coldSummary = summarySchema
  .extend({ p90: z.strictObject({ value: z.number(), ...ends }).optional() })
  .meta({ id: 'ColdSummary' })

export const coldRowSchema = z
  .strictObject({
    variant: z.string(),
    count: z.number(),
    enough: z.boolean(),
    initMs: coldSummary.optional(),
    durationMs: coldSummary.optional(),
    makespanMs: coldSummary,
    billedMs: coldSummary.optional(),
    totalMs: coldSummary.optional(),
    coldOverWarm: z
      .strictObject({ ratio: z.number(), interval: intervalSchema.optional(), containers: z.number() })
      .optional(),
  })
  .meta({ id: 'ColdStarts', description: 'The cold starts of a variant.' })

const difference = z.strictObject({
  low: z.number().optional(),
  high: z.number().optional(),
  referenceMs: z.number(),
  candidateMs: z.number(),
  differenceMs: z.number(),
  containers: z.number(),
})

export const phaseComparisonSchema = z
  .strictObject({
    phases: z.array(difference.extend({ phase: z.string() })),
    total: difference,
    cause: z.string().optional(),
    why: z.literal(['few-blocks', 'no-difference', 'none-differs', 'spread', 'too-small']).optional(),
    differing: z.array(z.string()).optional(),
  })
  .meta({ id: 'PhaseComparison', description: 'Part by part, the time of a variant less that of the reference.' })

/** Whether something that ought not to matter changes the time of a variant. */
export const effectSchema = z.strictObject({
  variant: z.string(),
  ratio: z.number(),
  ...ends,
  blocks: z.number(),
  excludesOne: z.boolean(),
})
