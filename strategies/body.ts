import { Buffer } from 'node:buffer'
import type { Budget, Hold } from './budget.ts'
import { Decoder, parseCodings, type Stage } from './decode.ts'
import { type Answer, headerOf, type Intake, type IntakeEvents } from './exchange.ts'

export interface BodyOptions {
  /** Counted after decoding. */
  readonly mostBytes: number
  /** What all bodies of a run share; without one none waits for another. */
  readonly budget?: Budget | undefined
}

/** Takes in the body of an answer with these headers as it comes, and decodes it. Throws a StepError for codings that are not read. */
export function openBody(headers: Answer['headers'], { mostBytes, budget }: BodyOptions, events: IntakeEvents): Intake {
  const codings = parseCodings(headerOf(headers, 'content-encoding') ?? '')
  const length = codings.length === 0 ? Number(headers['content-length']) : Number.NaN
  let head: Stage = new Collector(length <= mostBytes ? length : mostBytes, budget, events)
  for (const coding of codings) head = new Decoder(coding, head, mostBytes, events)
  head.onReady = () => events.onReady()
  return head
}

/** Keeps a body's bytes, at most `mostBytes`, and waits with more of them while others have used the budget up. */
class Collector implements Stage {
  onReady = () => {}
  readonly #budget: Budget | undefined
  readonly #hold: Hold | undefined
  readonly #events: IntakeEvents
  readonly #chunks: Uint8Array[] = []
  #bytes = 0
  #isWaiting = false
  #isEnded = false
  #isDone = false

  constructor(mostBytes: number, budget: Budget | undefined, events: IntakeEvents) {
    this.#budget = budget
    this.#hold = budget?.open(mostBytes, () => this.#continue())
    this.#events = events
  }

  write(chunk: Uint8Array): boolean {
    this.#bytes += chunk.byteLength
    this.#chunks.push(chunk)
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
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#bytes)
    if (this.#hold) this.#budget?.keep(body, this.#hold)
    this.#events.onDone(body)
  }
}
