import { inspect } from 'node:util'
import type { World } from '../../../mock-server/world.ts'
import { WORLD_WINDOW } from '../../../mock-server/world.ts'
import type { Outcome } from '../../../strategies/job.ts'
import { digestOf, type Expected, expectedOf } from './expected.ts'
import { kindsOf, type Ran } from './running.ts'

/** Compares a run with what has to come of its world; throws an error that names the world and what is wrong with the run. */
export function judge(world: World, ran: Ran, sequentialDigest: string): void {
  const wrong = wrongWith(world, ran, sequentialDigest)
  if (wrong) throw new Error(`${wrong} (world ${world.seed})`)
}

function wrongWith(world: World, ran: Ran, sequentialDigest: string): string | undefined {
  const { outcomes, figures, atReturn, job } = ran
  const expected = expectedOf(world)
  const without = job.feeds.filter((feed) => !outcomes.some((outcome) => outcome.feed.id === feed.id))
  if (without.length > 0) return `${without.map(({ id }) => id).join(', ')} came to no outcome`
  if (outcomes.length !== job.feeds.length) return `expected ${job.feeds.length} outcomes, got ${outcomes.length}`
  const misplaced = outcomes.findIndex(({ feed }, index) => feed.id !== job.feeds[index]!.id)
  if (misplaced >= 0) return `outcome ${misplaced} is that of ${outcomes[misplaced]!.feed.id}: expected feed order`

  const sent = outcomes.reduce((sum, outcome) => sum + outcome.sent.length, 0)
  if (sent > atReturn.accepted)
    return `returned before its sends were done: says ${sent} sent, Slack had accepted ${atReturn.accepted}`
  if (figures.requests > atReturn.requests)
    return `returned before its work was done: ${figures.requests - atReturn.requests} requests came later`

  for (const [index, outcome] of outcomes.entries()) {
    const found = wrongWithFeed(index, outcome, expected[index]!, ran)
    if (found) return `feed ${index} ${found}`
  }
  if (figures.duplicates > 0) return `${figures.duplicates} texts were told twice`
  const own = digestOf(expected.flatMap(({ accepted, text }) => (accepted && text !== undefined ? text : [])))
  if (figures.digest !== own) return `the ledger's digest is ${figures.digest}, the world's is ${own}`
  if (figures.digest !== sequentialDigest)
    return `the ledger's digest is ${figures.digest}, sequential's is ${sequentialDigest}`
  return undefined
}

function wrongWithFeed(
  index: number,
  { sent, ...outcome }: Outcome,
  expected: Expected,
  { entries }: Ran,
): string | undefined {
  const own = entries.filter(({ feed }) => feed === index)
  const asks = own.filter(({ to }) => to === 'feed')
  const posts = own.filter(({ to }) => to === 'slack')
  const accepted = posts.flatMap((entry) => entry.accepted ?? [])
  const kinds = kindsOf({ sent, ...outcome })
  const health = expected.failures.length === 0 ? 'healthy' : expected.failures.join()

  const early = sent.find(({ startMs }) => startMs < WORLD_WINDOW.fromMs || startMs >= WORLD_WINDOW.untilMs)
  if (early)
    return `was told early: "${early.summary}" starts at ${new Date(early.startMs).toISOString()}, outside the window`
  if (new Set(sent.map(({ key }) => key)).size < sent.length) return 'has one notification twice'
  if (new Set(accepted).size < accepted.length) return 'was told twice'
  const hops = expected.feedFault === 'redirects' ? 4 : expected.feedFault === 'redirect-loop' ? 6 : 1
  if (asks.length !== hops) return `was asked for ${asks.length} times, expected ${hops}`
  if (accepted.length < Number(expected.accepted))
    return `(${health}) was not told of: its failures are ${inspect(outcome.failures)}`
  if (accepted.some((text) => text !== expected.text)) return 'was told another text than is due'
  // Over TLS the server learns late that an answer is out: that it had begun to answer is all that is certain.
  const read = asks.at(-1)!
  if (posts.some(({ beganMs }) => beganMs < read.beganMs + read.heldMs)) return 'was told of before it had been read'
  if (sent.length !== Number(expected.sent))
    return `(${health}) has ${sent.length} sent in its outcome, expected ${Number(expected.sent)}`
  if (kinds.join() !== expected.failures.join()) {
    return `(${expected.feedFault ?? expected.postFault ?? 'healthy'}) has the failures ${inspect(outcome.failures)}, expected "${expected.failures.join()}"`
  }
  const tries =
    expected.text === undefined ? 0 : expected.postFault === 'busy' ? 4 : expected.postFault === 'busy-once' ? 2 : 1
  const tried = posts.filter(({ status }) => status !== 429).length
  return tried === tries ? undefined : `was posted ${tried} times, expected ${tries}`
}
