import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SCHEMA_FILES } from '../../../bench/dev/schema-files.ts'

test.each(Object.entries(SCHEMA_FILES))('the published schema %s is up to date (npm run schema)', (name, schema) => {
  const file = new URL(name, new URL('../../../bench/dev/', import.meta.url))
  expect(readFileSync(file, 'utf8')).toBe(schema())
})
