import { StepError } from './failure.ts'

const KNOWN_SCHEMES = new Set(['ftp:', 'ftps:', 'sftp:', 'file:', 'mailto:', 'data:', 'feed:', 's3:'])

/** Reads `webcal:` as `https:`; any scheme but that and http(s) is malformed. */
export function feedAddress(address: string, base?: URL): URL {
  const url = parse(address, base)
  if (url && isHttp(url)) return url
  // Of "name:password@host" the name is the scheme.
  const known = url && KNOWN_SCHEMES.has(url.protocol) ? url.protocol : undefined
  const withScheme = known === undefined ? 'an address with another scheme' : `an address with the scheme ${known}`
  const got = url ? withScheme : 'something that is not an address'
  throw new StepError(
    'malformed',
    `expected an http:, https: or webcal: address${base ? ' to be redirected to' : ''}, got ${got}`,
  )
}

/**
 * One spelling for all addresses of one calendar, to compare them by; a feed is requested as it is written. What is not an address
 * of a feed stays as it is. Source: RFC 3986, 6.2.2 and 6.2.3; URL Standard, which normalizes case, port, dot segments and IP addresses.
 */
export function normalizeAddress(address: string): string {
  const url = parse(address)
  if (!url || !isHttp(url)) return address
  url.hash = ''
  // RFC 3986 lets an empty query name another resource; a calendar that differs only by that is not known.
  if (url.search === '') url.search = ''
  if (/[^.]\.$/.test(url.hostname)) url.hostname = url.hostname.slice(0, -1)
  return url.href.replaceAll(/%[\da-f]{2}/gi, normalizeEscape)
}

function parse(address: string, base?: URL): URL | null {
  return URL.parse(address.replace(/^webcals?:/i, 'https:'), base?.href)
}

function isHttp({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:'
}

/** `~` for `%7E`, which needs no escape, and `%2F` for `%2f`. */
function normalizeEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  return /[\w.~-]/.test(character) ? character : escape.toUpperCase()
}
