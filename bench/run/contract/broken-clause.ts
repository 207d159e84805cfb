import type { Breach } from '../../io/contract-breach.ts'

/** That a strategy breaks a clause of the contract, and how. */
export class BrokenClause extends Error {
  override readonly name = 'BrokenClause'
  readonly breach: Breach

  constructor(breach: Breach, options?: ErrorOptions) {
    // For whoever debugs; nobody else sees it.
    super(JSON.stringify(breach), options)
    this.breach = breach
  }
}

type NeverTrue = Extract<Breach, { readonly code: 'never' }>['what']

/** For `eventually`: that what a clause waits for never came true. */
export function never(what: NeverTrue): (withinMs: number) => BrokenClause {
  return (withinMs) => new BrokenClause({ code: 'never', what, withinMs })
}
