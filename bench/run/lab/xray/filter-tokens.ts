/** A filter expression that X-Ray would not take: the message says what was expected, and where. */
export class FilterError extends Error {
  override readonly name = 'FilterError'
}

export type Token =
  | { readonly kind: 'word' | 'sign' | 'end'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly text: string; readonly at: number; readonly value: string }
  | { readonly kind: 'number'; readonly text: string; readonly at: number; readonly value: number }
  /** `annotation.KEY` or `annotation[KEY]`. */
  | { readonly kind: 'annotation'; readonly text: string; readonly at: number; readonly key: string }

/** Ours: X-Ray does not tell its own. */
const MAX_CHARACTERS = 5000

const TOKEN =
  /(?<space>\s*)(?:(?<string>"(?:[^"\\]|\\.)*")|annotation\.(?<key>\w+)|annotation\[\s*(?:"(?<quoted>[^"\\]*)"|(?<bare>[^\]"\s]+))\s*\]|(?<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.]))|(?<word>[A-Za-z_][\w.]*)|(?<sign><=|>=|!=|[=<>!(){},:]))/suy

/** The tokens of an expression, and one for its end. Throws a FilterError where there is none. */
export function tokensOf(expression: string): readonly Token[] {
  if (expression.length > MAX_CHARACTERS)
    throw unexpected(`at most ${MAX_CHARACTERS} characters, and its end`, 'more', MAX_CHARACTERS)
  const tokens: Token[] = []
  const end = expression.trimEnd().length
  for (let from = 0; from < end;) {
    TOKEN.lastIndex = from
    const groups = TOKEN.exec(expression)?.groups
    if (!groups) {
      const rest = expression.slice(from)
      const at = end - rest.trim().length
      throw unexpected('a keyword, a value, an operator or a parenthesis', rest.trim().slice(0, 20), at)
    }
    const at = from + groups.space!.length
    from = TOKEN.lastIndex
    const text = expression.slice(at, from)
    const key = groups.key ?? groups.quoted ?? groups.bare
    if (groups.string !== undefined)
      tokens.push({ kind: 'string', text, at, value: text.slice(1, -1).replaceAll(/\\(.)/gsu, '$1') })
    else if (key !== undefined) tokens.push({ kind: 'annotation', text, at, key })
    else if (groups.number !== undefined) tokens.push({ kind: 'number', text, at, value: Number(text) })
    else tokens.push({ kind: groups.word === undefined ? 'sign' : 'word', text, at })
  }
  return [...tokens, { kind: 'end', text: '', at: end }]
}

/** `at` counts from 0; the message counts from 1. */
export function unexpected(expected: string, got: string, at: number): FilterError {
  return new FilterError(
    `filter expression: expected ${expected} at character ${at + 1}, got ${got === '' ? 'its end' : got.toWellFormed()}`,
  )
}
