import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hideAddresses, StepError, toFailure } from '../../strategies/failure.ts'

const calm = new AbortController().signal

test('a step that knows its reason fails for that reason', () => {
  expect(toFailure('fetch', new StepError('too-large', 'the body is too large'), calm)).toEqual({
    step: 'fetch',
    kind: 'too-large',
    message: 'the body is too large',
  })
})

test('what nobody foresaw is a defect, whatever was thrown', () => {
  expect(toFailure('check', new TypeError('x is not a function'), calm)).toMatchObject({
    kind: 'defect',
    message: 'TypeError: x is not a function',
  })
  for (const thrown of ['text', 7, null, undefined])
    expect(toFailure('check', thrown, calm)).toMatchObject({ kind: 'defect', message: String(thrown) })
})

test('what is thrown after a cancel is aborted, unless the step knows better', () => {
  for (const reason of [new Error('enough'), 'enough']) {
    const signal = AbortSignal.abort(reason)
    expect(toFailure('fetch', new TypeError('x'), signal)).toEqual({
      step: 'fetch',
      kind: 'aborted',
      message: 'cancelled: enough',
    })
    expect(toFailure('notify', new StepError('unknown', 'perhaps'), signal)).toMatchObject({ kind: 'unknown' })
  }
})

test('of an address only scheme and host are left', () => {
  for (const [text, hidden] of [
    ['see https://host/private/basic.ics?token=1#x', 'see https://host/…'],
    ['"https://host:8443/a" and http://other?b', '"https://host:8443/…" and http://other/…'],
    ['https://ann:pa55@host/a', 'https://host/…'],
    ['https://ann:pa@55@host/a', 'https://host/…'],
    [`https://host/o'brien/secret'`, "https://host/…'"],
    ['webcal://host/a', 'webcal://host/…'],
    ['nothing to hide', 'nothing to hide'],
  ]) {
    expect(hideAddresses(text!)).toBe(hidden)
  }
})

test('neither path, query, fragment nor credentials of an address are left in any sentence', () => {
  const word = fc.stringMatching(/^[a-z0-9%._~!$&()*+,;=:@-]{1,12}$/)
  fc.assert(
    fc.property(word, word, word, word, (user, path, query, fragment) => {
      const secret = (part: string) => `S3CRET${part}S3CRET`
      const address = `https://${secret(user)}@host.test/${secret(path)}?${secret(query)}#${secret(fragment)}`
      const { message } = toFailure('fetch', new Error(`cannot read ${address} "${address}"`), calm)
      expect(message).toBe('Error: cannot read https://host.test/… "https://host.test/…"')
    }),
  )
})
