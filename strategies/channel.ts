/** A queue with a bound between producers and consumers: a full one makes producers wait. */
export interface Channel<T> extends AsyncIterable<T> {
  /** Resolves when there is room for the value; rejects once the channel is closed. */
  readonly push: (value: T) => Promise<void>
  /** No more values will come: consumers end once they have taken what is there. */
  readonly close: () => void
}

/** `capacity`: how many values may wait, at least 0; at 0 each value is handed from producer to consumer. */
export function createChannel<T>(capacity: number): Channel<T> {
  const ready: T[] = []
  const takers: ((result: IteratorResult<T, undefined>) => void)[] = []
  const givers: { readonly value: T; readonly accepted: () => void }[] = []
  let closed = false

  async function take(): Promise<IteratorResult<T, undefined>> {
    const giver = givers.shift()
    if (giver) {
      ready.push(giver.value)
      giver.accepted()
    }
    if (ready.length > 0) return { done: false, value: ready.shift()! }
    if (closed) return { done: true, value: undefined }
    return new Promise((resolve) => takers.push(resolve))
  }

  return {
    async push(value) {
      if (closed) throw new Error('the channel is closed')
      const taker = takers.shift()
      if (taker) taker({ done: false, value })
      else if (ready.length < capacity) ready.push(value)
      else await new Promise<void>((accepted) => givers.push({ value, accepted }))
    },
    close() {
      closed = true
      for (const taker of takers.splice(0)) taker({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]: () => ({ next: take }),
  }
}
