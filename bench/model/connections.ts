/** The connections of an agent of undici to one host, as far as they cost time. */
export interface Connections {
  /** Resolves to whether a new one has to be opened; waits while all it may have are in use. */
  readonly take: () => Promise<boolean>
  /** Gives one back once its answer is there. */
  readonly give: () => void
}

/** `most`: how many there may be at a time. `keeps`: whether one that was used waits for the next request. */
export function createConnections({ most, keeps }: { readonly most: number; readonly keeps: boolean }): Connections {
  const waiting: (() => void)[] = []
  let idle = 0
  let open = 0
  return {
    async take() {
      if (idle > 0) {
        idle--
        return false
      }
      if (open < most) {
        open++
        return true
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
      return false
    },
    give() {
      const next = waiting.shift()
      if (next) next()
      else if (keeps) idle++
      else open--
    },
  }
}
