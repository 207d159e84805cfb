/** What a simulated comparison is made of; all of it on the scale of log ratios. */
export interface Plan {
  readonly blocks: number
  readonly iterations: number
  readonly truth: number
  readonly blockSd: number
  readonly iterationSd: number
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

/** Log ratios of one comparison: the truth, an effect that all iterations of a block share, and noise of each iteration. */
export function simulatedBlocks(
  { blocks, iterations, truth, blockSd, iterationSd }: Plan,
  normal: () => number,
): number[][] {
  return Array.from({ length: blocks }, () => {
    const centre = truth + blockSd * normal()
    return Array.from({ length: iterations }, () => centre + iterationSd * normal())
  })
}
