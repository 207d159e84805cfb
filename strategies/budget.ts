import { totalmem } from 'node:os'
import { threadId } from 'node:worker_threads'

/**
 * What the bodies of a run may take of memory, shared by its threads: how much they may and do take, and which threads take how
 * much of it, so that a thread that dies takes nothing along.
 */
export type BudgetMemory = Int32Array<SharedArrayBuffer>

// Places in it. Sizes are in KiB: 32 bits of bytes would end at 2 GB.
const LIMIT = 0
const USED = 1
/** The most that was ever used. */
const PEAK = 2
/** One more than the seat of the thread whose body may run over, 0 where there is none. */
const TURN = 3
/** How many threads have bodies that wait. */
const WAITING = 4
/** Goes up when something is given back that somebody waits for. */
const VERSION = 5
const SEATS = 6
/** Of each seat: one more than the id of its thread, and what that uses. */
const SEAT_WORDS = 2
/** Far more threads than a process can have; those of no seat take what they use along when they die. */
const MAX_SEATS = 256

const KIB = 1024

/**
 * A body that grows beyond it reserves twice what it has, up to what it may become: then fewer bodies are stopped half-way, and one that
 * only drips holds no more than twice what it has sent.
 */
const SMALL_BYTES = 256 * KIB

/** `maxBytes`: what bodies may take together, more than 0; a single one that is larger has its turn all the same. */
export function createBudget(maxBytes: number): BudgetMemory {
  const memory = new Int32Array(new SharedArrayBuffer((SEATS + MAX_SEATS * SEAT_WORDS) * Int32Array.BYTES_PER_ELEMENT))
  memory[LIMIT] = Math.min(2 ** 30, Math.max(1, Math.floor(maxBytes / KIB)))
  return memory
}

/**
 * What bodies may take in a process with so much memory: a quarter of it, since a check takes a few times its body, at most 512 MB.
 * `memoryBytes`: what this process may use where none is given.
 */
export function defaultMaxBytes(memoryBytes = processMemoryBytes()): number {
  return Math.min(512e6, memoryBytes / 4)
}

function processMemoryBytes(): number {
  // 0 where nothing constrains it, or it is not known.
  return Math.min(totalmem(), process.constrainedMemory() || Infinity)
}

/** What is used now, and the most that ever was, in bytes, each body rounded up to a KiB. */
export function budgetFigures(memory: BudgetMemory): { readonly usedBytes: number; readonly peakBytes: number } {
  return { usedBytes: Atomics.load(memory, USED) * KIB, peakBytes: Atomics.load(memory, PEAK) * KIB }
}

/**
 * One thread's part in a run's budget. A body waits with what comes next while the budget is used up. Of all bodies of the run one at
 * a time has the turn: it may run over the budget, until it is released, so that one body can always proceed.
 */
export class Budget {
  readonly #memory: BudgetMemory
  /** Its first word, or -1. */
  readonly #seat: number
  /** What its turn is known by; those of no seat share one. */
  readonly #owner: number
  readonly #bodies = new WeakMap<Uint8Array, Hold>()
  readonly #waiting: Hold[] = []
  #isLooking = false
  #isListening = false

  constructor(memory: BudgetMemory) {
    this.#memory = memory
    this.#seat = seatsOf(memory).find((seat) => Atomics.compareExchange(memory, seat, 0, threadId + 1) === 0) ?? -1
    this.#owner = this.#seat + 1 || 1
  }

  /** For a body that may become so large. `onGrown`: called when it has what it had to wait for. */
  open(mostBytes: number, onGrown: () => void): Hold {
    return new Hold(this, mostBytes, onGrown)
  }

  /** A body is whole: it holds its size until it is released. */
  keep(body: Uint8Array, hold: Hold): void {
    hold.settle()
    this.#bodies.set(body, hold)
  }

  /** Gives back what a body of this thread holds; nothing for one that is of another thread, or released. */
  release(body: Uint8Array): void {
    this.#bodies.get(body)?.release()
    this.#bodies.delete(body)
  }

  /** Gives back what a thread that died had; any thread of the run may do that. */
  forget(dead: number): void {
    const memory = this.#memory
    const seat = seatsOf(memory).find((one) => Atomics.load(memory, one) === dead + 1)
    if (seat === undefined) return
    Atomics.sub(memory, USED, Atomics.exchange(memory, seat + 1, 0))
    Atomics.compareExchange(memory, TURN, seat + 1, 0)
    Atomics.store(memory, seat, 0)
    this.#wake()
  }

  /** The run is over, and nothing of this thread waits any more. */
  close(): void {
    // Whoever still listens is let go.
    Atomics.notify(this.#memory, VERSION)
  }

  /** Of a hold: true where it has the turn or got what it asked for. */
  take(hold: Hold, kib: number): boolean {
    const memory = this.#memory
    if (kib === 0) return true
    if (hold.hasTurn) {
      this.#note(Atomics.add(memory, USED, kib) + kib, kib)
      return true
    }
    for (let used = Atomics.load(memory, USED); used + kib <= memory[LIMIT]!;) {
      const was = Atomics.compareExchange(memory, USED, used, used + kib)
      if (was === used) {
        this.#note(used + kib, kib)
        return true
      }
      used = was
    }
    if (Atomics.compareExchange(memory, TURN, 0, this.#owner) !== 0) return false
    hold.hasTurn = true
    return this.take(hold, kib)
  }

  /** Of a hold that could not take what it asked for. */
  wait(hold: Hold): void {
    if (this.#waiting.push(hold) === 1) Atomics.add(this.#memory, WAITING, 1)
    this.#lookSoon()
  }

  /** Of a hold that waits no more. */
  leave(hold: Hold): void {
    const place = this.#waiting.indexOf(hold)
    if (place < 0) return
    this.#waiting.splice(place, 1)
    if (this.#waiting.length === 0) Atomics.sub(this.#memory, WAITING, 1)
  }

  /** Of a hold, which may have the turn and be over with it. */
  giveBack(kib: number, isTurnOver = false): void {
    const memory = this.#memory
    if (this.#seat >= 0) memory[this.#seat + 1]! -= kib
    // Before the turn: whoever has it next starts from a budget that is kept.
    Atomics.sub(memory, USED, kib)
    if (isTurnOver) Atomics.store(memory, TURN, 0)
    this.#wake()
  }

  #note(used: number, kib: number): void {
    const memory = this.#memory
    if (this.#seat >= 0) memory[this.#seat + 1]! += kib
    for (let peak = Atomics.load(memory, PEAK); used > peak;) {
      const was = Atomics.compareExchange(memory, PEAK, peak, used)
      if (was === peak) return
      peak = was
    }
  }

  #wake(): void {
    if (Atomics.load(this.#memory, WAITING) === 0) return
    Atomics.add(this.#memory, VERSION, 1)
    Atomics.notify(this.#memory, VERSION)
    if (this.#waiting.length > 0) this.#lookSoon()
  }

  /** Not at once: what is given back in the middle of a parser's callback must not resume another parser from there. */
  #lookSoon(): void {
    if (this.#isLooking) return
    this.#isLooking = true
    queueMicrotask(() => this.#look())
  }

  #look(): void {
    const memory = this.#memory
    this.#isLooking = false
    for (;;) {
      // Before it is looked at: what is given back afterwards changes it.
      const version = Atomics.load(memory, VERSION)
      while (this.#waiting[0]?.takeWaiting()) {
        const grown = this.#waiting.shift()!
        if (this.#waiting.length === 0) Atomics.sub(memory, WAITING, 1)
        grown.onGrown()
      }
      if (this.#waiting.length === 0 || this.#isListening) return
      const woken = Atomics.waitAsync(memory, VERSION, version)
      if (!woken.async) continue
      this.#isListening = true
      void woken.value.then(() => {
        this.#isListening = false
        this.#lookSoon()
      })
      return
    }
  }
}

/** What one body holds of the budget. */
export class Hold {
  readonly onGrown: () => void
  hasTurn = false
  readonly #budget: Budget
  readonly #mostBytes: number
  #bytes = 0
  #kib = 0
  #isWaiting = false
  #isReleased = false

  constructor(budget: Budget, mostBytes: number, onGrown: () => void) {
    this.#budget = budget
    this.#mostBytes = mostBytes
    this.onGrown = onGrown
  }

  /** Holds so many bytes more: true at once, or false and `onGrown` later. */
  grow(bytes: number): boolean {
    this.#bytes += bytes
    if (this.#isReleased) return true
    if (this.#isWaiting) return false
    if (this.#takeWanted()) return true
    this.#isWaiting = true
    this.#budget.wait(this)
    return false
  }

  /** Of the budget, when something was given back. */
  takeWaiting(): boolean {
    this.#isWaiting = !this.#takeWanted()
    return !this.#isWaiting
  }

  /** It grows no more. */
  settle(): void {
    const surplusKib = this.#kib - kibOf(this.#bytes)
    this.#kib -= surplusKib
    if (surplusKib > 0) this.#budget.giveBack(surplusKib)
  }

  /** Gives all back; a second time does nothing. */
  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    if (this.#isWaiting) this.#budget.leave(this)
    this.#budget.giveBack(this.#kib, this.hasTurn)
  }

  #takeWanted(): boolean {
    if (kibOf(this.#bytes) <= this.#kib) return true
    const bytes =
      this.#bytes <= SMALL_BYTES ? this.#bytes : Math.max(this.#bytes, Math.min(2 * this.#bytes, this.#mostBytes))
    const moreKib = kibOf(bytes) - this.#kib
    if (!this.#budget.take(this, moreKib)) return false
    this.#kib += moreKib
    return true
  }
}

function kibOf(bytes: number): number {
  return Math.ceil(bytes / KIB)
}

function seatsOf(memory: BudgetMemory): number[] {
  return Array.from({ length: (memory.length - SEATS) / SEAT_WORDS }, (_, seat) => SEATS + seat * SEAT_WORDS)
}
