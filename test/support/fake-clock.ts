/** A clock that only pauses move, and the pauses that were taken. */
export function aFakeClock() {
  let now = 1000
  const pauses: number[] = []
  return {
    pauses,
    nowMs: () => now,
    pause: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted()
      pauses.push(ms)
      now += ms
    },
    random: () => 0.5,
  }
}
