import { type Delay, drawDelayMs, drawUnits, quantileAt } from './delay.ts'
import type { World } from './world.ts'

/** What goes wrong with a share of the requests for items. */
export type FetchError = Exclude<keyof NonNullable<World['fetchErrors']>, 'retryAfterSeconds'>

/** The shares of the requests that go wrong, by how. */
export function errorShares({ fetchErrors = {} }: Pick<World, 'fetchErrors'>): [FetchError, number][] {
  const { retryAfterSeconds: _retryAfter, ...shares } = fetchErrors
  return (Object.entries(shares) as [FetchError, number][]).filter(([, share]) => share > 0)
}

/** What a request for an item meets. */
export interface FetchDraw {
  /** Before the first byte of its answer. */
  readonly delayMs: number
  /** Besides, where it is the first on its connection. */
  readonly connectMs: number
  readonly error?: FetchError
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
  const { seed, fetchDelay, notifyDelay, connectDelay, items } = world
  const shares = errorShares(world)
  const draw = (delay: Delay, at: DrawPlace, item: number, key: readonly (string | number)[]): number => {
    const units = drawUnits(seed, at.block, at.iteration, ...key)
    if (delay.model !== 'empirical' || item < 0) return drawDelayMs(delay, units)
    return quantileAt(
      delay.quantilesMs,
      evenUnit({ at, item, count: items.count, seed, purpose: String(key[0]) }, units),
    )
  }
  return {
    fetch(at, item, nth) {
      const error =
        shares.length > 0 && errorOf(shares, drawUnits(seed, at.block, at.iteration, 'fetch-error', item, nth)[0])
      return {
        delayMs: draw(fetchDelay, at, item, ['feed', item, nth]),
        connectMs: connectDelay === undefined ? 0 : draw(connectDelay, at, item, ['connect', item, nth]),
        ...(error && { error }),
      }
    },
    notifyMs: (at, item, key) => draw(notifyDelay, at, item, key),
  }
}

function errorOf(shares: readonly (readonly [FetchError, number])[], unit: number): FetchError | undefined {
  let left = unit
  for (const [error, share] of shares) if ((left -= share) < 0) return error
  return undefined
}

/** Parts of equal probability, from which draws come in turn. */
const STRATA = 1000

interface Even {
  readonly at: DrawPlace
  readonly item: number
  readonly count: number
  readonly seed: number
  readonly purpose: string
}

/**
 * A number in [0, 1) of a sequence that visits every part of it equally often, in an order of its own for each block: what was learned shows in
 * some thousand draws as it is, where independent draws would need many more. Within an iteration of few items it is as good as independent.
 */
function evenUnit({ at, item, count, seed, purpose }: Even, [within]: readonly [number, number]): number {
  const position = Number(at.iteration.slice(1)) * count + item
  const round = Math.floor(position / STRATA)
  const key = [seed, at.block, at.iteration[0]!, purpose, round].join(' ')
  return (permuted(position % STRATA, STRATA, key) + within) / STRATA
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
