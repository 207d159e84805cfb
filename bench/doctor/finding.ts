import type { Finding, FindingCode, Findings, Mark } from '../io/findings.ts'

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

export function finding<Code extends FindingCode>(code: Code, mark: Mark, parameters: Findings[Code]): Finding<Code> {
  return { code, mark, parameters }
}
