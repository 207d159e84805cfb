import { createHash } from 'node:crypto'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBodies, type NoBodies, sampleFiles } from '../../mock-server/samples.ts'
import { readTraffic, TrafficError } from '../../mock-server/traffic.ts'
import type { ScenarioMistake } from '../io/problems.ts'
import { described } from './describe-issue.ts'
import { digestOfModule } from '../io/module-digest.ts'
import { UserError } from '../io/user-error.ts'
import { unlikeTraffic } from './unlike-traffic.ts'
import { hasOwnItems, type Scenario, type ScenarioProgram } from './scenario.ts'

/** What is wrong with a file that a scenario names, and under which key. */
export interface FileMistake {
  readonly path: readonly (string | number)[]
  readonly wrong: ScenarioMistake['wrong']
}

/**
 * A scenario whose job, bodies and programs are found from the folder that it lies in, by absolute paths, with the digest of what is in the job
 * and the bodies; or what is wrong with them.
 */
export function findOwnFiles(
  scenario: Scenario,
  folder: string,
): { readonly found: Scenario } | { readonly mistake: FileMistake } {
  const variants = scenario.variants.map((one) =>
    typeof one === 'string' ? one : { ...one, cwd: resolve(folder, one.cwd ?? '.') },
  )
  const homeless = variants.findIndex((one) => typeof one !== 'string' && !isFolder(one.cwd))
  if (homeless !== -1) {
    const { cwd } = scenario.variants[homeless] as ScenarioProgram
    return {
      mistake: { path: ['variants', homeless, 'cwd'], wrong: { code: 'file-missing', of: 'cwd', got: described(cwd) } },
    }
  }
  const { traffic } = scenario.world
  if (!hasOwnItems(scenario) && traffic === undefined) return { found: { ...scenario, variants } }
  const observed = traffic === undefined ? undefined : resolve(folder, traffic)
  const mistake = observed === undefined ? undefined : mistakeInTraffic(scenario, observed)
  if (mistake) return { mistake }
  const { items } = scenario.world
  const named = scenario.job === undefined ? undefined : resolve(folder, scenario.job)
  if (named !== undefined && !isFile(named)) {
    return { mistake: { path: ['job'], wrong: { code: 'file-missing', of: 'job', got: described(scenario.job) } } }
  }
  // As Node names it in the stack of an error.
  const job = named && realpathSync(named)
  const bodies = items.bodies === undefined ? undefined : findBodies(folder, items.bodies)
  if (bodies?.wrong)
    return { mistake: { path: ['world', 'items', 'bodies'], wrong: mistakeOf(bodies.wrong, items.bodies!) } }
  return {
    found: {
      ...scenario,
      variants,
      ...(job !== undefined && { job }),
      codeDigest: codeDigestOf(job, [...(bodies?.files ?? []), ...(observed === undefined ? [] : [observed])]),
      world: {
        ...scenario.world,
        items: { ...items, ...(bodies && { bodies: bodies.pattern }) },
        ...(observed !== undefined && { traffic: observed }),
      },
    },
  }
}

function mistakeInTraffic({ world }: Scenario, file: string): FileMistake | undefined {
  const path = ['world', 'traffic']
  const given = world.traffic!
  if (!isFile(file)) return { path, wrong: { code: 'file-missing', of: 'traffic', got: described(given) } }
  try {
    return unlikeTraffic(world, readTraffic(file))
  } catch (error) {
    if (!(error instanceof TrafficError)) throw error
    return { path, wrong: { code: 'traffic-wrong', file: given, line: error.line, expected: error.message } }
  }
}

/** Of the code of a job, where there is one, and apart from it of its bodies and its traffic. */
function codeDigestOf(job: string | undefined, bodies: readonly string[] = []): string {
  const hash = createHash('sha256')
  for (const file of bodies) hash.update(createHash('sha256').update(readFileSync(file)).digest())
  const code = job === undefined ? '' : digestOfModule(pathToFileURL(job).href)
  return `${code}.${hash.digest('hex').slice(0, 12)}`
}

/** Runs of different code, or on different bodies, are of different scenarios. Throws a UserError. */
export function refuseChangedJob({ job, codeDigest, world }: Scenario): void {
  if (codeDigest === undefined) return
  const { items, traffic } = world
  const files = [
    ...(items.bodies === undefined ? [] : sampleFiles(items.bodies)),
    ...(traffic === undefined ? [] : [traffic]),
  ]
  if (codeDigestOf(job, files) !== codeDigest)
    throw new UserError('job-changed', { file: job ?? items.bodies ?? traffic! })
}

function isFolder(path: string | undefined): boolean {
  return path !== undefined && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function mistakeOf(wrong: NoBodies, pattern: string): ScenarioMistake['wrong'] {
  if (wrong.is === 'none') return { code: 'file-missing', of: 'bodies', got: described(pattern) }
  const { file, mostBytes } = wrong
  return { code: wrong.is === 'empty' ? 'file-empty' : 'file-too-large', file, mostBytes }
}
