import { createHash } from 'node:crypto'
import { drawDelayMs, drawUnits } from '../../mock-server/delay.ts'
import { assignFaults } from '../../mock-server/faults.ts'
import { dueFeeds, generateFeed } from '../../mock-server/feeds.ts'
import { type FeedFault, WORLD_WINDOW } from '../../mock-server/world.ts'
import { checkCalendar } from '../../strategies/check.ts'
import { FETCH_DEFAULTS } from '../../strategies/fetch.ts'
import { messageOf } from '../../strategies/message.ts'
import type { Scenario, ScenarioWorld } from '../scenario.ts'
import type { PaperFeed } from './paper-feed.ts'

/** Feeds whose zones differ are not equally long; zones come in turns of three. */
const SAMPLES = 3

/** How long the text of a feed is on average, in kilobytes of 1,000 bytes. */
export function kilobytesOf(world: ScenarioWorld): number {
  const bodies = Array.from({ length: SAMPLES }, (_, index) => generateFeed(world, index, false).byteLength)
  return bodies.reduce((sum, bytes) => sum + bytes, 0) / SAMPLES / 1000
}

/** What does not hang on the round, so that it need not be made for each: who is due, what goes wrong, which text is posted. */
export type FeedsOfRound = (fork: number, round: number) => PaperFeed[]

/** The feeds of a scenario with the delays that its mock server would draw in a round. What may go wrong with a post is left out. */
export function paperFeedsOf({ world, client }: Scenario): FeedsOfRound {
  const { seed } = world
  const { count } = world.feeds
  const due = dueFeeds(world)
  const faults = assignFaults(world)
  const kilobytes = kilobytesOf(world)
  const pacedMs = world.bytesPerSecond === undefined ? 0 : (kilobytes * 1e6) / world.bytesPerSecond
  const keyOfPost = count > MOST_EXACT ? String : (index: number) => digestOfPost(world, index)
  const posts = new Map(Array.from(due, (index) => [index, keyOfPost(index)]))

  return (fork, round) => {
    const drawMs = (delay: ScenarioWorld['feedDelay'], ...key: (string | number)[]) =>
      drawDelayMs(delay, drawUnits(seed, `f${fork}`, `r${round}`, ...key))
    return Array.from({ length: count }, (_, index): PaperFeed => {
      const fault = faults[index]
      const isRead = fault === undefined || READ.has(fault)
      const answersMs = Array.from({ length: hopsOf(fault) }, (_, hop) => drawMs(world.feedDelay, 'feed', index, hop))
      answersMs[answersMs.length - 1]! += isRead ? pacedMs : givenUpMs(fault, client)
      const post = isRead ? posts.get(index) : undefined
      const postMs = post === undefined ? undefined : drawMs(world.slackDelay, 'slack', post, 1)
      return { answersMs, kilobytes: isRead ? kilobytes : 0, isRead, ...(postMs !== undefined && { postMs }) }
    })
  }
}

/** Above so many feeds the luck of single posts no longer shows, and writing all texts would take longer than the rest. */
const MOST_EXACT = 100

/** What the mock server draws the delay of a post by. */
function digestOfPost(world: ScenarioWorld, index: number): string {
  const { name = '', occurrences } = checkCalendar(generateFeed(world, index, true), WORLD_WINDOW)
  const text = JSON.stringify(messageOf({ ...occurrences[0]!, calendar: name }))
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Those that end well. */
const READ: ReadonlySet<FeedFault> = new Set(['gzip', 'redirects'])

function hopsOf(fault: FeedFault | undefined): number {
  if (fault === 'redirects') return 4
  return fault === 'redirect-loop' ? FETCH_DEFAULTS.maxRedirects + 1 : 1
}

/** How long the client waits for what never comes. */
function givenUpMs(fault: FeedFault | undefined, client: Scenario['client']): number {
  if (fault === 'hang') return client.headersTimeoutMs
  return fault === 'stall' ? client.bodyTimeoutMs : 0
}
