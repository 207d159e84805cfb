/** Longer ones are known by their bytes: what is measured must not wait for them to be read. */
const MAX_JSON_BYTES = 100_000

const [OPENING_BRACE, OPENING_BRACKET] = ['{', '['].map((character) => character.charCodeAt(0))

/**
 * What a post is known by: its bytes, or of JSON the value, however it was written. Languages differ in the spaces between its parts and in which
 * characters they escape; the order of keys counts.
 */
export function asSent(body: Uint8Array): Uint8Array | string {
  const [first] = body
  if ((first !== OPENING_BRACE && first !== OPENING_BRACKET) || body.byteLength > MAX_JSON_BYTES) return body
  try {
    return JSON.stringify(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)))
  } catch {
    return body
  }
}
