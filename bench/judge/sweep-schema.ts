import { z } from 'zod'
import type { Crossover } from './sweep/crossovers.ts'
import type { Lead } from './sweep/leads.ts'
import { type VariantInCell, type CellResult, SWEEP_REPORT_SCHEMA, type SweepResult } from './sweep/result.ts'
import { verdictSchema } from './variant-schema.ts'
import { inStep } from './in-step.ts'

const ends = { low: z.number().optional(), high: z.number().optional() }
const coordinates = z.record(z.string(), z.unknown()).describe('One value for each axis, by its path.')
const exitCode = z.literal([0, 2, 5])

const variant = inStep<VariantInCell>()(
  z.strictObject({
    variant: z.string(),
    makespanMs: z.strictObject({ median: z.number(), ...ends, count: z.number() }),
    ratio: z.strictObject({ ratio: z.number(), ...ends }).optional(),
    verdict: verdictSchema.optional(),
  }),
)

const cell = inStep<CellResult>()(
  z
    .strictObject({
      at: coordinates,
      isPredicted: z.boolean(),
      reference: z.string(),
      variants: z.array(variant),
      best: z.array(z.string()).describe('Those that cannot be told apart from the best, the simplest first.'),
      leftOut: z.array(z.strictObject({ variant: z.string(), because: z.string(), isLimit: z.boolean() })),
      measured: z
        .strictObject({
          folder: z.string(),
          blocks: z.number(),
          iterations: z.number(),
          alpha: z.number(),
          isLastLook: z.boolean(),
          elapsedMs: z.number(),
          aaCheckPassed: z.boolean(),
          sensitivityCheckFound: z.boolean(),
          sameDeliveries: z.boolean(),
          exitCode,
          advice: z.string(),
        })
        .optional(),
    })
    .meta({ id: 'Cell', description: 'One cell of the sweep, measured or predicted.' }),
)

const crossover = inStep<Crossover>()(
  z
    .strictObject({
      axis: z.string(),
      where: coordinates,
      overtaking: z.string(),
      overtaken: z.string(),
      at: z.number(),
      low: z.number(),
      high: z.number(),
      surelyBetween: z.tuple([z.number(), z.number()]),
      isDecisive: z.boolean(),
      kilobytes: z.number().optional(),
    })
    .meta({ id: 'Crossover', description: 'Where one strategy overtakes another along an axis, in its unit.' }),
)

const lead = inStep<Lead>()(
  z
    .strictObject({
      axis: z.string(),
      where: coordinates,
      ahead: z.string(),
      behind: z.string(),
      from: z.number(),
      isDecisive: z.boolean(),
    })
    .meta({
      id: 'Lead',
      description:
        'From which measured value on one strategy is surely faster than another wherever they can be compared.',
    }),
)

/** What `report.json` is of a sweep. */
export const sweepReportSchema = inStep<SweepResult>()(
  z
    .strictObject({
      schema: z.literal(SWEEP_REPORT_SCHEMA),
      kind: z.literal('sweep'),
      name: z.string(),
      quick: z.boolean(),
      margin: z.number(),
      objective: z.string(),
      bounds: z.strictObject({
        rssBytes: z.number().optional(),
        eventLoopDelayMs: z.number().optional(),
        inFlight: z.number().optional(),
        failures: z.number().optional(),
      }),
      axes: z.array(z.strictObject({ path: z.string(), values: z.array(z.unknown()) })),
      strategies: z.array(z.string()),
      cells: z.array(cell),
      planned: z.number(),
      crossovers: z.array(crossover),
      leads: z.array(lead),
      comparisons: z.number(),
      predictionErrors: z
        .strictObject({ cells: z.number(), medianRatio: z.number(), low: z.number(), high: z.number() })
        .optional(),
      unpredicted: z.string().optional(),
      beganAt: z.string().optional(),
      environments: z.array(z.string()),
      exitCode,
    })
    .describe('report.json of a sweep of utakata. Times are in milliseconds.'),
)
