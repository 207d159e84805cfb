import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SCHEMA_FILES } from '../../../bench/dev/schema-files.ts'

/** A schema but for the strategies that it lists. */
const withoutStrategies = (schema: string) => schema.replaceAll(/"enum": \[\s*"sequential",[^\]]*\]/g, '"enum": []')

// Breakage: a schema that changed in the code, and not in the file that editors and readers of reports use.
test.each(Object.entries(SCHEMA_FILES))('the published schema %s is up to date (npm run schema)', (name, schema) => {
  const file = new URL(name, new URL('../../../bench/dev/', import.meta.url))
  const published = readFileSync(file, 'utf8')
  // A new strategy is a file and a line: where that is all that changed the schema follows by itself, to be committed with them.
  if (process.env.CI === undefined && withoutStrategies(published) === withoutStrategies(schema()))
    writeFileSync(file, schema())
  expect(readFileSync(file, 'utf8')).toBe(schema())
})
