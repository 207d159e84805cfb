import type { Rate } from './world.ts'

/** A token bucket: `take` gives a token, or the whole seconds after which to come again. */
export interface Bucket {
  readonly take: (nowMs: number) => { readonly retryAfterSeconds: number } | undefined
}

/** Slack lets a webhook post about once a second, with short bursts, and asks for whole seconds of patience above that. */
export function createBucket({ perSecond, burst }: Rate): Bucket {
  let tokens = burst
  let filledMs: number | undefined
  return {
    take(nowMs) {
      tokens = Math.min(burst, tokens + ((nowMs - (filledMs ?? nowMs)) / 1000) * perSecond)
      filledMs = nowMs
      if (tokens < 1) return { retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / perSecond)) }
      tokens--
      return undefined
    },
  }
}

/** The place of the feed whose event a message is about: the titles of this world end in `feed.event`. -1 when it is another's. */
export function feedOfMessage(text: string): number {
  const place = /(\d+)\.\d+(?:\*|, )/.exec(text)?.[1]
  return place === undefined ? -1 : Number(place)
}

/** The text of a message as Slack would read it; undefined where it is none. */
export function textOf(body: string): string | undefined {
  try {
    const message: unknown = JSON.parse(body)
    if (typeof message !== 'object' || message === null || !('text' in message)) return undefined
    return typeof message.text === 'string' ? message.text : undefined
  } catch {
    return undefined
  }
}
