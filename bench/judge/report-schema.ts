import { z } from 'zod'
import { timeBreakdownSchema, trialSchema } from '../trial/trial.ts'
import { variantSchema, verdictSchema } from './variant-schema.ts'
import {
  coldRowSchema,
  aaCheckSchema,
  phaseComparisonSchema,
  sensitivityCheckSchema,
  predecessorSchema,
  ratioSchema,
  steadinessSchema,
} from './figure-schemas.ts'
import { lambdaSchema, tracingSchema } from './function-schemas.ts'
import { inStep } from './in-step.ts'
import type { OrderChecks } from './order-checks.ts'
import type { Pick } from './pick.ts'
import { REPORT_SCHEMA, type Result } from './result.ts'
import type { MeanTimeBreakdown } from './time-breakdowns.ts'

const trial = trialSchema.shape

const timeBreakdowns = inStep<MeanTimeBreakdown>()(
  z.strictObject({
    variant: z.string(),
    totalMs: z.number(),
    waitingMs: z.number(),
    cpuMs: z.number(),
    queueingMs: z.number(),
    startUpMs: z.number(),
    path: timeBreakdownSchema.shape.path,
    meanConcurrency: z.number(),
    gap: phaseComparisonSchema.optional(),
  }),
)

const order = inStep<OrderChecks>()(
  z.strictObject({ predecessors: z.array(predecessorSchema), steadiness: z.array(steadinessSchema) }),
)

const pick = inStep<Pick>()(
  z.strictObject({
    objective: z.string(),
    set: z.array(z.string()),
    unsure: z.array(z.string()),
    scored: z.array(z.strictObject({ variant: z.string(), ratio: ratioSchema, verdict: verdictSchema })),
    excluded: z.array(z.strictObject({ variant: z.string(), because: z.string(), isLimit: z.boolean() })),
  }),
)

/** A result as `report.json` holds it. Times are in milliseconds, memory in bytes, money in USD. */
const result = inStep<Result>()(
  z
    .strictObject({
      schema: z.literal(REPORT_SCHEMA),
      place: trial.place,
      scenario: trial.scenario,
      environment: trial.environment,
      feeds: z.number(),
      blocks: z.number(),
      iterationsCounted: z.number(),
      trials: z.number(),
      elapsedMs: z.number(),
      beganAt: z.string(),
      look: z.strictObject({ blocks: z.number(), alpha: z.number(), last: z.boolean() }).optional(),
      variants: z.array(variantSchema),
      aaCheck: aaCheckSchema,
      sensitivityCheck: sensitivityCheckSchema,
      deliveries: z.strictObject({
        by: trial.deliveries.shape.by,
        same: z.boolean(),
        digest: z.string(),
        accepted: z.number(),
        duplicates: z.number(),
      }),
      mock: z.strictObject({ ceiling: z.number().optional(), bound: z.boolean(), isKnown: z.boolean() }),
      throttled: z.number(),
      isBilled: z.boolean(),
      cold: z.array(coldRowSchema),
      timeBreakdowns: z.array(timeBreakdowns),
      order: order.optional(),
      pick: pick.optional(),
      lambda: lambdaSchema.optional(),
      tracing: tracingSchema.optional(),
      discardedIterations: z.array(z.string()),
      advice: z.string(),
      advised: z.string().optional(),
      exitCode: z.literal([0, 2, 5]),
    })
    .meta({ id: 'Result', description: 'Everything a report tells of one scenario, and of one size of memory.' }),
)

/** All that `report.json` may be: one result, or one for each size of memory. */
export const reportSchema = z
  .union([result, z.strictObject({ schema: z.literal(REPORT_SCHEMA), sizes: z.array(result) })])
  .describe('report.json of utakata. Times are in milliseconds, memory in bytes, money in USD.')
