/** What a simulated comparison is made of; all of it on the scale of log ratios. */
export interface Plan {
  readonly forks: number
  readonly rounds: number
  readonly truth: number
  readonly forkSd: number
  readonly roundSd: number
}

/** Deterministic standard normal numbers: Box & Muller (1958) on a multiplicative generator, Park & Miller (1988). */
export function normalNumbers(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** Log ratios of one comparison: the truth, an effect that all rounds of a fork share, and noise of each round. */
export function simulatedForks({ forks, rounds, truth, forkSd, roundSd }: Plan, normal: () => number): number[][] {
  return Array.from({ length: forks }, () => {
    const centre = truth + forkSd * normal()
    return Array.from({ length: rounds }, () => centre + roundSd * normal())
  })
}
