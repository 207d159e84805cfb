/** What a caller gave that cannot be done, in words: `key` is the exact place, such as `job.feeds[3].url`. No secret is in it. */
export interface Refused {
  readonly key: string
  readonly expected: string
  readonly got: string
}

/** Thrown before any work; a function answers it as an error object, the CDK app ends with it. */
export class Refusal extends Error {
  readonly refused: Refused
  constructor(refused: Refused, options?: { cause?: unknown }) {
    super(`${refused.key}: expected ${refused.expected}, got ${refused.got}`, options)
    this.refused = refused
  }
}
