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
  const { seed, fetchDelay, notifyDelay, connectDelay, items } = world
  const shares = errorShares(world)
  const draw = (delay: Delay, at: DrawPlace, item: number, key: readonly (string | number)[]): number => {
    const units = drawUnits(seed, at.block, at.iteration, ...key)
    if (delay.model !== 'empirical' || item < 0) return drawDelayMs(delay, units)
    const purpose = `${key[0]} ${key.at(-1)}`
    const place = evenPlace({ at, position: item, of: items.count, seed, purpose, size: STRATA })
    return quantileAt(delay.quantilesMs, (place + units[0]) / STRATA)
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
 * Each item lies on an observed host, as many on each as it had exchanges, and meets the exchanges of that host, each as often as every other: so
 * a slow host stays slow, and what is large takes as long as it did.
 */
function trafficDraws(world: World, exchanges: readonly ObservedExchange[]): Draws {
  const { seed, items, notifyDelay } = world
  const fetches = exchanges.filter(({ to = 'fetch' }) => to === 'fetch')
  const notifies = exchanges.filter(({ to }) => to === 'notify')
  const hosts = hostsOfItems(fetches, items.count, seed)
  const pick = (from: readonly ObservedExchange[], at: DrawPlace, place: EvenPlace) =>
    from[evenPlace({ ...place, at, seed, size: from.length })]!
  return {
    fetch(at, item, nth) {
      const { exchanges: own, rank, of } = hosts[item]!
      const one = pick(own, at, { position: rank, of, purpose: `host ${own[0]!.host} ${nth}` })
      const { delayMs, connectMs = 0, bytes, bytesPerSecond, status = 0, failed, retryAfterSeconds } = one
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
      return pick(notifies, at, { position: item, of: items.count, purpose: `notify ${key.at(-1)}` }).delayMs
    },
  }
}

interface HostOfItem {
  readonly exchanges: readonly ObservedExchange[]
  /** Of the item among those of its host, and how many they are. */
  readonly rank: number
  readonly of: number
}

/** The host of each item: in proportion to their exchanges, by the largest remainders, in an order that the seed decides. */
function hostsOfItems(fetches: readonly ObservedExchange[], count: number, seed: number): HostOfItem[] {
  const byHost = [...Map.groupBy(fetches, ({ host }) => host).values()]
  const shares = byHost.map((own) => (own.length / fetches.length) * count)
  const seats = shares.map(Math.floor)
  const left = count - seats.reduce((sum, one) => sum + one, 0)
  const byRemainder = shares
    .map((share, host) => ({ host, rest: share - seats[host]! }))
    .sort((a, b) => b.rest - a.rest)
  for (const { host } of byRemainder.slice(0, left)) seats[host]!++
  const seated = byHost.flatMap((exchanges, host) =>
    Array.from({ length: seats[host]! }, (_, rank): HostOfItem => ({ exchanges, rank, of: seats[host]! })),
  )
  return seated.map((_, item) => seated[permuted(item, count, `${seed} host`)]!)
}

function errorOf(shares: readonly (readonly [FetchError, number])[], unit: number): FetchError | undefined {
  let left = unit
  for (const [error, share] of shares) if ((left -= share) < 0) return error
  return undefined
}

/** Parts of equal probability, from which draws come in turn. */
const STRATA = 1000

interface EvenPlace {
  /** Among those that draw in an iteration, and how many they are. */
  readonly position: number
  readonly of: number
  readonly purpose: string
}

interface Even extends EvenPlace {
  readonly at: DrawPlace
  readonly seed: number
  readonly size: number
}

/**
 * A place below `size` of a sequence that comes to each equally often, in an order of its own for each block: what was observed shows in some
 * thousand draws as it is, where independent draws would need many more. Within an iteration of few items it is as good as independent.
 */
function evenPlace({ at, position, of, seed, purpose, size }: Even): number {
  const nth = Number(at.iteration.slice(1)) * of + position
  const key = [seed, at.block, at.iteration[0]!, purpose, Math.floor(nth / size)].join(' ')
  return permuted(nth % size, size, key)
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
