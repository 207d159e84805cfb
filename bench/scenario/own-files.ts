import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MAX_BODY_BYTES } from '../../mock-server/world-schema.ts'
import { patternFrom, sampleFiles } from '../../mock-server/samples.ts'
import type { ScenarioMistake } from '../io/problems.ts'
import { described } from './describe-issue.ts'
import { digestOfModule } from '../io/module-digest.ts'
import type { Scenario } from './scenario.ts'

/** What is wrong with a file that a scenario names, and under which key. */
export interface FileMistake {
  readonly path: readonly string[]
  readonly wrong: ScenarioMistake['wrong']
}

/**
 * A scenario whose job and bodies are found from the folder that it lies in, by absolute paths, with the digest of what is in them; or what is
 * wrong with them. One without a job of a user's own is given back as it is.
 */
export function findOwnFiles(
  scenario: Scenario,
  folder: string,
): { readonly found: Scenario } | { readonly mistake: FileMistake } {
  if (scenario.job === undefined) return { found: scenario }
  const { items } = scenario.world
  const job = resolve(folder, scenario.job)
  if (!isFile(job)) {
    return { mistake: { path: ['job'], wrong: { code: 'file-missing', of: 'job', got: described(scenario.job) } } }
  }
  const bodies = items.bodies === undefined ? undefined : patternFrom(folder, items.bodies)
  const files = bodies === undefined ? [] : sampleFiles(bodies)
  const wrong = items.bodies === undefined ? undefined : wrongWith(files, items.bodies)
  if (wrong !== undefined) return { mistake: { path: ['world', 'items', 'bodies'], wrong } }
  const hash = createHash('sha256')
  for (const file of files) hash.update(createHash('sha256').update(readFileSync(file)).digest())
  const ofBodies = hash.digest('hex').slice(0, 12)
  return {
    found: {
      ...scenario,
      job,
      codeDigest: `${digestOfModule(pathToFileURL(job).href)}.${ofBodies}`,
      world: { ...scenario.world, items: { ...items, ...(bodies !== undefined && { bodies }) } },
    },
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function wrongWith(files: readonly string[], pattern: string): ScenarioMistake['wrong'] | undefined {
  if (files.length === 0) return { code: 'file-missing', of: 'bodies', got: described(pattern) }
  for (const file of files) {
    const { size } = statSync(file)
    if (size === 0) return { code: 'file-empty', file, mostBytes: MAX_BODY_BYTES }
    if (size > MAX_BODY_BYTES) return { code: 'file-too-large', file, mostBytes: MAX_BODY_BYTES }
  }
  return undefined
}
