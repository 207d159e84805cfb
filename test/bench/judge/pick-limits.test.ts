import { expect, test } from 'vitest'
import { parseObjective, type SelectionCriteria } from '../../../bench/judge/selection-criteria.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { changed, isMeasured, trialsOf } from '../../support/trials.ts'

const FOUR = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.25, 'worker-threads': 0.4 }
const CALM = { candidates: FOUR, blockSd: 0.002, iterationSd: 0.004 }
const calm = trialsOf(CALM)

const choosing = (objective: string, constraints: SelectionCriteria['constraints'] = {}): SelectionCriteria => ({
  objective: parseObjective(objective),
  constraints,
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
    { variant: 'pipelined', reason: { code: 'constraint', constraint: 'eventLoopDelayMs', limit: 200, largest: 300 } },
  ])
})

test('what exceeds a limit in a single run is left out, with what it took', () => {
  const trials = of('promise-all', ({ block, iteration }) =>
    block === 3 && iteration === 2 ? { peakRssBytes: 300e6 } : {},
  )
  const { pick, recommendation } = summarize(trials, choosing('speed', { rssBytes: 256e6 }))
  expect(pick!.best).toEqual(['pipelined'])
  expect(pick!.excluded).toEqual([
    { variant: 'promise-all', reason: { code: 'constraint', constraint: 'rssBytes', limit: 256e6, largest: 300e6 } },
  ])
  expect(recommendation).toEqual({ code: 'use', variant: 'pipelined', alike: [], unclear: [] })
})

test('each limit leaves out what exceeds it, and a limit that is met leaves out nothing', () => {
  const beyond = (constraints: SelectionCriteria['constraints'], trials = calm) =>
    summarize(trials, choosing('speed', constraints)).pick!.excluded
  const pipelinedBy = (constraint: keyof SelectionCriteria['constraints'], limit: number, largest: number) => [
    { variant: 'pipelined', reason: { code: 'constraint', constraint, limit, largest } },
  ]
  expect(beyond({ eventLoopDelayMs: 2, inFlight: 1, failures: 0, rssBytes: 90e6 })).toEqual([])
  expect(
    beyond(
      { eventLoopDelayMs: 2 },
      of('pipelined', () => ({ eventLoopDelayMs: 2.1 })),
    ),
  ).toEqual(pipelinedBy('eventLoopDelayMs', 2, 2.1))
  expect(
    beyond(
      { inFlight: 5 },
      of('pipelined', () => ({ peakItemsInFlight: 6 })),
    ),
  ).toEqual(pipelinedBy('inFlight', 5, 6))
  expect(
    beyond(
      { failures: 0 },
      of('pipelined', () => ({ failures: { 'fetch status': 1 } })),
    ),
  ).toEqual(pipelinedBy('failures', 0, 1))
})

test('a limit on what is not known leaves out, since nothing shows that it is kept', () => {
  const trials = of('pipelined', () => ({ peakItemsInFlight: undefined }))
  expect(summarize(trials, choosing('speed', { inFlight: 5 })).pick!.excluded).toEqual([
    { variant: 'pipelined', reason: { code: 'constraint', constraint: 'inFlight', limit: 5 } },
  ])
})

test('where the reference itself is beyond a limit, the best of the rest is picked', () => {
  const trials = of('sequential', () => ({ peakRssBytes: 300e6 }))
  expect(summarize(trials, choosing('speed', { rssBytes: 256e6 })).pick!.best).toEqual(['promise-all', 'pipelined'])
})

test('where nothing but the reference keeps to the limits, it is kept for that', () => {
  const trials = changed(
    calm,
    (trial) => isMeasured(trial) && trial.role === 'candidate',
    () => ({ eventLoopDelayMs: 300 }),
  )
  const { pick, recommendation } = summarize(trials, choosing('speed', { eventLoopDelayMs: 200 }))
  expect(recommendation).toEqual({ code: 'none-eligible', isReferenceOut: false, isByConstraints: true })
  expect(pick!.excluded).toEqual(
    Object.keys(FOUR).map((variant) => ({
      variant,
      reason: { code: 'constraint', constraint: 'eventLoopDelayMs', limit: 200, largest: 300 },
    })),
  )
})
