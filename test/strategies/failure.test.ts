import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hideAddresses, StepError, toFailure } from '../../strategies/failure.ts'
import { samples } from '../support/samples.ts'

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
    ['(https://[::1]:80/a)', '(https://[::1]:80/…'],
    ['https://a/x https://b/y', 'https://a/… https://b/…'],
    ['"https://host/a b c" names none', '"https://host/…" names none'],
    ["unknown command 'https://host/a b'", "unknown command 'https://host/…'"],
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

// Breakage: taking only what has "://" in it for an address: the others were printed whole.
test('of an address without its slashes, its scheme or its plain form no more is left than the host', () => {
  for (const [text, hidden] of [
    ['https:/host/secret', 'https:…'],
    ['https:host/secret', 'https:…'],
    ['https:///host/secret', 'https:…'],
    ['HTTPS:\\\\host\\secret', 'HTTPS:…'],
    ['got "webcal:host/secret", sorry', 'got "webcal:…", sorry'],
    ['mailto:ann@host?secret', 'mailto:…'],
    ['//host/secret', '//host/…'],
    ['hooks.slack.com/services/T/B/x', 'hooks.slack.com/…'],
    ['"url":"hooks.slack.com/services/x"', '"url":"hooks.slack.com/…"'],
    ['hooks.slack.com\\services\\x', 'hooks.slack.com/…'],
    ['hooks.slack.com?token=x', 'hooks.slack.com/…'],
    ['tok$en@hooks.slack.com/x', 'hooks.slack.com/…'],
    ['ann:pa55@hooks.slack.com', 'hooks.slack.com/…'],
    ['slack:8443/secret or 10.0.0.7/secret', 'slack:8443/… or 10.0.0.7/…'],
    ['https%3A%2F%2Fhost%2Fsecret', 'https:…'],
    ['https:\\/\\/host\\/secret', 'https:…'],
    ['https&#58;&#x2F;&#x2F;host&#x2F;secret', 'https:…'],
    ['hooks.slack.com%2fservices%2fx', 'hooks.slack.com/…'],
    ['https://ann:p/a@host/secret', 'https:…'],
  ])
    expect(hideAddresses(text!), text).toBe(hidden)
})

// Breakage: taking whatever has a slash or a colon in it for an address.
test('ordinary text, paths of files and lines of a stack stay as they are', () => {
  for (const text of [
    'f1/r3, bench/run/local, and/or, a // b, 12:30/13:00, v1.2/x, text/html; q=0.9',
    'expected an http:, https: or webcal: address, got ftp: address',
    'expected "ssm:NAME" or "s3://BUCKET/KEY"',
    '--output: "utakata-results/2026-01-15T09.30/report.html" ./a.b/c ../a.b/c ~/a.b/c /tmp/a.b/c run.old/trials.jsonl',
    'feeds.txt:3: expected one address a line; see README.md, Node.js/24 and @aws-sdk/client-xray 3.1',
    'at work (file:///var/task/index.mjs:3:5) at node:internal/modules/run_main:123:4',
    'arn:aws:sns:eu-west-1:123456789012:topic, 1@test, feed 1@test 2026-01-15T09:30:00.000Z',
    'Asia/Tokyo, Etc/GMT+1, hooks.slack.com, utakata notify --once claims.db',
  ])
    expect(hideAddresses(text)).toBe(text)
})

/** Ways to write an address with a secret in it. */
const FORMS: readonly ((secret: string) => string)[] = [
  (secret) => `https://hooks.slack.test/services/${secret}`,
  (secret) => `https://hooks.slack.test/a?token=${secret}&b#c`,
  (secret) => `https://hooks.slack.test/#${secret}`,
  (secret) => `https://${secret}@hooks.slack.test/a`,
  (secret) => `webcal://ann:${secret}@host/a`,
  (secret) => `https:/hooks.slack.test/${secret}`,
  (secret) => `https:hooks.slack.test/${secret}`,
  (secret) => `webcal:host/${secret}`,
  (secret) => `mailto:ann@host?subject=${secret}`,
  (secret) => `//host/${secret}`,
  (secret) => `hooks.slack.test/services/${secret}`,
  (secret) => `HOOKS.SLACK.TEST:8443/services/${secret}`,
  (secret) => `127.0.0.1/${secret}`,
  (secret) => `hooks.slack.test?token=${secret}`,
]
const ESCAPED: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => address.replaceAll('/', String.raw`\/`),
  (address) => address.replaceAll(':', '%3A').replaceAll('/', '%2F'),
  (address) => address.replaceAll(':', '%3a').replaceAll('/', '%2f'),
  (address) => encodeURIComponent(encodeURIComponent(address)),
  (address) => address.replaceAll(':', '&#58;').replaceAll('/', '&#x2F;'),
  (address) => address.replaceAll(':', '&colon;').replaceAll('/', '&sol;'),
  (address) => address.replaceAll(':', String.raw`\u003a`).replaceAll('/', String.raw`\u002f`),
]
const AROUND: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => `cannot read ${address} now`,
  (address) => `expected one, got "${address}": there is none`,
  (address) => `error: unknown command '${address}'`,
  (address) => `(${address})`,
  (address) => `--slack=${address}`,
  (address) => JSON.stringify({ input: address, code: 'ERR_INVALID_URL' }),
  (address) => `${address},${address}`,
]

test('whatever an address is written like and stands in, its secret is not printed', () => {
  const secrets = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._~$&+,;=%-]{6,14}[A-Za-z0-9]$/)
  fc.assert(
    fc.property(
      secrets,
      fc.constantFrom(...FORMS),
      fc.constantFrom(...ESCAPED),
      fc.constantFrom(...AROUND),
      (secret, form, escaped, around) => {
        const hidden = hideAddresses(around(escaped(form(secret))))
        expect(hidden).not.toContain(secret)
        expect(hideAddresses(hidden)).toBe(hidden)
      },
    ),
    { numRuns: samples(3000) },
  )
})

// Breakage: a pattern that looks at the rest of a long word again from each of its letters: minutes for these.
test('a text of any kind is looked through in a time that grows with its length', () => {
  for (const part of ['a.', 'a:', 'a@', 'a-', '//', '%2f', '1.', 'a"', 'https:', '"https://a x ', ' a:1/'])
    expect(hideAddresses(part.repeat(20_000)).length, part).toBeLessThan(2 * 20_000 * part.length)
})
