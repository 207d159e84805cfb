/** Whether a message matches a filter pattern. */
export type Matches = (message: string) => boolean

/** A filter pattern that is none, or one that is not understood here. */
export class UnknownPattern extends Error {}

const TERM = /\s*(\??)(?:"((?:[^"\\]|\\.)*)"|([\w.:/$@-]+))(?=\s|$)/y

/**
 * Reads a filter pattern of unstructured log events: terms that all must be there, or, each with a question mark, of which one must be. Of the rest of the
 * language (fields of JSON, columns, regular expressions, terms to exclude) nothing is understood, and said to be so.
 * Source: Amazon CloudWatch Logs User Guide, "Filter pattern syntax".
 */
export function readPattern(pattern: string): Matches {
  const terms: { readonly isOptional: boolean; readonly text: string }[] = []
  const text = pattern.trim()
  for (let at = 0; at < text.length;) {
    TERM.lastIndex = at
    const [whole, mark, quoted, plain] = TERM.exec(text) ?? []
    if (whole === undefined || plain?.startsWith('-'))
      throw new UnknownPattern(`expected terms, "phrases" and ?optional ones alone, got ${text.slice(at, at + 40)}`)
    terms.push({ isOptional: mark === '?', text: plain ?? quoted!.replaceAll(/\\(.)/g, '$1') })
    at += whole.length
  }
  const [one] = terms
  if (!one) return () => true
  if (terms.some(({ isOptional }) => isOptional !== one.isOptional))
    throw new UnknownPattern('expected either terms with a question mark or terms without, got both')
  return one.isOptional
    ? (message) => terms.some((term) => message.includes(term.text))
    : (message) => terms.every((term) => message.includes(term.text))
}
