import { FeedListError, parseFeedList, splitFeedList } from '../../strategies/feed-list.ts'
import type { Feed } from '../../strategies/job.ts'
import { readTextFile } from '../io/read-file.ts'
import { UsageError } from '../io/usage-error.ts'

/** A hundred thousand addresses and more. */
const MAX_BYTES = 16_000_000

/** The feeds of a list file and of arguments, in order. Throws a UsageError that names line and mistake, never the address. */
export function readFeeds(file: string | undefined, given: readonly string[]): Feed[] {
  const entries = [
    ...(file === undefined ? [] : splitFeedList(readList(file), file)),
    ...given.map((text, index) => ({ text, place: `feed ${index + 1}` })),
  ]
  if (entries.length === 0) {
    throw new UsageError(
      file === undefined
        ? 'expected feeds, got none: name a list with --feeds feeds.txt, or give addresses'
        : `${file}: expected one address a line, got an empty list (a line that begins with # is none)`,
    )
  }
  try {
    return parseFeedList(entries)
  } catch (error) {
    if (error instanceof FeedListError) throw new UsageError(error.message)
    throw error
  }
}

function readList(file: string): string {
  try {
    return readTextFile(file, { mostBytes: MAX_BYTES, isPipeAllowed: true })
  } catch (error) {
    throw new UsageError(
      `--feeds: expected a file with one address a line, got "${file}", which ${(error as Error).message}; an address itself goes without --feeds`,
    )
  }
}
