/** Writes the JSON Schemas of scenario files, for editors, and of every report.json, for its readers: `npm run schema`. Tests fail when they are stale. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { jsonSchemaOf } from '../judge/json-schema.ts'
import { rateReportSchema } from '../judge/rate-schema.ts'
import { reportJsonSchema } from '../judge/report-json-schema.ts'
import { sweepReportSchema } from '../judge/sweep-schema.ts'
import { scenarioJsonSchema } from '../scenario/json-schema.ts'
import { runTool } from './harness/harness.ts'

const FILES = {
  '../scenario/built-in/scenario.schema.json': scenarioJsonSchema,
  '../judge/report.schema.json': reportJsonSchema,
  '../judge/rate.schema.json': () => jsonSchemaOf(rateReportSchema),
  '../judge/sweep.schema.json': () => jsonSchemaOf(sweepReportSchema),
}

function writeSchemas(): void {
  for (const [name, schema] of Object.entries(FILES)) {
    const file = new URL(name, import.meta.url)
    writeFileSync(file, schema())
    console.log(`Written: ${fileURLToPath(file)}`)
  }
}

await runTool('schema', 'Write the JSON Schemas of scenario files and of every report.json', (tool) =>
  tool.action(writeSchemas),
)
