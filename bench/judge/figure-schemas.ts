import { z } from 'zod'
import type { ColdRow } from '../statistics/cold-table.ts'
import type { RatioEstimate } from '../statistics/block-ratio.ts'
import type { Interval } from '../statistics/interval.ts'
import type { MeanEstimate } from '../statistics/mean-interval.ts'
import type { PhaseComparison } from '../statistics/phases.ts'
import type { PredecessorEffect } from '../statistics/predecessor.ts'
import type { Steadiness } from '../statistics/steadiness.ts'
import type { Summary } from '../statistics/summary.ts'
import type { Tail } from '../statistics/tails.ts'
import { inStep } from './in-step.ts'
import type { Result } from './result.ts'

const ends = { low: z.number(), high: z.number() }

export const intervalSchema = inStep<Interval>()(z.strictObject(ends).meta({ id: 'Interval' }))

export const summarySchema = inStep<Summary>()(
  z.strictObject({ median: z.number(), interval: intervalSchema.optional(), count: z.number() }).meta({
    id: 'Summary',
    description: 'The middle of `count` values, with an interval of 95 % where there are enough.',
  }),
)

export const ratioSchema = inStep<RatioEstimate>()(
  z
    .strictObject({ ratio: z.number(), ...ends, blocks: z.number(), iterations: z.number(), alpha: z.number() })
    .meta({ id: 'Ratio', description: 'Over that of the reference; the interval may miss the truth with `alpha`.' }),
)

export const meanSchema = inStep<MeanEstimate>()(
  z.strictObject({ mean: z.number(), interval: intervalSchema.optional() }).meta({ id: 'Mean' }),
)

const tailEnd = { share: z.literal([0.9, 0.95, 0.99]), count: z.number() }

export const tailSchema = inStep<Tail>()(
  z
    .union([
      z.strictObject({ ...tailEnd, value: z.number(), ...ends }),
      z.strictObject({ ...tailEnd, valuesNeeded: z.number() }),
    ])
    .meta({ id: 'Tail', description: 'What so large a share stays below, or how many values it takes to tell.' }),
)

const coldSummary = summarySchema
  .extend({ p90: z.strictObject({ value: z.number(), ...ends }).optional() })
  .meta({ id: 'ColdSummary' })

export const coldRowSchema = inStep<ColdRow>()(
  z
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
    .meta({ id: 'ColdStarts', description: 'The cold starts of an arm.' }),
)

const difference = z.strictObject({
  low: z.number().optional(),
  high: z.number().optional(),
  referenceMs: z.number(),
  candidateMs: z.number(),
  differenceMs: z.number(),
  containers: z.number(),
})

export const phaseComparisonSchema = inStep<PhaseComparison>()(
  z
    .strictObject({
      phases: z.array(difference.extend({ phase: z.string() })),
      total: difference,
      cause: z.string().optional(),
      why: z.literal(['few forks', 'no difference', 'none differs', 'spread', 'too small']).optional(),
      differing: z.array(z.string()).optional(),
    })
    .meta({ id: 'PhaseComparison', description: 'Part by part, the time of an arm less that of the reference.' }),
)

const effect = { variant: z.string(), ratio: z.number(), ...ends, blocks: z.number(), excludesOne: z.boolean() }

export const predecessorSchema = inStep<PredecessorEffect>()(z.strictObject(effect))

export const steadinessSchema = inStep<Steadiness>()(z.strictObject(effect))

const trouble = z.enum(['failed', 'late']).optional()

export const aaCheckSchema = inStep<Result['aaCheck']>()(
  z.strictObject({ passed: z.boolean(), trouble, sentence: z.string() }),
)

export const sensitivityCheckSchema = inStep<Result['sensitivityCheck']>()(
  z.strictObject({ found: z.boolean().optional(), trouble, sentence: z.string() }),
)
