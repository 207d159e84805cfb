import { hideAddresses, StepError } from './failure.ts'
import { feedAddress, normalizeAddress } from './feed-address.ts'
import type { Feed } from './job.ts'

/** One address as it was given, perhaps with a name, and where: `feeds.txt:3`. */
export interface FeedEntry {
  readonly text: string
  readonly place: string
}

/** A list of feeds that cannot be one: says where, what was expected and what was given, never an address. */
export class FeedListError extends Error {}

/** The entries of a list with one address a line; `#` begins a comment. `called` is what a place is named by. */
export function splitFeedList(text: string, called: string): FeedEntry[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ text: line.trim(), place: `${called}:${index + 1}` }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
}

/**
 * The feeds of a list, in order. An address is often a secret, so that a feed is known by its name, else by its host and place in
 * the list. Throws a FeedListError.
 */
export function parseFeedList(entries: readonly FeedEntry[]): Feed[] {
  const named = entries.map(({ text, place }) => parseEntry(text, place))
  refuseTwice(
    entries.map(({ place }) => place),
    named.map(({ url }) => url),
  )
  const names = new Map<string, number>()
  for (const { name } of named) names.set(name, (names.get(name) ?? 0) + 1)
  return named.map(({ name, own, url }, index) => ({
    // A name that ends like a place gets its place too: so no id is there twice.
    id: own && names.get(name) === 1 && !/ #\d+$/.test(name) ? name : `${name} #${index + 1}`,
    ...(own && { name }),
    url,
  }))
}

/** Of the same calendar twice, under whatever spelling, everything would be sent twice. */
function refuseTwice(places: readonly string[], urls: readonly string[]): void {
  const seen = new Map<string, string>()
  for (const [index, url] of urls.entries()) {
    const place = places[index]!
    const address = normalizeAddress(url)
    const first = seen.get(address)
    if (first !== undefined)
      throw new FeedListError(
        `${first} and ${place}: expected each calendar once, got the same calendar in both lines; remove one of them`,
      )
    seen.set(address, place)
  }
}

/** `address` or `name = address`; an address may hold an equals sign of its own. */
function parseEntry(text: string, place: string): { name: string; own: boolean; url: string } {
  const isAddress = /^(?:[a-z][a-z+.-]*:\/\/|https?:|webcals?:)/i.test(text)
  const [, name, address] = isAddress ? [] : (/^([^=]+)=(.*)$/s.exec(text) ?? [])
  const url = (address ?? text).trim()
  try {
    const { host } = feedAddress(url)
    return { name: name === undefined ? host : hideAddresses(name.trim()), own: name !== undefined, url }
  } catch (error) {
    if (error instanceof StepError) throw new FeedListError(`${place}: ${error.message}`)
    throw error
  }
}
