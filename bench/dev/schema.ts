/** Writes the JSON Schemas of scenario files, for editors, and of every report.json, for its readers: `npm run schema`. Tests fail when they are stale. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SCHEMA_FILES } from './schema-files.ts'
import { runTool } from './harness/harness.ts'

function writeSchemas(): void {
  for (const [name, schema] of Object.entries(SCHEMA_FILES)) {
    const file = new URL(name, import.meta.url)
    writeFileSync(file, schema())
    console.log(`Written: ${fileURLToPath(file)}`)
  }
}

await runTool('schema', 'Write the JSON Schemas of scenario files and of every report.json', (tool) =>
  tool.action(writeSchemas),
)
