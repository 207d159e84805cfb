import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { findBodies, noBodiesText } from '../mock-server/samples.ts'
import { Refusal } from './refusal.ts'

/** What a mock world is when none is given: feeds enough to show how strategies differ, at delays as in the field. The server has the rest. */
export const DEFAULT_WORLD = {
  items: { count: 120, events: 40, descriptionBytes: 150, dueShare: 0.1, recurringShare: 0.2 },
  fetchDelay: { model: 'lognormal', medianMs: 60, sigma: 0.5 },
  notifyDelay: { model: 'lognormal', medianMs: 40, sigma: 0.3 },
}

/** The mock server as one file, and its world beside it. Throws a Refusal when the world's file is none that it takes. */
export async function buildMockWorld(folder: string, worldFile: string | undefined): Promise<string> {
  const given = worldFile === undefined ? DEFAULT_WORLD : readWorld(worldFile)
  rmSync(folder, { recursive: true, force: true })
  const world = {
    ...given,
    https: true,
    hosts: 'one',
    ...(worldFile !== undefined && { ...bodiesIn(given, worldFile, folder), ...trafficIn(given, worldFile, folder) }),
  }
  await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: [`mock-server/serve${extname(import.meta.url)}`],
    outfile: join(folder, 'serve.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    legalComments: 'none',
    logLevel: 'silent',
  })
  writeFileSync(join(folder, 'world.json'), JSON.stringify(world, undefined, 2))
  tryOut(folder, worldFile ?? 'the default world')
  return folder
}

/** Copies the bodies that a world names beside it; nothing where it names none. Throws a Refusal for files that are none. */
function bodiesIn(world: object, worldFile: string, folder: string): object {
  const { items } = world as { readonly items?: { readonly bodies?: unknown } }
  if (typeof items?.bodies !== 'string') return {}
  const { files, wrong } = findBodies(dirname(worldFile), items.bodies)
  if (wrong)
    throw new Refusal({
      key: 'mockWorld',
      expected: 'items.bodies with files, such as samples/*.json, from the folder of that file',
      got: noBodiesText(items.bodies, wrong),
    })
  mkdirSync(join(folder, 'samples'), { recursive: true })
  for (const [index, file] of files.entries())
    // By their order, which decides which item is answered with which.
    copyFileSync(file, join(folder, 'samples', `${String(index).padStart(6, '0')}${extname(file)}`))
  return { items: { ...items, bodies: 'samples/*' } }
}

/** The same of its traffic. */
function trafficIn(world: object, worldFile: string, folder: string): object {
  const { traffic } = world as { readonly traffic?: unknown }
  if (typeof traffic !== 'string') return {}
  const file = resolve(dirname(worldFile), traffic)
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Refusal({ key: 'mockWorld', expected: 'traffic with a file, from the folder of that file', got: traffic })
  mkdirSync(folder, { recursive: true })
  copyFileSync(file, join(folder, TRAFFIC_FILE))
  return { traffic: TRAFFIC_FILE }
}

const TRAFFIC_FILE = 'traffic.jsonl'

/** Starts it for a moment: on the instance nobody would see it refuse its world. */
function tryOut(folder: string, given: string): void {
  const world = join(folder, 'world.json')
  const args = [join(folder, 'serve.mjs'), '--world', world, '--ca-file', devNull, '--hours', '0.000001']
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status === 0) return
  const got = stderr.trim().replaceAll(world, given)
  throw new Refusal({ key: 'mockWorld', expected: 'a world that the mock server takes', got })
}

function readWorld(file: string): object {
  try {
    const world: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof world === 'object' && world !== null && !Array.isArray(world)) return world
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new Refusal(
      { key: 'mockWorld', expected: 'a file with a world as JSON', got: `"${file}" (${code ?? 'no JSON'})` },
      { cause },
    )
  }
  throw new Refusal({ key: 'mockWorld', expected: 'a file with a world as JSON', got: `"${file}" (no object)` })
}
