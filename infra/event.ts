// A bundle takes of it what is used: 20 KB that every cold start loads, instead of 90 with the chained form.
import * as z from 'zod/mini'
import { zoneNamed } from '../strategies/calendar/zone.ts'
import { hideAddresses } from '../strategies/failure.ts'
import { normalizeAddress } from '../strategies/feed-address.ts'
import { isSecretName, SECRET_NAME } from './environment.ts'
import { Refusal, quotedKey, kindOf } from './refusal.ts'

const INSTANT = 'an instant in epoch milliseconds, from the year 2000 on (not in seconds)'
/** What is before is most likely in seconds, and nothing would be due. */
const MIN_INSTANT_MS = Date.UTC(2000)
/** As many as a Date can hold: what is beyond is of another unit. */
const MAX_INSTANT_MS = 8.64e15
const instant = z.number(INSTANT).check(z.gte(MIN_INSTANT_MS, INSTANT), z.lte(MAX_INSTANT_MS, INSTANT))
const ADDRESS = 'an http: or https: address'
const ZONE = 'the name of a time zone, such as Asia/Tokyo'
/** RFC 6750, 2.1: what is none cannot stand in a header. */
const TOKEN = 'a bearer token (letters, digits and -._~+/=), without spaces and line breaks'
const PEM = 'the PEM text of a certificate authority, with -----BEGIN CERTIFICATE-----'
const HOST = 'a host as in an address, in small letters and with its port if it has one, such as feeds.example:8443'
/** Of an annotation. Source: AWS X-Ray Developer Guide, "Segment documents". */
const MAX_NAME_CHARACTERS = 1000
const NAME = `a name of at most ${MAX_NAME_CHARACTERS} characters`
/** Everybody who sees outcomes or traces sees it. */
export const ITEM_ID = 'a name that is unique within the job, and no address'
const COUNT = 'a whole number of at least 1'
/** Each takes some 60 MB, and a function has 10,240. */
const MAX_THREADS = 100
const THREADS = `a whole number from 1 to ${MAX_THREADS}`
/** Beyond twice the time no slowing is needed to be seen. */
const MAX_CHECK_CPU_MS = 1000
const CHECK_CPU = `a number of milliseconds from 0 to ${MAX_CHECK_CPU_MS}`
const SHARE = 'a share of the time of the run, above 0 and up to 1, such as 0.1 for a tenth'

/** With all its checks at once: each `check` makes another schema, and every cold start makes them all. */
export const whole = (what: string, least: number, ...more: z.core.$ZodCheck<number>[]) =>
  z.number(what).check(z.refine(Number.isInteger, what), z.gte(least, what), ...more)
export const text = (what: string, ...more: z.core.$ZodCheck<string>[]) =>
  z.string(what).check(z.minLength(1, what), ...more)
export const textThat = (what: string, fits: (given: string) => boolean) => text(what, z.refine(fits, what))
const count = z.optional(whole(COUNT, 1))
const flag = z.optional(z.boolean('true or false'))

const windowSchema = z
  .strictObject({ fromMs: instant, untilMs: instant }, 'a window { fromMs, untilMs }')
  .check(z.refine(({ fromMs, untilMs }) => fromMs <= untilMs, 'a window whose fromMs is not after its untilMs'))

const feed = z.strictObject(
  {
    id: textThat(ITEM_ID, (given) => hideAddresses(given) === given),
    url: text('the address of a calendar'),
  },
  'a feed { id, url }',
)

/** Nothing of a mock world may be sent to people, so that its Slack is never the real one. */
export const mockAddress = z.string(ADDRESS).check(
  z.refine((given) => /^https?:$/.test(URL.parse(given)?.protocol ?? ''), ADDRESS),
  z.refine(
    (given) => !/(^|\.)slack(-gov)?\.com\.*$/i.test(URL.parse(given)?.hostname ?? ''),
    'the address of a mock world; a real webhook is named as a secret, with webhookSecret',
  ),
)

/** As it stands in an address, since that is what it is compared with. */
function isHost(given: string): boolean {
  return ['http', 'https'].some((scheme) => URL.parse(`${scheme}://${given}`)?.host === given)
}

/** What a request needs to be let into a mock world. */
export const ADMISSION = {
  ca: z.optional(text(PEM, z.regex(/-----BEGIN [A-Z\d ]*CERTIFICATE-----/, PEM))),
  token: z.optional(text(TOKEN, z.regex(/^[\w.~+/-]+=*$/, TOKEN))),
}

/** What any function accepts, whichever job it does; all of it is optional. */
export const SHARED_KEYS = {
  /** The name of the secret that holds the webhook; never the webhook. */
  webhookSecret: z.optional(textThat(SECRET_NAME, isSecretName)),
  limits: z.optional(
    z.strictObject(
      {
        concurrency: count,
        threads: z.optional(whole(COUNT, 1, z.lte(MAX_THREADS, THREADS))),
        buffer: z.optional(whole('a whole number of at least 0', 0)),
      },
      'limits { concurrency, threads, buffer }',
    ),
  ),
  /** CPU time that each check takes besides, in milliseconds. */
  checkCpuMs: z.optional(z.number(CHECK_CPU).check(z.gte(0, CHECK_CPU), z.lte(MAX_CHECK_CPU_MS, CHECK_CPU))),
  /** Nothing is posted; every notice counts as accepted. */
  dryRun: flag,
  /** The invocation fails where it is refused, cut off, or every item has failed: for callers that look at nothing else. */
  strict: flag,
  /** Whether the answer holds the outcome of every item. */
  outcomes: flag,
  /** What whoever compares runs calls this one; each becomes an annotation of the trace. */
  trial: z.optional(
    z.strictObject(
      {
        run: z.optional(text(NAME, z.maxLength(MAX_NAME_CHARACTERS, NAME))),
        block: count,
        iteration: count,
      },
      'a trial { run, block, iteration }',
    ),
  ),
  /** By how much the run is made longer, to see whether whoever compares runs notices. */
  slowedBy: z.optional(z.number(SHARE).check(z.gt(0, SHARE), z.lte(1, SHARE))),
}

export type SharedRequest = z.infer<z.ZodMiniObject<typeof SHARED_KEYS>>

/** Everything a function of the built-in job can be asked; all of it is optional. */
const eventSchema = z.strictObject(
  {
    /** The job itself, its webhook named by `webhookSecret`. */
    job: z.optional(
      z.strictObject(
        { feeds: z.array(feed, 'a list of feeds'), window: windowSchema },
        'a job { feeds, window }, its webhook named by webhookSecret beside it',
      ),
    ),
    /** A mock world: where its list of feeds is, where its Slack is, and what it takes to be let in. */
    world: z.optional(
      z.strictObject(
        {
          feedsUrl: mockAddress,
          slackUrl: mockAddress,
          window: windowSchema,
          ...ADMISSION,
        },
        'a mock world { feedsUrl, slackUrl, window, ca, token }',
      ),
    ),
    check: z.optional(z.enum(['prefilter', 'full'], 'prefilter or full')),
    zone: z.optional(textThat(ZONE, isZone)),
    /** Hosts, with their port where they have one, whose requests carry the trace's header. */
    traceHosts: z.optional(z.array(textThat(HOST, isHost), 'a list of hosts')),
    ...SHARED_KEYS,
  },
  'an event { job, world, webhookSecret, limits, check, checkCpuMs, zone, dryRun, outcomes, strict, traceHosts, trial, slowedBy }, all of them optional',
)

function isZone(name: string): boolean {
  try {
    zoneNamed(name)
    return true
  } catch {
    return false
  }
}

export type AskEvent = z.infer<typeof eventSchema>

interface AnyEvent {
  readonly job?: unknown
  readonly world?: unknown
  readonly webhookSecret?: string | undefined
}

/** Reads an event by the schema of what a job can be asked. Throws a Refusal. */
export function parseEvent<T extends AnyEvent>(schema: z.ZodMiniType<T>, event: unknown): T {
  const { data: output, error } = z.safeParse(schema, event ?? {}, { reportInput: true })
  if (error) throw refusalOf(error.issues[0]!, schema)
  const { job, world } = output
  if (job && world) throw new Refusal({ key: 'world', expected: 'either a job or a world', got: 'both' })
  if (world && output.webhookSecret !== undefined)
    throw new Refusal({
      key: 'webhookSecret',
      expected: 'none beside a mock world, which has a sink of its own',
      got: 'one',
    })
  return output
}

/** Reads what a function was invoked with; nothing at all means the feeds of the configuration. Throws a Refusal. */
export function readEvent(event: unknown): AskEvent {
  const output = parseEvent(eventSchema, event)
  const { job } = output
  const ids = new Map<string, number>()
  const addresses = new Map<string, number>()
  for (const [index, { id, url }] of job?.feeds.entries() ?? []) {
    refuseTwice(ids, id, { list: 'job.feeds', index, key: 'id', expected: 'each id once' })
    const expected = 'each calendar once, however its address is spelled'
    refuseTwice(addresses, normalizeAddress(url), { list: 'job.feeds', index, key: 'url', expected })
  }
  return output
}

interface ListedValue {
  readonly list: string
  readonly index: number
  readonly key: string
  readonly expected: string
}

/** Throws a Refusal where a list had that value before. */
export function refuseTwice(
  seen: Map<string, number>,
  value: string,
  { list, index, key, expected }: ListedValue,
): void {
  const first = seen.get(value)
  seen.set(value, index)
  if (first === undefined) return
  throw new Refusal({ key: `${list}[${index}].${key}`, expected, got: `the same as ${list}[${first}]` })
}

function refusalOf(issue: z.core.$ZodIssue, schema: z.core.$ZodType): Refusal {
  const { path, input, code, message } = issue
  if (code === 'unrecognized_keys')
    return new Refusal({ key: keyOf([...path, issue.keys[0]!]), expected: `no such key in ${message}`, got: 'one' })
  const isMissing = path.length > 0 && input === undefined
  // A number in a number's place is no secret.
  const isOfItsKind = code !== 'invalid_value' && (code !== 'invalid_type' || issue.expected === 'number')
  return new Refusal({
    key: path.length > 0 ? keyOf(path) : 'event',
    expected: isMissing ? `it to be there, in ${whatHolds(path, schema)}` : message,
    got: typeof input === 'number' && isOfItsKind ? String(input) : kindOf(input),
  })
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, part) => {
    if (typeof part === 'number') return `${before}[${part}]`
    return before === '' ? quotedKey(String(part)) : `${before}.${quotedKey(String(part))}`
  }, '')
}

/** The words for the object that a key is missing in: its schema says them of whatever is none. */
function whatHolds(path: readonly PropertyKey[], whole: z.core.$ZodType): string {
  let schema = whole
  for (const part of path.slice(0, -1)) {
    if (schema instanceof z.ZodMiniObject) schema = schema.shape[String(part)]!
    else if (schema instanceof z.ZodMiniArray) schema = schema.def.element
    if (schema instanceof z.ZodMiniOptional) schema = schema.def.innerType
  }
  return z.safeParse(schema, null).error!.issues[0]!.message
}
