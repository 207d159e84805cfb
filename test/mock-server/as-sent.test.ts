import { expect, test } from 'vitest'
import { asSent } from '../../mock-server/as-sent.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const known = (text: string) => {
  const one = asSent(bytes(text))
  return typeof one === 'string' ? one : new TextDecoder().decode(one)
}

// Breakage: bodies compared byte by byte, as Python and Go write other spaces and escapes than Node.
test.each([
  ['{"text": "caf\\u00e9", "n": [1, 2]}', '{"text":"café","n":[1,2]}'],
  ['[1,  2]', '[1,2]'],
])('JSON is known by its value, however it is written: %s', (written, value) => {
  expect(known(written)).toBe(value)
  expect(known(value)).toBe(value)
})

test.each(['{"id":1234567890123456789}', '{"n":1e400}', '{"a":1,', 'a=1&b=2', '', '"text"', '{"\ud800'])(
  'what is no JSON object or list is known by its bytes: %s',
  (text) => {
    const body = bytes(text)
    expect(asSent(body)).toBe(body)
  },
)

test('the order of keys counts, and bytes that are no UTF-8 are left as they are', () => {
  expect(known('{"a":1,"b":2}')).not.toBe(known('{"b":2,"a":1}'))
  const broken = Uint8Array.of(0x7b, 0xff, 0x7d)
  expect(asSent(broken)).toBe(broken)
})
