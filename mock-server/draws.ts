import { type Delay, drawDelayMs, drawUnits, quantileAt } from './delay.ts'
import { type ObservedExchange, readTraffic } from './traffic.ts'
import type { World } from './world.ts'

/** What goes wrong with a share of the requests for items. */
export type FetchError = Exclude<keyof NonNullable<World['fetchErrors']>, 'retryAfterSeconds'>

/** The shares of the requests that go wrong, by how. */
export function errorShares({ fetchErrors = {} }: Pick<World, 'fetchErrors'>): [FetchError, number][] {
  const { retryAfterSeconds: _retryAfter, ...shares } = fetchErrors
  return (Object.entries(shares) as [FetchError, number][]).filter(([, share]) => share > 0)
}

/** What is answered in place of a body. */
export type ErrorDraw =
  | { readonly status: number; readonly retryAfterSeconds?: number | undefined }
  | { readonly failed: 'reset' | 'hang' }

/** What a request for an item meets. */
export interface FetchDraw {
  /** Before the first byte of its answer. */
  readonly delayMs: number
  /** Besides, where it is the first on its connection. */
  readonly connectMs: number
  readonly error?: ErrorDraw
  /** Of its body and the pace at which it comes, where they are drawn too. */
  readonly bytes?: number | undefined
  readonly bytesPerSecond?: number | undefined
}

/** `f3`, and `r7`, `c0` or `w1`, as in the address of the request. */
interface DrawPlace {
  readonly block: string
  readonly iteration: string
}

/** What requests meet in a world, decided by its seed and by where each request is, never by the order of arrival or by who asks. */
export interface Draws {
  /** `nth`: of the requests for this item in this iteration. */
  readonly fetch: (at: DrawPlace, item: number, nth: number) => FetchDraw
  /** How long the answer to a post is held back. `key`: of the post within its iteration; `item`: whose it is, -1 where that is not known. */
  readonly notifyMs: (at: DrawPlace, item: number, key: readonly (string | number)[]) => number
}

export function createDraws(world: World): Draws {
  return world.traffic === undefined ? modelDraws(world) : trafficDraws(world, readTraffic(world.traffic))
}

function modelDraws(world: World): Draws {
  const { seed, fetchDelay, notifyDelay, connectDelay } = world
  const shares = errorShares(world)
  const draw = (delay: Delay, at: DrawPlace, item: number, key: readonly (string | number)[]): number => {
    const units = drawUnits(seed, at.block, at.iteration, ...key)
    if (delay.model !== 'empirical' || item < 0) return drawDelayMs(delay, units)
    return quantileAt(delay.quantilesMs, evenUnit(seed, at, [key[0]!, item, key.at(-1)!]))
  }
  return {
    fetch(at, item, nth) {
      const error =
        shares.length > 0 && errorOf(shares, drawUnits(seed, at.block, at.iteration, 'fetch-error', item, nth)[0])
      return {
        delayMs: draw(fetchDelay, at, item, ['feed', item, nth]),
        connectMs: connectDelay === undefined ? 0 : draw(connectDelay, at, item, ['connect', item, nth]),
        ...(error && { error: errorDraw(error, world) }),
      }
    },
    notifyMs: (at, item, key) => draw(notifyDelay, at, item, key),
  }
}

function errorDraw(error: FetchError, { fetchErrors }: World): ErrorDraw {
  if (error === 'reset' || error === 'hang') return { failed: error }
  const status = Number(error.slice('status-'.length))
  return { status, ...(isAsking(status) && { retryAfterSeconds: fetchErrors?.retryAfterSeconds }) }
}

/** Whether an answer may say when to come again. */
function isAsking(status: number): boolean {
  return status === 429 || status === 503
}

/**
 * Each item meets the exchanges of a part, all about equally often, and all items together meet what was observed. So slow hosts stay slow, and what
 * is large takes as long as it did.
 */
export function trafficDraws(world: World, exchanges: readonly ObservedExchange[]): Draws {
  const { seed, items, notifyDelay } = world
  const fetches = exchanges.filter(({ to = 'fetch' }) => to === 'fetch')
  const parts = partsByHost(fetches, items.count) ?? partsBySpeed(fetches, items.count, seed)
  const notifies = byDelay(exchanges.filter(({ to }) => to === 'notify'))
  const connectTimesOf = connectTimesByHost(fetches)
  const pick = <T>(from: readonly T[], at: DrawPlace, key: readonly (string | number)[]) =>
    from[Math.floor(evenUnit(seed, at, key) * from.length)]!
  return {
    fetch(at, item, nth) {
      const one = pick(parts[item]!, at, ['exchange', item, nth])
      const { host, delayMs, bytes, bytesPerSecond, status = 0, failed, retryAfterSeconds } = one
      const connectTimes = connectTimesOf(host)
      // It may have kept a connection where a variant opens one, which is not for nothing.
      const connectMs = one.connectMs ?? (connectTimes.length > 0 ? pick(connectTimes, at, ['connect', item, nth]) : 0)
      const error: ErrorDraw | undefined = failed
        ? { failed }
        : status >= 400
          ? { status, retryAfterSeconds }
          : undefined
      // One that never answered is waited for by the client's own patience.
      return { delayMs: failed === 'hang' ? 0 : delayMs, connectMs, bytes, bytesPerSecond, ...(error && { error }) }
    },
    notifyMs(at, item, key) {
      if (notifies.length === 0 || item < 0)
        return drawDelayMs(notifyDelay, drawUnits(seed, at.block, at.iteration, ...key))
      return pick(notifies, at, ['notify', item, key.at(-1)!]).delayMs
    },
  }
}

/** What connecting to a host took, from the quickest to the slowest; to any host where none was observed of that one. */
function connectTimesByHost(fetches: readonly ObservedExchange[]): (host: number) => readonly number[] {
  const timesIn = (some: readonly ObservedExchange[]) =>
    some.flatMap(({ connectMs }) => connectMs ?? []).sort((a, b) => a - b)
  const all = timesIn(fetches)
  const byHost = new Map(
    [...Map.groupBy(fetches, ({ host }) => host)].map(([host, own]) => [host, timesIn(own)] as const),
  )
  return (host) => {
    const own = byHost.get(host) ?? []
    return own.length > 0 ? own : all
  }
}

/** Fewer exchanges than this are no distribution. */
const MIN_PART = 10

/**
 * A host for each item, in the order of their numbers, which is that of the job if it asks each of them once: where the slow ones stand among the
 * others matters to strategies. Undefined where there are not as many hosts as items, or some were asked more often than others.
 */
function partsByHost(fetches: readonly ObservedExchange[], items: number): ObservedExchange[][] | undefined {
  const byHost = Map.groupBy(fetches, ({ host }) => host)
  if (byHost.size !== items) return undefined
  const counts = [...byHost.values()].map(({ length }) => length)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  if (least < MIN_PART || most - least > most * MAX_UNEVENNESS) return undefined
  return [...byHost].toSorted(([a], [b]) => a - b).map(([, own]) => byDelay(own))
}

/** A recording that ends in the middle of a run has one exchange less of some hosts. */
const MAX_UNEVENNESS = 0.1

/** As many equal parts as there can be, of all hosts from the quickest to the slowest; each is that of equally many items. */
function partsBySpeed(fetches: readonly ObservedExchange[], items: number, seed: number): ObservedExchange[][] {
  const byHost = [...Map.groupBy(fetches, ({ host }) => host).values()].map((own) => ({
    middleMs: middleOf(own),
    // Not as they came: a host may have become slower.
    own: own.map((_, place) => own[permuted(place, own.length, `${seed} host ${own[0]!.host}`)]!),
  }))
  const inOrder = byHost.toSorted((a, b) => a.middleMs - b.middleMs).flatMap(({ own }) => own)
  const count = largestDivisor(items, Math.floor(inOrder.length / MIN_PART))
  const beginOf = (part: number) => Math.floor((part * inOrder.length) / count)
  const parts = Array.from({ length: count }, (_, part) => byDelay(inOrder.slice(beginOf(part), beginOf(part + 1))))
  return Array.from({ length: items }, (_, item) => parts[permuted(item, items, `${seed} part`) % count]!)
}

function byDelay(exchanges: readonly ObservedExchange[]): ObservedExchange[] {
  return exchanges.toSorted((a, b) => a.delayMs - b.delayMs)
}

function middleOf(exchanges: readonly ObservedExchange[]): number {
  const sorted = exchanges.map(({ delayMs }) => delayMs).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

/** The largest divisor of a number that is at most `most`, 1 at least. */
function largestDivisor(of: number, most: number): number {
  for (let divisor = Math.min(of, most); divisor > 1; divisor--) if (of % divisor === 0) return divisor
  return 1
}

function errorOf(shares: readonly (readonly [FetchError, number])[], unit: number): FetchError | undefined {
  let left = unit
  for (const [error, share] of shares) if ((left -= share) < 0) return error
  return undefined
}

/** The golden ratio, whose multiples fill [0, 1) more evenly than those of any other number. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * A number in [0, 1): at one iteration independent of that of every other key, and over the iterations of a block spread as evenly as can be, so
 * that some thousand draws show a distribution as it is, where independent ones would need many more.
 * Source: Weyl's additive recurrence; Niederreiter, Random Number Generation and Quasi-Monte Carlo Methods (1992), ch. 3.
 */
function evenUnit(seed: number, { block, iteration }: DrawPlace, key: readonly (string | number)[]): number {
  const [offset] = drawUnits(seed, block, iteration[0]!, 'even', ...key)
  return (offset + Number(iteration.slice(1)) * GOLDEN) % 1
}

/** Rounds that mix well enough for an order that nobody attacks. */
const ROUNDS = 4

/**
 * Where `place` comes to lie in a shuffled order of the whole numbers below `size`, which is another one for each key, without making that order:
 * a Feistel network over the next power of four, walked until it falls below `size`.
 * Source: Black & Rogaway, Ciphers with Arbitrary Finite Domains (CT-RSA 2002), the cycle-walking cipher.
 */
export function permuted(place: number, size: number, key: string): number {
  const bits = Math.max(1, Math.ceil(Math.log2(size) / 2))
  const mask = 2 ** bits - 1
  let value = place
  do {
    let [left, right] = [value >>> bits, value & mask]
    for (let round = 0; round < ROUNDS; round++) {
      const mixed = Math.floor(drawUnits(key, round, right)[0] * (mask + 1))
      ;[left, right] = [right, (left ^ mixed) & mask]
    }
    value = (left << bits) | right
  } while (value >= size)
  return value
}
