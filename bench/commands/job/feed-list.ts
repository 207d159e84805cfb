import { FeedListError, parseFeedList, splitFeedList } from '../../../strategies/feed-list.ts'
import type { Feed } from '../../../strategies/job.ts'
import { readNamedFile } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'

/** A hundred thousand addresses and more. */
const MAX_BYTES = 16_000_000

/** The feeds of a list file and of arguments, in order. Throws a UserError that names line and mistake, never the address. */
export function readFeeds(file: string | undefined, given: readonly string[]): Feed[] {
  const listed =
    file === undefined ? '' : readNamedFile(file, 'feed-list-unreadable', { mostBytes: MAX_BYTES, isPipeAllowed: true })
  const entries = [
    ...(file === undefined ? [] : splitFeedList(listed, file)),
    ...given.map((text, index) => ({ text, place: `feed ${index + 1}` })),
  ]
  if (entries.length === 0) {
    throw file === undefined ? new UserError('feeds-missing', {}) : new UserError('feed-list-empty', { file })
  }
  try {
    return parseFeedList(entries)
  } catch (error) {
    if (error instanceof FeedListError) throw new UserError('feed-list-wrong', { sentence: error.message })
    throw error
  }
}
