import { permuted } from '../../../mock-server/draws.ts'
import type { ObservedExchange } from '../../../mock-server/traffic.ts'
import { servableBytes, worldSchema } from '../../../mock-server/world-schema.ts'
import { UserError } from '../../io/user-error.ts'
import { quantile } from '../../statistics/quantile.ts'
import type { ScenarioWorld } from '../scenario.ts'
import { type ExchangeOverhead, type TypicalExchanges, withoutOverhead } from './exchange-overhead.ts'
import { exchangesNeeded, type Fit, fitOf } from './fit.ts'
import type { Observations } from './observations.ts'

export interface LearnOptions {
  /** How many items the world is to have. */
  readonly items: number
  readonly seed: number
  /** Taken off, since it is spent again when the world is served. */
  readonly overhead?: ExchangeOverhead | undefined
}

/** A world that was learned, and what it rests on. */
export interface Learned {
  readonly world: ScenarioWorld
  /** To be served: all that were observed, or so many of them. */
  readonly exchanges: readonly ObservedExchange[]
  readonly fetches: number
  readonly notifies: number
  /** Hosts of which only one exchange was observed: they are taken for one. */
  readonly lonelyHosts: number
  /** Of the fetches that went well, how many took less than the overhead that was subtracted: they are served without a delay. 0 to 1. */
  readonly instantShare: number
  /** The longest that a client waited for an answer that never came. */
  readonly patienceMs?: number
  readonly fit: Fit
}

/** Of exchanges as quick as the overhead, above which delays are those of this machine. */
export const MAX_INSTANT_SHARE = 0.1

/** As many as show what there is to see, in a file of some MB. */
const MAX_SERVED = 20_000

/** Throws a UserError where there are too few exchanges to learn from. */
export function learn(observed: Observations, options: LearnOptions): Learned {
  const { exchanges, fetches, succeeded, hosts, lonelyHosts, instantShare } = prepared(observed, options)
  const world = worldOf(exchanges, { ...options, hosts })
  let notifies = 0
  for (let at = 0; at < observed.length; at++) if (observed.isNotify(at)) notifies++
  return {
    world,
    exchanges,
    fetches: observed.length - notifies,
    notifies,
    lonelyHosts,
    instantShare,
    ...patienceIn(fetches),
    fit: fitOf(succeeded, world),
  }
}

/** What most of the exchanges are like that `learn` would learn from; throws as it does. */
export function typicalOf(observed: Observations, options: LearnOptions): TypicalExchanges {
  const { exchanges, succeeded, hosts } = prepared(observed, options)
  const medianOf = (of: readonly ObservedExchange[]) =>
    quantile(
      of.map(({ delayMs }) => delayMs),
      0.5,
    )
  const posts = exchanges.filter(({ to, failed }) => to === 'notify' && failed === undefined)
  const sizes = succeeded.flatMap(({ bytes }) => bytes ?? [])
  return {
    hosts,
    delayMs: medianOf(succeeded),
    postDelayMs: medianOf(posts.length > 0 ? posts : succeeded),
    bytes: sizes.length > 0 ? quantile(sizes, 0.5) : TYPICAL_BYTES,
  }
}

/** The exchanges to be served, and what is to be known of them before a world is made of them. */
interface Prepared {
  readonly exchanges: readonly ObservedExchange[]
  readonly fetches: readonly ObservedExchange[]
  /** The fetches that went well. */
  readonly succeeded: readonly ObservedExchange[]
  readonly hosts: TypicalExchanges['hosts']
  readonly lonelyHosts: number
  readonly instantShare: number
}

function prepared(observed: Observations, { items, seed, overhead }: LearnOptions): Prepared {
  const { isLonely, lonelyHosts } = lonelyHostsIn(observed)
  const places = servedPlaces(observed, seed)
  const raw = places.map((at): ObservedExchange => {
    const one = observed.exchange(at)
    return isLonely(one.host) ? { ...one, host: LONELY } : one
  })
  const hosts = hasManyHosts(raw.filter(isFetch), observed.hosts, items) ? 'many' : 'one'
  const exchanges = overhead
    ? raw.map((one, nth) => withoutOverhead(one, overhead, { isWhole: observed.isWhole(places[nth]!), hosts }))
    : raw
  const fetches = exchanges.filter(isFetch)
  const succeeded = fetches.filter(({ failed, status = 0 }) => failed === undefined && status < 400)
  const have = succeeded.length
  const needed = exchangesNeeded(succeeded.map(({ delayMs }) => delayMs))
  const quick = overhead ? succeeded.filter(({ delayMs }) => delayMs === 0).length : 0
  if (have < needed && overhead && quick > have * MAX_INSTANT_SHARE)
    throw new UserError('exchanges-too-quick', { have, quick, overheadMs: overhead.answerMs })
  if (have < needed) throw new UserError('too-few-exchanges', { have, ...(Number.isFinite(needed) && { needed }) })
  return { exchanges, fetches, succeeded, hosts, lonelyHosts, instantShare: quick / have }
}

function isFetch({ to }: ObservedExchange): boolean {
  return to !== 'notify'
}

function patienceIn(fetches: readonly ObservedExchange[]): Pick<Learned, 'patienceMs'> {
  const waits = fetches.flatMap(({ failed, delayMs }) => (failed === 'hang' ? delayMs : []))
  return waits.length === 0 ? {} : { patienceMs: Math.max(1, Math.ceil(Math.max(...waits))) }
}

/** Stands for all hosts that were met once. */
const LONELY = 0

function lonelyHostsIn(observed: Observations) {
  const often = new Int32Array(observed.hosts + 1)
  for (let at = 0; at < observed.length; at++) often[observed.hostOf(at)]!++
  const lonelyHosts = often.filter((count) => count === 1).length
  return { isLonely: (host: number) => often[host] === 1, lonelyHosts }
}

/** All of them, or the same share of those of each host. */
function servedPlaces(observed: Observations, seed: number): number[] {
  const { length } = observed
  if (length <= MAX_SERVED) return Array.from({ length }, (_, at) => at)
  const begins = new Int32Array(observed.hosts + 2)
  for (let at = 0; at < length; at++) begins[observed.hostOf(at) + 1]!++
  for (let host = 1; host < begins.length; host++) begins[host]! += begins[host - 1]!
  const next = begins.slice()
  const byHost = new Int32Array(length)
  for (let at = 0; at < length; at++) byHost[next[observed.hostOf(at)]!++] = at
  return Array.from({ length: MAX_SERVED }, (_, nth) => {
    const place = Math.floor(((nth + 0.5) * length) / MAX_SERVED)
    const host = observed.hostOf(byHost[place]!)
    const [begin, end] = [begins[host]!, begins[host + 1]!]
    // Not every so many as they came: a job that asks for several things in turn would be seen to ask for one.
    return byHost[begin + permuted(place - begin, end - begin, `${seed} served ${host}`)]!
  }).sort((a, b) => a - b)
}

/** What the exchanges are together, as a scenario describes a world. */
function worldOf(
  exchanges: readonly ObservedExchange[],
  { items: count, seed, hosts }: LearnOptions & Pick<Prepared, 'hosts'>,
): ScenarioWorld {
  const fetches = exchanges.filter(isFetch)
  const notifies = exchanges.filter(({ to, failed }) => to === 'notify' && failed === undefined)
  const answered = fetches.filter(({ failed }) => failed === undefined)
  const sizes = answered.flatMap(({ bytes, status = 0 }) => (bytes === undefined || status >= 300 ? [] : bytes))
  const connects = fetches.flatMap(({ connectMs }) => connectMs ?? [])
  const fetchErrors = errorsIn(fetches)
  return worldSchema.parse({
    seed,
    items: {
      count,
      bytes:
        sizes.length === 0
          ? TYPICAL_BYTES
          : { model: 'empirical', quantilesBytes: quantilesOf(sizes, servableBytes).map(Math.round) },
      dueShare: Math.min(1, notifies.length === 0 ? UNKNOWN_DUE_SHARE : notifies.length / fetches.length),
    },
    fetchDelay: { model: 'empirical', quantilesMs: quantilesOf(answered.map(({ delayMs }) => delayMs)) },
    notifyDelay: {
      model: 'empirical',
      // As quick or slow as what is fetched, where nothing is known of posts.
      quantilesMs: quantilesOf((notifies.length > 0 ? notifies : answered).map(({ delayMs }) => delayMs)),
    },
    ...(connects.length > 0 && { connectDelay: { model: 'empirical', quantilesMs: quantilesOf(connects) } }),
    ...(fetchErrors && { fetchErrors }),
    hosts,
  })
}

/**
 * Whether most requests open a connection: as observed, or, if no source says, if there are more hosts than half of the items. A host that is
 * asked once in a run has no connection that could be kept.
 */
function hasManyHosts(fetches: readonly ObservedExchange[], hosts: number, items: number): boolean {
  const connects = fetches.filter(({ connectMs }) => connectMs !== undefined).length
  return connects > 0 ? connects > fetches.length / 2 : hosts > items / 2
}

const TYPICAL_BYTES = 10_000
const UNKNOWN_DUE_SHARE = 0.1

/** Percentiles, as many digits as matter. */
function quantilesOf(values: readonly number[], within = (value: number) => value): number[] {
  const most = Math.min(100, Math.max(1, values.length - 1))
  return Array.from({ length: most + 1 }, (_, at) => Number(within(quantile(values, at / most)).toPrecision(5)))
}

/** Statuses that a world has by name, and others by what a client makes of them. */
const STATUSES = new Set([404, 429, 500, 503])

function errorsIn(fetches: readonly ObservedExchange[]): Readonly<Record<string, number>> | undefined {
  const kinds = fetches.flatMap(({ failed, status = 0 }) => {
    if (failed) return failed
    if (status < 400) return []
    return `status-${STATUSES.has(status) ? status : status < 500 ? 404 : 500}`
  })
  if (kinds.length === 0) return undefined
  const waits = fetches.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? [])
  const shares = Map.groupBy(kinds, (kind) => kind)
    .entries()
    .map(([kind, all]) => [kind, Number((all.length / fetches.length).toPrecision(4))] as const)
  return {
    ...Object.fromEntries(shares),
    ...(waits.length > 0 && { retryAfterSeconds: Math.round(quantile(waits, 0.5)) }),
  }
}
