import { expect } from 'vitest'
import { readEvent } from '../../infra/event.ts'
import { Refusal, type Refused } from '../../infra/refusal.ts'

/** What must never be shown. */
export const WEBHOOK = 'https://hooks.slack.com/services/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'
export const TOKEN = 'S3CRET-7f3c9a1b5d8e2f4a6c0b9d7e1f3a5c8b'
export const window = { fromMs: 1_768_467_600_000, untilMs: 1_768_471_200_000 }
export const job = { feeds: [{ id: 'team', url: 'https://feeds.test/S3CRET.ics' }], window }
export const world = {
  feedsUrl: 'https://10.0.0.7:8443/feeds.txt',
  slackUrl: 'https://10.0.0.7:8443/slack',
  window,
  ca: '-----BEGIN CERTIFICATE-----\nS3CRET\n-----END CERTIFICATE-----\n',
  token: TOKEN,
}
/** An event with every key but a world, each as it may be. */
export const everything = {
  job,
  webhookSecret: 'team/webhook',
  limits: { concurrency: 64, threads: 2, buffer: 0 },
  check: 'prefilter',
  zone: 'Asia/Tokyo',
  dryRun: true,
  outcomes: true,
  traceHosts: ['feeds.test', 'feeds.test:8443', 'feeds.test:80', 'feeds.test:443', '[::1]:9'],
  trial: { run: 'a', block: 1, iteration: 2 },
  slowedBy: 0.1,
}

/** What is refused in an event, without any part of its content being shown. */
export function refusalOf(event: unknown): Refused {
  try {
    readEvent(event)
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal)
    const { message, refused } = error as Refusal
    expect(message).toBe(`${refused.key}: expected ${refused.expected}, got ${refused.got}`)
    expect(message).not.toContain('S3CRET')
    expect(message).not.toMatch(/hooks\.slack|:\/\/|\.ics/)
    expect(message.length).toBeLessThan(500)
    return refused
  }
  throw new Error('expected the event to be refused')
}

/** An event that is fine but for the value at a path; `undefined` takes the key away. */
export function withAt(event: object, path: string, value: unknown): unknown {
  const copy = structuredClone(event)
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '')
  const last = parts.pop()!
  const place = parts.reduce<Record<string, never>>((inside, part) => inside[part]!, copy as never)
  if (value === undefined) delete place[last]
  else place[last] = value as never
  return copy
}
