/** Writes the JSON Schemas of scenario files, for editors, and of every report.json, for who reads it: `npm run schema`. Tests tell when they are stale. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { jsonSchemaOf } from '../report/json-schema.ts'
import { rateReportSchema } from '../report/rate-schema.ts'
import { reportJsonSchema } from '../report/report-json-schema.ts'
import { sweepReportSchema } from '../report/sweep-schema.ts'
import { scenarioJsonSchema } from '../scenario-json-schema.ts'

const FILES = {
  '../scenarios/scenario.schema.json': scenarioJsonSchema,
  '../report/report.schema.json': reportJsonSchema,
  '../report/rate.schema.json': () => jsonSchemaOf(rateReportSchema),
  '../report/sweep.schema.json': () => jsonSchemaOf(sweepReportSchema),
}

for (const [name, schema] of Object.entries(FILES)) {
  const file = new URL(name, import.meta.url)
  writeFileSync(file, schema())
  console.log(`Written: ${fileURLToPath(file)}`)
}
