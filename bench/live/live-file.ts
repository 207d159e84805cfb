import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readTextFile } from '../io/read-file.ts'

/** In the folder of a race while it goes on: where it can be watched. */
export const LIVE_FILE = 'live.json'

/** Begins the line that tells of a gap, before the folder, within that of the run, of the race that goes on. */
export const GAP = 'gap '

/** How long either side waits for the first words of the other. */
export const MEETING_MS = 1000

const liveSchema = z.object({ port: z.int().min(1).max(65_535), token: z.string().max(100) })

export type LiveFile = z.infer<typeof liveSchema>

/** Where the race in a folder can be watched; undefined where none goes on that says so. */
export function readLiveFile(folder: string): LiveFile | undefined {
  const file = join(folder, LIVE_FILE)
  if (!existsSync(file)) return undefined
  try {
    return liveSchema.parse(JSON.parse(readTextFile(file, { mostBytes: 10_000 })))
  } catch {
    // Half written, or somebody else's.
    return undefined
  }
}

/** What a race says first: that it is the one of this token, without telling it to whoever else may have come. */
export function greetingOf(token: string): string {
  return createHash('sha256').update(`race ${token}`).digest('hex')
}
