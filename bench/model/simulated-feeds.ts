import { createHash } from 'node:crypto'
import { createDraws, type FetchDraw } from '../../mock-server/draws.ts'
import { assignFaults } from '../../mock-server/faults.ts'
import { bytesOfItem, dueFeeds, generateFeed } from '../../mock-server/feeds.ts'
import { type FeedFault, SLICES, WORLD_WINDOW } from '../../mock-server/world.ts'
import { checkCalendar } from '../../strategies/check.ts'
import { FETCH_DEFAULTS } from '../../strategies/fetch.ts'
import { messageOf } from '../../strategies/message.ts'
import { NOTIFY_DEFAULTS } from '../../strategies/notify.ts'
import type { Scenario, ScenarioWorld } from '../scenario/scenario.ts'
import type { SimulatedFeed } from './simulated-feed.ts'

/** Feeds whose zones differ are not equally long; zones come in turns of three. */
const SAMPLES = 3

/** How long the text of a feed is on average, in kilobytes of 1,000 bytes. */
export function kilobytesOf(world: ScenarioWorld): number {
  const { bytes, count } = world.items
  if (typeof bytes === 'object')
    return (
      Array.from({ length: count }, (_, index) => bytesOfItem(world, index)!).reduce((a, b) => a + b, 0) / count / 1000
    )
  const bodies = Array.from({ length: SAMPLES }, (_, index) => generateFeed(world, index, false).byteLength)
  return bodies.reduce((sum, bytes) => sum + bytes, 0) / SAMPLES / 1000
}

/** What does not hang on the iteration, so that it need not be made for each: who is due, what goes wrong, which text is posted. */
export type FeedsOfIteration = (block: number, iteration: number) => SimulatedFeed[]

/** How long the body of an item is on average, in kilobytes of 1,000 bytes. */
export function bodyKilobytesOf({ world, itemProfile }: Pick<Scenario, 'world' | 'itemProfile'>): number {
  if (!itemProfile) return kilobytesOf(world)
  return itemProfile.reduce((sum, { kilobytes }) => sum + kilobytes, 0) / itemProfile.length
}

/** The feeds of a scenario with the delays that its mock server would draw in an iteration. What may go wrong with a post is left out. */
export function simulatedFeedsOf(scenario: Scenario): FeedsOfIteration {
  return scenario.itemProfile ? ownItemsOf(scenario, scenario.itemProfile) : calendarsOf(scenario)
}

/** The items of a user's own job, which makes its requests one after another, as far as anybody knows. */
function ownItemsOf({ world }: Scenario, profile: NonNullable<Scenario['itemProfile']>): FeedsOfIteration {
  const draws = createDraws(world)
  return (block, iteration) => {
    const at = { block: `f${block}`, iteration: `r${iteration}` }
    return Array.from({ length: world.items.count }, (_, index): SimulatedFeed => {
      const { fetches, posts, kilobytes } = profile[index % profile.length]!
      const answerMs = (nth: number) => {
        const draw = draws.fetch(at, index, nth)
        const { bytesPerSecond = world.bytesPerSecond } = draw
        return heldMs(world, draw) + (bytesPerSecond === undefined ? 0 : (kilobytes * 1e6) / bytesPerSecond)
      }
      return {
        answersMs: Array.from({ length: fetches }, (_, nth) => answerMs(nth)),
        postsMs: Array.from({ length: posts }, (_, nth) => draws.notifyMs(at, index, ['sink', String(index), nth])),
        kilobytes,
        isRead: true,
        isGivenUp: false,
        isPostGivenUp: false,
      }
    })
  }
}

/** Where items share hosts, most of their requests find a connection. */
function heldMs({ hosts }: ScenarioWorld, { delayMs, connectMs }: FetchDraw): number {
  return hosts === 'many' ? delayMs + connectMs : delayMs
}

function calendarsOf({ world, client }: Scenario): FeedsOfIteration {
  const { count } = world.items
  const due = dueFeeds(world)
  const faults = assignFaults(world)
  const draws = createDraws(world)
  const typicalKilobytes = kilobytesOf(world)
  const isExact = count <= MAX_EXACT && count * typicalKilobytes <= MAX_EXACT_KILOBYTES
  const keyOfPost = isExact ? (index: number) => digestOfPost(world, index) : String
  const posts = new Map(Array.from(due, (index) => [index, keyOfPost(index)]))

  return (block, iteration) => {
    const at = { block: `f${block}`, iteration: `r${iteration}` }
    return Array.from({ length: count }, (_, index): SimulatedFeed => {
      const { error, bytes, bytesPerSecond = world.bytesPerSecond } = draws.fetch(at, index, 0)
      const kilobytes = bytes === undefined ? typicalKilobytes : bytes / 1000
      const pacedMs = bytesPerSecond === undefined ? 0 : (kilobytes * 1e6) / bytesPerSecond
      const fault = faults[index] ?? (error && ('failed' in error ? error.failed : 'status-503'))
      const isWhole = fault === undefined || WHOLE.has(fault)
      const drawnMs = Array.from({ length: hopsOf(fault) }, (_, hop) => heldMs(world, draws.fetch(at, index, hop)))
      if (fault === 'hang') drawnMs[drawnMs.length - 1] = Infinity
      // Compressed bodies are sent at once.
      const ownMs = isWhole && fault !== 'gzip' ? pacedMs : 0
      const isSilent = fault === 'stall' || ownMs / SLICES > client.bodyTimeoutMs
      const { answersMs, isDone } = awaited(drawnMs, isSilent ? client.bodyTimeoutMs : ownMs, client)
      const isRead = isWhole && isDone && !isSilent
      const post = isRead ? posts.get(index) : undefined
      const postMs = post === undefined ? undefined : draws.notifyMs(at, index, ['slack', post, 1])
      return {
        answersMs,
        kilobytes: isRead ? kilobytes : 0,
        isRead,
        isGivenUp: isWhole && !isRead,
        isPostGivenUp: postMs !== undefined && postMs > NOTIFY_DEFAULTS.answerTimeoutMs,
        postsMs: postMs === undefined ? [] : [Math.min(postMs, NOTIFY_DEFAULTS.answerTimeoutMs)],
      }
    })
  }
}

/** Above so many feeds the luck of single posts no longer shows, and writing all texts would take longer than the rest. */
const MAX_EXACT = 100

/** The same of feeds so large in all that writing them takes too long, whatever luck there is. */
const MAX_EXACT_KILOBYTES = 10_000

/** What the mock server draws the delay of a post by. */
function digestOfPost(world: ScenarioWorld, index: number): string {
  const { name = '', occurrences } = checkCalendar(generateFeed(world, index, true), WORLD_WINDOW)
  const text = JSON.stringify(messageOf({ ...occurrences[0]!, calendar: name }))
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Those that end well. */
const WHOLE: ReadonlySet<FeedFault> = new Set(['gzip', 'redirects'])

function hopsOf(fault: FeedFault | undefined): number {
  if (fault === 'redirects') return 4
  return fault === 'redirect-loop' ? FETCH_DEFAULTS.maxRedirects + 1 : 1
}

/** What the client waits for of answers that are held so long: it gives up on each of them after a while, and on all together. */
function awaited(
  drawnMs: readonly number[],
  bodyMs: number,
  { headersTimeoutMs }: Scenario['client'],
): { readonly answersMs: number[]; readonly isDone: boolean } {
  const answersMs: number[] = []
  let leftMs = FETCH_DEFAULTS.fetchTimeoutMs
  for (const ms of drawnMs) {
    const mostMs = Math.min(headersTimeoutMs, leftMs)
    answersMs.push(Math.min(ms, mostMs))
    if (ms > mostMs) return { answersMs, isDone: false }
    leftMs -= ms
  }
  answersMs[answersMs.length - 1]! += Math.min(bodyMs, leftMs)
  return { answersMs, isDone: bodyMs <= leftMs }
}
