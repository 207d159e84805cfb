import * as v from 'valibot'
import type { Delay } from './delay.ts'
import { Mistake } from './mistake.ts'
import type { FeedFault, Rate, SlackFault, World } from './world.ts'

/** A schema for every key of a type, so that one which is added to it is missed here. Its message says what is expected. */
type Entries<T> = { readonly [K in keyof T]-?: v.GenericSchema<unknown, T[K]> }
type ObjectOf<T> = ReturnType<typeof object<T>>

const share = number('a number from 0 to 1', 0, 1)
const milliseconds = number('a number of at least 0', 0)
const positive = number('a number above 0', Number.MIN_VALUE)
const sigma = number('a number from 0 to 3', 0, 3)

const DELAYS: { readonly [M in Delay['model']]: ObjectOf<Extract<Delay, { model: M }>> } = {
  constant: object({ model: v.literal('constant'), ms: milliseconds }),
  lognormal: object({ model: v.literal('lognormal'), medianMs: milliseconds, sigma }),
  pareto: object({ model: v.literal('pareto'), leastMs: positive, shape: positive, mostMs: positive }),
}
const delay = v.variant('model', Object.values(DELAYS), ({ path }) =>
  path ? `"${Object.keys(DELAYS).join('" or "')}"` : 'an object',
)

/** With what the clients of a scenario's world play: no mistake here, and nothing to serve. */
const world = object<World & { readonly dnsDelayMs?: number | undefined }>({
  seed: whole('a whole number'),
  feeds: object<World['feeds']>({
    count: whole('a whole number from 1 to 100000', 1, 100_000),
    events: whole('a whole number from 1 to 100000', 1, 100_000),
    descriptionBytes: whole('a whole number from 0 to 100000', 0, 100_000),
    dueShare: share,
    recurringShare: share,
  }),
  feedDelay: delay,
  slackDelay: delay,
  bytesPerSecond: v.optional(positive),
  feedFaults: object<World['feedFaults']>({
    ...shares('status-500', 'status-503', 'status-404', 'html', 'redirects', 'redirect-loop', 'gzip'),
    ...shares('reset', 'hang', 'stall', 'truncate'),
  }),
  slackFaults: object<World['slackFaults']>(
    shares('refuse', 'busy-once', 'busy', 'error-500', 'reset', 'accept-then-reset'),
  ),
  slackRate: v.optional(object<Rate>({ perSecond: positive, burst: whole('a whole number of at least 1', 1) })),
  https: v.boolean('true or false'),
  hosts: v.picklist(['one', 'many'], '"one" or "many"'),
  dnsDelayMs: v.optional(milliseconds),
})

/** The world in a JSON text, as it is in a scenario with all its defaults; a Mistake names the file and the first wrong key. */
export function parseWorld(text: string, file: string): World {
  let given: unknown
  try {
    // No world holds a list, and to the schema's library one would be an object.
    given = JSON.parse(text, (_, value: unknown) => (Array.isArray(value) ? 'a list' : value))
  } catch (error) {
    // Not the rest of the message, which quotes the file: it may be another one, with a secret.
    const [place = ''] = / \(line \d+ column \d+\)/.exec((error as Error).message) ?? []
    throw new Mistake(`${file}: expected a world as JSON, got text that is none${place}; correct it, or name another`, {
      cause: error,
    })
  }
  const { issues } = v.safeParse(world, given)
  // Not the output, whose keys are in another order: that of the faults decides which feeds have them.
  if (!issues) return given as World
  // A name that is unknown first: it is often why another one is missing.
  const issue = issues.find(({ expected }) => expected === 'never') ?? issues[0]
  const got = issue.input === undefined ? 'nothing' : JSON.stringify(issue.input).slice(0, 60)
  const key = v.getDotPath(issue) ?? 'the world'
  throw new Mistake(`${file}: ${key}: expected ${issue.message}, got ${got}; correct it in that file`)
}

/** An object with these keys and no others; one that is missing is expected in the words of its own schema. */
function object<T>(entries: Entries<T>) {
  return v.strictObject(entries, ({ path, input }) => {
    if (!path) return 'an object'
    if (input !== undefined) return `no such key beside ${Object.keys(entries).join(', ')}`
    return v.safeParse(entries[path[0].key as keyof T], undefined).issues![0].message
  })
}

function shares<F extends FeedFault | SlackFault>(...names: F[]) {
  return v.entriesFromList(names, v.optional(share))
}

function number(words: string, least: number, most = Number.MAX_VALUE) {
  return v.pipe(v.number(words), v.minValue(least, words), v.maxValue(most, words))
}

function whole(words: string, least = Number.MIN_SAFE_INTEGER, most?: number) {
  return v.pipe(number(words, least, most), v.safeInteger(words))
}
