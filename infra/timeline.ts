import { isRecorded, spanOf, STEPS } from '../strategies/recording.ts'
import type { TracedRun } from './trace.ts'

/** Where a document has more than this it may, with all around it, come over 64 KB. */
const MAX_SHARD_BYTES = 33_000
/** So that all documents of a run stay under 100 KB. */
const MAX_SHARDS = 2

/** Part of a run's timeline. */
export interface Shard {
  /** What a row holds, in words for whoever reads the trace. */
  readonly row: string
  /** Epoch milliseconds that the times of the rows count from. */
  readonly beganMs: number
  /** Of the whole run; as many as there are rows in all shards, unless they were sampled. */
  readonly feeds: number
  readonly rows: readonly (readonly number[])[]
}

const ROW =
  'feed, then of fetch, check and notify: begin since the end of the last one (the first since beganMs), length; tenths of a millisecond, -1 -1 for a step that was not recorded'

/** The times of every feed of a run as rows of whole numbers; of more feeds than fit an even sample, which holds all of `always`. */
export function timelineOf(
  { recording, outcomes, measured }: TracedRun,
  always: ReadonlySet<number>,
): { readonly shards: readonly Shard[]; readonly rows: number } {
  const all = outcomes.map((_, index) => rowOf(recording, index, measured.beganMs))
  const bytes = all.map((row) => row.join().length + 3)
  const wholeBytes = bytes.reduce((sum, one) => sum + one, 0)
  const share = (MAX_SHARDS * MAX_SHARD_BYTES * 0.95) / wholeBytes
  const kept = all.filter((row, index) => share >= 1 || always.has(row[0]!) || isSampled(index, share))
  const shards: number[][][] = [[]]
  let size = 0
  for (const row of kept) {
    const rowBytes = bytes[row[0]!]!
    if (size + rowBytes > MAX_SHARD_BYTES) {
      if (shards.length === MAX_SHARDS) break
      shards.push([])
      size = 0
    }
    size += rowBytes
    shards.at(-1)!.push(row)
  }
  const frame = { row: ROW, beganMs: measured.beganMs, feeds: outcomes.length }
  return {
    shards: shards.map((rows) => ({ ...frame, rows })),
    rows: shards.reduce((sum, rows) => sum + rows.length, 0),
  }
}

function rowOf(recording: TracedRun['recording'], index: number, beganMs: number): number[] {
  const row = [index]
  let lastTenths = tenthsOf(beganMs)
  for (const step of STEPS) {
    if (!isRecorded(recording, index, step)) {
      row.push(-1, -1)
      continue
    }
    const { beginMs, endMs } = spanOf(recording, index, step)
    row.push(tenthsOf(beginMs) - lastTenths, tenthsOf(endMs) - tenthsOf(beginMs))
    lastTenths = tenthsOf(endMs)
  }
  return row
}

function tenthsOf(ms: number): number {
  return Math.round(ms * 10)
}

/** Evenly spread: whenever the share's sum passes a whole number. */
function isSampled(index: number, share: number): boolean {
  return Math.floor((index + 1) * share) > Math.floor(index * share)
}
