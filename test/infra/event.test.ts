import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEvent } from '../../infra/event.ts'
import { Refusal, type Refused } from '../../infra/refusal.ts'

const WEBHOOK = 'https://hooks.slack.com/services/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'
const TOKEN = 'S3CRET-7f3c9a1b5d8e2f4a6c0b9d7e1f3a5c8b'
const window = { fromMs: 1_768_467_600_000, untilMs: 1_768_471_200_000 }
const job = { feeds: [{ id: 'team', url: 'https://feeds.test/S3CRET.ics' }], window }
const world = {
  feedsUrl: 'https://10.0.0.7:8443/feeds.txt',
  slackUrl: 'https://10.0.0.7:8443/slack',
  window,
  ca: '-----BEGIN CERTIFICATE-----\nS3CRET\n-----END CERTIFICATE-----\n',
  token: TOKEN,
}
const everything = {
  job,
  webhookSecret: 'team/webhook',
  limits: { concurrency: 64, threads: 2, buffer: 0 },
  check: 'prefilter',
  zone: 'Asia/Tokyo',
  dryRun: true,
  outcomes: true,
  traceHosts: ['feeds.test', 'feeds.test:8443', 'feeds.test:80', 'feeds.test:443', '[::1]:9'],
  trial: { run: 'a', fork: 1, round: 2 },
}
const EVENT =
  'an event { job, world, webhookSecret, limits, check, zone, dryRun, outcomes, strict, traceHosts, trial }, all of them optional'

/** What is refused in an event, of which nothing may be told that was in it. */
function refusalOf(event: unknown): Refused {
  try {
    readEvent(event)
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal)
    const { message, refused } = error as Refusal
    expect(message).toBe(`${refused.key}: expected ${refused.expected}, got ${refused.got}`)
    expect(message).not.toContain('S3CRET')
    expect(message).not.toMatch(/hooks\.slack|:\/\/|\.ics/)
    expect(message.length).toBeLessThan(500)
    return refused
  }
  throw new Error('expected the event to be refused')
}

/** An event that is fine but for the value at a path; `undefined` takes the key away. */
function withAt(event: object, path: string, value: unknown): unknown {
  const copy = structuredClone(event)
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '')
  const last = parts.pop()!
  const place = parts.reduce<Record<string, never>>((inside, part) => inside[part]!, copy as never)
  if (value === undefined) delete place[last]
  else place[last] = value as never
  return copy
}

// Red when null goes to the schema as it is.
test('nothing, null and an empty object mean what is configured', () => {
  for (const nothing of [undefined, null, {}]) expect(readEvent(nothing)).toEqual({})
})

// Red when any key loses its `optional`, and when hosts are read as https alone, which has no :443.
test('an event is read as it is, with every key and with any one of them left out', () => {
  expect(readEvent(everything)).toEqual(everything)
  for (const key of Object.keys(everything))
    expect(readEvent(withAt(everything, key, undefined))).not.toHaveProperty(key)
  for (const key of ['ca', 'token']) expect(readEvent({ world: withAt(world, key, undefined) })).toHaveProperty('world')
  expect(readEvent({ world })).toEqual({ world })
  expect(readEvent({ check: 'full', limits: {}, trial: {}, traceHosts: [], job: { feeds: [], window } })).toBeDefined()
})

// Red when a list is left to the schema's library, to which it is an object: `limits: []` then passes.
test('a list or a scalar as the event, and a list in the place of any object, is refused', () => {
  for (const [event, got] of [
    [[], 'a list of 0'],
    [[everything], 'a list of 1'],
    ['{}', 'a text of 2 characters'],
    [WEBHOOK, `a text of ${WEBHOOK.length} characters`],
    [7, 'a number'],
    [true, 'true'],
  ] as const)
    expect(refusalOf(event)).toEqual({ key: 'event', expected: EVENT, got })
  for (const path of ['job', 'job.window', 'job.feeds[0]', 'limits', 'trial'])
    expect(refusalOf(withAt(everything, path, []))).toMatchObject({ key: path, got: 'a list of 0' })
  for (const path of ['world', 'world.window'])
    expect(refusalOf(withAt({ world }, path, []))).toMatchObject({ key: path, got: 'a list of 0' })
})

// Of the two tables: red for a row when its check is taken away, and for all when what was given is told.
const WHOLE = 'a whole number of at least 1'
const INSTANT = 'an instant in epoch milliseconds'

test.each([
  ['job', 7, 'a job { feeds, window }'],
  ['job', null, 'a job { feeds, window }'],
  ['job.feeds', {}, 'a list of feeds'],
  ['job.feeds', 'https://feeds.test/S3CRET.ics', 'a list of feeds'],
  ['job.feeds[0]', 'https://feeds.test/S3CRET.ics', 'a feed { id, url }'],
  ['job.feeds[0]', null, 'a feed { id, url }'],
  ['job.feeds[0].id', '', 'a name that is unique within the job'],
  ['job.feeds[0].id', 7, 'a name that is unique within the job'],
  ['job.feeds[0].url', '', 'the address of a calendar'],
  ['job.feeds[0].url', ['https://feeds.test/S3CRET.ics'], 'the address of a calendar'],
  ['job.window', 'today', 'a window { fromMs, untilMs }'],
  [
    'job.window',
    { fromMs: window.fromMs, untilMs: window.fromMs - 1 },
    'a window whose fromMs is not after its untilMs',
  ],
  ['job.window.fromMs', '2026-01-15T09:00:00Z', INSTANT],
  // In seconds, where nothing would be due.
  ['job.window.fromMs', 1_768_467_600, INSTANT],
  ['job.window.untilMs', window.untilMs * 1e6, INSTANT],
  ['webhookSecret', '', 'the name of a secret'],
  ['webhookSecret', 'two words', 'the name of a secret'],
  ['webhookSecret', { name: 'webhook' }, 'the name of a secret'],
  ['limits', 8, 'limits { concurrency, threads, buffer }'],
  ['limits.concurrency', 0, WHOLE],
  ['limits.concurrency', '64', WHOLE],
  ['limits.threads', 1.5, WHOLE],
  ['limits.threads', null, WHOLE],
  ['limits.buffer', -1, 'a whole number of at least 0'],
  ['limits.buffer', 0.5, 'a whole number of at least 0'],
  ['check', 'fast', 'prefilter or full'],
  ['zone', 'Tokyo', 'the name of a time zone, such as Asia/Tokyo'],
  ['zone', '+09:00', 'the name of a time zone, such as Asia/Tokyo'],
  ['dryRun', 'yes', 'true or false'],
  ['strict', 'yes', 'true or false'],
  // It is told in outcomes and traces.
  ['job.feeds[0].id', 'https://calendar.example/s3cr3t.ics', 'no address'],
  ['outcomes', 1, 'true or false'],
  ['traceHosts', 'feeds.test', 'a list of hosts'],
  ['traceHosts[1]', '', 'a host as in an address'],
  ['trial', 'a', 'a trial { run, fork, round }'],
  ['trial.run', '', 'a name of at most 1000 characters'],
  ['trial.run', 'a'.repeat(1001), 'a name of at most 1000 characters'],
  ['trial.fork', 0, WHOLE],
  ['trial.round', '1', WHOLE],
])('%s = %j is refused under that key', (path, value, expected) => {
  const refused = refusalOf(withAt(everything, path, value))
  expect(refused).toMatchObject({ key: path, expected: expect.stringContaining(expected) })
})

test.each([
  ['world', 'https://10.0.0.7', 'a mock world { feedsUrl, slackUrl, window, ca, token }'],
  ['world.feedsUrl', 'ftp://10.0.0.7/feeds.txt', 'an http: or https: address'],
  ['world.slackUrl', '10.0.0.7', 'an http: or https: address'],
  ['world.slackUrl', null, 'an http: or https: address'],
  ['world.window.fromMs', null, INSTANT],
  ['world.ca', '', 'the PEM text of a certificate authority'],
  ['world.token', '', 'a bearer token'],
])('%s = %j is refused under that key', (path, value, expected) => {
  const refused = refusalOf(withAt({ world }, path, value))
  expect(refused).toMatchObject({ key: path, expected: expect.stringContaining(expected) })
})

// Red when a missing key is told like a wrong one: "expected a job, got nothing".
test('what has to be there and is not is named with what it belongs to', () => {
  for (const path of ['job.feeds', 'job.window', 'job.feeds[0].id', 'job.feeds[0].url', 'job.window.fromMs'])
    expect(refusalOf(withAt(everything, path, undefined))).toMatchObject({ key: path, got: 'nothing' })
  for (const path of ['world.feedsUrl', 'world.slackUrl', 'world.window', 'world.window.untilMs'])
    expect(refusalOf(withAt({ world }, path, undefined))).toMatchObject({ key: path, got: 'nothing' })
  expect(refusalOf({ job: { window } }).expected).toBe(
    'it to be there, in a job { feeds, window }, its webhook named by webhookSecret beside it',
  )
})

// Red with a loose object, which lets them pass.
test('a key that nobody knows, or in a wrong place, is named with the keys that are known there', () => {
  for (const path of ['jobs', 'feedsUrl', 'concurrency', 'toString', 'constructor'])
    expect(refusalOf({ ...everything, [path]: 1 })).toEqual({
      key: path,
      expected: `no such key in ${EVENT}`,
      got: 'one',
    })
  expect(refusalOf(JSON.parse('{"__proto__": {"dryRun": true}}')).key).toBe('__proto__')
  for (const [path, known] of [
    ['job.dryRun', '{ feeds, window }'],
    ['job.feeds[0].token', '{ id, url }'],
    ['job.window.zone', '{ fromMs, untilMs }'],
    ['limits.memory', '{ concurrency, threads, buffer }'],
    ['trial.strategy', '{ run, fork, round }'],
  ] as const) {
    const refused = refusalOf(withAt(everything, path, 1))
    expect(refused).toMatchObject({ key: path, expected: expect.stringContaining(`no such key in`) })
    expect(refused.expected).toContain(known)
  }
  expect(refusalOf(withAt({ world }, 'world.webhookSecret', 'webhook')).key).toBe('world.webhookSecret')
})

// Red when an unknown key is told as it is: this one is the webhook.
test('an address, a token or megabytes as a key are not told, only where they were', () => {
  for (const key of [WEBHOOK, TOKEN, 'S3CRET/'.repeat(1e5), '']) {
    const told = `(a key of ${key.length} characters)`
    expect(refusalOf({ [key]: 1 }).key).toBe(told)
    expect(refusalOf({ job: { feeds: [{ ...job.feeds[0], [key]: 1 }], window } }).key).toBe(`job.feeds[0].${told}`)
  }
})

// Red when the words for a job do not say where its webhook belongs.
test('a webhook in the job is refused with the key it has there and the one that it should be named by', () => {
  const refused = refusalOf({ job: { ...job, slackUrl: WEBHOOK } })
  expect(refused.key).toBe('job.slackUrl')
  expect(refused.expected).toContain('webhookSecret')
})

// Red when only what has "://" in it is taken for an address: the others went to Secrets Manager and back into its refusal.
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

// Red when the host is compared as written: with a dot at its end it is the same host.
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

// Red when a number is told back wherever it stands, or the token goes to the header unread.
test('a token that is none is not told', () => {
  for (const token of [`${TOKEN}\n`, `Bearer ${TOKEN}`, '', 12_345_678, [TOKEN], { token: TOKEN }]) {
    const refused = refusalOf({ world: { ...world, token } })
    expect(refused.key).toBe('world.token')
    expect(refused.got).not.toContain('12345678')
  }
})

// Red when any text is taken: TLS reads it as no authority at all, and says that the server's certificate is wrong.
test('an authority that was not written yet is refused as such', () => {
  expect(refusalOf({ world: { ...world, ca: 'not yet' } })).toMatchObject({
    key: 'world.ca',
    expected: expect.stringContaining('PEM'),
  })
})

// Red when any text is taken: such a host is never that of a request, and nobody is told why no header was there.
test('a host that no request could have is refused', () => {
  for (const host of ['https://feeds.test/S3CRET.ics', 'Feeds.test', 'feeds.test/', 'a b', 'a@b', 'a:99999'])
    expect(refusalOf({ traceHosts: ['feeds.test', host] }).key, host).toBe('traceHosts[1]')
})

// Red when either check is taken away: one of the two would be ignored.
test('a job and a world at once, or a secret beside a world, is refused', () => {
  expect(refusalOf({ job, world })).toEqual({ key: 'world', expected: 'either a job or a world', got: 'both' })
  expect(refusalOf({ world, webhookSecret: 'webhook' }).key).toBe('webhookSecret')
})

// Red without the check: a run throws a RangeError for it, which fails the invocation.
test('an id that is there twice is refused where it comes again', () => {
  const feeds = ['S3CRET', 'b', 'S3CRET'].map((id) => ({ id, url: 'https://feeds.test/' }))
  expect(refusalOf({ job: { feeds, window } }).key).toBe('job.feeds[2].id')
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

// Red when an unknown key is told as it is, and when any path through the reading throws something else.
test('whatever JSON can say is read or refused, in few words and without a secret', () => {
  const readOrRefused = (event: unknown) => {
    try {
      expect(readEvent(event)).toBeTypeOf('object')
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusalOf(event)
    }
  }
  fc.assert(fc.property(anyJson, readOrRefused), { numRuns: 500 })
  fc.assert(
    fc.property(fc.json(), (text) => readOrRefused(JSON.parse(text))),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), anyJson, (path, value) => readOrRefused(withAt(everything, path, value))),
    { numRuns: 1000 },
  )
})

// Red when what was given is told back at length.
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
