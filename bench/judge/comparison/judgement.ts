import { z } from 'zod'
import { aaCheckSchema, sensitivityCheckSchema } from '../../io/controls.ts'
import type { Immutable } from '../../io/immutable.ts'
import { discardSchema, faultSchema, untracedSchema } from '../../io/trial-reasons.ts'
import { emulationSchema, invocationSchema, timeBreakdownSchema, trialSchema } from '../../trial/trial.ts'
import {
  coldRowSchema,
  effectSchema,
  intervalSchema,
  meanSchema,
  phaseComparisonSchema,
  ratioSchema,
  summarySchema,
  tailSchema,
} from '../figures.ts'
import { verdictCodeSchema, verdictSchema } from '../verdict.ts'

/** Raised whenever a field of a judgement changes its meaning. */
export const JUDGEMENT_SCHEMA = 6

const trial = trialSchema.shape

const remedySchema = z.enum([
  'close-other-programs',
  'more-blocks',
  'more-blocks-without-quick',
  'more-containers',
  'wider-margin',
  'longer-delays',
  'fix-copy',
])

/** Why only what lies wholly beyond the margin may be said, and what may help. */
export const unfitSchema = z.strictObject({
  cause: z.enum(['no-copy', 'copy-failed', 'copy-late', 'noise']),
  remedies: z.array(remedySchema),
})

export const constraintsSchema = z.strictObject({
  rssBytes: z.number().optional(),
  eventLoopDelayMs: z.number().optional(),
  inFlight: z.number().optional(),
  failures: z.number().optional(),
})

export const exclusionSchema = z
  .strictObject({
    variant: z.string(),
    reason: z.discriminatedUnion('code', [
      z.strictObject({ code: z.literal('verdict'), verdict: verdictCodeSchema }),
      z.strictObject({ code: z.literal('no-notification') }),
      z.strictObject({ code: z.literal('no-cost') }),
      z.strictObject({
        code: z.literal('constraint'),
        constraint: constraintsSchema.keyof(),
        limit: z.number(),
        largest: z.number().optional().describe('Of any run; absent where a run does not report it.'),
      }),
    ]),
  })
  .meta({ id: 'Exclusion', description: 'Beyond a constraint, or not to be judged.' })

const selectionSchema = z.strictObject({
  objective: z.string(),
  constraints: constraintsSchema,
  best: z
    .array(z.string())
    .describe(
      'Those without a significant difference from the best, the simplest first; none where nothing is significantly better than the reference.',
    ),
  unclear: z
    .array(z.string())
    .describe(
      'Without a significant difference from the best either, yet not significantly better than the reference.',
    ),
  scored: z.array(z.strictObject({ variant: z.string(), ratio: ratioSchema, verdict: verdictSchema })),
  excluded: z.array(exclusionSchema),
})

const recommendationSchema = z
  .discriminatedUnion('code', [
    z.strictObject({
      code: z.enum([
        'network-allowed',
        'output-mismatch',
        'reference-failed',
        'mock-server-saturated',
        'insufficient-traces',
      ]),
    }),
    z.strictObject({
      code: z.literal('too-few-blocks'),
      needed: z.number().optional().describe('Of containers of each variant; absent on this machine.'),
      isPlanned: z.boolean().describe('Whether they come by themselves where it runs to its end.'),
    }),
    z.strictObject({
      code: z.literal('wait'),
      variants: z.array(z.string()).describe('May be better still, but the mock server was too late for them.'),
    }),
    z.strictObject({
      code: z.literal('use'),
      variant: z.string(),
      alike: z.array(z.string()),
      unclear: z.array(z.string()),
    }),
    z.strictObject({ code: z.literal('no-candidates'), hasBaseline: z.boolean() }),
    z.strictObject({
      code: z.literal('none-eligible'),
      isReferenceOut: z.boolean().describe('Whether the reference itself is beyond a constraint.'),
      isByConstraints: z.boolean().describe('Whether constraints alone leave nothing.'),
    }),
    z.strictObject({ code: z.literal('keep-reference'), closest: z.string() }),
    z.strictObject({
      code: z.literal('inconclusive'),
      closest: z.string(),
      next: z.enum(['without-quick', 'quieter-machine']).optional(),
    }),
  ])
  .meta({ id: 'Recommendation' })

export const variantSchema = z
  .strictObject({
    variant: z.string(),
    strategy: z.string(),
    role: trial.role,
    program: z
      .strictObject({
        digest: z.string().optional().describe('Of its command and of the files that it names.'),
        protocolMs: summarySchema
          .optional()
          .describe('Of a job of no items, right after each run: about what the protocol takes.'),
      })
      .optional()
      .describe('Of a program in place of a strategy.'),
    limits: trial.limits,
    makespanMs: summarySchema.describe(
      'A run that failed counts with the time after which it was given up, as longer than any other.',
    ),
    samplesMs: z.array(z.number()).describe('The makespan of every run without faults, by block, then iteration.'),
    samplesFailed: z.number().describe('How many more measured runs there were, which failed.'),
    meanMs: meanSchema.describe('What a run costs in the long run follows the mean: over blocks, or containers.'),
    tails: z.array(tailSchema),
    ratio: ratioSchema
      .optional()
      .describe('Time over that of the reference in the same iteration; absent of the reference and below two blocks.'),
    costRatio: ratioSchema
      .optional()
      .describe('Mean cost over that of the reference: of what was billed, else of time.'),
    verdict: verdictSchema.optional(),
    letters: z
      .string()
      .optional()
      .describe('Two variants that share a letter are in one tie group; absent before the first look.'),
    verdictWithoutOutliers: verdictCodeSchema
      .optional()
      .describe('What it would be without the iterations that stand out, where it is another one.'),
    overIdeal: summarySchema.optional().describe('Makespan over ideal time of the same run.'),
    computedUsdPerMillion: z
      .number()
      .optional()
      .describe(
        'Of a million runs, if Lambda billed the mean one, in whole milliseconds, with the memory of one vCPU.',
      ),
    measuredOverPredicted: z
      .number()
      .optional()
      .describe('Median over iterations, predicted from the runs of sequential of the same comparison.'),
    firstNotificationMs: summarySchema.optional(),
    medianNotificationMs: summarySchema.optional(),
    eventLoopDelayMs: summarySchema.optional().describe('Absent of a program or a function that does not report it.'),
    cpuMs: summarySchema,
    peakRssBytes: summarySchema,
    peakConnections: z.number().optional(),
    mockServerLag: z
      .number()
      .optional()
      .describe('Ideal time from actual delays, over that from planned ones: over 1.15 the server was too busy.'),
    failed: z.strictObject({
      trials: z.number(),
      of: z.number(),
      rate: intervalSchema,
      reasons: z.array(faultSchema).describe('The first few of different ones.'),
    }),
    failures: z.record(z.string(), z.number()).describe('How often in a run, means, by step and kind.'),
    firstIterationCpu: z
      .number()
      .optional()
      .describe("First kept iteration's CPU over the median of the later ones: over 1.5 the warm-up was too short."),
    outliers: z
      .array(z.strictObject({ block: z.number(), iteration: z.number(), makespanMs: z.number() }))
      .describe('Runs that stand out; they are counted like all others.'),
  })
  .meta({ id: 'Variant', description: 'One variant, over its measured runs in iterations that count.' })

const timeBreakdown = z.strictObject({
  variant: z.string(),
  totalMs: z.number(),
  waitingMs: z.number(),
  cpuMs: z.number(),
  queueingMs: z.number(),
  startUpMs: z.number(),
  path: timeBreakdownSchema.shape.path,
  meanConcurrency: z.number(),
  gap: phaseComparisonSchema.optional().describe('With the reference, part by part.'),
})

const warm = z.strictObject({
  variant: z.string(),
  memoryMb: z.number(),
  architecture: z.enum(['arm64', 'x86_64']).optional(),
  containers: z.number(),
  billedMs: summarySchema.optional(),
  aroundMs: summarySchema
    .optional()
    .describe('Between the makespan and what its caller waited: handler, runtime, service and network.'),
  maxMemoryMb: z.number().optional(),
  usdPerMillion: meanSchema.optional().describe('Of the mean of what was billed, requests included.'),
})

const emulation = z.strictObject({
  ...emulationSchema.omit({ share: true }).shape,
  sizes: z.array(z.strictObject({ ...emulationSchema.shape.share.shape, memoryMb: z.number() })),
})

const lambdaSchema = z.strictObject({
  warm: z.array(warm),
  cold: z.array(coldRowSchema),
  coldFailed: z.array(z.strictObject({ variant: z.string(), failed: z.number(), of: z.number() })),
  emulation: emulation.optional().describe('What stood in for Lambda.'),
  usd: z.number().optional().describe('What all invocations cost, cold ones too.'),
  timedBy: z
    .array(invocationSchema.shape.timedBy.unwrap())
    .optional()
    .describe('Who said how long the measured invocations took; absent where that was not recorded.'),
})

const unmatchedSchema = z.strictObject({
  reason: z.discriminatedUnion('code', [
    z.strictObject({ code: z.enum(['no-trace', 'other-count-in-trace', 'other-count-in-deliveries']) }),
    z.strictObject({ code: z.literal('untraced'), untraced: untracedSchema }),
  ]),
  invocations: z.number(),
})

const tracingSchema = z.strictObject({
  by: z
    .literal('spans')
    .optional()
    .describe('By spans of OpenTelemetry, which know of the handler alone; absent where it was X-Ray.'),
  crossCheck: z.strictObject({
    invocations: z.number(),
    matched: z.number().describe('Those whose trace is whole and that all accounts say the same of.'),
    isTooLittle: z.boolean().describe('Whether so few are matched that nothing is said of speed.'),
    unmatched: z.array(unmatchedSchema).describe('The most frequent first.'),
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
})

const comparisonSchema = z
  .strictObject({
    schema: z.literal(JUDGEMENT_SCHEMA),
    kind: z.literal('comparison'),
    target: trial.target,
    scenario: trial.scenario,
    environment: trial.environment,
    items: z.number(),
    blocks: z.number(),
    iterationsCounted: z.number(),
    trials: z.number(),
    elapsedMs: z.number(),
    beganAt: z.string().describe('When the first run began, as ISO 8601 has it.'),
    look: z
      .strictObject({ blocks: z.number(), alpha: z.number(), last: z.boolean() })
      .optional()
      .describe('The level of the whole comparison at this look; absent before the first.'),
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
    mock: z.strictObject({
      ceiling: z
        .number()
        .optional()
        .describe('What the server could answer a second at most, over what the fastest variant requested a second.'),
      bound: z.boolean().describe('Whether the server limits every variant.'),
      isKnown: z.boolean().describe('Whether it said anything at all.'),
    }),
    throttled: z.number(),
    isBilled: z.boolean().describe('Whether costs are of dollars that were billed; of time otherwise.'),
    cold: z.array(coldRowSchema).describe('First runs of fresh processes on this machine.'),
    timeBreakdowns: z.array(timeBreakdown),
    order: z
      .strictObject({ predecessors: z.array(effectSchema), steadiness: z.array(effectSchema) })
      .optional()
      .describe('Absent where the order of runs says nothing: below two blocks, and where runs are invocations.'),
    pick: selectionSchema.optional().describe('Absent before the first look.'),
    lambda: lambdaSchema.optional(),
    tracing: tracingSchema.optional(),
    discardedIterations: z.array(
      z.strictObject({
        block: z.number(),
        iteration: z.number(),
        reason: discardSchema,
      }),
    ),
    recommendation: recommendationSchema,
    unfit: unfitSchema.optional(),
    exitCode: z.literal([0, 2, 5]),
  })
  .meta({ id: 'Comparison', description: 'One scenario, and one size of memory, judged.' })

/** All that `report.json` may be of a comparison: one, or one for each size of memory. */
export const comparisonReportSchema = z
  .union([
    comparisonSchema,
    z.strictObject({ schema: z.literal(JUDGEMENT_SCHEMA), kind: z.literal('sizes'), sizes: z.array(comparisonSchema) }),
  ])
  .describe('report.json of utakata. Times are in milliseconds, memory in bytes, money in USD.')

export type Result = Immutable<z.infer<typeof comparisonSchema>>
export type VariantResult = Immutable<z.infer<typeof variantSchema>>
export type Remedy = z.infer<typeof remedySchema>
export type Unfit = Immutable<z.infer<typeof unfitSchema>>
export type Exclusion = Immutable<z.infer<typeof exclusionSchema>>
export type Selection = Immutable<z.infer<typeof selectionSchema>>
export type Recommendation = Immutable<z.infer<typeof recommendationSchema>>
export type MeanTimeBreakdown = Immutable<z.infer<typeof timeBreakdown>>
export type LambdaResult = Immutable<z.infer<typeof lambdaSchema>>
export type Emulation = Immutable<z.infer<typeof emulation>>
export type TracingResult = Immutable<z.infer<typeof tracingSchema>>
export type UnmatchedReason = TracingResult['crossCheck']['unmatched'][number]['reason']
export type PhaseRow = TracingResult['phases'][number]
