import * as v from 'valibot'
import { zoneNamed } from '../strategies/calendar/zone.ts'
import { Refusal } from './refusal.ts'

const instant = v.pipe(v.number('an instant in epoch milliseconds'), v.finite('an instant in epoch milliseconds'))
const ZONE = 'the name of a time zone, such as Asia/Tokyo'
const WHOLE = 'a whole number of at least 0'
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
  v.strictObject({ fromMs: instant, untilMs: instant }, 'a window { fromMs, untilMs }'),
  v.check(({ fromMs, untilMs }) => fromMs <= untilMs, 'a window that begins before it ends'),
)

const feed = v.strictObject(
  { id: text('a name that is unique within the job'), url: text('the address of a calendar') },
  'a feed { id, url }',
)

/** Nobody may be told of a mock world, so that its Slack is never the real one. */
const mockAddress = v.pipe(
  address,
  v.check(
    (given) => !/(^|\.)slack\.com$/i.test(URL.parse(given)?.hostname ?? ''),
    'the address of a mock world; a real webhook is named as a secret, with webhookSecret',
  ),
)

/** Everything a function can be asked; all of it is optional. */
const eventSchema = v.strictObject(
  {
    /** The job itself, its webhook named by `webhookSecret`. */
    job: v.optional(
      v.strictObject({ feeds: v.array(feed, 'a list of feeds'), window: windowSchema }, 'a job { feeds, window }'),
    ),
    /** A mock world: where its list of feeds is, where its Slack is, and what it takes to be let in. */
    world: v.optional(
      v.strictObject(
        {
          feedsUrl: mockAddress,
          slackUrl: mockAddress,
          window: windowSchema,
          ca: v.optional(text('the PEM text of a certificate authority')),
          token: v.optional(text('a bearer token')),
        },
        'a mock world { feedsUrl, slackUrl, window, ca, token }',
      ),
    ),
    /** The name of the secret that holds the webhook; never the webhook. */
    webhookSecret: v.optional(
      v.pipe(
        text('the name of a secret in Secrets Manager'),
        v.check((given) => !given.includes('://'), 'the name of a secret in Secrets Manager, not an address'),
      ),
    ),
    limits: v.optional(
      v.strictObject(
        {
          concurrency: v.optional(count),
          threads: v.optional(count),
          buffer: v.optional(v.pipe(v.number(WHOLE), v.integer(WHOLE), v.minValue(0, WHOLE))),
        },
        'limits { concurrency, threads, buffer }',
      ),
    ),
    check: v.optional(v.picklist(['prefilter', 'full'], 'prefilter or full')),
    zone: v.optional(v.pipe(text(ZONE), v.check(isZone, ZONE))),
    /** Nothing is posted; every notice counts as accepted. */
    dryRun: v.optional(v.boolean('true or false')),
    /** Whether the answer holds the outcome of every feed. */
    outcomes: v.optional(v.boolean('true or false')),
    /** Hosts, with their port where they have one, whose requests carry the trace's header. */
    traceHosts: v.optional(v.array(text('a host'), 'a list of hosts')),
    /** What whoever compares runs calls this one; each becomes an annotation of the trace. */
    trial: v.optional(
      v.strictObject(
        { run: v.optional(text('a name')), fork: v.optional(count), round: v.optional(count) },
        'a trial { run, fork, round }',
      ),
    ),
  },
  'a job, a mock world or nothing, as an object',
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
  // To the schema's library a list is an object too.
  const given = Array.isArray(event) ? 'a list' : (event ?? {})
  const { success, output, issues } = v.safeParse(eventSchema, given, { abortEarly: true })
  if (!success) throw refusalOf(issues[0])
  const { job, world } = output
  if (job && world) throw new Refusal({ key: 'world', expected: 'either a job or a world', got: 'both' })
  if (world && output.webhookSecret !== undefined)
    throw new Refusal({
      key: 'webhookSecret',
      expected: 'none beside a mock world, which has a Slack of its own',
      got: 'one',
    })
  const ids = new Set<string>()
  for (const [index, { id }] of job?.feeds.entries() ?? []) {
    if (ids.has(id))
      throw new Refusal({ key: `job.feeds[${index}].id`, expected: 'each id once', got: 'one that was there before' })
    ids.add(id)
  }
  return output
}

function refusalOf(issue: v.BaseIssue<unknown>): Refusal {
  const key = issue.path?.reduce<string>(
    (path, { key: part }) =>
      typeof part === 'number' ? `${path}[${part}]` : path === '' ? `${part}` : `${path}.${part}`,
    '',
  )
  const isUnknown = issue.expected === 'never'
  const isMissing = key !== undefined && issue.input === undefined
  const expected = isUnknown ? 'no such key' : isMissing ? `it to be there: ${issue.message}` : issue.message
  return new Refusal({ key: key ?? 'event', expected, got: isUnknown ? 'one' : describe(issue.input) })
}

/** What kind of thing was given, never the thing: it may be a secret in the wrong place. */
function describe(given: unknown): string {
  if (given === undefined) return 'nothing'
  if (given === null || typeof given === 'number' || typeof given === 'boolean') return String(given)
  if (typeof given === 'string') return `a text of ${given.length} characters`
  return Array.isArray(given) ? `a list of ${given.length}` : 'an object'
}
