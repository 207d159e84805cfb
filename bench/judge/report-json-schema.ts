import { z } from 'zod'
import { reportSchema } from './report-schema.ts'

/** The JSON Schema of `report.json`, as text. */
export function reportJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(reportSchema), undefined, 2)}\n`
}
