import type { LookupFunction } from 'node:net'

/**
 * Simulated name lookups on shared memory, one for all threads of a process. The system looks up with getaddrinfo on libuv's
 * pool, which lets only half of it do so: without that bound a simulated lookup would hide the wall it is there to show.
 */
export interface SlowLookups {
  readonly delayMs: number
  /** When each place at the counter is free again, in epoch milliseconds. */
  readonly freeAtMs: Float64Array<SharedArrayBuffer>
  readonly lock: Int32Array<SharedArrayBuffer>
}

/** `poolSize`: UV_THREADPOOL_SIZE. Source of the bound: libuv, `uv__slow_work_thread_threshold`, (size + 1) / 2. */
export function createSlowLookups(delayMs: number, poolSize: number): SlowLookups {
  const places = Math.max(1, Math.floor((poolSize + 1) / 2))
  return {
    delayMs,
    freeAtMs: new Float64Array(new SharedArrayBuffer(places * Float64Array.BYTES_PER_ELEMENT)),
    lock: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  }
}

/** A lookup that finds every host on loopback, after a wait at the counter. */
export function lookUpSlowly({ delayMs, freeAtMs, lock }: SlowLookups): LookupFunction {
  return (_host, options, callback) => {
    // Node 22 knows no pause.
    while (Atomics.compareExchange(lock, 0, 0, 1) !== 0) (Atomics as Partial<typeof Atomics>).pause?.()
    const nowMs = Date.now()
    let place = 0
    for (let other = 1; other < freeAtMs.length; other++) if (freeAtMs[other]! < freeAtMs[place]!) place = other
    const doneMs = Math.max(nowMs, freeAtMs[place]!) + delayMs
    freeAtMs[place] = doneMs
    Atomics.store(lock, 0, 0)
    setTimeout(() => {
      if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }])
      else callback(null, '127.0.0.1', 4)
    }, doneMs - nowMs)
  }
}
