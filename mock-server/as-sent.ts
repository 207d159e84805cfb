/** Longer ones are known by their bytes: what is measured must not wait for them to be read. */
const MAX_JSON_BYTES = 100_000

const [OPENING_BRACE, OPENING_BRACKET] = ['{', '['].map((character) => character.charCodeAt(0))

/** Numbers that JavaScript rounds: two that differ would be known as one. */
const ROUNDED = /\d{16}|\de\+?\d{3}/i

/**
 * What a post is known by: its bytes, or of JSON the value, however it was written. Languages differ in the spaces between its parts and in which
 * characters they escape; the order of keys counts.
 */
export function asSent(body: Uint8Array): Uint8Array | string {
  const [first] = body
  if ((first !== OPENING_BRACE && first !== OPENING_BRACKET) || body.byteLength > MAX_JSON_BYTES) return body
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return ROUNDED.test(text) ? body : JSON.stringify(JSON.parse(text))
  } catch {
    return body
  }
}
