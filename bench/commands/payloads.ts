import type { WeightedPayload } from '../run/aws/payload-draw.ts'
import { readTextFile } from '../io/read-file.ts'
import { UsageError } from '../io/usage-error.ts'
import { type Io, pathIn } from '../cli/io.ts'

/** More than Lambda takes. */
const MAX_BYTES = 16_000_000

/** Reads what functions are asked: each a file with JSON, optionally with how often it is drawn beside the others, as `FILE=WEIGHT`. */
export function readPayloads(given: readonly string[], io: Pick<Io, 'cwd'>): WeightedPayload[] {
  return given.map((text) => {
    const [, file, weight] = /^(.+?)(?:=(\d+(?:\.\d+)?))?$/.exec(text) ?? []
    const number = weight === undefined ? 1 : Number(weight)
    if (file === undefined || !(number > 0 && number < Infinity))
      throw new UsageError(`--payload: expected FILE or FILE=WEIGHT with a weight above 0, got "${text}"`)
    return { weight: number, event: eventIn(pathIn(io, file)) }
  })
}

function eventIn(file: string): unknown {
  let text: string
  try {
    text = readTextFile(file, { mostBytes: MAX_BYTES, isPipeAllowed: true })
  } catch (error) {
    throw new UsageError(
      `--payload: expected a file that can be read, got "${file}", which ${(error as Error).message}`,
    )
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`--payload: expected JSON in "${file}", which is none`)
  }
}
