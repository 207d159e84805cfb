import { ToolError } from '../harness/harness.ts'

/** A benchmark beside a reference, of Go but for the last, and how long variants may take at most, as a share of its time. */
export interface Row {
  readonly name: string
  /** In examples/go. */
  readonly file: string
  /** As of --set. */
  readonly settings: readonly string[]
  readonly atMost: Readonly<Record<string, number>>
  /** Of whichever variant is the fastest. */
  readonly bestAtMost?: number
  /** Of one variant: its CPU time as a share of the reference's, and its peak memory. */
  readonly resources?: { readonly variant: string; readonly cpuShare: number; readonly rssBytes: number }
}

const LARGE = 'world.items.bytes=50KB'

/** The reference: Go without the post-quantum key exchange that Go and Node use by default. Shows what this exchange costs. */
const BESIDE_X25519 = [
  `variants=[pipelined,worker-threads,
    { name: go, build: go build -o go-peer ., command: [./go-peer] },
    { name: go-x25519, command: [env, GODEBUG=tlsmlkem=0, ./go-peer] }]`,
  'reference=go-x25519',
]

export const ROWS: readonly Row[] = [
  {
    name: '2k-100ms',
    file: 'go.yaml',
    settings: ['variants=[pipelined,worker-threads]'],
    atMost: { pipelined: 1.02 },
    resources: { variant: 'pipelined', cpuShare: 1.6, rssBytes: 180e6 },
  },
  {
    name: '50k-100ms',
    file: 'go.yaml',
    settings: [LARGE, 'variants=[pipelined,worker-threads]'],
    atMost: { pipelined: 1.08 },
  },
  {
    name: '50k-20ms',
    file: 'go.yaml',
    settings: [LARGE, 'world.fetchDelay.ms=20', 'variants=[pipelined,worker-threads]'],
    atMost: {},
    bestAtMost: 1.2,
  },
  {
    name: 'unbounded',
    file: 'go.yaml',
    // As many as there are items: without limits, worker-threads would have its own of 256.
    settings: ['limits.concurrency=1000', 'variants=[promise-all,worker-threads]'],
    atMost: { 'promise-all': 1.05 },
  },
  { name: 'article', file: 'article.yaml', settings: [], atMost: { 'look-ahead': 1.02 } },
  {
    name: 'https-hosts',
    file: 'hosts.yaml',
    settings: ['variants=[pipelined,worker-threads]'],
    atMost: { pipelined: 1.6 },
    bestAtMost: 1.3,
  },
  {
    name: 'https-hosts-16',
    file: 'hosts.yaml',
    // At 256 the handshakes of the mock server, which has the same processors, are what limits all: here it keeps up.
    settings: ['limits.concurrency=16', 'variants=[pipelined,worker-threads]'],
    atMost: { pipelined: 1.05 },
  },
  { name: 'https-hosts-x25519', file: 'hosts.yaml', settings: BESIDE_X25519, atMost: {} },
  {
    name: 'https-hosts-16-x25519',
    file: 'hosts.yaml',
    settings: ['limits.concurrency=16', ...BESIDE_X25519],
    atMost: {},
  },
  // A strategy of ours as a program, beside itself: what measuring from outside changes.
  { name: 'inside-outside', file: '../node/node.yaml', settings: [], atMost: { node: 1.05 } },
]

/** These rows, or all where none is named; a name that no row has is a ToolError. */
export function rowsNamed(names: readonly string[]): readonly Row[] {
  const unknown = names.find((name) => !ROWS.some((row) => row.name === name))
  if (unknown !== undefined)
    throw new ToolError(`--only: expected ${ROWS.map(({ name }) => name).join(', ')}, got "${unknown}"`)
  return names.length === 0 ? ROWS : ROWS.filter(({ name }) => names.includes(name))
}
