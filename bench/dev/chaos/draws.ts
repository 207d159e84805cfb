import { drawUnits } from '../../../mock-server/delay.ts'

/** A sequence of random choices that depends on nothing but its key, so that a round can be repeated from its seed and number. */
export interface Draws {
  /** Uniform in [0, 1). */
  readonly unit: () => number
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(choices: readonly T[]) => T
}

export function createDraws(...key: readonly (string | number)[]): Draws {
  let drawn = 0
  const unit = () => drawUnits(...key, drawn++)[0]
  const between = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1))
  return {
    unit,
    between,
    chance: (share) => unit() < share,
    pick: (choices) => choices[between(0, choices.length - 1)]!,
  }
}
