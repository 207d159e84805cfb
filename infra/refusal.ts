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

/** Too short for a token, and no address. */
const PLAIN = /^[\w .,:-]{0,30}$/

/** A text as a refusal may show it: a short plain one as it is; of others only the length, since they may be secrets in a wrong place. */
export function quotedText(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : `a text of ${text.length} characters`
}

/** A key as a refusal may show it: likewise. */
export function quotedKey(key: string): string {
  return key !== '' && PLAIN.test(key) ? key : `(a key of ${key.length} characters)`
}

/** What kind of thing was given, never the thing. */
export function kindOf(given: unknown): string {
  if (given === undefined) return 'nothing'
  if (given === null || typeof given === 'boolean') return String(given)
  if (typeof given === 'string') return `a text of ${given.length} characters`
  if (Array.isArray(given)) return `a list of ${given.length}`
  return typeof given === 'object' ? 'an object' : `a ${typeof given}`
}
