import { z } from 'zod'
import type { Immutable } from '../../io/immutable.ts'
import { JUDGEMENT_SCHEMA } from '../comparison/judgement.ts'
import { summarySchema } from '../figures.ts'
import { verdictSchema } from '../verdict.ts'

const share = z.strictObject({ count: z.number(), of: z.number(), low: z.number(), high: z.number() })

const tail = z
  .union([
    z.strictObject({ share: z.literal([0.9, 0.95, 0.99]), value: z.number() }),
    z.strictObject({ share: z.literal([0.9, 0.95, 0.99]), valuesNeeded: z.number() }),
  ])
  .meta({ id: 'LoggedTail', description: 'What so large a share stays below, or how many values it takes to tell.' })

const container = z.strictObject({
  container: z.string().describe('As the name of its log stream ends.'),
  version: z.string(),
  invocations: z.number(),
  begin: z.enum(['cold', 'first-seen']).describe('Whether its first invocation in the span shows an initialization.'),
  initMs: z.number().optional(),
  warm: z.number().describe('Warm invocations that succeeded.'),
  warmMs: z.number().optional().describe('Geometric mean of their durations.'),
  billedMs: z.number(),
  maxMemoryMb: z.number(),
  failed: z.number(),
  firstAt: z.string().describe('When its first invocation in the span ended, as ISO 8601 has it.'),
  lastAt: z.string(),
})

const part = z.enum(['before', 'after', 'against'])

const loggedVariant = z
  .strictObject({
    name: z.string().describe('The function, with the version and the memory size where there are several.'),
    functionName: z.string(),
    part: part.optional().describe('Of two spans of time that are compared; absent of the only or the main one.'),
    span: z.strictObject({ from: z.string(), until: z.string() }),
    versions: z.array(z.string()),
    memoryMb: z.number(),
    formats: z.array(z.enum(['text', 'json'])),
    invocations: z.strictObject({
      count: z.number(),
      cold: z.number().describe('With an initialization or a restore.'),
      firstSeen: z
        .number()
        .describe(
          'The first of a container in the span, without an initialization: the container was there before, or was initialized in advance.',
        ),
      warm: z.number(),
    }),
    containers: z.number(),
    warmMs: summarySchema
      .optional()
      .describe('Duration of warm invocations that succeeded: the geometric mean of each container.'),
    warmInvocationMs: z
      .strictObject({ median: z.number(), count: z.number(), tails: z.array(tail) })
      .optional()
      .describe('The same over all invocations, whatever their container.'),
    cold: z.strictObject({
      initMs: summarySchema.optional(),
      restoreMs: summarySchema.optional(),
      durationMs: summarySchema.optional().describe('Of the handler, without the initialization.'),
    }),
    firstSeenMs: summarySchema.optional(),
    billed: z.strictObject({
      ms: z.number().describe('Of all invocations together.'),
      meanMs: z.number(),
      gbSeconds: z.number().describe('Logs do not tell the architecture, and so no price.'),
    }),
    memory: z.strictObject({ maxUsedMb: z.number(), ofSize: z.number() }),
    failed: share.describe('Errors and timeouts, with a Wilson interval of 95%.'),
    timedOut: z.number(),
    failedStarts: z.number().optional().describe('Of containers of the function in the span, whatever their size.'),
    perContainer: z.array(container),
  })
  .meta({ id: 'LoggedVariant', description: 'The invocations of one function, version, size and span of time.' })

const compared = z
  .discriminatedUnion('code', [
    z.strictObject({
      code: z.literal('judged'),
      ratio: z.number(),
      low: z.number(),
      high: z.number(),
      alpha: z.number(),
      containers: z.strictObject({ variant: z.number(), reference: z.number() }),
      verdict: verdictSchema,
    }),
    z.strictObject({
      code: z.literal('too-few-containers'),
      containers: z.strictObject({ variant: z.number(), reference: z.number() }),
      needed: z.number(),
    }),
  ])
  .meta({
    id: 'LoggedComparison',
    description:
      'Geometric means of containers, over that of the reference, as independent samples (Welch); the intervals hold together at 95%.',
  })

const caution = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('memory-differs'), variantMb: z.number(), referenceMb: z.number() }),
  z.strictObject({ code: z.literal('containers-in-both'), count: z.number() }),
])

const comparison = z.strictObject({
  variant: z.string(),
  part: part.optional(),
  warm: compared.describe('Durations of warm invocations.'),
  init: compared.describe('Initializations of cold starts.'),
  cold: compared.describe('Durations of cold invocations, without the initialization.'),
  cautions: z.array(caution),
})

/** What `utakata logs` knows of functions. */
export const logsReportSchema = z
  .strictObject({
    schema: z.literal(JUDGEMENT_SCHEMA),
    kind: z.literal('logs'),
    source: z.literal('log').describe("Where every number comes from: Lambda's own lines in CloudWatch Logs."),
    target: z.enum(['lab', 'aws']),
    margin: z.number(),
    variants: z.array(loggedVariant),
    missing: z
      .array(z.strictObject({ name: z.string(), part: part.optional() }))
      .describe('What was asked for and has no invocation.'),
    reference: z.strictObject({ variant: z.string(), part: part.optional() }).optional(),
    comparisons: z.array(comparison).describe('Observed traffic: payloads and load may differ, and are no experiment.'),
    oddities: z.strictObject({
      torn: z.number().describe('Reports without sensible numbers, left out.'),
      printed: z.number().describe('Reports that the function itself must have printed, left out.'),
      overlapping: z.number().describe('Reports that were written while another invocation of the container ran.'),
    }),
    exitCode: z.literal([0, 5]),
  })
  .describe('The report of utakata logs. Times are in milliseconds, memory in MB.')

export type LogsJudgement = Immutable<z.infer<typeof logsReportSchema>>
export type LoggedVariant = LogsJudgement['variants'][number]
export type LoggedComparison = LogsJudgement['comparisons'][number]
export type Compared = LoggedComparison['warm']
export type LoggedPart = NonNullable<LoggedVariant['part']>
