import { globSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { dueFeeds, generateFeed } from './feeds.ts'
import type { World } from './world.ts'
import { MAX_BODY_BYTES } from './world-schema.ts'

/** A body that is served as it is. */
export interface Sample {
  readonly bytes: Buffer<ArrayBuffer>
  /** Its content type, by the end of its file's name. */
  readonly type: string
}

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.xml': 'application/xml',
  '.ics': 'text/calendar; charset=utf-8',
}
const OF_UNKNOWN = 'application/octet-stream'

/** The files of a pattern such as `/folder/samples/*.json`, by name. A file or folder that has just that name is no pattern, as `/jobs (2)@main`. */
export function sampleFiles(pattern: string): string[] {
  const statOf = (path: string) => statSync(path, { throwIfNoEntry: false })
  if (statOf(pattern)?.isFile()) return [pattern]
  let folder = dirname(pattern)
  while (!statOf(folder)?.isDirectory() && folder !== dirname(folder)) folder = dirname(folder)
  return globSync(relative(folder, pattern), { cwd: folder })
    .map((file) => join(folder, file))
    .filter((file) => statOf(file)?.isFile())
    .sort()
}

/** What keeps files from being the bodies of a world. */
export type NoBodies =
  | { readonly is: 'none' }
  | { readonly is: 'empty' | 'too-large'; readonly file: string; readonly mostBytes: number }

/** The files that a world names as bodies, found from the folder of whatever names them. */
export function findBodies(
  folder: string,
  pattern: string,
): { readonly pattern: string; readonly files: readonly string[]; readonly wrong?: NoBodies } {
  const from = resolve(folder, pattern)
  const files = sampleFiles(from)
  if (files.length === 0) return { pattern: from, files, wrong: { is: 'none' } }
  for (const file of files) {
    const { size } = statSync(file)
    if (size > 0 && size <= MAX_BODY_BYTES) continue
    const is = size === 0 ? 'empty' : 'too-large'
    return { pattern: from, files, wrong: { is, file, mostBytes: MAX_BODY_BYTES } }
  }
  return { pattern: from, files }
}

/** Why not, as a clause behind `got`. */
export function noBodiesText(pattern: string, wrong: NoBodies): string {
  if (wrong.is === 'none') return `"${pattern}", which matches no file`
  const size = wrong.is === 'empty' ? 'is empty' : `has more than ${wrong.mostBytes} bytes`
  return `"${wrong.file}", which ${size}`
}

/** Reads the files of a pattern. */
function readSamples(pattern: string): Sample[] {
  return sampleFiles(pattern).map((file) => ({
    bytes: readFileSync(file),
    type: TYPES[extname(file).toLowerCase()] ?? OF_UNKNOWN,
  }))
}

/** After so many items their bodies come again. */
export function periodOf({ items: { count, bodies } }: World): number {
  return bodies === undefined ? count : Math.min(count, sampleFiles(bodies).length)
}

/** What each item is answered with: files of the user's in turn, or calendars that are made up. */
export function samplesOf(world: World): readonly Sample[] {
  const { count, bodies } = world.items
  if (bodies !== undefined) {
    const samples = readSamples(bodies)
    return Array.from({ length: count }, (_, index) => samples[index % samples.length]!)
  }
  const due = dueFeeds(world)
  return Array.from({ length: count }, (_, index) => ({
    bytes: generateFeed(world, index, due.has(index)),
    type: 'text/calendar; charset=utf-8',
  }))
}
