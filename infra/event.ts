import * as v from 'valibot'
import { zoneNamed } from '../strategies/calendar/zone.ts'
import { hideAddresses } from '../strategies/failure.ts'
import { normalizeAddress } from '../strategies/feed-address.ts'
import { isSecretName, SECRET_NAME } from './environment.ts'
import { Refusal, toldKey, toldKind } from './refusal.ts'

/** To the schema's library a list is an object too. */
const object = <Entries extends v.ObjectEntries>(entries: Entries, what: string) =>
  v.pipe(
    v.unknown(),
    v.check((given) => !Array.isArray(given), what),
    v.strictObject(entries, what),
  )

const INSTANT = 'an instant in epoch milliseconds, from the year 2000 on (not in seconds)'
/** What is before is most likely in seconds, and nothing would be due. */
const MIN_INSTANT_MS = Date.UTC(2000)
/** As many as a Date can hold: what is beyond is of another unit. */
const MAX_INSTANT_MS = 8.64e15
const instant = v.pipe(v.number(INSTANT), v.minValue(MIN_INSTANT_MS, INSTANT), v.maxValue(MAX_INSTANT_MS, INSTANT))
const ZONE = 'the name of a time zone, such as Asia/Tokyo'
/** RFC 6750, 2.1: what is none cannot stand in a header. */
const TOKEN = 'a bearer token (letters, digits and -._~+/=), without spaces and line breaks'
const PEM = 'the PEM text of a certificate authority, with -----BEGIN CERTIFICATE-----'
const HOST = 'a host as in an address, in small letters and with its port if it has one, such as feeds.example:8443'
/** Of an annotation. Source: AWS X-Ray Developer Guide, "Segment documents". */
const MAX_NAME_CHARACTERS = 1000
const NAME = `a name of at most ${MAX_NAME_CHARACTERS} characters`
/** It is told to everybody who sees outcomes or traces. */
const FEED_ID = 'a name that is unique within the job, and no address'
const WHOLE = 'a whole number of at least 0'
/** Each takes some 60 MB, and a function has 10,240. */
const MAX_THREADS = 100
const THREADS = `a whole number from 1 to ${MAX_THREADS}`
/** Beyond twice the time nothing has to be planted to be seen. */
const SHARE = 'a share of the time of the run, above 0 and up to 1, such as 0.1 for a tenth'
const count = v.pipe(
  v.number('a whole number of at least 1'),
  v.integer('a whole number of at least 1'),
  v.minValue(1, 'a whole number of at least 1'),
)
const text = (what: string) => v.pipe(v.string(what), v.minLength(1, what))
const address = v.pipe(
  v.string('an http: or https: address'),
  v.check((given) => /^https?:$/.test(URL.parse(given)?.protocol ?? ''), 'an http: or https: address'),
)

const windowSchema = v.pipe(
  object({ fromMs: instant, untilMs: instant }, 'a window { fromMs, untilMs }'),
  v.check(({ fromMs, untilMs }) => fromMs <= untilMs, 'a window whose fromMs is not after its untilMs'),
)

const feed = object(
  {
    id: v.pipe(
      text(FEED_ID),
      v.check((given) => hideAddresses(given) === given, FEED_ID),
    ),
    url: text('the address of a calendar'),
  },
  'a feed { id, url }',
)

/** Nobody may be told of a mock world, so that its Slack is never the real one. */
const mockAddress = v.pipe(
  address,
  v.check(
    (given) => !/(^|\.)slack(-gov)?\.com\.*$/i.test(URL.parse(given)?.hostname ?? ''),
    'the address of a mock world; a real webhook is named as a secret, with webhookSecret',
  ),
)

/** As it stands in an address, since that is what it is compared with. */
function isHost(given: string): boolean {
  return ['http', 'https'].some((scheme) => URL.parse(`${scheme}://${given}`)?.host === given)
}

/** Everything a function can be asked; all of it is optional. */
const eventSchema = object(
  {
    /** The job itself, its webhook named by `webhookSecret`. */
    job: v.optional(
      object(
        { feeds: v.array(feed, 'a list of feeds'), window: windowSchema },
        'a job { feeds, window }, its webhook named by webhookSecret beside it',
      ),
    ),
    /** A mock world: where its list of feeds is, where its Slack is, and what it takes to be let in. */
    world: v.optional(
      object(
        {
          feedsUrl: mockAddress,
          slackUrl: mockAddress,
          window: windowSchema,
          ca: v.optional(v.pipe(text(PEM), v.regex(/-----BEGIN [A-Z\d ]*CERTIFICATE-----/, PEM))),
          token: v.optional(v.pipe(text(TOKEN), v.regex(/^[\w.~+/-]+=*$/, TOKEN))),
        },
        'a mock world { feedsUrl, slackUrl, window, ca, token }',
      ),
    ),
    /** The name of the secret that holds the webhook; never the webhook. */
    webhookSecret: v.optional(v.pipe(text(SECRET_NAME), v.check(isSecretName, SECRET_NAME))),
    limits: v.optional(
      object(
        {
          concurrency: v.optional(count),
          threads: v.optional(v.pipe(count, v.maxValue(MAX_THREADS, THREADS))),
          buffer: v.optional(v.pipe(v.number(WHOLE), v.integer(WHOLE), v.minValue(0, WHOLE))),
        },
        'limits { concurrency, threads, buffer }',
      ),
    ),
    check: v.optional(v.picklist(['prefilter', 'full'], 'prefilter or full')),
    zone: v.optional(v.pipe(text(ZONE), v.check(isZone, ZONE))),
    /** Nothing is posted; every notice counts as accepted. */
    dryRun: v.optional(v.boolean('true or false')),
    /** The invocation fails where it is refused, cut off, or every feed has failed: for callers that look at nothing else. */
    strict: v.optional(v.boolean('true or false')),
    /** Whether the answer holds the outcome of every feed. */
    outcomes: v.optional(v.boolean('true or false')),
    /** Hosts, with their port where they have one, whose requests carry the trace's header. */
    traceHosts: v.optional(v.array(v.pipe(text(HOST), v.check(isHost, HOST)), 'a list of hosts')),
    /** What whoever compares runs calls this one; each becomes an annotation of the trace. */
    trial: v.optional(
      object(
        {
          run: v.optional(v.pipe(text(NAME), v.maxLength(MAX_NAME_CHARACTERS, NAME))),
          block: v.optional(count),
          iteration: v.optional(count),
        },
        'a trial { run, fork, round }',
      ),
    ),
    /** By how much the run is made longer, to see whether whoever compares runs notices. */
    slowedBy: v.optional(v.pipe(v.number(SHARE), v.gtValue(0, SHARE), v.maxValue(1, SHARE))),
  },
  'an event { job, world, webhookSecret, limits, check, zone, dryRun, outcomes, strict, traceHosts, trial, planted }, all of them optional',
)

function isZone(name: string): boolean {
  try {
    zoneNamed(name)
    return true
  } catch {
    return false
  }
}

export type AskEvent = v.InferOutput<typeof eventSchema>

/** Reads what a function was invoked with; nothing at all means the feeds of the configuration. Throws a Refusal. */
export function readEvent(event: unknown): AskEvent {
  const { success, output, issues } = v.safeParse(eventSchema, event ?? {}, { abortEarly: true })
  if (!success) throw refusalOf(issues[0])
  const { job, world } = output
  if (job && world) throw new Refusal({ key: 'world', expected: 'either a job or a world', got: 'both' })
  if (world && output.webhookSecret !== undefined)
    throw new Refusal({
      key: 'webhookSecret',
      expected: 'none beside a mock world, which has a Slack of its own',
      got: 'one',
    })
  const ids = new Map<string, number>()
  const addresses = new Map<string, number>()
  for (const [index, { id, url }] of job?.feeds.entries() ?? []) {
    refuseTwice(ids, id, index, 'id')
    refuseTwice(addresses, normalizeAddress(url), index, 'url')
  }
  return output
}

function refuseTwice(seen: Map<string, number>, value: string, index: number, key: 'id' | 'url'): void {
  const first = seen.get(value)
  seen.set(value, index)
  if (first === undefined) return
  const expected = key === 'id' ? 'each id once' : 'each calendar once, however its address is spelled'
  throw new Refusal({ key: `job.feeds[${index}].${key}`, expected, got: `the same as job.feeds[${first}]` })
}

function refusalOf({ path, input, kind, expected: wanted, message }: v.BaseIssue<unknown>): Refusal {
  const key = path?.reduce<string>((before, { key: part }) => {
    if (typeof part === 'number') return `${before}[${part}]`
    return before === '' ? toldKey(String(part)) : `${before}.${toldKey(String(part))}`
  }, '')
  if (wanted === 'never') return new Refusal({ key: key!, expected: `no such key in ${message}`, got: 'one' })
  const isMissing = key !== undefined && input === undefined
  return new Refusal({
    key: key ?? 'event',
    expected: isMissing ? `it to be there, in ${message}` : message,
    // A number in a number's place is no secret.
    got: typeof input === 'number' && kind === 'validation' ? String(input) : toldKind(input),
  })
}
