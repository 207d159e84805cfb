/** What a request says of who sent it. */
export interface Sender {
  readonly host?: string | undefined
  readonly origin?: string | undefined
  readonly 'sec-fetch-site'?: string | undefined
  readonly 'sec-fetch-dest'?: string | undefined
}

export interface Refusal {
  readonly status: 403 | 421
  readonly reason: string
}

/** Whether a `Host` header names this machine by its loopback address or as localhost. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i.test(host)
}

/**
 * Why a server on loopback must not answer a request; undefined where it may. A web page reaches loopback too: under a host name that
 * its owner has pointed here (DNS rebinding), or from its own origin. A link that somebody follows to here is fine.
 * Source: Fetch Metadata Request Headers (W3C), section 2; RFC 9110, section 15.5.20 (421).
 */
export function refusalOf(sender: Sender, isOwnHost: (host: string) => boolean = isLoopbackHost): Refusal | undefined {
  const { host = '', origin } = sender
  if (!isOwnHost(host))
    return { status: 421, reason: 'expected 127.0.0.1 or localhost in the Host header, got another name' }
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
    return { status: 403, reason: 'expected a request of a page of this server, got one of another origin' }
  const site = sender['sec-fetch-site'] ?? 'none'
  if (site === 'same-origin' || site === 'none' || sender['sec-fetch-dest'] === 'document') return undefined
  return { status: 403, reason: 'expected a request of a page of this server, got one of another site' }
}
