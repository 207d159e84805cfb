import type { ObservedExchange } from '../../../mock-server/traffic.ts'

/** Why something in a source is not used. */
export type LeftOut =
  /** A line that is cut off, or none of its format. */
  | 'torn'
  /** A duration below zero. */
  | 'negative'
  /** A duration of more than a day, or none that is a number. */
  | 'absurd'
  /** An answer before its request, or an end before its begin. */
  | 'backwards'
  /** It does not say how long it took. */
  | 'unfinished'
  /** A redirect: what it led to is an exchange of its own. */
  | 'redirect'
  /** An answer that no server gave, as of a cache. */
  | 'cached'
  /** No HTTP request. */
  | 'other'

/** How often something was left out, and where for the first time: the file, and in it a line from 1, or a place in the list of what it holds. */
export interface Omission {
  readonly why: LeftOut
  readonly count: number
  readonly first: number
  readonly file: string
}

/** An exchange as a source has it. Times in milliseconds. */
export interface SourceExchange {
  /** Whatever tells hosts apart: a name, or a number where the source has none. */
  readonly host: string | number
  /** When the client turned to the host, in milliseconds since any instant that is the same for all of a source. */
  readonly startedMs?: number | undefined
  readonly delayMs: number
  /** From the first byte of the body to its last. */
  readonly bodyMs?: number | undefined
  readonly bytes?: number | undefined
  readonly status?: number | undefined
  readonly failed?: 'reset' | 'hang' | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly connectMs?: number | undefined
  readonly to?: 'fetch' | 'notify' | undefined
  /** Whether the delay is the time of the whole exchange, connecting and the body too. */
  readonly isWhole?: boolean
}

/** What takes exchanges as they are read. `place`: where one stands in its file. */
export interface ExchangeSink {
  readonly add: (exchange: SourceExchange, place: number) => void
  readonly leaveOut: (why: LeftOut, place: number) => void
  readonly addLoop: (loop: { readonly activeMs: number; readonly idleMs: number }) => void
}

/** Where absent, which nothing else is: it is what memory holds that was never written. */
const NONE = 0
/** What is stored of a zero that was observed: less than anything that can be, and not absent. */
const ZERO = 1e-9
const [RESET, HANG] = [1, 2]
const DAY_MS = 86_400_000

/** A body that came within this has no pace that could be told from its first byte. */
const MIN_BODY_MS = 1

/** What traffic may have: bytes a second at least, and seconds at most. */
const [MIN_PACE, MAX_RETRY_AFTER] = [1, 86_400]

/** That single precision keeps. */
const DIGITS = 7

/** A hundred times as many exchanges as anybody has needed: addresses alone are set aside for them. */
const MAX_EXCHANGES = 2 ** 27

/** A column that grows in its place, as copying it would take twice its memory, and takes none for a part that is all zeros. */
class Column<A extends Float32Array | Int32Array | Uint16Array | Uint8Array> {
  readonly #buffer: ArrayBuffer
  readonly #values: A

  constructor(Values: { new (buffer: ArrayBuffer): A; readonly BYTES_PER_ELEMENT: number }) {
    const bytes = Values.BYTES_PER_ELEMENT
    this.#buffer = new ArrayBuffer(1024 * bytes, { maxByteLength: MAX_EXCHANGES * bytes })
    // Without a length it grows with its buffer.
    this.#values = new Values(this.#buffer)
  }

  set(at: number, value: number): void {
    if (at >= this.#values.length) this.#buffer.resize(this.#buffer.byteLength * 2)
    if (value !== 0) this.#values[at] = value
  }

  at(index: number): number {
    return this.#values[index]!
  }
}

/**
 * Exchanges that were observed, in columns: a million take some 30 MB, since seven digits of each are enough. Hosts are numbered from 1 in the order
 * in which they were first turned to, which is that of the job; where a source does not say when, in that of its lines.
 */
export class Observations implements ExchangeSink {
  /** By the order in which they came, from 1. */
  readonly #hosts = new Map<string | number, number>()
  /** When each of these was first turned to; Infinity where that is not known. */
  readonly #firstMs: number[] = [NaN]
  #numbers: Int32Array | undefined
  readonly #omissions = new Map<LeftOut, { count: number; readonly first: number; readonly file: string }>()
  #file = ''
  readonly #host = new Column(Int32Array)
  readonly #delayMs = new Column(Float32Array)
  readonly #bytes = new Column(Float32Array)
  readonly #bytesPerSecond = new Column(Float32Array)
  readonly #connectMs = new Column(Float32Array)
  readonly #status = new Column(Uint16Array)
  readonly #retryAfterSeconds = new Column(Float32Array)
  /** 0 of an answer; see RESET and HANG. */
  readonly #failed = new Column(Uint8Array)
  readonly #isNotify = new Column(Uint8Array)
  readonly #isWhole = new Column(Uint8Array)
  readonly #otherVersions: string[] = []
  #length = 0
  #activeMs = 0
  #idleMs = 0

  get length(): number {
    return this.#length
  }

  /** How many hosts there are. */
  get hosts(): number {
    return this.#hosts.size
  }

  /** What each host is called where it was observed, by its number; without those of sources that have no names. */
  get hostNames(): Map<number, string> {
    return new Map(
      this.#hosts.entries().flatMap(([name, nth]) => (typeof name === 'string' ? [[this.#numberOf(nth), name]] : [])),
    )
  }

  get omissions(): Omission[] {
    return Array.from(this.#omissions, ([why, omission]) => ({ why, ...omission }))
  }

  /** Files of a version of their format that nobody knows here, and that were read as one that is known. */
  get otherVersions(): readonly string[] {
    return this.#otherVersions
  }

  addOtherVersion(): void {
    this.#otherVersions.push(this.#file)
  }

  /** Posts that failed, or were refused. */
  get failedPosts(): number {
    let count = 0
    for (let at = 0; at < this.#length; at++)
      if (this.isNotify(at) && (this.#failed.at(at) !== 0 || this.#status.at(at) >= 400)) count++
    return count
  }

  /** From here on, what comes is of that file. */
  startFile(name: string): void {
    this.#file = name
  }

  /** Of the time while exchanges were under way, how much the client was busy, 0 to 1: answers that came then waited. Undefined where no source says. */
  get busyShare(): number | undefined {
    const wholeMs = this.#activeMs + this.#idleMs
    return wholeMs === 0 ? undefined : this.#activeMs / wholeMs
  }

  /** How long the event loop of a client worked and slept while exchanges were under way. */
  addLoop({ activeMs, idleMs }: { readonly activeMs: number; readonly idleMs: number }): void {
    this.#activeMs += activeMs
    this.#idleMs += idleMs
  }

  /** Takes an exchange, or leaves it out where it cannot be; `place`: where it stands. */
  add(exchange: SourceExchange, place: number): void {
    const why = whyNot(exchange)
    if (why) return this.leaveOut(why, place)
    const {
      host,
      startedMs,
      delayMs,
      bodyMs = 0,
      bytes,
      status,
      failed,
      retryAfterSeconds,
      connectMs,
      to,
      isWhole,
    } = exchange
    const at = this.#length++
    this.#host.set(at, this.#placeOf(host, startedMs))
    const stored = (value: number | undefined) => (value === undefined ? NONE : value === 0 ? ZERO : value)
    this.#delayMs.set(at, stored(delayMs))
    this.#bytes.set(at, stored(bytes === undefined ? undefined : Math.round(bytes)))
    const isPaced = bytes !== undefined && bytes > 0 && bodyMs >= MIN_BODY_MS
    this.#bytesPerSecond.set(at, isPaced ? Math.max(MIN_PACE, (bytes / bodyMs) * 1000) : NONE)
    this.#connectMs.set(at, stored(connectMs))
    this.#status.set(at, status ?? NONE)
    this.#retryAfterSeconds.set(
      at,
      stored(retryAfterSeconds === undefined ? undefined : Math.min(MAX_RETRY_AFTER, Math.round(retryAfterSeconds))),
    )
    this.#failed.set(at, failed === 'reset' ? RESET : failed === 'hang' ? HANG : 0)
    this.#isNotify.set(at, to === 'notify' ? 1 : 0)
    this.#isWhole.set(at, isWhole ? 1 : 0)
  }

  leaveOut(why: LeftOut, place: number): void {
    const known = this.#omissions.get(why)
    if (known) known.count++
    else this.#omissions.set(why, { count: 1, first: place, file: this.#file })
  }

  /** Of a host among those that came, from 1. */
  #placeOf(host: string | number, startedMs = Infinity): number {
    const nth = this.#hosts.get(host) ?? this.#hosts.size + 1
    this.#hosts.set(host, nth)
    this.#firstMs[nth] = Math.min(this.#firstMs[nth] ?? Infinity, startedMs)
    this.#numbers = undefined
    return nth
  }

  /** Of the host that came nth: exchanges are written down as they end, which is not the order of the job if several are under way. */
  #numberOf(nth: number): number {
    this.#numbers ??= placesOf(this.#firstMs)
    return this.#numbers[nth]!
  }

  isNotify(at: number): boolean {
    return this.#isNotify.at(at) === 1
  }

  isWhole(at: number): boolean {
    return this.#isWhole.at(at) === 1
  }

  hostOf(at: number): number {
    return this.#numberOf(this.#host.at(at))
  }

  exchange(at: number): ObservedExchange {
    const known = (column: { at: (index: number) => number }) => {
      const value = column.at(at)
      if (value === NONE) return undefined
      return value < 2 * ZERO ? 0 : Number(value.toPrecision(DIGITS))
    }
    const failed = this.#failed.at(at)
    return {
      host: this.hostOf(at),
      delayMs: known(this.#delayMs)!,
      bytes: known(this.#bytes),
      bytesPerSecond: known(this.#bytesPerSecond),
      status: known(this.#status),
      ...(failed !== 0 && { failed: failed === RESET ? 'reset' : 'hang' }),
      retryAfterSeconds: known(this.#retryAfterSeconds),
      connectMs: known(this.#connectMs),
      ...(this.isNotify(at) && { to: 'notify' }),
    }
  }
}

/** Where each but the first, which is none, would be if all were sorted; those that are equal stay in their order. */
function placesOf(values: readonly number[]): Int32Array {
  const sorted = Int32Array.from({ length: values.length - 1 }, (_, at) => at + 1).sort((a, b) =>
    values[a] === values[b] ? a - b : values[a]! - values[b]!,
  )
  const places = new Int32Array(values.length)
  for (const [place, at] of sorted.entries()) places[at] = place + 1
  return places
}

function whyNot({
  delayMs,
  bodyMs = 0,
  connectMs = 0,
  bytes = 0,
  status,
  failed,
}: SourceExchange): LeftOut | undefined {
  if (!Number.isFinite(delayMs) || !Number.isFinite(bodyMs) || !Number.isFinite(connectMs)) return 'absurd'
  if (!Number.isFinite(bytes)) return 'torn'
  if (bodyMs < 0) return 'backwards'
  if (delayMs < 0 || connectMs < 0 || bytes < 0) return 'negative'
  if (Math.max(delayMs, bodyMs, connectMs) > DAY_MS || bytes > 1e12) return 'absurd'
  // What is no number is neither.
  if (failed === undefined && !(status !== undefined && status >= 100 && status <= 599)) return 'unfinished'
  return status !== undefined && status >= 300 && status < 400 && status !== 304 ? 'redirect' : undefined
}
