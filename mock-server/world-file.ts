import { ABOVE_0, among, type Check, number, object, optional, whole, within } from './checks.ts'
import type { Delay } from './delay.ts'
import { Mistake } from './mistake.ts'
import type { FeedFault, Rate, SlackFault, World } from './world.ts'

/** A check for every key of a type, so that one which is added to it is missed here. */
type Checks<T> = Readonly<Record<keyof T & string, Check>>

const share = number(0, 1)
const milliseconds = number(0)
const positive = number(ABOVE_0)
const maybeShare = optional(share)

const DELAYS: { readonly [M in Delay['model']]: Checks<Omit<Extract<Delay, { model: M }>, 'model'>> } = {
  constant: { ms: milliseconds },
  lognormal: { medianMs: milliseconds, sigma: number(0, 3) },
  pareto: { leastMs: positive, shape: positive, mostMs: positive },
}

const FEED_FAULTS: Checks<Record<FeedFault, Check>> = {
  'status-500': maybeShare,
  'status-503': maybeShare,
  'status-404': maybeShare,
  reset: maybeShare,
  hang: maybeShare,
  stall: maybeShare,
  truncate: maybeShare,
  html: maybeShare,
  redirects: maybeShare,
  'redirect-loop': maybeShare,
  gzip: maybeShare,
}

const SLACK_FAULTS: Checks<Record<SlackFault, Check>> = {
  refuse: maybeShare,
  'busy-once': maybeShare,
  busy: maybeShare,
  'error-500': maybeShare,
  reset: maybeShare,
  'accept-then-reset': maybeShare,
}

const FEEDS: Checks<World['feeds']> = {
  count: whole(1, 100_000),
  events: whole(1, 100_000),
  descriptionBytes: whole(0, 100_000),
  dueShare: share,
  recurringShare: share,
}

const RATE: Checks<Rate> = { perSecond: positive, burst: whole(1) }

const WORLD: Checks<World> = {
  seed: whole(Number.MIN_SAFE_INTEGER),
  feeds: object(FEEDS),
  feedDelay: delay,
  slackDelay: delay,
  bytesPerSecond: optional(positive),
  feedFaults: object(FEED_FAULTS),
  slackFaults: object(SLACK_FAULTS),
  slackRate: optional(object(RATE)),
  https: among([true, false]),
  hosts: among(['one', 'many']),
}

/** Of a scenario's world, what its clients play: no mistake here, and nothing to serve. */
const OF_THE_CLIENT: Readonly<Record<string, Check>> = { dnsDelayMs: optional(milliseconds) }

/** The world in a JSON text, as it is in a scenario with all its defaults; a Mistake names the file and the first wrong key. */
export function parseWorld(text: string, file: string): World {
  let world: unknown
  try {
    world = JSON.parse(text)
  } catch (error) {
    // Not the rest of the message, which quotes the file: it may be another one, with a secret.
    const [place = ''] = / \(line \d+ column \d+\)/.exec((error as Error).message) ?? []
    throw new Mistake(`${file}: expected a world as JSON, got text that is none${place}; correct it, or name another`, {
      cause: error,
    })
  }
  try {
    object({ ...WORLD, ...OF_THE_CLIENT })(world, '')
  } catch (error) {
    throw error instanceof Mistake ? new Mistake(`${file}: ${error.message}`, { cause: error }) : error
  }
  return world as World
}

function delay(value: unknown, key: string): void {
  const model = (value as { model?: unknown } | null | undefined)?.model
  const models = Object.keys(DELAYS)
  among(models)(model, within(key, 'model'))
  object({ model: among(models), ...DELAYS[model as Delay['model']] })(value, key)
}
