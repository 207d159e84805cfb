import { expect, test } from 'vitest'
import { nothingDoneIn } from '../../../bench/trial/faults.ts'
import type { RunFigures } from '../../../strategies/recording.ts'

const NO_TIME = { count: 0, busyMs: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 }

interface Ran {
  readonly failed?: Partial<Record<keyof RunFigures['steps'], number>>
  readonly sent?: number
  readonly failsPosts?: boolean
}

/** What is wrong with a run over four items. */
function wrongWith({ failed: { fetch = 0, check = 0, notify = 0 } = {}, sent = 0, failsPosts }: Ran) {
  const steps = Object.entries({ fetch, check, notify }).map(([step, failed]) => [step, { ...NO_TIME, failed }])
  const failures = { 'fetch thrown': fetch, 'check thrown': check, 'notify unknown': notify }
  const figures = { feeds: 4, sent, steps: Object.fromEntries(steps), failures } as RunFigures
  return nothingDoneIn({ figures, examples: [] }, { ...(failsPosts !== undefined && { failsPosts }) })
}

// Breakage: variants that all fail alike are compared by how fast they fail.
test.each([
  ['every fetch fails', { failed: { fetch: 4 } }, { kind: 'fetch thrown', failures: 4 }],
  [
    'some fetches fail and every other check',
    { failed: { fetch: 1, check: 3 } },
    { kind: 'check thrown', failures: 3 },
  ],
  ['one item has something to send, which fails', { failed: { notify: 1 } }, { kind: 'notify unknown', failures: 1 }],
])('a run of an own job in which %s did nothing', (_, ran, fault) => {
  expect(wrongWith(ran)).toEqual([{ code: 'unexpected-failures', ...fault }])
})

test.each([
  ['nothing was found', {}],
  ['some items fail', { failed: { fetch: 1, check: 2 }, sent: 1 }],
  ['some posts fail', { failed: { notify: 3 }, sent: 1 }],
  ['the few posts meet failures of the world', { failed: { notify: 1 }, failsPosts: true }],
])('a run of an own job in which %s did something', (_, ran) => {
  expect(wrongWith(ran)).toEqual([])
})
