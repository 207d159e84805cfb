/** Writes the JSON Schemas of scenario files, for editors, and of report.json, for who reads it: `npm run schema`. Tests tell when they are stale. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { reportJsonSchema } from '../report/report-json-schema.ts'
import { scenarioJsonSchema } from '../scenario-json-schema.ts'

const FILES = {
  '../scenarios/scenario.schema.json': scenarioJsonSchema,
  '../report/report.schema.json': reportJsonSchema,
}

for (const [name, schema] of Object.entries(FILES)) {
  const file = new URL(name, import.meta.url)
  writeFileSync(file, schema())
  console.log(`Written: ${fileURLToPath(file)}`)
}
