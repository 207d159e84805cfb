// Not { z }, with which the program for an instance would hold all of the library's languages: 380 KB.
import * as z from 'zod'

/**
 * The mock world, described once: what a scenario says under `world`, what the mock server takes as a file, and the type of both.
 * The text of each key is what errors about a world's file say it expects; a scenario has words of its own for the same limits.
 */

const DAY_MS = 86_400_000
const MAX_COUNT = 100_000

const SHARE = 'a number from 0 to 1'
const share = number(0, 1)
const milliseconds = number(0, DAY_MS)
const positiveMs = number(0.001, DAY_MS)

/** So that a lognormal delay has no longer a tail than with the largest sigma. */
const MAX_P99_OVER_P50 = 1000

const LOGNORMAL_PAIRS = [
  ['medianMs', 'sigma'],
  ['p50Ms', 'p99Ms'],
] as const
const EITHER_PAIR = 'either medianMs with sigma or p50Ms with p99Ms'

type LognormalKey = (typeof LOGNORMAL_PAIRS)[number][number]

const lognormal = object({
  model: z.literal('lognormal'),
  medianMs: milliseconds.optional(),
  sigma: number(0, 3).optional(),
  p50Ms: positiveMs.optional(),
  p99Ms: positiveMs.optional(),
})
  .superRefine((delay, context) => {
    const refuse = (key: LognormalKey, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    const [given, mixedIn = []] = LOGNORMAL_PAIRS.filter((pair) => pair.some((key) => delay[key] !== undefined))
    const { p50Ms = 0, p99Ms = 0 } = delay
    if (given === undefined) return refuse('medianMs', EITHER_PAIR)
    const mixed = mixedIn.find((key) => delay[key] !== undefined)
    if (mixed !== undefined) return refuse(mixed, `${EITHER_PAIR}, not a mix`)
    const missing = given.find((key) => delay[key] === undefined)
    if (missing !== undefined) return refuse(missing, `a number beside ${given.find((key) => key !== missing)}`)
    if (p99Ms < p50Ms || p99Ms > MAX_P99_OVER_P50 * p50Ms)
      refuse('p99Ms', `a number from p50Ms to ${MAX_P99_OVER_P50} times p50Ms`)
  })
  .meta(onlyOneOf(...LOGNORMAL_PAIRS))

/** As many as anybody reads. */
const MAX_QUANTILES = 1001

const DELAYS = [
  object({ model: z.literal('constant'), ms: milliseconds }),
  lognormal,
  object({ model: z.literal('pareto'), leastMs: positiveMs, shape: number(0.01, 1000), mostMs: positiveMs }),
  object({ model: z.literal('empirical'), quantilesMs: quantiles(milliseconds, 'milliseconds') }),
] as const

const delay = z
  .discriminatedUnion('model', DELAYS, {
    error: ({ code }) => (code === 'invalid_union' ? oneOf(DELAYS.map(({ shape }) => shape.model.value)) : 'an object'),
  })
  .describe('How long an answer is held back before its first byte, in milliseconds.')

/** The same feeds in every block and iteration. `gzip` and `redirects` go well. */
const fetchFaults = object({
  'status-500': share.optional(),
  'status-503': share.optional(),
  'status-404': share.optional(),
  reset: share.optional(),
  hang: share.optional().describe('No answer at all; the client gives up after client.headersTimeoutMs.'),
  stall: share.optional().describe('Half a body, then silence; the client gives up after client.bodyTimeoutMs.'),
  truncate: share.optional(),
  html: share.optional(),
  redirects: share.optional().describe('Three redirects, then the calendar.'),
  'redirect-loop': share.optional(),
  gzip: share.optional(),
})

/** Of the requests, anew each time. */
const fetchErrors = object({
  'status-500': share.optional(),
  'status-503': share.optional(),
  'status-429': share.optional(),
  'status-404': share.optional(),
  reset: share.optional(),
  hang: share.optional().describe('No answer at all; the client gives up after client.headersTimeoutMs.'),
  retryAfterSeconds: whole(0, 86_400).optional().describe('Retry-After of 429 and 503.'),
}).superRefine((errors, context) => {
  const shares = Object.entries(errors).flatMap(([key, value]) => (key === 'retryAfterSeconds' ? [] : value))
  if (shares.reduce((sum, one) => sum + one, 0) > 1)
    context.addIssue({ code: 'custom', message: 'shares that add up to at most 1' })
})

/** Of the posts, by their text. */
const notifyFaults = object({
  refuse: share.optional(),
  'busy-once': share.optional().describe('503 to the first try only.'),
  busy: share.optional(),
  'error-500': share.optional(),
  reset: share.optional(),
  'accept-then-reset': share.optional(),
})

/** One event fits into it. */
export const MIN_BODY_BYTES = 1000

/** As much as a client takes. */
export const MAX_BODY_BYTES = 10_000_000

/** As near to a number of bytes as a mock server can serve as a calendar. */
export function servableBytes(bytes: number): number {
  return Math.min(MAX_BODY_BYTES, Math.max(MIN_BODY_BYTES, bytes))
}

const bodyBytes = whole(MIN_BODY_BYTES, MAX_BODY_BYTES)

const BYTES_PER_UNIT: Readonly<Record<string, number>> = { B: 1, KB: 1000, MB: 1_000_000 }
const SIZE = /^(\d+(?:\.\d+)?) ?(B|KB|MB)$/

/** `40KB` as bytes; undefined for what is no size with a unit. */
export function bytesOfSize(size: string): number | undefined {
  const [, amount, unit] = SIZE.exec(size) ?? []
  return unit === undefined ? undefined : Math.round(Number(amount) * BYTES_PER_UNIT[unit]!)
}

const itemBytes = z.union(
  [
    object({ model: z.literal('empirical'), quantilesBytes: quantiles(bodyBytes, 'bytes') }),
    bodyBytes,
    z
      .string()
      .regex(SIZE)
      .transform((size) => bytesOfSize(size)!)
      .pipe(bodyBytes),
  ],
  {
    error: `bytes from ${MIN_BODY_BYTES} to ${MAX_BODY_BYTES}, such as 40KB, or { model: empirical, quantilesBytes }`,
  },
)

const items = object({
  count: whole(1, MAX_COUNT),
  events: whole(1, MAX_COUNT).optional().describe('Events a feed, spread over three years.'),
  bytes: itemBytes
    .optional()
    .describe('In place of events: the size of a feed, such as 40KB (KB: 1,000 bytes), or how sizes are distributed.'),
  bodies: z
    .string({ error: 'a pattern of files, such as samples/*.json' })
    .min(1, { error: 'a pattern of files, such as samples/*.json' })
    .optional()
    .describe('In place of both, for a job of your own: the files that are served, in turn, such as samples/*.json.'),
  descriptionBytes: whole(0, MAX_COUNT).default(120).describe('Bytes of description an event.'),
  dueShare: share.optional().describe('Share of the feeds with one event due in the window; none for bodies.'),
  recurringShare: share.default(0.02),
})
  .superRefine(({ events, bytes, bodies, dueShare }, context) => {
    const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    if (bodies !== undefined) {
      const beside = Object.entries({ events, bytes, dueShare: dueShare || undefined }).find(
        ([, value]) => value !== undefined,
      )
      if (beside) refuse('bodies', `either bodies or ${beside[0]}, not both`)
      return
    }
    if (events === undefined && bytes === undefined)
      refuse('events', `a whole number from 1 to ${MAX_COUNT}, or bytes or bodies in its place`)
    if (events !== undefined && bytes !== undefined) refuse('bytes', 'either events or bytes, not both')
    if (dueShare === undefined) refuse('dueShare', SHARE)
  })
  .meta(onlyOneOf(['events', 'dueShare'], ['bytes', 'dueShare'], ['bodies']))
  // The digest of a scenario goes by the order of its keys.
  .transform(({ recurringShare, dueShare = 0, ...given }) => ({ ...given, dueShare, recurringShare }))

export const worldSchema = object({
  seed: z
    .int({ error: 'a whole number' })
    .default(1)
    .describe('The same seed gives the same bytes, delays and faults.'),
  items,
  fetchDelay: delay,
  notifyDelay: delay,
  connectDelay: delay
    .optional()
    .describe('What the first answer on each new connection is held back besides, as connecting and TLS would take.'),
  /** Unpaced when absent. */
  bytesPerSecond: number(1, 1e12).optional().describe("Pace of a feed's body."),
  fetchFaults: fetchFaults.default({}).describe('Shares of the feeds with which something goes wrong.'),
  fetchErrors: fetchErrors
    .optional()
    .describe('Shares of the requests for items that go wrong, other ones in each iteration, as in the field.'),
  traffic: z
    .string({ error: 'a file of observed exchanges, such as observed.jsonl' })
    .min(1, { error: 'a file of observed exchanges, such as observed.jsonl' })
    .optional()
    .describe(
      'A file of exchanges that were observed, a line of JSON each: every item meets those of a host, or of a few that are alike. fetchDelay and the like then only describe it.',
    ),
  notifyFaults: notifyFaults.default({}).describe('Shares of the posts with which something goes wrong.'),
  /** A token bucket per webhook: `perSecond` posts in the long run, `burst` at once, 429 with Retry-After above. */
  notifyRate: object({ perSecond: number(0.001, 1e6), burst: whole(1, 1_000_000) })
    .optional()
    .describe('Posts a second that the webhook takes; 429 above.'),
  https: z.boolean({ error: 'true or false' }).default(false),
  /** `many`: every feed has a host name of its own, as in the field; they all lie on loopback. */
  hosts: z
    .enum(['one', 'many'], { error: oneOf(['one', 'many']) })
    .default('one')
    .describe('many: each feed on a host of its own.'),
  /** Of the clients; nothing that a server serves. */
  dnsDelayMs: milliseconds
    .default(0)
    .describe('A simulated lookup, through as many at a time as the system lets pass.'),
})

/** An object with these keys and no others. */
function object<Shape extends z.ZodRawShape>(shape: Shape) {
  const beside = `no such key beside ${Object.keys(shape).join(', ')}`
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? beside : 'an object') })
}

/** For editors, whose schema knows no checks: all keys of one group, and none of the others. */
function onlyOneOf(...groups: readonly (readonly string[])[]): { readonly allOf: [object] } {
  const never = { not: {} }
  const oneOf = groups.map((keys) => ({
    type: 'object',
    required: keys,
    properties: Object.fromEntries(groups.flat().map((key) => [key, keys.includes(key) ? {} : never])),
  }))
  return { allOf: [{ oneOf }] }
}

/** Values at even steps from the least to the greatest, in ascending order: a hundred and one of them are percentiles. */
function quantiles(value: z.ZodNumber, unit: string) {
  const error = `2 to ${MAX_QUANTILES} numbers of ${unit} in ascending order, from the least to the greatest`
  return z
    .array(value, { error })
    .refine(({ length }) => length >= 2 && length <= MAX_QUANTILES, { error })
    .refine((values) => values.every((one, at) => at === 0 || one >= values[at - 1]!), { error })
}

/** Both ends are included. */
function number(least: number, most: number) {
  const error = `a number from ${least} to ${most}`
  return z.number({ error }).min(least, { error }).max(most, { error })
}

function whole(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`
  return z.int({ error }).min(least, { error }).max(most, { error })
}

function oneOf(values: readonly string[]): string {
  return `"${values.join('" or "')}"`
}
