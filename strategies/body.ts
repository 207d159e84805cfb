import { Buffer } from 'node:buffer'
import type { Budget, Hold } from './budget.ts'
import { Decoder, parseCodings, type Stage } from './decode.ts'
import { type Answer, headerOf, type Intake, type IntakeEvents } from './answer.ts'

export interface BodyOptions {
  /** Counted after decoding. */
  readonly mostBytes: number
  /** What all bodies of a run share; without one none waits for another. */
  readonly budget?: Budget | undefined
}

/**
 * What one coding may give to the next one. It is a compressed calendar, far smaller than a calendar, and no budget counts it, though a
 * decoder of br keeps up to 16 MB of what it gave.
 */
const MAX_INNER_BYTES = 2_000_000

/** Takes in the body of an answer with these headers as it comes, and decodes it. Throws a StepError for codings that are not read. */
export function openBody(headers: Answer['headers'], { mostBytes, budget }: BodyOptions, events: IntakeEvents): Intake {
  const codings = parseCodings(headerOf(headers, 'content-encoding') ?? '')
  const length = codings.length === 0 ? Number(headers['content-length']) : Number.NaN
  let head: Stage = new Collector(length <= mostBytes ? length : mostBytes, budget, events)
  for (const [index, coding] of codings.entries())
    head = new Decoder(coding, head, index === 0 ? mostBytes : Math.min(mostBytes, MAX_INNER_BYTES), events)
  head.onReady = () => events.onReady()
  return head
}

/** Smaller chunks are copied together: each has some 100 bytes beside its own, so that ten million of one byte took gigabytes. */
const SMALL_CHUNK_BYTES = 4096
const BLOCK_BYTES = 65_536

/** The bytes of a body as they come, in memory of about their size. */
class Chunks {
  #bytes = 0
  readonly #whole: Uint8Array[] = []
  #block: Buffer | undefined
  /** How much of the block is used. */
  #used = 0

  add(chunk: Uint8Array): void {
    const isFirst = this.#bytes === 0
    this.#bytes += chunk.byteLength
    // Most bodies are one chunk, which is the body.
    if (isFirst || (chunk.byteLength >= SMALL_CHUNK_BYTES && !isShared(chunk))) {
      this.#endBlock()
      this.#whole.push(chunk)
    } else this.#copy(chunk)
  }

  /** All of them in one piece. */
  joined(): Uint8Array {
    this.#endBlock()
    return this.#whole.length === 1 ? this.#whole[0]! : Buffer.concat(this.#whole, this.#bytes)
  }

  #copy(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.byteLength;) {
      this.#block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES)
      const part = chunk.subarray(at, at + BLOCK_BYTES - this.#used)
      this.#block.set(part, this.#used)
      this.#used += part.byteLength
      at += part.byteLength
      if (this.#used === BLOCK_BYTES) this.#endBlock()
    }
  }

  #endBlock(): void {
    if (!this.#block) return
    const isFull = this.#used === BLOCK_BYTES
    // Between large chunks a block may have hardly anything in it.
    const bytes = isFull ? this.#block : Buffer.allocUnsafeSlow(this.#used)
    if (!isFull) this.#block.copy(bytes, 0, 0, this.#used)
    this.#whole.push(bytes)
    this.#block = undefined
    this.#used = 0
  }
}

/**
 * Whether it is a small part of the memory that it keeps: what is decoded comes in parts of Node's pool, which chunks of other bodies
 * share, and which is freed only with the last of them.
 */
function isShared(chunk: Uint8Array): boolean {
  return chunk.byteLength * 2 <= chunk.buffer.byteLength
}

/** Keeps a body's bytes, at most `mostBytes`, and waits with more of them while others have used the budget up. */
class Collector implements Stage {
  onReady = () => {}
  readonly #budget: Budget | undefined
  readonly #hold: Hold | undefined
  readonly #events: IntakeEvents
  readonly #chunks = new Chunks()
  #isWaiting = false
  #isEnded = false
  #isDone = false

  constructor(mostBytes: number, budget: Budget | undefined, events: IntakeEvents) {
    this.#budget = budget
    this.#hold = budget?.open(mostBytes, () => this.#continue())
    this.#events = events
  }

  write(chunk: Uint8Array): boolean {
    this.#chunks.add(chunk)
    if (this.#hold === undefined || this.#hold.grow(chunk.byteLength)) return true
    if (!this.#isWaiting) this.#events.onWait()
    this.#isWaiting = true
    return false
  }

  end(): void {
    this.#isEnded = true
    if (!this.#isWaiting) this.#finish()
  }

  destroy(): void {
    if (!this.#isDone) this.#hold?.release()
  }

  #continue(): void {
    this.#isWaiting = false
    this.#events.onContinue()
    if (this.#isEnded) this.#finish()
    else this.onReady()
  }

  #finish(): void {
    this.#isDone = true
    const body = this.#chunks.joined()
    if (this.#hold) this.#budget?.keep(body, this.#hold)
    this.#events.onDone(body)
  }
}
