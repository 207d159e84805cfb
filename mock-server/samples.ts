import { globSync, readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'

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

/** The files of a pattern such as `/folder/samples/*.json`, by name. */
export function sampleFiles(pattern: string): string[] {
  return globSync(pattern)
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .sort()
}

/** Reads the files of a pattern. */
export function readSamples(pattern: string): Sample[] {
  return sampleFiles(pattern).map((file) => ({
    bytes: readFileSync(file),
    type: TYPES[extname(file).toLowerCase()] ?? OF_UNKNOWN,
  }))
}
