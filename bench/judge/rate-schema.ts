import { z } from 'zod'
import type { PaceEstimate } from './load/pace.ts'
import { RATE_SCHEMA, type RateVariant, type RateResult } from './load/rate-result.ts'
import { trialSchema } from '../trial/trial.ts'
import { variantSchema, verdictSchema } from './variant-schema.ts'
import {
  aaCheckSchema,
  meanSchema,
  sensitivityCheckSchema,
  ratioSchema,
  summarySchema,
  tailSchema,
} from './figure-schemas.ts'
import { inStep } from './in-step.ts'

const trial = trialSchema.shape

const pace = inStep<PaceEstimate['pace']>()(
  z.union([
    z.strictObject({ word: z.enum(['keeps up', 'undecided']) }),
    z.strictObject({
      word: z.literal('falls behind'),
      jobsPerMinute: z.number(),
      low: z.number(),
      high: z.number(),
    }),
  ]),
)

const variant = inStep<RateVariant>()(
  z
    .strictObject({
      variant: z.string(),
      strategy: z.string(),
      role: trial.role,
      limits: trial.limits,
      latencyMs: summarySchema.describe('From the instant a job was due to its end.'),
      tails: z.array(tailSchema),
      serviceMs: summarySchema.describe('Of the job alone.'),
      load: meanSchema.describe('Time that jobs take over the time between them.'),
      growthJobs: meanSchema,
      pace: pace.optional(),
      busyShare: z.number(),
      backlog: z.strictObject({ largest: z.number(), byJob: z.array(z.number()) }),
      stoodStillMs: z
        .strictObject({ median: z.number(), mean: z.number(), longest: z.number() })
        .describe('How long the schedule stood still before a job, for what the harness itself had to do.'),
      ratio: ratioSchema.optional().describe("Latency over that of the reference's same job."),
      serviceRatio: ratioSchema.optional(),
      verdict: verdictSchema.optional(),
      mockServerLag: z.number().optional(),
      failed: variantSchema.shape.failed,
    })
    .meta({ id: 'RateArm', description: 'One arm on the schedule, over the jobs of all forks that count.' }),
)

/** What `report.json` is of jobs on a schedule. */
export const rateReportSchema = inStep<RateResult>()(
  z
    .strictObject({
      schema: z.literal(RATE_SCHEMA),
      kind: z.literal('rate'),
      scenario: trial.scenario,
      environment: trial.environment,
      feeds: z.number(),
      everyMs: z.number(),
      jobs: z.number(),
      blocks: z.number(),
      trials: z.number(),
      elapsedMs: z.number(),
      beganAt: z.string(),
      look: z.strictObject({ blocks: z.number(), alpha: z.number() }).optional(),
      variants: z.array(variant),
      aaCheck: aaCheckSchema,
      sensitivityCheck: sensitivityCheckSchema,
      deliveries: z.strictObject({
        same: z.boolean(),
        digest: z.string(),
        accepted: z.number(),
        duplicates: z.number(),
      }),
      throttled: z.number(),
      discardedBlocks: z.array(z.string()),
      advice: z.string(),
      exitCode: z.literal([0, 2, 5]),
    })
    .describe('report.json of utakata rate. Times are in milliseconds.'),
)
