import type { WeightedPayload } from '../../run/aws/payload-draw.ts'
import { readTextFile, type UnreadableFile } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'
import { type Io, pathIn } from '../../cli/io.ts'

/** More than Lambda takes. */
const MAX_BYTES = 16_000_000

/** Reads what functions are asked: each a file with JSON, optionally with how often it is drawn beside the others, as `FILE=WEIGHT`. */
export function readPayloads(given: readonly string[], io: Pick<Io, 'cwd'>): WeightedPayload[] {
  return given.map((text) => {
    const [, file, weight] = /^(.+?)(?:=(\d+(?:\.\d+)?))?$/.exec(text) ?? []
    const number = weight === undefined ? 1 : Number(weight)
    if (file === undefined || !(number > 0 && number < Infinity))
      throw new UserError('not-a-payload-option', { given: text })
    return { weight: number, event: eventIn(pathIn(io, file)) }
  })
}

function eventIn(file: string): unknown {
  let text: string
  try {
    text = readTextFile(file, { mostBytes: MAX_BYTES, isPipeAllowed: true })
  } catch (error) {
    throw new UserError('payload-unreadable', { file, why: (error as UnreadableFile).why })
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError('payload-not-json', { file })
  }
}
