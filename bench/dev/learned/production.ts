import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawUnits } from '../../../mock-server/delay.ts'
import type { ObservedExchange } from '../../../mock-server/traffic.ts'
import { quantile } from '../../statistics/quantile.ts'

/** Of each production; recorded again and again, and measured. */
export const ITEMS = 24
const EXCHANGES_PER_HOST = 200
const POSTS = 500

/**
 * Writes a scenario whose servers answer as no model of ours does, a different one for each seed, and gives its path: some hosts are
 * several times slower than others; each has an answer that is ready and one that it has to make, with larger bodies that come at a pace;
 * a few answers take very long, a few are errors, and connections take their time.
 */
export function writeProduction(folder: string, seed: number): string {
  const exchanges = Array.from({ length: ITEMS }, (_, host) =>
    Array.from({ length: EXCHANGES_PER_HOST }, (_unused, nth) => exchangeOf(seed, host, nth)),
  ).flat()
  const posts = Array.from({ length: POSTS }, (_, nth): ObservedExchange => {
    const [unit, other] = drawUnits(seed, 'post', nth)
    const isBusy = other < 0.2
    return { host: ITEMS, delayMs: isBusy ? 25 + 15 * unit : 6 + 4 * unit * unit, status: 200, to: 'notify' }
  })
  writeExchanges(join(folder, TRAFFIC), [...exchanges, ...posts])
  const file = join(folder, 'production.yaml')
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(scenarioOf(seed, exchanges, posts)))
  return file
}

function exchangeOf(seed: number, host: number, nth: number): ObservedExchange {
  const [slowness] = drawUnits(seed, 'host', host)
  const [made, late] = drawUnits(seed, 'kind', host, nth)
  const [unit, other] = drawUnits(seed, 'time', host, nth)
  const [size, broken] = drawUnits(seed, 'size', host, nth)
  const baseMs = slowness < 0.15 ? 30 : 6 + 12 * slowness
  const isMade = made < 0.4
  const delayMs = baseMs * (isMade ? 1.2 + unit * unit : 0.4 + 0.2 * unit) + (late < 0.02 ? 40 + 40 * unit : 0)
  const connectMs = other < 0.3 ? { connectMs: 2 + 6 * other } : {}
  if (broken < 0.01) return { host, delayMs, status: 503, ...connectMs }
  const bytes = Math.round(isMade ? 10_000 + 40_000 * size * size : 2000 + 1000 * size)
  return { host, delayMs, status: 200, bytes, ...(isMade && { bytesPerSecond: 4e6 }), ...connectMs }
}

/** A calendar takes time to check, so that delays do not decide alone how strategies compare. */
function scenarioOf(seed: number, fetches: readonly ObservedExchange[], posts: readonly ObservedExchange[]): object {
  const answered = fetches.filter(({ status }) => status === 200)
  const delay = (of: readonly ObservedExchange[]) => {
    return { model: 'empirical', quantilesMs: decilesOf(of.map(({ delayMs }) => delayMs)) }
  }
  const bytes = { model: 'empirical', quantilesBytes: decilesOf(answered.map((one) => one.bytes!)).map(Math.round) }
  return {
    name: 'production',
    world: {
      seed,
      items: { count: ITEMS, bytes, dueShare: DUE_SHARE },
      fetchDelay: delay(fetches),
      notifyDelay: delay(posts),
      fetchErrors: { 'status-503': 1 - answered.length / fetches.length },
      hosts: 'many',
      traffic: TRAFFIC,
    },
    checkCpuMs: CHECK_CPU_MS,
    limits: { concurrency: CONCURRENCY },
    variants: VARIANTS,
    reference: VARIANTS[0],
  }
}

function decilesOf(values: readonly number[]): number[] {
  return Array.from({ length: 11 }, (_, tenth) => quantile(values, tenth / 10))
}

const TRAFFIC = 'production.jsonl'
export const DUE_SHARE = 0.3
export const CHECK_CPU_MS = 5
export const CONCURRENCY = 12
export const VARIANTS = ['look-ahead', 'promise-all', 'pipelined'] as const

export function writeExchanges(file: string, exchanges: readonly ObservedExchange[]): void {
  writeFileSync(file, exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''))
}
