import { z } from 'zod'
import { scenarioSchema } from './scenario.ts'

/** The JSON Schema of what people write in a scenario file, as text. */
export function scenarioJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(scenarioSchema, { io: 'input' }), undefined, 2)}\n`
}
