import { expect, test } from 'vitest'
import { parseObjective, type SelectionCriteria } from '../../../bench/judge/selection-criteria.ts'
import { summarize } from '../../../bench/judge/summarize.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { changed, isMeasured, trialsOf } from '../../support/trials.ts'

const FOUR = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.25, 'worker-threads': 0.4 }
const CALM = { candidates: FOUR, blockSd: 0.002, iterationSd: 0.004 }
const calm = trialsOf(CALM)

const choosing = (objective: string, bounds: SelectionCriteria['bounds'] = {}): SelectionCriteria => ({
  objective: parseObjective(objective),
  bounds,
})
const of = (variant: string, change: (trial: Trial) => Partial<Trial>, trials = calm) =>
  changed(trials, (trial) => isMeasured(trial) && trial.variant === variant, change)

test('a limit holds for first runs too', () => {
  const trials = changed(
    trialsOf({ ...CALM, cold: 2 }),
    ({ phase, variant, block }) => phase === 'cold' && variant === 'pipelined' && block === 3,
    () => ({ eventLoopDelayMs: 300 }),
  )
  expect(summarize(trials, choosing('speed', { eventLoopDelayMs: 200 })).pick!.excluded).toEqual([
    { variant: 'pipelined', because: 'a stall of 300 ms in one run, over 200 ms', isLimit: true },
  ])
})

test('what exceeds a limit in a single run is left out, with what it took', () => {
  const trials = of('promise-all', ({ block, iteration }) =>
    block === 3 && iteration === 2 ? { peakRssBytes: 300e6 } : {},
  )
  const { pick, advice } = summarize(trials, choosing('speed', { rssBytes: 256e6 }))
  expect(pick!.set).toEqual(['pipelined'])
  expect(pick!.excluded).toEqual([
    { variant: 'promise-all', because: 'peak memory 300 MB in one run, over 256 MB', isLimit: true },
  ])
  expect(advice).toMatch(/ Left out: promise-all \(peak memory 300 MB in one run, over 256 MB\)\.$/)
})

test('each limit leaves out what exceeds it, and a limit that is met leaves out nothing', () => {
  const beyond = (bounds: SelectionCriteria['bounds'], trials = calm) =>
    summarize(trials, choosing('speed', bounds)).pick!.excluded.map(({ variant, because }) => `${variant}: ${because}`)
  expect(beyond({ eventLoopDelayMs: 2, inFlight: 1, failures: 0, rssBytes: 90e6 })).toEqual([])
  expect(
    beyond(
      { eventLoopDelayMs: 2 },
      of('pipelined', () => ({ eventLoopDelayMs: 2.1 })),
    ),
  ).toEqual(['pipelined: a stall of 2.1 ms in one run, over 2 ms'])
  expect(
    beyond(
      { inFlight: 5 },
      of('pipelined', () => ({ peakFeedsInFlight: 6 })),
    ),
  ).toEqual(['pipelined: feeds in flight 6 over 5'])
  expect(
    beyond(
      { failures: 0 },
      of('pipelined', () => ({ failures: { 'fetch status': 1 } })),
    ),
  ).toEqual(['pipelined: failures in a run 1 over 0'])
})

test('a limit on what is not known leaves out, since nothing shows that it is kept', () => {
  const trials = of('pipelined', () => ({ peakFeedsInFlight: undefined }))
  expect(summarize(trials, choosing('speed', { inFlight: 5 })).pick!.excluded).toEqual([
    { variant: 'pipelined', because: 'feeds in flight: not known', isLimit: true },
  ])
})

test('where the reference itself is beyond a limit, the best of the rest is picked', () => {
  const trials = of('sequential', () => ({ peakRssBytes: 300e6 }))
  expect(summarize(trials, choosing('speed', { rssBytes: 256e6 })).pick!.set).toEqual(['promise-all', 'pipelined'])
})

test('where nothing but the reference keeps to the limits, it is kept for that', () => {
  const trials = changed(
    calm,
    (trial) => isMeasured(trial) && trial.role === 'candidate',
    () => ({ eventLoopDelayMs: 300 }),
  )
  expect(summarize(trials, choosing('speed', { eventLoopDelayMs: 200 })).advice).toMatch(
    /^Keep sequential: nothing else keeps to the limits\. Left out: look-ahead \(a stall of 300 ms in one run, over 200 ms\); /,
  )
})

test('what is beyond a limit by little is told with digits enough to see it', () => {
  const because = (bounds: SelectionCriteria['bounds'], change: Partial<Trial>) =>
    summarize(
      of('pipelined', () => change),
      choosing('speed', bounds),
    ).pick!.excluded.map((one) => one.because)
  expect(because({ rssBytes: 256e6 }, { peakRssBytes: 256.04e6 })).toEqual([
    'peak memory 256.04 MB in one run, over 256 MB',
  ])
  expect(because({ eventLoopDelayMs: 200 }, { eventLoopDelayMs: 200.4 })).toEqual([
    'a stall of 200.4 ms in one run, over 200 ms',
  ])
  expect(because({ rssBytes: 500e3 }, {})[0]).toBe('peak memory 90 MB in one run, over 0.5 MB')
})
