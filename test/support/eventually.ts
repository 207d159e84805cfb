import * as contract from '../../bench/run/contract/eventually.ts'

/** Waits until something holds; rejects with an error that says what never came true. */
export function eventually(what: string, holds: () => boolean, withinMs?: number): Promise<void> {
  const late = (afterMs: number) => new Error(`it never came true within ${afterMs} ms that ${what}`)
  return contract.eventually(late, holds, withinMs)
}

/** The value of a promise; rejects with an error that says what took longer than `withinMs`. */
export function within<T>(withinMs: number, what: string, promise: Promise<T>): Promise<T> {
  return contract.within(withinMs, (afterMs) => new Error(`${what} took longer than ${afterMs} ms`), promise)
}
