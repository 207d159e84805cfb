import { z } from 'zod'

/** The JSON Schema of what a schema describes, as the text of a file. */
export function jsonSchemaOf(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema), undefined, 2)}\n`
}
