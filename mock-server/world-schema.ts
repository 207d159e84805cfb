// Not { z }, with which the program for an instance would hold all of the library's languages: 380 KB.
import * as z from 'zod'

/**
 * The mock world, described once: what a scenario says under `world`, what the mock server takes as a file, and the type of both.
 * The text of each key is what errors about a world's file say it expects; a scenario has words of its own for the same limits.
 */

const DAY_MS = 86_400_000
const MAX_COUNT = 100_000

const share = number(0, 1)
const milliseconds = number(0, DAY_MS)
const positiveMs = number(0.001, DAY_MS)

const DELAYS = [
  object({ model: z.literal('constant'), ms: milliseconds }),
  object({ model: z.literal('lognormal'), medianMs: milliseconds, sigma: number(0, 3) }),
  object({ model: z.literal('pareto'), leastMs: positiveMs, shape: number(0.01, 1000), mostMs: positiveMs }),
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

/** Of the posts, by their text. */
const notifyFaults = object({
  refuse: share.optional(),
  'busy-once': share.optional().describe('503 to the first try only.'),
  busy: share.optional(),
  'error-500': share.optional(),
  reset: share.optional(),
  'accept-then-reset': share.optional(),
})

export const worldSchema = object({
  seed: z
    .int({ error: 'a whole number' })
    .default(1)
    .describe('The same seed gives the same bytes, delays and faults.'),
  items: object({
    count: whole(1, MAX_COUNT),
    events: whole(1, MAX_COUNT).describe('Events a feed, spread over three years.'),
    descriptionBytes: whole(0, MAX_COUNT).default(120).describe('Bytes of description an event.'),
    dueShare: share.describe('Share of the feeds with one event due in the window.'),
    recurringShare: share.default(0.02),
  }),
  fetchDelay: delay,
  notifyDelay: delay,
  /** Unpaced when absent. */
  bytesPerSecond: number(1, 1e12).optional().describe("Pace of a feed's body."),
  fetchFaults: fetchFaults.default({}).describe('Shares of the feeds with which something goes wrong.'),
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
