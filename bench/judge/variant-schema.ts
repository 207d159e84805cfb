import { z } from 'zod'
import { trialSchema } from '../trial/trial.ts'
import type { Verdict } from './verdict.ts'
import { intervalSchema, meanSchema, ratioSchema, summarySchema, tailSchema } from './figure-schemas.ts'
import { inStep } from './in-step.ts'
import type { VariantResult } from './result.ts'

const trial = trialSchema.shape

const word = z.enum([
  'faster',
  'slower',
  'equivalent',
  'faster, size unsure',
  'slower, size unsure',
  'undecided',
  'wrong output',
  'unreliable',
  'server-bound',
  'untraced',
])

export const verdictSchema = inStep<Verdict>()(
  z
    .strictObject({
      word,
      moreBlocks: z.number().optional(),
      moreMs: z.number().optional(),
      because: z.string().optional(),
    })
    .meta({ id: 'Verdict', description: 'What may be said of an arm against the reference.' }),
)

/** A variant as `report.json` holds it. */
export const variantSchema = inStep<VariantResult>()(
  z
    .strictObject({
      variant: z.string(),
      strategy: z.string(),
      role: trial.role,
      limits: trial.limits,
      makespanMs: summarySchema,
      samplesMs: z.array(z.number()).describe('Every makespan of a run without faults, by fork, then round.'),
      samplesFailed: z.number().describe('How many more measured runs there were, which failed.'),
      meanMs: meanSchema,
      tails: z.array(tailSchema),
      ratio: ratioSchema.optional().describe('Time over that of the reference in the same round.'),
      costRatio: ratioSchema.optional().describe('Mean cost over that of the reference.'),
      verdict: verdictSchema.optional(),
      letters: z.string().optional().describe('Two arms that share a letter cannot be told apart.'),
      wordWithoutOutliers: word.optional(),
      overIdeal: summarySchema.optional(),
      computedUsdPerMillion: z.number().optional(),
      measuredOverPredicted: z.number().optional(),
      firstNotificationMs: summarySchema.optional(),
      medianNotificationMs: summarySchema.optional(),
      eventLoopDelayMs: summarySchema,
      cpuMs: summarySchema,
      peakRssBytes: summarySchema,
      peakConnections: z.number().optional(),
      mockServerLag: z.number().optional(),
      failed: z.strictObject({
        trials: z.number(),
        of: z.number(),
        rate: intervalSchema,
        reasons: z.array(z.string()),
      }),
      failures: z.record(z.string(), z.number()).describe('How often in a run, means, by step and kind.'),
      firstIterationCpu: z.number().optional(),
      outliers: z
        .array(z.strictObject({ block: z.number(), iteration: z.number(), makespanMs: z.number() }))
        .describe('Runs that stand out; they are counted like all others.'),
    })
    .meta({ id: 'Arm', description: 'One arm of the race, over its measured runs in rounds that count.' }),
)
