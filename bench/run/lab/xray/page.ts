import { createHmac, randomBytes } from 'node:crypto'
import { invalid } from './request.ts'

/** Where a page ended: the last number on it, and the last one that was there when the first page was asked for. */
interface Place {
  readonly after: number
  readonly upTo: number
}

/** Page tokens that only this collector can make, each of them good for one question. */
export interface Pages {
  readonly tokenFor: (question: unknown, place: Place) => string
  /** Throws a RefusedRequest for a token that is not one of ours, or was for another question. */
  readonly placeOf: (question: unknown, token: string) => Place
}

export function createPages(): Pages {
  const key = randomBytes(16)
  const sealed = (place: string, question: unknown) =>
    `${place}.${createHmac('sha256', key)
      .update(JSON.stringify([place, question]))
      .digest('base64url')}`
  return {
    tokenFor: (question, place) => sealed(Buffer.from(JSON.stringify(place)).toString('base64url'), question),
    placeOf(question, token) {
      const [place = ''] = token.split('.')
      if (token !== sealed(place, question))
        throw invalid('NextToken: expected one that was answered to the same question')
      // As we made it: it bears our seal.
      return JSON.parse(Buffer.from(place, 'base64url').toString()) as Place
    },
  }
}
