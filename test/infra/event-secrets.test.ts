import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEvent } from '../../infra/event.ts'
import { Refusal } from '../../infra/refusal.ts'
import { everything, job, refusalOf, TOKEN, WEBHOOK, window, withAt, world } from '../support/events.ts'
import { samples } from '../support/samples.ts'

// Breakage: an unknown key is shown as it is: this one is the webhook.
test('an address, a token or megabytes as a key are not shown, only where they were', () => {
  for (const key of [WEBHOOK, TOKEN, 'S3CRET/'.repeat(1e5), '']) {
    const shown = `(a key of ${key.length} characters)`
    expect(refusalOf({ [key]: 1 }).key).toBe(shown)
    expect(refusalOf({ job: { feeds: [{ ...job.feeds[0], [key]: 1 }], window } }).key).toBe(`job.feeds[0].${shown}`)
  }
})

// Breakage: the message about a job does not say where its webhook belongs.
test('a webhook in the job is refused with the key it has there and the one that it should be named by', () => {
  const refused = refusalOf({ job: { ...job, slackUrl: WEBHOOK } })
  expect(refused.key).toBe('job.slackUrl')
  expect(refused.expected).toContain('webhookSecret')
})

// Breakage: only what has "://" in it is taken for an address: the others went to Secrets Manager and back into its refusal.
test('a webhook as the name of a secret is refused, with its scheme or without', () => {
  for (const webhook of [
    WEBHOOK,
    WEBHOOK.replace('https:', ''),
    WEBHOOK.replace('https://', ''),
    WEBHOOK.replace('https://hooks.slack.com/services/', ''),
    WEBHOOK.replace('https://hooks.slack.com', ''),
    'HOOKS.SLACK.COM/services/S3CRET',
    'hooks.slack-gov.com/services/S3CRET',
  ])
    expect(refusalOf({ webhookSecret: webhook }), webhook).toMatchObject({
      key: 'webhookSecret',
      expected: expect.stringContaining('never the webhook itself'),
    })
  for (const name of ['webhook', 'team/billing/webhook', 'prod/slack.com/webhook', 'T1/B2/x', 'a_b+c=d.e@f-g'])
    expect(readEvent({ webhookSecret: name })).toEqual({ webhookSecret: name })
})

// Breakage: the host is compared as written: with a dot at its end it is the same host.
test('a mock world whose Slack or feeds are at the real Slack is refused, however its host is written', () => {
  for (const host of ['hooks.slack.com', 'HOOKS.Slack.com', 'hooks.slack.com.', 'slack.com', 'hooks.slack-gov.com'])
    for (const key of ['slackUrl', 'feedsUrl']) {
      const address = WEBHOOK.replace('hooks.slack.com', host)
      const refused = refusalOf({ world: { ...world, [key]: address } })
      expect(refused.key, address).toBe(`world.${key}`)
      expect(refused.expected).toContain('webhookSecret')
    }
  for (const written of ['https://x@hooks.slack.com:443/', 'https://hooks%2Eslack.com/', 'https://hooks。slack。com/'])
    expect(refusalOf({ world: { ...world, slackUrl: written } }).key).toBe('world.slackUrl')
  expect(readEvent({ world: { ...world, slackUrl: 'http://notslack.com/' } })).toBeDefined()
})

// Breakage: a number is quoted wherever it stands, or the token goes to the header unread.
test('an invalid token is not shown', () => {
  for (const token of [`${TOKEN}\n`, `Bearer ${TOKEN}`, '', 12_345_678, [TOKEN], { token: TOKEN }]) {
    const refused = refusalOf({ world: { ...world, token } })
    expect(refused.key).toBe('world.token')
    expect(refused.got).not.toContain('12345678')
  }
})

// Breakage: any text is taken: TLS reads it as no authority at all, and says that the server's certificate is wrong.
test('an authority that was not written yet is refused as such', () => {
  expect(refusalOf({ world: { ...world, ca: 'not yet' } })).toMatchObject({
    key: 'world.ca',
    expected: expect.stringContaining('PEM'),
  })
})

/** JSON values whose every text is a secret; keys that are one are addresses. */
const anyJson = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e300, WEBHOOK, TOKEN, '', `${TOKEN}${'x'.repeat(10_000)}`),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(...Object.keys({ ...everything, ...world }), 'fromMs', 'id', 'url', '__proto__', WEBHOOK, '[0]'),
      tie('json'),
      { maxKeys: 4 },
    ),
  ),
})).json
const PATHS = [
  ...Object.keys(everything),
  'job.feeds',
  'job.window',
  'job.feeds[0]',
  'job.feeds[0].id',
  'limits.buffer',
]

// Breakage: an unknown key is shown as it is, or any path through the reading throws something else.
test('whatever JSON can say is read or refused, briefly and without a secret', () => {
  const readOrRefused = (event: unknown) => {
    try {
      expect(readEvent(event)).toBeTypeOf('object')
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusalOf(event)
    }
  }
  fc.assert(fc.property(anyJson, readOrRefused), { numRuns: samples(500) })
  fc.assert(
    fc.property(fc.json(), (text) => readOrRefused(JSON.parse(text))),
    { numRuns: samples(500) },
  )
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), anyJson, (path, value) => readOrRefused(withAt(everything, path, value))),
    { numRuns: samples(1000) },
  )
})

// Breakage: what was given is quoted at length.
test('of a huge event the refusal is short, and the last feed of many thousands has its place in it', () => {
  const feeds: unknown[] = Array.from({ length: 50_000 }, (_, index) => ({
    id: `feed ${index}`,
    url: 'https://a.test/',
  }))
  expect(refusalOf({ job: { feeds: [...feeds, { id: 'S3CRET'.repeat(1e5) }], window } }).key).toBe(
    'job.feeds[50000].url',
  )
  expect(refusalOf('S3CRET'.repeat(1e6)).got).toBe('a text of 6000000 characters')
})
