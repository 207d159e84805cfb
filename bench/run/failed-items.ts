import { createHash } from 'node:crypto'
import { failureKey } from '../trial/failure-key.ts'
import { type FailedItem, MAX_FAILED_ITEMS, type Trial } from '../trial/trial.ts'

/** Messages of more failures say nothing new. */
const MAX_MESSAGES = 3

/**
 * Variants of a user's own job did the same where they sent the same and failed on the same items in the same way. A program does not report
 * its items, and is held against the posts alone.
 */
export function withFailedItems(
  failed: readonly FailedItem[],
  deliveries: Trial['deliveries'],
): Pick<Trial, 'failedItems' | 'deliveries'> {
  if (failed.length === 0) return { deliveries }
  const known = failed.map(failureKey)
  const digest = createHash('sha256')
    .update([deliveries.digest, ...known].join('\n'))
    .digest('hex')
    .slice(0, 16)
  const failedItems = failed
    .slice(0, MAX_FAILED_ITEMS)
    .map(({ message, ...failure }, index) => (index < MAX_MESSAGES ? { ...failure, message } : failure))
  return { deliveries: { ...deliveries, digest, postsDigest: deliveries.digest }, failedItems }
}
