import { z } from 'zod'
import { aaCheckSchema, sensitivityCheckSchema } from '../../io/controls.ts'
import type { Immutable } from '../../io/immutable.ts'
import { discardSchema } from '../../io/trial-reasons.ts'
import { trialSchema } from '../../trial/trial.ts'
import { JUDGEMENT_SCHEMA, unfitSchema, variantSchema } from '../comparison/judgement.ts'
import { meanSchema, ratioSchema, summarySchema, tailSchema } from '../figures.ts'
import { verdictSchema } from '../verdict.ts'

const trial = trialSchema.shape

const pace = z.union([
  z.strictObject({ code: z.enum(['keeps-up', 'inconclusive']) }),
  z.strictObject({ code: z.literal('falls-behind'), jobsPerMinute: z.number(), low: z.number(), high: z.number() }),
])

const loadVariant = z
  .strictObject({
    variant: z.string(),
    strategy: z.string(),
    role: trial.role,
    program: variantSchema.shape.program,
    limits: trial.limits,
    latencyMs: summarySchema.describe('From the instant a job was due to its end.'),
    tails: z.array(tailSchema),
    serviceMs: summarySchema.describe('Of the job alone.'),
    load: meanSchema.describe('Time that jobs take over the time between them.'),
    growthJobs: meanSchema.describe(
      'By how many jobs the backlog grew from the first quarter of a series to the last.',
    ),
    pace: pace.optional().describe('Absent where something keeps it from being judged.'),
    busyShare: z.number().describe("Of the time from the first job's begin to the last one's end, mean over blocks."),
    backlog: z
      .strictObject({ largest: z.number(), byJob: z.array(z.number()) })
      .describe('How many more jobs were due when a job began: the most, and by job the median over blocks.'),
    stoodStillMs: z
      .strictObject({ median: z.number(), mean: z.number(), longest: z.number() })
      .describe('How long the schedule was delayed before a job, for what the harness itself had to do.'),
    ratio: ratioSchema.optional().describe("Latency over that of the reference's same job."),
    serviceRatio: ratioSchema.optional().describe('The same of the job alone.'),
    verdict: verdictSchema.optional(),
    mockServerLag: z.number().optional().describe('Actual over planned delays: over 1.15 the server was too busy.'),
    failed: variantSchema.shape.failed,
  })
  .meta({ id: 'LoadVariant', description: 'One variant on the schedule, over the jobs of all blocks that count.' })

const recommendation = z.discriminatedUnion('code', [
  z.strictObject({ code: z.enum(['network-allowed', 'output-mismatch', 'reference-failed', 'nothing-judged']) }),
  z.strictObject({ code: z.literal('too-few-blocks'), needed: z.number().optional() }),
  z.strictObject({ code: z.literal('wait'), variants: z.array(z.string()) }),
  z.strictObject({
    code: z.literal('none-keeps-up'),
    nearest: z.string(),
    isCertain: z.boolean(),
    isByWebhook: z.boolean().describe("Whether the webhook's rate decides."),
  }),
  z.strictObject({
    code: z.literal('use'),
    variant: z.string(),
    close: z.array(z.string()),
    referenceFallsBehind: z.boolean(),
  }),
  z.strictObject({ code: z.literal('keep-reference') }),
  z.strictObject({ code: z.literal('keeps-up'), variants: z.array(z.string()) }),
])

/** What `report.json` is of jobs on a schedule. */
export const loadReportSchema = z
  .strictObject({
    schema: z.literal(JUDGEMENT_SCHEMA),
    kind: z.literal('load'),
    scenario: trial.scenario,
    environment: trial.environment,
    items: z.number(),
    everyMs: z.number(),
    jobs: z.number(),
    blocks: z.number().describe('That count: whole ones, in which the harness made no mistake.'),
    trials: z.number(),
    elapsedMs: z.number(),
    beganAt: z.string().describe('When the first run began, as ISO 8601 has it.'),
    look: z
      .strictObject({ blocks: z.number(), alpha: z.number() })
      .optional()
      .describe('Absent where fewer blocks were done than were planned: then nothing is judged.'),
    variants: z.array(loadVariant),
    aaCheck: aaCheckSchema,
    sensitivityCheck: sensitivityCheckSchema,
    deliveries: z.strictObject({
      same: z.boolean(),
      digest: z.string(),
      accepted: z.number(),
      duplicates: z.number(),
    }),
    throttled: z.number(),
    discardedBlocks: z.array(z.strictObject({ block: z.number(), reason: discardSchema })),
    recommendation,
    unfit: unfitSchema.optional(),
    exitCode: z.literal([0, 2, 5]),
  })
  .describe('report.json of utakata load. Times are in milliseconds.')

/** Everything that is known of jobs on a schedule, computed from trials alone. */
export type LoadResult = Immutable<z.infer<typeof loadReportSchema>>
export type LoadVariant = LoadResult['variants'][number]
export type LoadRecommendation = LoadResult['recommendation']
