import { expect, test } from 'vitest'
import { countedIterations } from '../../../../bench/judge/comparison/iterations.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { MeanTimeBreakdown } from '../../../../bench/judge/comparison/judgement.ts'
import { PARTS, timeBreakdownsOf } from '../../../../bench/judge/comparison/time-breakdowns.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { changed, isMeasured, isRun, type TimePart, trialsOf } from '../../../support/trials.ts'

const where = (trials: readonly Trial[], scenario = trials[0]!.scenario) =>
  timeBreakdownsOf(countedIterations(trials, new Map()), scenario)
const rowOf = (rows: readonly MeanTimeBreakdown[], variant: string) => rows.find((row) => row.variant === variant)!
const partNames = Object.keys(PARTS) as TimePart[]

test('the four parts add up to the total, and their gaps to its gap', () => {
  const candidates = { 'look-ahead': 0.9, pipelined: 0.4, 'worker-threads': 1.2 }
  const rows = where(trialsOf({ candidates, causes: { pipelined: 'waitingMs', 'worker-threads': 'startUpMs' } }))
  expect(rows.map(({ variant }) => variant)).toEqual(['sequential', ...Object.keys(candidates)])
  for (const row of rows) {
    const { variant, totalMs, waitingMs, cpuMs, queueingMs, startUpMs, gap } = row
    expect(Math.abs(waitingMs + cpuMs + queueingMs + startUpMs - totalMs), variant).toBeLessThan(1e-9)
    if (variant === 'sequential') expect(gap).toBeUndefined()
    else {
      const sum = gap!.phases.reduce((all, { differenceMs }) => all + differenceMs, 0)
      expect(gap!.phases.map(({ phase }) => phase)).toEqual(Object.values(PARTS))
      expect(Math.abs(sum - gap!.total.differenceMs), variant).toBeLessThan(1e-9)
      expect(gap!.total.differenceMs).toBeCloseTo(totalMs - rowOf(rows, 'sequential').totalMs, 9)
      for (const part of partNames) {
        const { candidateMs } = gap!.phases.find(({ phase }) => phase === PARTS[part])!
        expect(candidateMs, `${variant} ${part}`).toBeCloseTo(row[part], 9)
      }
    }
  }
})

test('the total is the mean of the makespans, and so is every part of its own', () => {
  const trials = trialsOf()
  const own = trials.filter((trial) => isMeasured(trial) && trial.variant === 'pipelined')
  const meanOf = (pick: (trial: Trial) => number) => own.reduce((sum, trial) => sum + pick(trial), 0) / own.length
  const row = rowOf(where(trials), 'pipelined')
  expect(row.totalMs).toBeCloseTo(
    meanOf(({ makespanMs }) => makespanMs),
    9,
  )
  for (const part of partNames)
    expect(row[part]).toBeCloseTo(
      meanOf(({ timeBreakdown: split }) => split![part]),
      9,
    )
})

test('a part into which all of a difference was put is named as its cause, slower or faster', () => {
  for (const part of partNames) {
    const { gap } = rowOf(where(trialsOf({ candidates: { pipelined: 1.3 }, causes: { pipelined: part } })), 'pipelined')
    expect(gap!.cause, part).toBe(PARTS[part])
    expect(gap!.total.low).toBeGreaterThan(0)
  }
  const faster = where(trialsOf({ candidates: { pipelined: 0.5 }, causes: { pipelined: 'waitingMs' } }))
  expect(rowOf(faster, 'pipelined').gap).toMatchObject({ cause: 'waiting' })
  expect(rowOf(faster, 'pipelined').gap!.total.high).toBeLessThan(0)
})

test('where parts share a difference, or there is none, no part is named', () => {
  const shared = changed(
    trialsOf({ candidates: { pipelined: 1.3 }, causes: { pipelined: 'cpuMs' } }),
    ({ variant }) => variant === 'pipelined',
    ({ timeBreakdown: split, makespanMs }) => {
      // 30 of 130 parts are the difference; two thirds of it go elsewhere.
      const thirdMs = (makespanMs * 10) / 130
      const { cpuMs, queueingMs, startUpMs } = split!
      return {
        timeBreakdown: {
          ...split!,
          cpuMs: cpuMs - 2 * thirdMs,
          queueingMs: queueingMs + thirdMs,
          startUpMs: startUpMs + thirdMs,
        },
      }
    },
  )
  const { gap } = rowOf(where(shared), 'pipelined')
  expect(gap!.cause).toBeUndefined()
  expect(gap).toMatchObject({ why: 'spread', differing: ['CPU', 'queueing', 'start-up'] })
  const same = trialsOf({ candidates: { pipelined: 1 }, causes: { pipelined: 'cpuMs' }, blockSd: 0 })
  expect(rowOf(where(same), 'pipelined').gap).toMatchObject({ why: 'no-difference' })
})

// Breakage: means over those runs alone that happen to have a recording.
test('a variant of which a single run was not recorded is left out, and the others stay as they are', () => {
  const trials = trialsOf({ candidates: { pipelined: 0.5, 'look-ahead': 0.8 } })
  const torn = changed(trials, isRun('pipelined', 2, 3), () => ({ timeBreakdown: undefined }))
  expect(where(torn)).toEqual(where(trials).filter(({ variant }) => variant !== 'pipelined'))
  expect(where(changed(trials, isMeasured, () => ({ timeBreakdown: undefined })))).toEqual([])
})

test('without a recording of the reference nothing is compared with it', () => {
  const rows = where(changed(trialsOf(), isRun('sequential', 1, 1), () => ({ timeBreakdown: undefined })))
  expect(rows.map(({ variant, gap }) => [variant, gap])).toEqual([['pipelined', undefined]])
})

test('copies of the reference, and a strategy as it was before, are not listed', () => {
  const trials = changed(
    trialsOf({ candidates: { pipelined: 0.5, old: 0.6 } }),
    ({ variant }) => variant === 'old',
    () => ({
      role: 'baseline',
    }),
  )
  expect(where(trials).map(({ variant }) => variant)).toEqual(['sequential', 'pipelined'])
})

test('one block shows where the time went, and not what makes the difference', () => {
  const rows = where(trialsOf({ blocks: 1 }))
  expect(rows).toHaveLength(2)
  expect(rows.every(({ gap }) => gap === undefined)).toBe(true)
})

test('the more comparisons share the level, the wider is the gap’s interval', () => {
  const trials = trialsOf()
  const { scenario } = trials[0]!
  const more = { ...scenario, variants: [...scenario.variants, 'look-ahead', 'promise-all', 'worker-threads'] }
  const widths = [scenario, more].map((one) => {
    const { low, high } = rowOf(where(trials, one), 'pipelined').gap!.total
    return high! - low!
  })
  expect(widths[1]!).toBeGreaterThan(1.2 * widths[0]!)
})

test('how many steps were waited for, and how many were under way, are means over the runs', () => {
  const trials = changed(
    trialsOf(),
    ({ variant }) => variant === 'pipelined',
    ({ timeBreakdown: split, iteration }) => {
      const isOdd = iteration % 2 === 1
      const path = { fetch: isOdd ? 1 : 3, check: isOdd ? 2 : 4, notify: isOdd ? 0 : 1 }
      return { timeBreakdown: { ...split!, path, meanConcurrency: isOdd ? 5 : 7 } }
    },
  )
  expect(rowOf(where(trials), 'pipelined')).toMatchObject({
    path: { fetch: 2, check: 3, notify: 0.5 },
    meanConcurrency: 6,
  })
})

// Breakage: 5% at each of three looks, one of which the benchmark itself has chosen.
test('the gap’s interval is at the level of the look at which it is reported', () => {
  const [quick, first] = [true, false].map((isQuick) => {
    const result = summarize(trialsOf({ quick: isQuick }))
    const { low, high } = result.timeBreakdowns.find(({ variant }) => variant === 'pipelined')!.gap!.total
    return high! - low!
  })
  // t(5) at .01 over t(5) at .05.
  expect(first! / quick!).toBeCloseTo(4.032 / 2.571, 3)
})
