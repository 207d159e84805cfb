import { z } from 'zod'
import { emulationSchema } from '../trial/trial.ts'
import { coldRowSchema, meanSchema, phaseComparisonSchema, summarySchema } from './figure-schemas.ts'
import { inStep } from './in-step.ts'
import type { LambdaResult } from './lambda.ts'
import type { TracingResult } from './tracing.ts'

const warm = z.strictObject({
  variant: z.string(),
  memoryMb: z.number(),
  architecture: z.enum(['arm64', 'x86_64']),
  containers: z.number(),
  billedMs: summarySchema.optional(),
  aroundMs: summarySchema.optional(),
  maxMemoryMb: z.number().optional(),
  usdPerMillion: meanSchema.optional(),
})

const emulation = z.strictObject({
  ...emulationSchema.omit({ share: true }).shape,
  sizes: z.array(z.strictObject({ ...emulationSchema.shape.share.shape, memoryMb: z.number() })),
})

/** What a report tells of invocations of functions. */
export const lambdaSchema = inStep<LambdaResult>()(
  z.strictObject({
    warm: z.array(warm),
    cold: z.array(coldRowSchema),
    coldFailed: z.array(z.strictObject({ variant: z.string(), failed: z.number(), of: z.number() })),
    emulation: emulation.optional().describe('What stood in for Lambda.'),
    usd: z.number().optional().describe('What all invocations cost, cold ones too.'),
  }),
)

/** What it tells of their traces. */
export const tracingSchema = inStep<TracingResult>()(
  z.strictObject({
    crossCheck: z.strictObject({
      invocations: z.number(),
      matched: z.number(),
      isTooLittle: z.boolean(),
      unmatched: z.array(z.tuple([z.string(), z.number()])),
    }),
    phases: z.array(
      z.strictObject({
        variant: z.string(),
        containers: z.number(),
        totalMs: z.number(),
        phasesMs: z.record(z.string(), z.number()),
        meanConcurrency: z.number().optional(),
        comparison: phaseComparisonSchema.optional(),
      }),
    ),
  }),
)
