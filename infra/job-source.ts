import { FeedListError, parseFeedList, splitFeedList } from '../strategies/feed-list.ts'
import { trusting } from '../strategies/connect.ts'
import { createFeedConnections, createFetch, FETCH_DEFAULTS, type OriginHeaders } from '../strategies/fetch.ts'
import type { Feed, CalendarJob } from '../strategies/job.ts'
import type { Window } from '../strategies/calendar/window.ts'
import { readPlace, readSecret } from './aws.ts'
import type { Environment } from './environment.ts'
import type { AskEvent } from './event.ts'
import { Refusal } from './refusal.ts'

/** A job, and what its requests need to be let in. */
export interface ReadyJob {
  readonly job: CalendarJob
  readonly ca?: string | undefined
  readonly headers?: OriginHeaders
}

/**
 * The job that an event asks for: its own, that of a mock world, or that of the configuration, whose window begins `nowMs`.
 * Throws a Refusal with the key of the event, or the variable, that is to blame.
 */
export async function readyJob(
  event: AskEvent,
  environment: Environment,
  nowMs: number,
  signal: AbortSignal,
): Promise<ReadyJob> {
  const { job, world, dryRun = false } = event
  const webhookSecret = secretOf(event, environment)
  if (world) return readyWorld(world, signal)
  const { feeds, window } = job ?? {
    feeds: await configuredFeeds(environment, signal),
    window: { fromMs: nowMs, untilMs: nowMs + environment.withinMs },
  }
  return { job: { feeds, window, slackUrl: dryRun ? '' : await readWebhook(webhookSecret, signal) } }
}

/** The name of the secret that holds the webhook, which an event may repeat. Throws a Refusal. */
export function secretOf(
  { webhookSecret }: Pick<AskEvent, 'webhookSecret'>,
  environment: Environment,
): string | undefined {
  if (webhookSecret === undefined || webhookSecret === environment.webhookSecret) return environment.webhookSecret
  throw new Refusal({
    key: 'webhookSecret',
    expected: `${environment.webhookSecret ?? 'none'}, as the function was deployed, which may read no other secret`,
    got: 'another name',
  })
}

/** The feeds that the stack was deployed with. */
export async function configuredFeeds({ feeds: place }: Environment, signal: AbortSignal): Promise<readonly Feed[]> {
  if (place === undefined)
    throw new Refusal({
      key: 'event',
      expected: 'a job or a world, since the stack was deployed without -c feeds=ssm:NAME or s3://BUCKET/KEY',
      got: 'neither',
    })
  return feedsIn(await readPlace('FEEDS', place, signal), 'FEEDS')
}

/** The webhook under a secret's name: its address, and nothing else. */
export async function readWebhook(name: string | undefined, signal: AbortSignal): Promise<string> {
  if (name === undefined)
    throw new Refusal({
      key: 'webhookSecret',
      expected:
        'a function deployed with -c webhookSecret=NAME, the name of the secret that holds the webhook, or dryRun',
      got: 'neither',
    })
  const webhook = (await readSecret('webhookSecret', name, signal)).trim()
  // A parser of addresses passes over line breaks: two lines would be one webhook.
  if (!/\s/.test(webhook) && /^https?:$/.test(URL.parse(webhook)?.protocol ?? '')) return webhook
  throw new Refusal({
    key: 'webhookSecret',
    expected: `an https address as the text of the secret ${name}`,
    got: `${webhook.length} characters that are none`,
  })
}

async function readyWorld(world: NonNullable<AskEvent['world']>, signal: AbortSignal): Promise<ReadyJob> {
  const { feedsUrl, slackUrl, window, ca, token } = world
  const headers = bearerOf([feedsUrl, slackUrl], token)
  const asked = { key: 'world.feedsUrl', expected: 'an address that gives a list of feeds', ca, headers }
  const feeds = feedsIn(await fetchList(feedsUrl, asked, signal), 'world.feedsUrl')
  return { job: { feeds, window: window satisfies Window, slackUrl }, ca, headers }
}

interface ListRequest extends Pick<ReadyJob, 'ca' | 'headers'> {
  /** Of the event, and what it should have been, for a Refusal. */
  readonly key: string
  readonly expected: string
}

/** The text of a list at an address. Rejects with a Refusal. */
export async function fetchList(
  url: string,
  { key, expected, ca, headers }: ListRequest,
  signal: AbortSignal,
): Promise<string> {
  const feed = { id: 'the list', url }
  const closing = new AbortController()
  const connections = createFeedConnections([feed], FETCH_DEFAULTS, {
    secureContext: trusting(ca),
    closing: closing.signal,
  })
  try {
    return Buffer.from(await createFetch(connections, FETCH_DEFAULTS, headers)(feed, signal)).toString()
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause)
    throw new Refusal({ key, expected, got }, { cause })
  } finally {
    closing.abort()
    await connections.destroy()
  }
}

function feedsIn(text: string, key: string): readonly Feed[] {
  const entries = splitFeedList(text, 'line')
  const expected = 'a list with one address a line'
  if (entries.length === 0) throw new Refusal({ key, expected, got: 'an empty list' })
  try {
    return parseFeedList(entries)
  } catch (cause) {
    if (!(cause instanceof FeedListError)) throw cause
    throw new Refusal({ key, expected, got: cause.message }, { cause })
  }
}

/** What lets a request in at the origins of these addresses; nothing without a token. */
export function bearerOf(addresses: readonly string[], token: string | undefined): OriginHeaders {
  if (token === undefined) return {}
  const headers = { authorization: `Bearer ${token}` }
  return Object.fromEntries(addresses.map((address) => [new URL(address).origin, headers]))
}
