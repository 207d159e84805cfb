import { globSync, readFileSync, statSync } from 'node:fs'
import { extname, isAbsolute, join, resolve } from 'node:path'
import { dueFeeds, generateFeed } from './feeds.ts'
import type { World } from './world.ts'

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

/** A pattern as it is meant from a folder, whose own name means itself. */
export function patternFrom(folder: string, pattern: string): string {
  if (isAbsolute(pattern)) return pattern
  return join(resolve(folder).replaceAll(/[\\*?[\]{}()!+@|]/g, String.raw`\$&`), pattern)
}

/** The files of a pattern such as `/folder/samples/*.json`, by name. */
export function sampleFiles(pattern: string): string[] {
  return globSync(pattern)
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .sort()
}

/** Reads the files of a pattern. */
function readSamples(pattern: string): Sample[] {
  return sampleFiles(pattern).map((file) => ({
    bytes: readFileSync(file),
    type: TYPES[extname(file).toLowerCase()] ?? OF_UNKNOWN,
  }))
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
