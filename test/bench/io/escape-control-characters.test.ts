import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeControlCharacters, escapeJson, withEscapedTexts } from '../../../bench/io/escape-control-characters.ts'
import { anyName, invisibleIn } from '../../support/hostile-names.ts'
import { samples } from '../../support/samples.ts'

// Breakage: a class of characters that is taken out of the pattern.
test('what a terminal obeys, and what nobody sees, is shown as an escape', () => {
  const shown = (text: string) => escapeControlCharacters(text)
  expect(shown('a\nb\tc\r')).toBe('a\\nb\\tc\\r')
  expect(shown('\u001B]0;title\u0007\u009B31m\u007F\0')).toBe('\\u001B]0;title\\u0007\\u009B31m\\u007F\\u0000')
  expect(shown('\u202Eevil\u2066\u2069\u200E\u200F\u061C')).toBe('\\u202Eevil\\u2066\\u2069\\u200E\\u200F\\u061C')
  expect(shown('a\u200Bb\u200Cc\u200Dd\u2060e\uFEFFf\u00ADg')).toBe('a\\u200Bb\\u200Cc\\u200Dd\\u2060e\\uFEFFf\\u00ADg')
  expect(shown('a\u2028b\u2029c\u0085d')).toBe('a\\u2028b\\u2029c\\u0085d')
  expect(shown('hi\u{E0068}\u{E0069}\u{E007F}')).toBe('hi\\u{E0068}\\u{E0069}\\u{E007F}')
  expect(shown('half \uD800 and \uDC00, \uFFFE')).toBe('half \\uD800 and \\uDC00, \\uFFFE')
  expect(shown('a\uFE0F\uFE0Fb')).toBe('a\\uFE0F\\uFE0Fb')
})

test('text in any language and emoji stay as they are', () => {
  for (const text of ['泡沫 うたかた', 'été', 'مرحبا', '葛\u{E0100}城', '👩‍👩‍👧‍👦 ❤️ 1️⃣ 👍🏽 🇯🇵 🫧', 'a\u00A0b', ''])
    expect(escapeControlCharacters(text)).toBe(text)
})

test('whatever a text holds, what is shown is one line of visible characters, and is shown the same again', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const shown = escapeControlCharacters(name)
      expect(invisibleIn(shown)).toEqual([])
      expect(escapeControlCharacters(shown)).toBe(shown)
    }),
    { numRuns: samples(1000) },
  )
})

test('JSON with escapes is JSON of the same value, without what a terminal obeys', () => {
  fc.assert(
    fc.property(fc.dictionary(anyName, fc.array(anyName)), (value) => {
      const text = escapeJson(JSON.stringify(value, undefined, 2))
      expect(JSON.parse(text)).toEqual(value)
      expect(invisibleIn(text.replaceAll('\n', ''))).toEqual([])
    }),
  )
})

test('texts are escaped however deep they are, as keys too', () => {
  expect(withEscapedTexts({ 'a\u001B': ['\u202E', 1, { b: null, c: '\n' }] })).toEqual({
    'a\\u001B': ['\\u202E', 1, { b: null, c: '\\n' }],
  })
})
