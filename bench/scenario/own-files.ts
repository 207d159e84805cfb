import { createHash } from 'node:crypto'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBodies, type NoBodies, sampleFiles } from '../../mock-server/samples.ts'
import type { ScenarioMistake } from '../io/problems.ts'
import { described } from './describe-issue.ts'
import { digestOfModule } from '../io/module-digest.ts'
import { UserError } from '../io/user-error.ts'
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
  const named = resolve(folder, scenario.job)
  if (!isFile(named)) {
    return { mistake: { path: ['job'], wrong: { code: 'file-missing', of: 'job', got: described(scenario.job) } } }
  }
  // As Node names it in the stack of an error.
  const job = realpathSync(named)
  const bodies = items.bodies === undefined ? undefined : findBodies(folder, items.bodies)
  if (bodies?.wrong)
    return { mistake: { path: ['world', 'items', 'bodies'], wrong: mistakeOf(bodies.wrong, items.bodies!) } }
  return {
    found: {
      ...scenario,
      job,
      codeDigest: codeDigestOf(job, bodies?.files),
      world: { ...scenario.world, items: { ...items, ...(bodies && { bodies: bodies.pattern }) } },
    },
  }
}

/** Of the code of a job and of its bodies, apart. */
function codeDigestOf(job: string, bodies: readonly string[] = []): string {
  const hash = createHash('sha256')
  for (const file of bodies) hash.update(createHash('sha256').update(readFileSync(file)).digest())
  return `${digestOfModule(pathToFileURL(job).href)}.${hash.digest('hex').slice(0, 12)}`
}

/** Runs of different code, or on different bodies, are of different scenarios. Throws a UserError. */
export function refuseChangedJob({ job, codeDigest, world }: Scenario): void {
  if (job === undefined) return
  const { bodies } = world.items
  if (codeDigestOf(job, bodies === undefined ? [] : sampleFiles(bodies)) !== codeDigest)
    throw new UserError('job-changed', { file: job })
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function mistakeOf(wrong: NoBodies, pattern: string): ScenarioMistake['wrong'] {
  if (wrong.is === 'none') return { code: 'file-missing', of: 'bodies', got: described(pattern) }
  const { file, mostBytes } = wrong
  return { code: wrong.is === 'empty' ? 'file-empty' : 'file-too-large', file, mostBytes }
}
