import type { IncomingMessage, ServerResponse } from 'node:http'

/** How Slack answers a post whose body it has read. */
export interface SlackKind {
  readonly name: string
  /** Whether people see the message: yes, no, or nobody can tell. */
  readonly delivers: 'yes' | 'no' | 'perhaps'
  readonly answer: (response: ServerResponse, request: IncomingMessage) => void
}

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
  kind('200, endless', 'perhaps', (response) => {
    const more = () => {
      while (!response.destroyed && response.write('ok'.repeat(10_000)));
    }
    response.on('drain', more)
    more()
  }),
  kind('silent', 'perhaps', () => {}),
  kind('reset', 'perhaps', (response) => response.socket!.destroy()),
  kind('half an answer', 'perhaps', (response) => raw(response, 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no')),
  kind('broken HTTP', 'perhaps', (response) => raw(response, 'HTTP/1.1 2OO okay\r\nok')),
  kind('informational for ever', 'perhaps', ({ socket }) => {
    const timer = setInterval(() => socket!.write('HTTP/1.1 102 Processing\r\n\r\n'), 20)
    socket!.on('close', () => clearInterval(timer)).on('error', () => {})
  }),
]

function kind(name: string, delivers: SlackKind['delivers'], answer: SlackKind['answer']): SlackKind {
  return { name, delivers, answer }
}

function raw(response: ServerResponse, text: string): void {
  response.socket!.end(text, 'latin1')
}
