import { expect, test } from 'vitest'
import { predictionNotes } from '../../../../bench/judge/prediction/notes.ts'
import type { PredictedRow } from '../../../../bench/judge/prediction/tables.ts'
import { readScenario } from '../../../../bench/scenario/file.ts'

const demo = readScenario('demo')

const rowOf = (prediction: Partial<PredictedRow['predictions'][string]> = {}): PredictedRow => ({
  value: 10,
  placed: 10,
  isOutOfRange: false,
  best: ['promise-all'],
  predictions: {
    'promise-all': {
      makespanMs: 10,
      isExtrapolated: false,
      peakFetches: 10,
      givenUp: { items: 0, posts: 0 },
      ...prediction,
    },
  },
})

test('where nothing is wrong there is nothing to note', () => {
  expect(predictionNotes(demo, [rowOf()])).toEqual([])
})

test('more fetches than Linux has ports for are noted once for each strategy', () => {
  const rows = [rowOf({ peakFetches: 28_232 }), rowOf({ peakFetches: 28_233 }), rowOf({ peakFetches: 100_000 })]
  expect(predictionNotes(demo, rows)).toEqual([
    { code: 'more-fetches-than-ports', strategy: 'promise-all', ports: 28_232 },
  ])
})

test('what is given up is noted with the largest share of any row, and how long the client waits', () => {
  const rows = [rowOf({ givenUp: { items: 0.2, posts: 0.1 } }), rowOf({ givenUp: { items: 0.4, posts: 0 } })]
  expect(predictionNotes(demo, rows)).toEqual([
    {
      code: 'items-given-up',
      share: 0.4,
      headersTimeoutMs: demo.client.headersTimeoutMs,
      bodyTimeoutMs: demo.client.bodyTimeoutMs,
      fetchTimeoutMs: 60_000,
    },
    { code: 'posts-given-up', share: 0.1, answerTimeoutMs: expect.any(Number) },
  ])
})

test('faults of posts, which no prediction has, are noted', () => {
  expect(predictionNotes(readScenario('faulty'), [rowOf()])).toEqual([{ code: 'notify-faults-left-out' }])
})
