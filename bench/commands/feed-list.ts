import { readFileSync } from 'node:fs'
import { hideAddresses, StepError } from '../../strategies/failure.ts'
import { feedAddress } from '../../strategies/fetch.ts'
import type { Feed } from '../../strategies/job.ts'
import { UsageError } from '../usage-error.ts'

/**
 * The feeds of a list file and of arguments, in order. An address is often a secret, so that a feed is known by its name, else
 * by its host and place in the list. Throws a UsageError that names line and mistake, never the address.
 */
export function readFeeds(file: string | undefined, given: readonly string[]): Feed[] {
  const entries = [
    ...(file === undefined ? [] : linesOf(file)),
    ...given.map((text, index) => ({ text, place: `feed ${index + 1}` })),
  ]
  const named = entries.map(({ text, place }) => parseEntry(text, place))
  if (named.length === 0) {
    throw new UsageError(
      file === undefined
        ? 'expected feeds, got none: name a list with --feeds feeds.txt, or give addresses'
        : `${file}: expected one address a line, got an empty list`,
    )
  }
  refuseTwice(
    entries.map(({ place }) => place),
    named.map(({ url }) => url),
  )
  const names = new Map<string, number>()
  for (const { name } of named) names.set(name, (names.get(name) ?? 0) + 1)
  return named.map(({ name, own, url }, index) => ({
    // A name that ends like a place gets its place too: so no id is there twice.
    id: own && names.get(name) === 1 && !/ #\d+$/.test(name) ? name : `${name} #${index + 1}`,
    url,
  }))
}

/** The same calendar twice would tell people everything twice. */
function refuseTwice(places: readonly string[], urls: readonly string[]): void {
  const seen = new Map<string, string>()
  for (const [index, url] of urls.entries()) {
    const place = places[index]!
    const first = seen.get(url)
    if (first !== undefined)
      throw new UsageError(`${place}: expected each address once, got that of ${first} again; take one away`)
    seen.set(url, place)
  }
}

function linesOf(file: string): { text: string; place: string }[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      `--feeds: expected a file with one address a line, got "${file}", which cannot be read (${code}); an address itself goes without --feeds`,
    )
  }
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), place: `${file}:${index + 1}` }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
}

/** `address` or `name = address`; an address may hold an equals sign of its own. */
function parseEntry(text: string, place: string): { name: string; own: boolean; url: string } {
  const isAddress = /^[a-z][a-z+.-]*:\/\//i.test(text)
  const [, name, address] = isAddress ? [] : (/^([^=]+)=(.*)$/s.exec(text) ?? [])
  const url = (address ?? text).trim()
  try {
    const { host } = feedAddress(url)
    return { name: name === undefined ? host : hideAddresses(name.trim()), own: name !== undefined, url }
  } catch (error) {
    if (error instanceof StepError) throw new UsageError(`${place}: ${error.message}`)
    throw error
  }
}
