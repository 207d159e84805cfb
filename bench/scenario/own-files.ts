import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MAX_BODY_BYTES } from '../../mock-server/world-schema.ts'
import { sampleFiles } from '../../mock-server/samples.ts'
import { digestOfModule } from '../io/module-digest.ts'
import type { Scenario } from './scenario.ts'

/** What is wrong with a file that a scenario names: the key, and what would have been right. */
export interface FileMistake {
  readonly path: readonly string[]
  readonly expectation: string
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
  if (!isFile(job)) return { mistake: { path: ['job'], expectation: 'expected a module that is there' } }
  const bodies = items.bodies === undefined ? undefined : resolve(folder, items.bodies)
  const files = bodies === undefined ? [] : sampleFiles(bodies)
  const wrong = bodies === undefined ? undefined : wrongWith(files)
  if (wrong !== undefined) return { mistake: { path: ['world', 'items', 'bodies'], expectation: wrong } }
  const hash = createHash('sha256').update(digestOfModule(pathToFileURL(job).href))
  for (const file of files) hash.update(createHash('sha256').update(readFileSync(file)).digest())
  return {
    found: {
      ...scenario,
      job,
      codeDigest: hash.digest('hex').slice(0, 12),
      world: { ...scenario.world, items: { ...items, ...(bodies !== undefined && { bodies }) } },
    },
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function wrongWith(files: readonly string[]): string | undefined {
  if (files.length === 0) return 'expected a pattern of files that are there'
  for (const file of files) {
    const { size } = statSync(file)
    if (size === 0) return `expected files that are not empty, as ${file} is`
    if (size > MAX_BODY_BYTES) return `expected files of at most ${MAX_BODY_BYTES / 1e6} MB, unlike ${file}`
  }
  return undefined
}
