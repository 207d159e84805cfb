import { z } from 'zod'
import { comparisonReportSchema } from '../judge/comparison/judgement.ts'
import { loadReportSchema } from '../judge/load/judgement.ts'
import { logsReportSchema } from '../judge/logs/judgement.ts'
import { sweepReportSchema } from '../judge/sweep/judgement.ts'
import { scenarioJsonSchema } from '../scenario/json-schema.ts'

/** Every published JSON Schema: its file, beside this one, and its text. */
export const SCHEMA_FILES: Readonly<Record<string, () => string>> = {
  '../scenario/built-in/scenario.schema.json': scenarioJsonSchema,
  '../judge/report.schema.json': () => jsonSchemaOf(comparisonReportSchema),
  '../judge/load.schema.json': () => jsonSchemaOf(loadReportSchema),
  '../judge/logs.schema.json': () => jsonSchemaOf(logsReportSchema),
  '../judge/sweep.schema.json': () => jsonSchemaOf(sweepReportSchema),
}

function jsonSchemaOf(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema), undefined, 2)}\n`
}
