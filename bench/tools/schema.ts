/** Writes the JSON Schema of scenario files, for editors: `npm run schema`. A test tells when it is stale. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { scenarioJsonSchema } from '../scenario-json-schema.ts'

const file = new URL('../scenarios/scenario.schema.json', import.meta.url)
writeFileSync(file, scenarioJsonSchema())
console.log(`Written: ${fileURLToPath(file)}`)
