import { drawUnits, type Delay } from '../../../mock-server/delay.ts'
import type { FeedFault, SlackFault, World } from '../../../mock-server/world.ts'
import { worldSchema } from '../../../mock-server/world-schema.ts'

type Parts = Partial<Omit<World, 'items'>> & { readonly items?: Partial<World['items']> }

/** A small world in which nothing goes wrong, half of its 12 feeds with something due; `parts` replaces what matters to a test. */
export function aWorld({ items, ...parts }: Parts = {}): World {
  return { ...SMALL_WORLD, ...parts, items: { ...SMALL_WORLD.items, ...items } }
}

/** Every key that is not named here has its default. */
const SMALL_WORLD = worldSchema.parse({
  items: { count: 12, events: 4, descriptionBytes: 60, dueShare: 0.5, recurringShare: 0.2 },
  fetchDelay: { model: 'constant', ms: 0 },
  notifyDelay: { model: 'constant', ms: 0 },
})

export function constant(ms: number): Delay {
  return { model: 'constant', ms }
}

/** Every fault a feed can have, and every fault a post can have. */
export const FEED_FAULTS = Object.keys(worldSchema.shape.fetchFaults.unwrap().shape) as FeedFault[]
export const SLACK_FAULTS = Object.keys(worldSchema.shape.notifyFaults.unwrap().shape) as SlackFault[]
/** What a client must sit out is given to few worlds, and to one feed of each. */
const SLOW_FAULTS: readonly FeedFault[] = ['hang', 'stall']
const QUICK_FAULTS = FEED_FAULTS.filter((fault) => !SLOW_FAULTS.includes(fault))

/** Whether a client has to sit something out in this world. */
export function isSlow(world: World): boolean {
  return SLOW_FAULTS.some((fault) => fault in world.fetchFaults)
}

/** Worlds drawn by seed: 12 to 16 feeds, delays of 0 to 3 ms, faults, and now and then TLS, many hosts, a pace, a rate. */
export function randomWorlds(count: number): World[] {
  return Array.from({ length: count }, (_, index) => randomWorld(1 + index))
}

function randomWorld(seed: number): World {
  const draw = (purpose: string) => drawUnits(seed, 'world', purpose)[0]
  const among = <T>(purpose: string, items: readonly T[]): T => items[Math.floor(draw(purpose) * items.length)]!
  const some = <T>(purpose: string, items: readonly T[], most: number): T[] =>
    Array.from({ length: Math.ceil(draw(purpose) * most) }, (_, index) => among(`${purpose} ${index}`, items))
  const share = (purpose: string, least: number, most: number) => least + draw(purpose) * (most - least)
  const feeds = 12 + Math.floor(draw('feeds') * 5)
  const quick = some('feed faults', QUICK_FAULTS, 3).map((fault) => [fault, (1 + Math.floor(draw(fault) * 2)) / feeds])
  // Numbers without a common factor, so that the rare things meet in all ways.
  const slow = seed % 15 === 7 ? SLOW_FAULTS.map((fault) => [fault, 1 / feeds]) : []
  const rated = seed % 41 === 17
  const slack = rated ? [] : some('slack faults', SLACK_FAULTS, 3).map((fault) => [fault, share(fault, 0.15, 0.35)])
  return aWorld({
    seed,
    items: {
      count: feeds,
      events: 3 + Math.floor(draw('events') * 4),
      descriptionBytes: Math.floor(draw('description') * 200),
      dueShare: share('due', 0.3, 0.9),
      recurringShare: share('recurring', 0, 0.5),
    },
    fetchDelay: among('feed delay', DELAYS),
    notifyDelay: among('slack delay', DELAYS),
    fetchFaults: Object.fromEntries([...slow, ...quick]),
    notifyFaults: Object.fromEntries(slack),
    bytesPerSecond: seed % 13 === 5 ? 2_000_000 : undefined,
    notifyRate: rated ? { perSecond: 5, burst: 3 } : undefined,
    https: seed % 10 === 3,
    hosts: seed % 5 === 3 ? 'many' : 'one',
  })
}

const DELAYS: readonly Delay[] = [
  constant(0),
  constant(1),
  constant(3),
  { model: 'lognormal', medianMs: 1, sigma: 0.5 },
  { model: 'pareto', leastMs: 0.3, shape: 1.5, mostMs: 3 },
]
