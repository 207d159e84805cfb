import type { Delay } from './delay.ts'

/** What goes wrong with a share of the feeds; the same feeds in every block and iteration. `gzip` and `redirects` go well. */
export type FeedFault =
  | 'status-500'
  | 'status-503'
  | 'status-404'
  | 'reset'
  | 'hang'
  | 'stall'
  | 'truncate'
  | 'html'
  | 'redirects'
  | 'redirect-loop'
  | 'gzip'

/** What goes wrong with a share of the posts, by their text. `busy-once`: 503 to the first try. */
export type SlackFault = 'refuse' | 'busy-once' | 'busy' | 'error-500' | 'reset' | 'accept-then-reset'

/** A token bucket per webhook: `perSecond` posts in the long run, `burst` at once, 429 with Retry-After above. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** The world outside a job, all of it decided by this plain data: the same world gives the same bytes, delays and faults. */
export interface World {
  readonly seed: number
  readonly feeds: {
    readonly count: number
    /** Events a feed; the history reaches back years. */
    readonly events: number
    /** Bytes of description an event. */
    readonly descriptionBytes: number
    /** Share of the feeds that have one event due in the window. */
    readonly dueShare: number
    readonly recurringShare: number
  }
  readonly feedDelay: Delay
  readonly slackDelay: Delay
  /** Pace of a feed's body; unpaced when absent. */
  readonly bytesPerSecond?: number | undefined
  readonly feedFaults: Readonly<Partial<Record<FeedFault, number>>>
  readonly slackFaults: Readonly<Partial<Record<SlackFault, number>>>
  readonly slackRate?: Rate | undefined
  readonly https: boolean
  /** `many`: every feed has a host name of its own, as in the field; they all lie on loopback. */
  readonly hosts: 'one' | 'many'
}

/** The instant at which every world stands, and the window its due events lie in. */
export const WORLD_NOW_MS = Date.UTC(2026, 0, 15, 9)
export const WORLD_WINDOW = { fromMs: WORLD_NOW_MS, untilMs: WORLD_NOW_MS + 30 * 60_000 }

/** The end of the host names of a world of many hosts; `.test` never leaves the machine (RFC 6761, 6.2). */
export const HOST_SUFFIX = '.feeds.test'

/** Block and iteration are part of every address, so that a delay can depend on them; `wN` is a warm-up without delays or faults, `cN` a cold run. */
export type Place = `f${number}/${'r' | 'w' | 'c'}${number}`

export function isPlace(text: string): text is Place {
  return /^f\d+\/[rwc]\d+$/.test(text)
}

/** The addresses of a world's feeds, in order, and of its webhook. `origin`: of the server, with its port. */
export function addressesOf(
  world: World,
  origin: string,
  place: Place,
): { readonly feeds: string[]; readonly slack: string } {
  const { port, protocol } = new URL(origin)
  const base = (name: string) => (world.hosts === 'many' ? `${protocol}//${name}${HOST_SUFFIX}:${port}` : origin)
  return {
    feeds: Array.from(
      { length: world.feeds.count },
      (_, index) => `${base(`feed-${index}`)}/${place}/feeds/${index}.ics`,
    ),
    slack: `${base('slack')}/${place}/slack`,
  }
}

/** Into so many a body is cut that is sent at a pace. */
export const SLICES = 20
