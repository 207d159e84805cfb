import type { StrategyName } from '../../../strategies/index.ts'
import type { Limits } from '../../../strategies/job.ts'
import { ToolError } from '../harness/harness.ts'

/** A job that both sides do over and over, interleaved. One feed in `EVERY` has an event that is due. */
export interface Contest {
  readonly name: string
  /** With several sizes of job each side runs every one of them. */
  readonly feeds: readonly number[]
  readonly bodies: '2k' | '50k'
  readonly feedMs: number
  readonly slackMs: number
  /** Over HTTPS, each feed on a host of its own, every name looked up for `DNS_MS`. */
  readonly manyHosts?: boolean
  readonly ours: readonly Ours[]
  /** The Go peer's flags for the same order of work. */
  readonly go: readonly string[]
}

interface Ours {
  readonly strategy: StrategyName
  readonly limits: Partial<Limits>
}

/** One line of the comparison: `time` and `cpu` are ratios ours/Go, `growth` is KiB of peak memory per further feed. */
export interface Row {
  readonly name: string
  readonly contest: Contest
  readonly measure: 'time' | 'cpu' | 'growth'
  readonly atMost?: number
  /** The target is for the best of our strategies, not for each. */
  readonly bestOnly?: boolean
}

/** One runner: ours where it has a strategy, else the Go peer. */
export interface PeerVariant {
  readonly name: string
  readonly feeds: number
  readonly ours?: Ours
}

export const EVERY = 10
export const DNS_MS = 20
/** The instant at which the peer's mock stands, and the peer's own window. */
export const PEER_NOW_MS = Date.UTC(2030, 0, 7, 9)
export const PEER_WINDOW_MS = 15 * 60_000

const LIMIT = 256
const FANOUT = ['-mode', 'fanout', '-limit', String(LIMIT)]
const AT_MOST_256 = { concurrency: LIMIT }
const PIPELINED: Ours = { strategy: 'pipelined', limits: AT_MOST_256 }
const PROMISE_ALL: Ours = { strategy: 'promise-all', limits: AT_MOST_256 }
const CONCURRENT: readonly Ours[] = [
  PIPELINED,
  PROMISE_ALL,
  { strategy: 'worker-threads', limits: AT_MOST_256 },
  { strategy: 'check-threads', limits: AT_MOST_256 },
]

const small100: Contest = {
  name: '2k-100ms',
  feeds: [1000],
  bodies: '2k',
  feedMs: 100,
  slackMs: 20,
  ours: [PIPELINED],
  go: FANOUT,
}
const large100: Contest = { ...small100, name: '50k-100ms', bodies: '50k' }
const large20: Contest = { ...large100, name: '50k-20ms', feedMs: 20, ours: CONCURRENT }
const lookAhead: Contest = {
  name: 'look-ahead',
  feeds: [100],
  bodies: '2k',
  feedMs: 20,
  slackMs: 20,
  ours: [{ strategy: 'look-ahead', limits: {} }],
  go: ['-mode', 'goroutine'],
}
const sequential: Contest = {
  ...lookAhead,
  name: 'sequential',
  ours: [{ strategy: 'sequential', limits: {} }],
  go: ['-mode', 'single'],
}
const unbounded: Contest = {
  ...small100,
  name: 'unbounded-2k',
  ours: [{ strategy: 'promise-all', limits: {} }],
  go: ['-mode', 'fanout', '-limit', '0'],
}
const memory: Contest = { ...small100, name: 'memory', feeds: [1000, 5000], feedMs: 20 }
const hosts: Contest = {
  name: 'https-hosts',
  feeds: [500],
  bodies: '2k',
  feedMs: 0,
  slackMs: 0,
  manyHosts: true,
  ours: [PIPELINED, PROMISE_ALL],
  go: FANOUT,
}

/** Every comparison, with its target where there is one. */
export const ROWS: readonly Row[] = [
  { name: '2k-100ms', contest: small100, measure: 'time', atMost: 1.05 },
  { name: 'cpu-2k', contest: small100, measure: 'cpu', atMost: 2 },
  { name: '50k-100ms', contest: large100, measure: 'time', atMost: 1.25 },
  { name: '50k-20ms', contest: large20, measure: 'time', atMost: 1.4, bestOnly: true },
  { name: 'look-ahead', contest: lookAhead, measure: 'time', atMost: 1.02 },
  { name: 'sequential', contest: sequential, measure: 'time' },
  { name: 'unbounded-2k', contest: unbounded, measure: 'time', atMost: 1.25 },
  { name: 'memory', contest: memory, measure: 'growth', atMost: 16 },
  { name: 'https-hosts', contest: hosts, measure: 'time', atMost: 3 },
]

/** These rows, or all where none is named; a name that no row has is a ToolError. */
export function rowsNamed(names: readonly string[]): readonly Row[] {
  const unknown = names.find((name) => !ROWS.some((row) => row.name === name))
  if (unknown !== undefined)
    throw new ToolError(`--only: expected ${ROWS.map(({ name }) => name).join(', ')}, got "${unknown}"`)
  return names.length === 0 ? ROWS : ROWS.filter(({ name }) => names.includes(name))
}

/** The variants of a contest, for each size of job Go first and then ours; names are unique within it. */
export function variantsOf({ feeds: sizes, ours }: Contest): PeerVariant[] {
  return sizes.flatMap((feeds) => {
    const size = sizes.length > 1 ? `, ${feeds} feeds` : ''
    const named = ours.map((one) => ({ name: `${labelOf(one)}${size}`, feeds, ours: one }))
    return [{ name: `Go${size}`, feeds }, ...named]
  })
}

function labelOf({ strategy, limits: { concurrency } }: Ours): string {
  return concurrency === undefined ? strategy : `${strategy} ${concurrency}`
}
