import { inspect } from 'node:util'
import { createHash } from 'node:crypto'
import { type World, WORLD_WINDOW, type FeedFault, type SlackFault } from '../../../mock-server/world.ts'
import type { Outcome } from '../../../strategies/job.ts'
import type { FeedBreach, RunBreach } from '../../io/contract-breach.ts'
import { BrokenClause } from './broken-clause.ts'
import { kindsOf, type Ran } from './running.ts'
import { assignFaults, faultOfPost } from '../../../mock-server/faults.ts'
import { dueFeeds, generateFeed } from '../../../mock-server/feeds.ts'
import { checkCalendar } from '../../../strategies/check.ts'
import { messageOf } from '../../../strategies/message.ts'
import { FAILURE_OF_FEED, FAILURE_OF_POST } from '../../trial/faults.ts'

/** Compares a run with what has to come of its world; throws a BrokenClause that names the world and what is wrong with the run. */
export function judge(world: World, ran: Ran, sequentialDigest: string): void {
  const breach = breachOf(world, ran, sequentialDigest)
  if (breach) throw new BrokenClause({ code: 'in-world', world: world.seed, breach })
}

function breachOf(world: World, ran: Ran, sequentialDigest: string): RunBreach | undefined {
  const { outcomes, figures, atReturn, job } = ran
  const expected = expectedOf(world)
  const without = job.feeds.filter((feed) => !outcomes.some((outcome) => outcome.feed.id === feed.id))
  if (without.length > 0) return { code: 'no-outcome', feeds: without.map(({ id }) => id) }
  if (outcomes.length !== job.feeds.length)
    return { code: 'outcome-count', expected: job.feeds.length, got: outcomes.length }
  const misplaced = outcomes.findIndex(({ feed }, index) => feed.id !== job.feeds[index]!.id)
  if (misplaced >= 0) return { code: 'outcome-misplaced', outcome: misplaced, feed: outcomes[misplaced]!.feed.id }

  const sent = outcomes.reduce((sum, outcome) => sum + outcome.sent.length, 0)
  if (sent > atReturn.accepted) return { code: 'sends-not-done', sent, accepted: atReturn.accepted }
  // The server may read a request only after the client has given it up.
  const givenUp = new Set(outcomes.keys().filter((index) => kindsOf(outcomes[index]!).includes('fetch timeout')))
  const late = ran.entries.slice(atReturn.requests).filter(({ to, feed }) => to !== 'feed' || !givenUp.has(feed))
  if (late.length > 0) return { code: 'work-not-done', requests: late.length }

  for (const [index, outcome] of outcomes.entries()) {
    const breach = breachOfFeed(index, outcome, expected[index]!, ran)
    if (breach) return { code: 'feed', feed: index, breach }
  }
  if (figures.duplicates > 0) return { code: 'duplicate-texts', texts: figures.duplicates }
  const own = digestOf(expected.flatMap(({ accepted, text }) => (accepted && text !== undefined ? text : [])))
  if (figures.digest !== own) return { code: 'digest', of: 'world', got: figures.digest, expected: own }
  if (figures.digest !== sequentialDigest)
    return { code: 'digest', of: 'sequential', got: figures.digest, expected: sequentialDigest }
  return undefined
}

function breachOfFeed(
  index: number,
  { sent, ...outcome }: Outcome,
  expected: Expected,
  { entries }: Ran,
): FeedBreach | undefined {
  const own = entries.filter(({ feed }) => feed === index)
  const asks = own.filter(({ to }) => to === 'feed')
  const posts = own.filter(({ to }) => to === 'slack')
  const accepted = posts.flatMap((entry) => entry.accepted ?? [])
  const kinds = kindsOf({ sent, ...outcome })
  const health = expected.failures.length === 0 ? 'healthy' : expected.failures.join()

  const early = sent.find(({ startMs }) => startMs < WORLD_WINDOW.fromMs || startMs >= WORLD_WINDOW.untilMs)
  if (early) return { code: 'early', summary: textOf(early.summary), start: timeText(early.startMs) }
  if (new Set(sent.map(({ key }) => key)).size < sent.length) return { code: 'notification-twice' }
  if (new Set(accepted).size < accepted.length) return { code: 'sent-twice' }
  const hops = expected.feedFault === 'redirects' ? 4 : expected.feedFault === 'redirect-loop' ? 6 : 1
  if (asks.length !== hops) return { code: 'requested', times: asks.length, expected: hops }
  if (accepted.length < Number(expected.accepted))
    return { code: 'not-sent', health, failures: inspect(outcome.failures) }
  if (accepted.some((text) => text !== expected.text)) return { code: 'other-text' }
  // Over TLS the server learns late that an answer is out: that it had begun to answer is all that is certain.
  const read = asks.at(-1)!
  if (posts.some(({ beganMs }) => beganMs < read.beganMs + read.heldMs)) return { code: 'unread' }
  if (sent.length !== Number(expected.sent))
    return { code: 'sent-count', health, sent: sent.length, expected: Number(expected.sent) }
  if (kinds.join() !== expected.failures.join()) {
    return {
      code: 'failures',
      health: expected.feedFault ?? expected.postFault ?? 'healthy',
      failures: inspect(outcome.failures),
      expected: expected.failures.join(),
    }
  }
  const tries =
    expected.text === undefined ? 0 : expected.postFault === 'busy' ? 4 : expected.postFault === 'busy-once' ? 2 : 1
  const tried = posts.filter(({ status }) => status !== 429).length
  return tried === tries ? undefined : { code: 'posted', times: tried, expected: tries }
}

/** What a strategy of the user's gave, which may be anything. */
function textOf(given: unknown): string {
  return String(given)
}

function timeText(ms: unknown): string {
  const date = new Date(Number(ms))
  return Number.isNaN(date.getTime()) ? textOf(ms) : date.toISOString()
}

/** What has to come of one feed of a world, worked out from the world alone, without any strategy. */
interface Expected {
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
    const text = due.has(index) ? digestOfText(world, index) : undefined
    if (text === undefined) return { feedFault, sent: false, accepted: false, failures: [] }
    const postFault = faultOfPost(world, text)
    const lost = postFault && FAILURE_OF_POST[postFault]
    const accepted = !lost || postFault === 'accept-then-reset'
    return { feedFault, postFault, text, sent: !lost, accepted, failures: lost ? [lost] : [] }
  })
}

function digestOfText(world: World, index: number): string {
  const { name = '', occurrences } = checkCalendar(generateFeed(world, index, true), WORLD_WINDOW)
  const body = JSON.stringify(messageOf({ ...occurrences[0]!, calendar: name }))
  return createHash('sha256').update(body).digest('hex').slice(0, 16)
}

/** As the delivery record makes it of what it accepted. */
export function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(texts.toSorted().join('\n')).digest('hex').slice(0, 16)
}
