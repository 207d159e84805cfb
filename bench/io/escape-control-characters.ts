/**
 * What nobody sees, or what moves other text about: controls (C0, C1, DEL), bidirectional controls, zero-width and other ignorable characters,
 * tags, variation selectors, separators of lines and paragraphs, annotations, halves of surrogate pairs and what is no character at all.
 * Source: Unicode Standard Annex 44, "Default_Ignorable_Code_Point"; Unicode Technical Report 36, section 2.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]/gu

/** What belongs to the look of an emoji, or chooses the shape of an ideograph: one selector behind it, and joiners between emoji. */
const OF_EMOJI = /(?<=[\p{Emoji}\p{Script=Han}])[\uFE0E\uFE0F]|(?<=\p{Script=Han})[\u{E0100}-\u{E01EF}]/uy
const JOINER_OF_EMOJI = /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/uy

const PLAIN = /^[ -~]*$/

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * Text of a file, a feed or a function as one line of visible characters: each other one as an escape, such as `\n`, `\u001B` or
 * `\u{E0041}`. Emoji stay as they are. Escaped text is not changed by being escaped again.
 */
export function escapeControlCharacters(text: string): string {
  // Nearly all text is, and there is much of it.
  if (PLAIN.test(text)) return text
  return text.replaceAll(INVISIBLE, (character, offset: number) =>
    isAt(OF_EMOJI, text, offset) || isAt(JOINER_OF_EMOJI, text, offset)
      ? character
      : (SHORT[character] ?? escapeOf(character)),
  )
}

/** The same of JSON, which stays JSON of the same value: for a terminal or a log. Line feeds between its parts stay. */
export function escapeJson(json: string): string {
  return json.replaceAll(INVISIBLE, (character) =>
    character === '\n' ? character : character.replaceAll(/[^]/g, (unit) => `\\u${hexOf(unit.charCodeAt(0))}`),
  )
}

/** A value of JSON with all its texts escaped, those that are keys too. */
export function withEscapedTexts<T>(value: T): T {
  return escaped(value) as T
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return escapeControlCharacters(value)
  if (Array.isArray(value)) return value.map(escaped)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [escapeControlCharacters(key), escaped(one)]))
}

function isAt(pattern: RegExp, text: string, offset: number): boolean {
  pattern.lastIndex = offset
  return pattern.test(text)
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!
  return code > 0xff_ff ? `\\u{${hexOf(code)}}` : `\\u${hexOf(code)}`
}

function hexOf(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0')
}
