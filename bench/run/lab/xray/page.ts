import { createHmac, randomBytes } from 'node:crypto'
import { invalid } from './request.ts'

/** Where a page ended: the last number on it, and the last one that existed when the first page was requested. */
interface Position {
  readonly after: number
  readonly upTo: number
}

/** Page tokens that only this collector can make, each valid for one query. */
export interface Pages {
  readonly tokenFor: (query: unknown, position: Position) => string
  /** Throws a RefusedRequest for a token that this collector has not made, or made for another query. */
  readonly positionOf: (query: unknown, token: string) => Position
}

export function createPages(): Pages {
  const key = randomBytes(16)
  const signed = (position: string, query: unknown) =>
    `${position}.${createHmac('sha256', key)
      .update(JSON.stringify([position, query]))
      .digest('base64url')}`
  return {
    tokenFor: (query, position) => signed(Buffer.from(JSON.stringify(position)).toString('base64url'), query),
    positionOf(query, token) {
      const [position = ''] = token.split('.')
      if (token !== signed(position, query))
        throw invalid('NextToken: expected the one that was returned for the same query')
      // The signature is ours, so the position has the form that tokenFor gave it.
      return JSON.parse(Buffer.from(position, 'base64url').toString()) as Position
    },
  }
}
