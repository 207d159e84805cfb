import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { type IntakeEvents, tooLarge } from './answer.ts'
import { StepError } from './failure.ts'

/** One of the stations that a body's bytes pass, the last of which keeps them. */
export interface Stage {
  /** False where the next bytes are to wait until `onReady` is called. */
  write(chunk: Uint8Array): boolean
  end(): void
  destroy(): void
  /** Set by the stage before it. */
  onReady: () => void
}

/** As many as other clients take; each costs a pass over the whole body. */
const MAX_CODINGS = 5

type Coding = 'gzip' | 'deflate' | 'br'

const NAMES: Readonly<Record<string, Coding>> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate', br: 'br' }

/** Registered, and not read. Source: IANA, HTTP Content Coding Registry. */
const KNOWN_CODINGS = new Set(['zstd', 'compress', 'x-compress', 'dcb', 'dcz', 'exi', 'pack200-gzip', 'aes128gcm'])

/** The codings that a `content-encoding` lists, in the order in which they were applied. Throws a StepError for one that is not read, and for too many. */
export function parseCodings(header: string): Coding[] {
  const listed = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (listed.length > MAX_CODINGS)
    throw new StepError(
      'malformed',
      `the body has ${listed.length} content encodings; at most ${MAX_CODINGS} are decoded`,
    )
  return listed.map((name) => {
    const coding = NAMES[name]
    if (coding) return coding
    throw new StepError(
      'malformed',
      // A header may hold anything, the address for one.
      `the body has ${KNOWN_CODINGS.has(name) ? `the content encoding "${name}"` : 'an unknown content encoding'}; supported: gzip, deflate, br`,
    )
  })
}

/** Undoes one coding (RFC 9110, 8.4) as bytes come, at most `mostBytes` of what it gives. Padding after its end is passed over. */
export class Decoder implements Stage {
  onReady = () => {}
  readonly #coding: Coding
  readonly #next: Stage
  readonly #mostBytes: number
  readonly #events: Pick<IntakeEvents, 'onFail'>
  #stream: Transform | undefined
  #bytes = 0
  #isOver = false

  constructor(coding: Coding, next: Stage, mostBytes: number, events: Pick<IntakeEvents, 'onFail'>) {
    this.#coding = coding
    this.#next = next
    this.#mostBytes = mostBytes
    this.#events = events
    next.onReady = () => this.#stream?.resume()
  }

  write(chunk: Uint8Array): boolean {
    if (chunk.byteLength === 0 || this.#isOver) return true
    this.#stream ??= this.#open(chunk[0]!)
    return this.#stream.write(chunk)
  }

  end(): void {
    if (this.#isOver) return
    // An empty body is valid in no coding.
    this.#stream ??= this.#open(0)
    this.#stream.end()
  }

  destroy(): void {
    this.#isOver = true
    this.#stream?.destroy()
    this.#next.destroy()
  }

  #open(firstByte: number): Transform {
    const stream = decoderFor(this.#coding, firstByte)
    stream.on('data', (chunk: Uint8Array) => {
      this.#bytes += chunk.byteLength
      if (this.#bytes > this.#mostBytes) this.#events.onFail(tooLarge(this.#mostBytes))
      else if (!this.#next.write(chunk)) stream.pause()
    })
    stream.on('drain', () => this.onReady())
    stream.on('end', () => {
      if (this.#isOver) return
      this.#isOver = true
      this.#next.end()
    })
    stream.on('error', (cause) =>
      this.#events.onFail(new StepError('malformed', `the body is not the ${this.#coding} it says it is`, { cause })),
    )
    return stream
  }
}

/** More than Node takes out of its pool, whose parts would have to be copied; larger ones cost small bodies more than they save. */
const OPTIONS = { chunkSize: 33 * 1024 }

function decoderFor(coding: Coding, firstByte: number): Transform {
  switch (coding) {
    case 'gzip':
      return createGunzip(OPTIONS)
    case 'deflate':
      // Some servers send a bare deflate stream where RFC 9110 asks for a zlib one; its first four bits show which it is (RFC 1950, 2.2).
      return (firstByte & 0x0f) === 8 ? createInflate(OPTIONS) : createInflateRaw(OPTIONS)
    case 'br':
      return createBrotliDecompress(OPTIONS)
  }
}
