import { Buffer } from 'node:buffer'
import { unescape } from 'node:querystring'
import type { Answer } from './answer.ts'

/** As Slack names its errors: `invalid_payload`, `no_service`. */
const WORD = /^[a-z]+(?:_[a-z]+)*$/
const MAX_WORD_CHARACTERS = 40
/** A shorter part of an address is in many words by chance. */
const MIN_PART_CHARACTERS = 4
/** More is not read of an answer that is an error. */
const MAX_BYTES = 4096
const MEDIA_TYPES = ['text/plain', 'text/html', 'text/xml', 'application/json', 'application/xml']

/**
 * What came with a status, for people: Slack's error word in quotes, or else only how much of what type it was. Nothing else is
 * quoted, since some services repeat the request's address, in one form or another, and that of a webhook is its secret.
 */
export function describeAnswer({ headers, body }: Answer, url: URL): string {
  const text = Buffer.from(body).toString().trim()
  if (text === '') return 'without a body'
  if (text.length <= MAX_WORD_CHARACTERS && WORD.test(text) && !isOfAddress(text, url)) return `"${text}"`
  const size = body.byteLength > MAX_BYTES ? `more than ${MAX_BYTES} bytes` : `${body.byteLength} bytes`
  const [type] = String(headers['content-type']).toLowerCase().split(';')
  return `with ${size} of ${MEDIA_TYPES.find((known) => known === type!.trim()) ?? 'unknown type'}`
}

/** Whether a word is part of an address, or has a part of it in it. */
function isOfAddress(word: string, { username, password, pathname, search, hash }: URL): boolean {
  const written = [username, password, pathname, search, hash].join('/')
  const forms = [written, unescape(written)].map((form) => form.toLowerCase())
  const parts = forms.flatMap((form) => form.split(/[^\p{L}\p{N}]+/u))
  const letters = word.replaceAll('_', '')
  return (
    forms.some((form) => form.replaceAll(/[^a-z]+/g, '').includes(letters)) ||
    parts.some((part) => part.length >= MIN_PART_CHARACTERS && letters.includes(part)) ||
    parts.includes(word)
  )
}
