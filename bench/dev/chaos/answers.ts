import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib'
import { HARD_CALENDARS } from './calendars.ts'

/** How a feed answers. `calendar` is the text of a sound one. */
export interface FeedKind {
  readonly name: string
  /** Whether a run that is left alone must send its events. */
  readonly isSound: boolean
  readonly answer: (calendar: string, response: ServerResponse, request: IncomingMessage) => void
}

/** How Slack answers a post whose body it has read. */
export interface SlackKind {
  readonly name: string
  /** Whether people see the message: yes, no, or nobody can know. */
  readonly delivers: 'yes' | 'no' | 'perhaps'
  readonly answer: (response: ServerResponse, request: IncomingMessage) => void
}

const OK = 'HTTP/1.1 200 OK\r\n'
/** A body that no limit allows, a few kilobytes on the wire. */
const BOMB = gzipSync(Buffer.alloc(40_000_000, 'x'))

/** Answers by an address that holds a secret, so every text that a server sends back is one that must not be printed. */
export const FEED_KINDS: readonly FeedKind[] = [
  sound('plain', (calendar, response) => response.end(calendar)),
  sound('chunked', (calendar, response) => {
    response.write(calendar.slice(0, 10))
    response.end(calendar.slice(10))
  }),
  sound('gzip', (calendar, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(calendar))),
  sound('br', (calendar, response) => response.setHeader('content-encoding', 'br').end(brotliCompressSync(calendar))),
  sound('raw deflate', (calendar, response) =>
    response.setHeader('content-encoding', 'deflate').end(deflateRawSync(calendar)),
  ),
  sound('gzip, twice', (calendar, response) =>
    response.setHeader('content-encoding', 'gzip, gzip').end(gzipSync(gzipSync(calendar))),
  ),
  sound('expands to 9 MB', (calendar, response) => {
    const padded = calendar.replace('VERSION:2.0', `VERSION:2.0\r\n${'X-PADDING:x\r\n'.repeat(700_000).trimEnd()}`)
    response.setHeader('content-encoding', 'gzip').end(gzipSync(padded))
  }),
  sound('late', (calendar, response) => void setTimeout(() => response.end(calendar), 200)),
  sound('in pieces', (calendar, response) => {
    const half = calendar.length / 2
    response.write(calendar.slice(0, half))
    setTimeout(() => response.end(calendar.slice(half)), 100)
  }),
  sound('early hints first', (calendar, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' })
    response.end(calendar)
  }),
  sound('redirected once', (calendar, response, request) =>
    request.url!.endsWith('&again')
      ? response.end(calendar)
      : response.writeHead(302, { location: `${request.url}&again` }).end(),
  ),
  ...Object.entries(HARD_CALENDARS).map(([name, change]) =>
    sound(`calendar ${name}`, (calendar, response) => response.end(change(calendar))),
  ),

  broken('404', (_calendar, response, { url }) => response.writeHead(404).end(`no such feed: ${url}`)),
  broken('503 that repeats the address', (_calendar, response, { url }) =>
    response.writeHead(503, encodeURIComponent(url!).slice(0, 200)).end(url),
  ),
  broken('web page', (_calendar, response) => response.end('<!doctype html><title>sign in</title>')),
  broken('nothing', (_calendar, response) => response.end()),
  broken('reset', (_calendar, response) => response.socket!.destroy()),
  broken('reset in the body', (calendar, response) => {
    response.writeHead(200, { 'content-length': calendar.length })
    response.write(calendar.slice(0, 50), () => response.socket?.destroy())
  }),
  broken('silent', () => {}),
  broken('half a body', (calendar, response) => {
    response.writeHead(200, { 'content-length': calendar.length })
    response.write(calendar.slice(0, 50))
  }),
  broken('drips', (_calendar, response) => {
    const timer = setInterval(() => response.write('x'), 50)
    response.on('close', () => clearInterval(timer))
  }),
  broken('endless', (_calendar, response) => writeForEver(response, Buffer.alloc(65_536, 'x'))),
  broken('declared too large', (_calendar, response) =>
    response.writeHead(200, { 'content-length': 1e12 }).flushHeaders(),
  ),
  broken('gzip bomb', (_calendar, response) => response.setHeader('content-encoding', 'gzip').end(BOMB)),
  broken('2,500 nested codings', (calendar, response) =>
    raw(
      response,
      `${OK}content-encoding: ${'gzip,'.repeat(2500)}gzip\r\ncontent-length: 5\r\n\r\n${calendar.slice(0, 5)}`,
    ),
  ),
  broken('gzip that is none', (calendar, response) => response.setHeader('content-encoding', 'gzip').end(calendar)),
  broken('gzip that is cut off', (calendar, response) =>
    response.setHeader('content-encoding', 'gzip').end(gzipSync(calendar).subarray(0, 40)),
  ),
  broken('unknown coding', (calendar, response) => response.setHeader('content-encoding', 'zip').end(calendar)),
  broken('redirects for ever', (_calendar, response, { url }) =>
    response.writeHead(301, { location: `${url}&again` }).end(),
  ),
  broken('redirected to nonsense', (_calendar, response, { url }) =>
    response.writeHead(307, { location: `ftp://${url}` }).end(),
  ),
  broken('broken status line', (_calendar, response) => raw(response, 'HTTP/9 2OO FINE\r\n\r\n')),
  broken('broken header', (_calendar, response) => raw(response, `${OK}no colon here\r\n\r\nx`)),
  broken('no HTTP at all', (_calendar, response) => raw(response, '\u0000\u0001\u0002 SSH-2.0\r\n\r\n')),
  broken('headers without end', (_calendar, response) => raw(response, `${OK}x: ${'y'.repeat(200_000)}`)),
  broken('broken chunk', (_calendar, response) => raw(response, `${OK}transfer-encoding: chunked\r\n\r\nZZ\r\nxx\r\n`)),
  broken('two lengths', (_calendar, response) =>
    raw(response, `${OK}content-length: 3\r\ncontent-length: 30\r\n\r\nxxx`),
  ),
  broken('negative length', (_calendar, response) => raw(response, `${OK}content-length: -5\r\n\r\nxxx`)),
  broken('switching protocols', (_calendar, response) =>
    raw(response, 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  ),
  broken('informational for ever', (_calendar, response) => informForEver(response)),
]

export const SLACK_OK: SlackKind = kind('ok', 'yes', (response) => response.end('ok'))

export const SLACK_KINDS: readonly SlackKind[] = [
  SLACK_OK,
  kind('slow', 'yes', (response) => void setTimeout(() => response.end('ok'), 300)),
  kind('slower than a run', 'yes', (response) => void setTimeout(() => response.end('ok'), 4000)),
  kind('ok in pieces', 'yes', (response) => {
    response.write('o')
    response.end('k')
  }),
  kind('429, retry after 0', 'no', (response) => response.writeHead(429, { 'retry-after': '0' }).end()),
  kind('429, retry after 1', 'no', (response) => response.writeHead(429, { 'retry-after': '1' }).end()),
  kind('429, retry in the past', 'no', (response) =>
    response.writeHead(429, { 'retry-after': 'Thu, 01 Jan 1998 00:00:00 GMT' }).end(),
  ),
  kind('429 without a word', 'no', (response) => response.writeHead(429).end()),
  kind('503', 'no', (response) => response.writeHead(503).end('busy')),
  kind('404 that repeats the address', 'no', (response, { url }) => response.writeHead(404).end(`no_service ${url}`)),
  kind('403 that repeats it encoded', 'no', (response, { url }) =>
    response.writeHead(403).end(`${encodeURIComponent(url!)} ${Buffer.from(url!).toString('base64')}`),
  ),
  kind('400', 'no', (response) => response.writeHead(400).end('invalid_payload')),
  kind('redirect', 'no', (response, { url }) => response.writeHead(302, { location: `${url}/x` }).end()),
  kind('500', 'perhaps', (response) => response.writeHead(500).end('rollup_error')),
  kind('200, not ok', 'perhaps', (response, { url }) => response.end(`<p>${url}</p>`)),
  kind('200, endless', 'perhaps', (response) => writeForEver(response, 'ok'.repeat(10_000))),
  kind('silent', 'perhaps', () => {}),
  kind('reset', 'perhaps', (response) => response.socket!.destroy()),
  kind('half an answer', 'perhaps', (response) => raw(response, 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no')),
  kind('broken HTTP', 'perhaps', (response) => raw(response, 'HTTP/1.1 2OO okay\r\nok')),
  kind('informational for ever', 'perhaps', informForEver),
]

function sound(name: string, answer: FeedKind['answer']): FeedKind {
  return { name, isSound: true, answer }
}

function broken(name: string, answer: FeedKind['answer']): FeedKind {
  return { name, isSound: false, answer }
}

function kind(name: string, delivers: SlackKind['delivers'], answer: SlackKind['answer']): SlackKind {
  return { name, delivers, answer }
}

function raw(response: ServerResponse, text: string): void {
  response.socket!.end(text, 'latin1')
}

function writeForEver(response: ServerResponse, chunk: Buffer | string): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', more)
  more()
}

function informForEver({ socket }: ServerResponse): void {
  const timer = setInterval(() => socket!.write('HTTP/1.1 102 Processing\r\n\r\n'), 20)
  socket!.on('close', () => clearInterval(timer)).on('error', () => {})
}
