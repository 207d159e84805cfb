import { z } from 'zod'
import type { Immutable } from '../../io/immutable.ts'
import { trialSchema } from '../../trial/trial.ts'
import { constraintsSchema, exclusionSchema, JUDGEMENT_SCHEMA, unfitSchema } from '../comparison/judgement.ts'
import { SPEED } from '../selection-criteria.ts'
import { verdictSchema } from '../verdict.ts'

const ends = { low: z.number().optional(), high: z.number().optional() }
const coordinates = z.record(z.string(), z.unknown()).describe('One value for each axis, by its path.')
const exitCode = z.literal([0, 2, 5])

const variantInCell = z.strictObject({
  variant: z.string(),
  makespanMs: z.strictObject({ median: z.number(), ...ends, count: z.number() }),
  ratio: z
    .strictObject({ ratio: z.number(), ...ends })
    .optional()
    .describe('Time over that of the reference; absent for it, and with no interval where it is predicted.'),
  verdict: verdictSchema.optional().describe('Absent where it is predicted.'),
})

const cell = z
  .strictObject({
    at: coordinates,
    isPredicted: z.boolean(),
    reference: z.string(),
    variants: z.array(variantInCell).describe('Without the copies of the reference.'),
    best: z
      .array(z.string())
      .describe(
        'Those without a significant difference from the best, the simplest first; empty where nothing can be said.',
      ),
    leftOut: z.array(exclusionSchema),
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
      })
      .optional(),
  })
  .meta({ id: 'Cell', description: 'One cell of the sweep, measured or predicted.' })

const crossover = z
  .strictObject({
    axis: z.string(),
    where: coordinates.describe('The values of the other axes.'),
    overtaking: z.string().describe('The faster one above.'),
    overtaken: z.string(),
    at: z.number(),
    low: z.number(),
    high: z.number(),
    bracket: z.tuple([z.number(), z.number()]).describe('The measured values between which it certainly lies.'),
    isDecisive: z.boolean().describe('Whether what to use may change there, by time alone.'),
    kilobytes: z.number().optional().describe('About the size of a feed there, where sizes depend on the axis.'),
  })
  .meta({ id: 'Crossover', description: 'Where one strategy overtakes another along an axis, in its unit.' })

const lead = z
  .strictObject({
    axis: z.string(),
    where: coordinates.describe('The values of the other axes.'),
    ahead: z.string(),
    behind: z.string(),
    from: z
      .number()
      .describe(
        'The first value at which it is: below, no interval that holds together with all others separates them.',
      ),
    isDecisive: z.boolean().describe('Whether what to use may change there, by time alone.'),
  })
  .meta({
    id: 'Lead',
    description:
      'From which measured value on one strategy is significantly faster than another wherever they can be compared.',
  })

const exactRatio = z.strictObject({ ratio: z.number(), low: z.number(), high: z.number() })

/** In how many of all measured cells something keeps to the constraints. */
const eligibleCells = { eligible: z.number(), cells: z.number() }

const stretchEnds = { from: z.unknown(), to: z.unknown() }

const recommendation = z
  .discriminatedUnion('code', [
    z.strictObject({ code: z.literal('too-few-blocks').describe('No cell came to a look.') }),
    z.strictObject({ code: z.literal('output-mismatch'), places: z.array(coordinates), cells: z.number() }),
    z.strictObject({
      code: z.literal('use'),
      variant: z.string().describe('The best, or without a significant difference from it, wherever there is a best.'),
      decided: z.number().describe('How many cells have a best.'),
      cells: z.number(),
      time: z
        .strictObject({ reference: z.string(), least: exactRatio, most: exactRatio.optional() })
        .optional()
        .describe('Its time over that of the reference; absent for the reference, and where cells have several.'),
    }),
    z.strictObject({
      code: z.literal('depends-on-axis'),
      axis: z.string(),
      stretches: z
        .array(
          z.discriminatedUnion('code', [
            z.strictObject({ code: z.literal('use'), variant: z.string(), ...stretchEnds }),
            z.strictObject({ code: z.enum(['none-eligible', 'inconclusive']), ...stretchEnds }),
          ]),
        )
        .describe('From one measured value to another, in the order of the axis.'),
    }),
    z.strictObject({ code: z.literal('depends-on-cell').describe('On two axes or more.') }),
    z.strictObject({
      code: z.literal('none-eligible'),
      isByConstraints: z.boolean().describe('Whether constraints alone leave nothing.'),
    }),
    z.strictObject({ code: z.enum(['mock-server-saturated', 'network-allowed', 'inconclusive']), ...eligibleCells }),
    z.strictObject({
      code: z.literal('reference-excluded'),
      reason: exclusionSchema.shape.reason,
      ...eligibleCells,
    }),
  ])
  .meta({ id: 'SweepRecommendation', description: 'What to do, from the measured cells.' })

const unfit = z
  .strictObject({
    unfit: z.number(),
    cells: z.number(),
    aaCheckFailed: z.number(),
    sensitivityCheckMissed: z.number(),
    remedies: unfitSchema.shape.remedies,
  })
  .describe('In how many of the measured cells the machine was not fit for the margin.')

/** What `report.json` is of a sweep. */
export const sweepReportSchema = z
  .strictObject({
    schema: z.literal(JUDGEMENT_SCHEMA),
    kind: z.literal('sweep'),
    name: z.string(),
    quick: z.boolean(),
    margin: z.number(),
    objective: z.string(),
    constraints: constraintsSchema,
    axes: z.array(z.strictObject({ path: z.string(), values: z.array(z.unknown()) })),
    variants: z.array(z.string()),
    cells: z.array(cell).describe('Those that were measured, in the order of the grid, and those that were predicted.'),
    planned: z.number().describe('How many are to be measured.'),
    crossovers: z.array(crossover),
    leads: z.array(lead),
    comparisons: z
      .number()
      .describe('Over how many comparisons crossovers and leads hold together at 95%, whichever looks cells ended at.'),
    predictionErrors: z
      .strictObject({ cells: z.number(), medianRatio: z.number(), low: z.number(), high: z.number() })
      .optional()
      .describe('How far predictions were off in the cells that were measured too: predicted over measured time.'),
    unpredicted: z
      .strictObject({ code: z.enum(['too-many', 'no-costs']), cells: z.number(), of: z.number() })
      .optional()
      .describe('Why cells between the measured ones are not predicted, where they could be.'),
    beganAt: z.string().optional().describe('When the first of its runs began; absent where no cell came to a look.'),
    environments: z
      .array(trialSchema.shape.environment.omit({ load: true }))
      .describe('Every one that it was measured on: more than one makes cells hard to compare.'),
    recommendation,
    unfit: unfit.optional(),
    exitCode,
  })
  .describe('report.json of a sweep of utakata. Times are in milliseconds.')

/** Everything the report of a sweep shows, computed from its record and its trials alone. */
export type SweepResult = Immutable<z.infer<typeof sweepReportSchema>>
export type CellResult = SweepResult['cells'][number]
export type VariantInCell = CellResult['variants'][number]
export type Crossover = SweepResult['crossovers'][number]
export type Lead = SweepResult['leads'][number]
export type SweepRecommendation = SweepResult['recommendation']
export type Stretch = Extract<SweepRecommendation, { code: 'depends-on-axis' }>['stretches'][number]
export type TimeRange = NonNullable<Extract<SweepRecommendation, { code: 'use' }>['time']>
export type SweepUnfit = NonNullable<SweepResult['unfit']>
export type PredictionErrors = NonNullable<SweepResult['predictionErrors']>

/** Whether the fastest is wanted, whatever else it takes: of anything else, times alone do not decide what is best. */
export function isOfTimeAlone({ objective, constraints }: Pick<SweepResult, 'objective' | 'constraints'>): boolean {
  return objective === SPEED.objective.for && Object.keys(constraints).length === 0
}
