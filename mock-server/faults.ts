import { drawUnits } from './delay.ts'
import type { FeedFault, SlackFault, World } from './world.ts'

/** The fault of each feed, by place: each share of the feeds, rounded, chosen by seed; no feed has two. */
export function assignFaults({ seed, items: { count }, fetchFaults }: World): (FeedFault | undefined)[] {
  const order = shuffledFeeds(seed, 'fault', count)
  const faults = new Array<FeedFault | undefined>(count).fill(undefined)
  let next = 0
  for (const [fault, share] of Object.entries(fetchFaults) as [FeedFault, number][]) {
    for (let left = Math.round(share * count); left > 0 && next < count; left--) faults[order[next++]!] = fault
  }
  return faults
}

/** The fault of a post with this text, by seed. */
export function faultOfPost({ seed, notifyFaults }: World, digest: string): SlackFault | undefined {
  let [left] = drawUnits(seed, 'slack-fault', digest)
  for (const [fault, share] of Object.entries(notifyFaults) as [SlackFault, number][]) {
    if ((left -= share) < 0) return fault
  }
  return undefined
}

/** The places of the feeds in an order that depends on the seed and the purpose alone. */
export function shuffledFeeds(seed: number, purpose: string, count: number): number[] {
  const draws = Array.from({ length: count }, (_, index) => drawUnits(seed, purpose, index)[0])
  return draws.map((_, index) => index).sort((a, b) => draws[a]! - draws[b]! || a - b)
}
