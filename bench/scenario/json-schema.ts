import { z } from 'zod'
import { writtenSchema } from './scenario.ts'

type Schema = z.core.JSONSchema.JSONSchema

/** The JSON Schema of what people write in a scenario file, as text: any key but `variants` may be a list, which makes a sweep. */
export function scenarioJsonSchema(): string {
  const { $schema, ...scenario } = z.toJSONSchema(writtenSchema, { io: 'input' }) as Schema
  const plain: Record<string, Schema> = {}
  const swept = withLists(scenario, [], plain)
  return `${JSON.stringify({ $schema, ...swept, $defs: plain }, undefined, 2)}\n`
}

/** A schema whose keys may be lists. What each key holds without any is added to `plain`, by its path. */
function withLists(schema: Schema, path: readonly (string | number)[], plain: Record<string, Schema>): Schema {
  const { properties, oneOf } = schema
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties as Record<string, Schema>).map(([key, one]) =>
          // What is a list already is none of several values.
          [key, one.type === 'array' ? one : orList(one, [...path, key], plain)],
        ),
      ),
    }),
    ...(oneOf && { oneOf: oneOf.map((one, index) => withLists(one, [...path, index], plain)) }),
  }
}

/** One value, whose own keys may be lists again, or a list of values without any. */
function orList(schema: Schema, path: readonly (string | number)[], plain: Record<string, Schema>): Schema {
  // What editors show of a key stands outside.
  const { description, default: byDefault, ...rest } = schema
  const one = withLists(rest, path, plain)
  plain[path.join('.')] = withoutLists(rest, path)
  const item = referenceTo(path)
  return {
    ...(byDefault !== undefined && { default: byDefault }),
    ...(description !== undefined && { description }),
    anyOf: [rest.properties || rest.oneOf ? one : item, { type: 'array', items: item, minItems: 1, uniqueItems: true }],
  }
}

function withoutLists(schema: Schema, path: readonly (string | number)[]): Schema {
  const { properties, oneOf } = schema
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties as Record<string, Schema>).map(([key, one]) => [
          key,
          one.type === 'array' ? one : referenceTo([...path, key]),
        ]),
      ),
    }),
    ...(oneOf && { oneOf: oneOf.map((one, index) => withoutLists(one, [...path, index])) }),
  }
}

function referenceTo(path: readonly (string | number)[]): Schema {
  return { $ref: `#/$defs/${path.join('.')}` }
}
