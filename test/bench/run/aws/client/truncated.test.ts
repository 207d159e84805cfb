import { expect, test } from 'vitest'
import { shortened } from '../../../../../bench/run/aws/client/truncated.ts'

test('what is short stays as it is, in one line and without its full stop', () => {
  expect(shortened('Rate Exceeded.')).toBe('Rate Exceeded')
  expect(shortened('one\n  two\tthree')).toBe('one two three')
  expect(shortened('')).toBe('')
})

test('addresses lose all but their host, also where the text is cut', () => {
  expect(shortened('no answer of https://user:5ecret@host.test/T0/5ecret?token=5ecret')).toBe(
    'no answer of https://host.test/…',
  )
  // The end of what is looked at falls on each character of the second address, whose host is not there yet.
  for (let length = 1940; length < 2000; length++) {
    const text = `https://host.test/${'a'.repeat(length - 18)} https://user:5ecret${'x'.repeat(500)}@host.test/`
    expect(shortened(text)).toMatch(/^https:\/\/host\.test\/… ?…$/)
  }
})

test('what is long is cut to 300 characters, without half a character', () => {
  const cut = shortened('word 😀 '.repeat(50_000))
  expect(cut).toHaveLength(301)
  expect(cut.isWellFormed()).toBe(true)
  expect(cut.endsWith('…')).toBe(true)
})
