import type { Wait } from '../../bench/model/virtual-clock.ts'

/** When each piece of work ends, in milliseconds, if so many slots take the pieces in order. Source: Graham, list scheduling (1966). */
export function listScheduled(lengthsMs: readonly number[], slots: number): number[] {
  const freeAtMs = new Array<number>(slots).fill(0)
  return lengthsMs.map((lengthMs) => {
    const slot = freeAtMs.indexOf(Math.min(...freeAtMs))
    return (freeAtMs[slot]! += lengthMs)
  })
}

/** Fetches back to back; each notify begins when its fetch has ended. */
export function lookedAhead(waits: readonly Wait[]): number {
  let fetchedMs = 0
  let endMs = 0
  for (const { fetchMs, notifyMs } of waits) {
    fetchedMs += fetchMs
    endMs = Math.max(endMs, fetchedMs + notifyMs)
  }
  return endMs
}

interface Producer {
  /** The end of the fetch under way; Infinity while there is none. */
  fetchedMs: number
  /** What is to be sent of that feed. */
  notifyMs: number
}

/**
 * Producers and consumers, `workers` of each, with a queue of at most `buffer` between them, moved on from event to event.
 * Written as plain states, without a promise, so that it shares no mistake with the strategy. No two events may be at once.
 */
export function piped(waits: readonly Wait[], workers: number, buffer: number): number {
  const left = waits.values()
  const begin = (producer: Producer, nowMs: number) => {
    const { value } = left.next()
    producer.fetchedMs = value ? nowMs + value.fetchMs : Infinity
    producer.notifyMs = value ? value.notifyMs : 0
  }
  const producers = Array.from({ length: workers }, (): Producer => ({ fetchedMs: Infinity, notifyMs: 0 }))
  const freeAtMs = new Array<number>(workers).fill(0)
  const queue: number[] = []
  const blocked: Producer[] = []
  for (const producer of producers) begin(producer, 0)

  /** Moves what can be moved without time passing: whether anything could. */
  const settle = (nowMs: number): boolean => {
    const done = producers.filter(({ fetchedMs }) => fetchedMs <= nowMs)
    for (const producer of done) producer.fetchedMs = Infinity
    blocked.push(...done)
    const idle = freeAtMs.findIndex((ms) => ms <= nowMs)
    const room = queue.length < buffer
    if (idle >= 0 && queue.length > 0) freeAtMs[idle] = nowMs + queue.shift()!
    else if (blocked.length > 0 && (idle >= 0 || room)) {
      const producer = blocked.shift()!
      if (idle >= 0) freeAtMs[idle] = nowMs + producer.notifyMs
      else queue.push(producer.notifyMs)
      begin(producer, nowMs)
    } else return done.length > 0
    return true
  }
  let nowMs = 0
  while (nowMs < Infinity) {
    while (settle(nowMs));
    const ahead = [...producers.map(({ fetchedMs }) => fetchedMs), ...freeAtMs].filter((ms) => ms > nowMs)
    nowMs = Math.min(...ahead)
  }
  return Math.max(...freeAtMs)
}
