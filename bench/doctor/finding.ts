export type Mark = 'ok' | 'look' | 'bad'

/** One line of the doctor's table; whatever is not ok says what to do about it. */
export type Finding =
  | { readonly of: string; readonly mark: 'ok'; readonly found: string }
  | { readonly of: string; readonly mark: 'look' | 'bad'; readonly found: string; readonly advice: string }

/** How far a value may go until it is worth a look, and until it is bad. */
interface Bounds {
  readonly look: number
  readonly bad: number
}

/** What is `look` or more is worth a look, what is `bad` or more is bad; NaN is. */
export function markAbove(value: number, { look, bad }: Bounds): Mark {
  return value < look ? 'ok' : value < bad ? 'look' : 'bad'
}

/** What is less than `look` is worth a look, what is less than `bad` is bad; NaN is. */
export function markBelow(value: number, { look, bad }: Bounds): Mark {
  return value >= look ? 'ok' : value >= bad ? 'look' : 'bad'
}

/** The finding of a mark that was computed. */
export function finding(of: string, mark: Mark, { found, advice }: { found: string; advice: string }): Finding {
  return mark === 'ok' ? { of, mark, found } : { of, mark, found, advice }
}

/** What this system does not tell. */
export function unknown(of: string, why: string, advice: string): Finding {
  return { of, mark: 'look', found: `unknown: ${why}`, advice }
}

/** A share as people read it, such as `0.4 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
