import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JobBreach } from '../../bench/io/job-breach.ts'
import { UserError } from '../../bench/io/user-error.ts'
import { checkOwnJob } from '../../bench/run/contract/own-job.ts'
import { parseScenario } from '../../bench/scenario/file.ts'
import type { Scenario } from '../../bench/scenario/scenario.ts'
import { aFolder } from './folders.ts'

const DEFINE = `import { defineJob } from ${JSON.stringify(join(import.meta.dirname, '../../strategies/own-job.ts'))}\n`

/** Orders whose late lines are posted, one by one, by the fetch of Node. */
export const ORDERS = {
  fetch: 'async (_item, { url, signal }) => new Uint8Array(await (await fetch(url, { signal })).arrayBuffer())',
  check: '(bytes) => JSON.parse(new TextDecoder().decode(bytes)).lines.filter((line) => line.late)',
  notify: `async (line, { url, signal }) => { await fetch(url, { method: 'POST', body: JSON.stringify(line), signal }) }`,
}

type Steps = Partial<Readonly<Record<keyof typeof ORDERS, string>>>

/** The text of a module with a job, with some of its steps in other ways and what stands before it. */
export function jobText(steps: Steps = {}, before = ''): string {
  const { fetch, check, notify } = { ...ORDERS, ...steps }
  return `${DEFINE}${before}\nexport default defineJob({\n  fetch: ${fetch},\n  check: ${check},\n  notify: ${notify},\n})\n`
}

const SCENARIO = `name: orders
job: ./my-job.mjs
world:
  items: { count: 6, bodies: samples/*.json }
  fetchDelay: { model: constant, ms: 2 }
  notifyDelay: { model: constant, ms: 1 }
variants: [sequential, promise-all, worker-threads, check-threads]
plan: { warmUps: 1, iterations: 2 }
`

/** A scenario with a job of a user's own, whose orders have no, one and two late lines in turn. */
export function ownScenario(text?: string, settings: readonly string[] = []): Scenario {
  return parseScenario(SCENARIO, ownScenarioFile(text), settings)
}

/** The same as a file in a folder of its own. */
export function ownScenarioFile(text = jobText()): string {
  const folder = aFolder({ 'my-job.mjs': text, 'orders.yaml': SCENARIO })
  mkdirSync(join(folder, 'samples'))
  for (const late of [0, 1, 2]) {
    const lines = Array.from({ length: 4 }, (_, line) => ({ sku: `${late}-${line}`, late: line < late }))
    writeFileSync(join(folder, `samples/${late}.json`), JSON.stringify({ lines }))
  }
  return join(folder, 'orders.yaml')
}

/** How the job of that module is refused, with the line where it is known; what is known of a job that is taken. */
export async function refusalOf(text: string, settings: readonly string[] = []): Promise<unknown> {
  try {
    return await checkOwnJob(ownScenario(text, settings), { patienceMs: 5000 })
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const { breach, line } = error.parameters as { readonly breach: JobBreach; readonly line?: number }
    return { ...breach, ...(line !== undefined && { line }) }
  }
}
