import { createHash } from 'node:crypto'
import { assignFaults, faultOfPost } from '../../../mock-server/faults.ts'
import { dueFeeds, generateFeed } from '../../../mock-server/feeds.ts'
import { WORLD_WINDOW, type FeedFault, type SlackFault, type World } from '../../../mock-server/world.ts'
import { checkCalendar } from '../../../strategies/check.ts'
import { messageOf } from '../../../strategies/message.ts'
import { FAILURE_OF_FEED, FAILURE_OF_POST } from '../../trial/faults.ts'

/** What has to come of one feed of a world, worked out from the world alone, without any strategy. */
export interface Expected {
  readonly feedFault?: FeedFault | undefined
  /** Of the post, where one is due and the feed can be read. */
  readonly postFault?: SlackFault | undefined
  /** Digest of the one text to post, where there is one. */
  readonly text?: string | undefined
  /** Whether the client can say it was sent, and whether Slack has it: they differ where the answer is lost. */
  readonly sent: boolean
  readonly accepted: boolean
  /** `step kind` of its failures. */
  readonly failures: readonly string[]
}

/** What has to come of each feed of a world, in feed order. */
export function expectedOf(world: World): Expected[] {
  const due = dueFeeds(world)
  return assignFaults(world).map((feedFault, index) => {
    const failure = feedFault && FAILURE_OF_FEED[feedFault]
    if (failure) return { feedFault, sent: false, accepted: false, failures: [failure] }
    const text = due.has(index) ? textOf(world, index) : undefined
    if (text === undefined) return { feedFault, sent: false, accepted: false, failures: [] }
    const postFault = faultOfPost(world, text)
    const lost = postFault && FAILURE_OF_POST[postFault]
    const accepted = !lost || postFault === 'accept-then-reset'
    return { feedFault, postFault, text, sent: !lost, accepted, failures: lost ? [lost] : [] }
  })
}

function textOf(world: World, index: number): string {
  const { name = '', occurrences } = checkCalendar(generateFeed(world, index, true), WORLD_WINDOW)
  const body = JSON.stringify(messageOf({ ...occurrences[0]!, calendar: name }))
  return createHash('sha256').update(body).digest('hex').slice(0, 16)
}

/** As the delivery record makes it of what it accepted. */
export function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(texts.toSorted().join('\n')).digest('hex').slice(0, 16)
}
