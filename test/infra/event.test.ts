import { expect, test } from 'vitest'
import { readEvent } from '../../infra/event.ts'
import { everything, job, refusalOf, WEBHOOK, window, withAt, world } from '../support/events.ts'

const EVENT =
  'an event { job, world, webhookSecret, limits, check, checkCpuMs, zone, dryRun, outcomes, strict, traceHosts, trial, slowedBy }, all of them optional'

// Breakage: null goes to the schema as it is.
test('nothing, null and an empty object mean what is configured', () => {
  for (const nothing of [undefined, null, {}]) expect(readEvent(nothing)).toEqual({})
})

// Breakage: any key loses its `optional`, or hosts are read as https alone, which has no :443.
test('an event is read as it is, with every key and with any one of them left out', () => {
  expect(readEvent(everything)).toEqual(everything)
  for (const key of Object.keys(everything))
    expect(readEvent(withAt(everything, key, undefined))).not.toHaveProperty(key)
  for (const key of ['ca', 'token']) expect(readEvent({ world: withAt(world, key, undefined) })).toHaveProperty('world')
  expect(readEvent({ world })).toEqual({ world })
  expect(readEvent({ check: 'full', limits: {}, trial: {}, traceHosts: [], job: { feeds: [], window } })).toBeDefined()
})

// Breakage: a list is taken for an object, as by libraries to which it is one: `limits: []` then passes.
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

// Breakage of the two tables: of a row, its check is taken away; of all, the given value is shown.
const WHOLE = 'a whole number of at least 1'
const SHARE = 'a share of the time of the run, above 0 and up to 1'
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
  // It is shown in outcomes and traces.
  ['job.feeds[0].id', 'https://calendar.example/s3cr3t.ics', 'no address'],
  ['job.feeds[0].id', 'webcal:calendar.example/s3cr3t.ics', 'no address'],
  ['job.feeds[0].id', 'calendar.example/s3cr3t.ics', 'no address'],
  ['outcomes', 1, 'true or false'],
  ['traceHosts', 'feeds.test', 'a list of hosts'],
  ['traceHosts[1]', '', 'a host as in an address'],
  ['trial', 'a', 'a trial { run, block, iteration }'],
  ['trial.run', '', 'a name of at most 1000 characters'],
  ['trial.run', 'a'.repeat(1001), 'a name of at most 1000 characters'],
  ['trial.block', 0, WHOLE],
  ['trial.iteration', '1', WHOLE],
  ['slowedBy', 0, SHARE],
  ['slowedBy', -0.1, SHARE],
  ['slowedBy', 1.001, SHARE],
  ['slowedBy', 10, SHARE],
  ['slowedBy', Number.NaN, SHARE],
  ['slowedBy', '0.1', SHARE],
  ['slowedBy', true, SHARE],
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

// Breakage: a missing key is reported like a wrong one: "expected a job, got nothing".
test('what has to be there and is not is named with what it belongs to', () => {
  for (const path of ['job.feeds', 'job.window', 'job.feeds[0].id', 'job.feeds[0].url', 'job.window.fromMs'])
    expect(refusalOf(withAt(everything, path, undefined))).toMatchObject({ key: path, got: 'nothing' })
  for (const path of ['world.feedsUrl', 'world.slackUrl', 'world.window', 'world.window.untilMs'])
    expect(refusalOf(withAt({ world }, path, undefined))).toMatchObject({ key: path, got: 'nothing' })
  expect(refusalOf({ job: { window } }).expected).toBe(
    'it to be there, in a job { feeds, window }, its webhook named by webhookSecret beside it',
  )
})

// Breakage: addresses are compared as they are written, or shown.
test('a batch that holds one calendar twice is refused, however its address is spelled', () => {
  const feeds = ['https://x.test/~a/SECRET.ics', 'not an address', 'WEBCAL://X.test:443/%7ea/./SECRET.ics?#b']
  const job = { window, feeds: feeds.map((url, index) => ({ id: `${index}`, url })) }
  expect(refusalOf({ job })).toEqual({
    key: 'job.feeds[2].url',
    expected: 'each calendar once, however its address is spelled',
    got: 'the same as job.feeds[0]',
  })
})

test('a run may be made longer by anything up to what it takes', () => {
  for (const slowedBy of [1, 0.1, 1e-6]) expect(readEvent({ slowedBy })).toEqual({ slowedBy })
})

// Breakage: a loose object, which lets them pass.
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
    ['trial.strategy', '{ run, block, iteration }'],
  ] as const) {
    const refused = refusalOf(withAt(everything, path, 1))
    expect(refused).toMatchObject({ key: path, expected: expect.stringContaining(`no such key in`) })
    expect(refused.expected).toContain(known)
  }
  expect(refusalOf(withAt({ world }, 'world.webhookSecret', 'webhook')).key).toBe('world.webhookSecret')
})

// Breakage: any text is taken: such a host is never that of a request, and nothing says why the header was not there.
test('a host that no request could have is refused', () => {
  for (const host of ['https://feeds.test/S3CRET.ics', 'Feeds.test', 'feeds.test/', 'a b', 'a@b', 'a:99999'])
    expect(refusalOf({ traceHosts: ['feeds.test', host] }).key, host).toBe('traceHosts[1]')
})

// Breakage: either check is taken away: one of the two would be ignored.
test('a job and a world at once, or a secret beside a world, is refused', () => {
  expect(refusalOf({ job, world })).toEqual({ key: 'world', expected: 'either a job or a world', got: 'both' })
  expect(refusalOf({ world, webhookSecret: 'webhook' }).key).toBe('webhookSecret')
})

// Breakage: no check: a run throws a RangeError for it, which fails the invocation.
test('an id that is there twice is refused where it comes again', () => {
  const feeds = ['S3CRET', 'b', 'S3CRET'].map((id, index) => ({ id, url: `https://feeds.test/${index}` }))
  expect(refusalOf({ job: { feeds, window } }).key).toBe('job.feeds[2].id')
})
