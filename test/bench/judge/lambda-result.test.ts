import { expect, test } from 'vitest'
import { comparisonDocument } from '../../../bench/report/documents/comparison.ts'
import { ENGLISH } from '../../../bench/report/messages/en.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { lambdaUsd } from '../../../bench/model/cost.ts'
import { lambdaResult } from '../../../bench/judge/comparison/functions.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import { quantile } from '../../../bench/statistics/quantile.ts'
import { invokedTrials, reinvoked } from '../../support/invoked-trials.ts'
import { A_TRIAL, changed, isMeasured, isRun, trialsOf, aFault } from '../../support/trials.ts'

const VARIANTS = ['sequential', 'pipelined', 'A/A']
const rowOf = (trials: Parameters<typeof lambdaResult>[0], variant: string) =>
  lambdaResult(trials, VARIANTS)!.warm.find((row) => row.variant === variant)!
const isCold = ({ phase }: { readonly phase: string }) => phase === 'cold'

test('trials without an invocation have no such result, and no section in any form', () => {
  expect(lambdaResult(trialsOf(), VARIANTS)).toBeUndefined()
  expect(summarize(trialsOf())).not.toHaveProperty('lambda')
})

// Breakage: cold starts that make the warm medians, the costs or the ratio worse.
test('cold runs, however long, change neither the warm table nor a ratio', () => {
  const trials = invokedTrials()
  const colder = changed(trials, isCold, (trial) => ({
    makespanMs: trial.makespanMs * 100,
    ...reinvoked(trial, { billedMs: 1e6, roundTripMs: 1e6, maxMemoryMb: 4000 }),
  }))
  expect(lambdaResult(colder, VARIANTS)!.warm).toEqual(lambdaResult(trials, VARIANTS)!.warm)
  const [before, after] = [summarize(trials), summarize(colder)]
  expect(after.variants).toEqual(before.variants)
  expect(after.lambda!.cold[0]!.makespanMs.median).toBeCloseTo(before.lambda!.cold[0]!.makespanMs.median * 100, 6)
})

test('warm runs change nothing of the cold table but what it compares with', () => {
  const trials = invokedTrials()
  const slower = changed(trials, isMeasured, (trial) => ({ makespanMs: trial.makespanMs * 2 }))
  const [before, after] = [trials, slower].map((all) => lambdaResult(all, VARIANTS)!.cold[1]!)
  expect(after).toMatchObject({ count: 12, enough: true, makespanMs: before!.makespanMs, billedMs: before!.billedMs })
  expect(after!.coldOverWarm!.ratio).toBeCloseTo(before!.coldOverWarm!.ratio / 2, 9)
})

// Breakage: whoever reads a report cannot know whether a time is what the function says, what Lambda says or what its caller waited.
test('a report says where its numbers come from, of measured invocations alone', () => {
  const timed = (by: 'answer' | 'trace') =>
    changed(
      invokedTrials(),
      () => true,
      (trial) =>
        reinvoked(trial, { timedBy: isCold(trial) ? 'caller' : trial.variant === 'pipelined' ? by : 'report' }),
    )
  const notesOf = (trials: readonly Trial[]) => {
    const { blocks } = comparisonDocument({ results: [summarize(trials)] }, ENGLISH)
    const { body } = blocks.find(({ id }) => id === 'method')!
    return body.is === 'notes' ? body.notes.slice(1) : []
  }
  expect(notesOf(timed('answer'))).toEqual([
    ENGLISH.lambda.timesNote(ENGLISH.all([ENGLISH.lambda.timeByAnswer, ENGLISH.lambda.timeByReport])),
    ENGLISH.lambda.reportsNote,
    ENGLISH.lambda.tracesNote,
  ])
  const traced = changed(
    invokedTrials(),
    () => true,
    (trial) => reinvoked(trial, { timedBy: 'trace' }),
  )
  expect(notesOf(traced)).toEqual([ENGLISH.lambda.timesNote(ENGLISH.lambda.timeByTrace), ENGLISH.lambda.computedNote])
  expect(notesOf(invokedTrials())).toEqual([])
})

// Breakage: money by the median, which a few slow invocations do not move although they are billed.
test('a million invocations cost what the mean billed costs: one slow one is paid for, and moves no median', () => {
  const trials = changed(invokedTrials({ containers: 3, warm: 1 }), isMeasured, (trial) =>
    reinvoked(trial, { billedMs: trial.block === 3 ? 1000 : 100 }),
  )
  const { billedMs, usdPerMillion } = rowOf(trials, 'pipelined')
  expect(billedMs!.median).toBe(100)
  // 400 ms on average, of 1769 / 1024 GB, on arm64: 0.4 s * 1.7275390625 GB * 0.0000133334 USD, and 0.20 USD a million requests.
  expect(usdPerMillion!.mean).toBeCloseTo(0.4 * 1.727_539_062_5 * 13.3334 + 0.2, 9)
  expect(usdPerMillion!.mean).toBeCloseTo(
    lambdaUsd({ billedMs: 400e6, memoryMb: 1769, invocations: 1e6, architecture: 'arm64' }),
    9,
  )
})

test('x86_64 costs more than arm64 by their prices, and of one that nobody knows there is no price', () => {
  const of = (architecture: 'arm64' | 'x86_64' | undefined) =>
    rowOf(
      changed(
        invokedTrials({ containers: 2 }),
        () => true,
        (trial) => reinvoked(trial, { billedMs: 1000, memoryMb: 1024, architecture }),
      ),
      'sequential',
    )
  expect(of('arm64')).toMatchObject({ architecture: 'arm64', memoryMb: 1024 })
  expect(of('arm64').usdPerMillion!.mean).toBeCloseTo(13.3334 + 0.2, 9)
  expect(of('x86_64').usdPerMillion!.mean).toBeCloseTo(16.6667 + 0.2, 9)
  const unknown = of(undefined)
  expect(unknown).not.toHaveProperty('architecture')
  expect(unknown).not.toHaveProperty('usdPerMillion')
  expect(unknown).toMatchObject({ billedMs: of('arm64').billedMs })
})

test('all that was billed is paid, cold starts and failed invocations too', () => {
  const trials = changed(
    invokedTrials({ containers: 2, warm: 1 }),
    () => true,
    (trial) => ({
      ...reinvoked(trial, { billedMs: 500, memoryMb: 2048 }),
      faults: trial.block === 2 ? [aFault('it failed')] : [],
    }),
  )
  expect(trials).toHaveLength(12)
  expect(lambdaResult(trials, VARIANTS)!.usd).toBeCloseTo(12 * (0.5 * 2 * 0.000_013_333_4 + 0.000_000_2), 12)
})

test('a failed invocation is in no median of time, memory or money', () => {
  const trials = invokedTrials({ containers: 3 })
  const failed = changed(trials, isRun('pipelined', 2, 1), (trial) => ({
    faults: [aFault('it failed')],
    ...reinvoked(trial, { billedMs: 60_000, maxMemoryMb: 1769 }),
  }))
  const without = trials.filter((trial) => !isRun('pipelined', 2, 1)(trial))
  expect(lambdaResult(failed, VARIANTS)!.warm).toEqual(lambdaResult(without, VARIANTS)!.warm)
})

test('beyond the run is what the caller waited and the run did not take', () => {
  const trials = invokedTrials()
  const own = trials.filter((trial) => trial.variant === 'sequential' && isMeasured(trial))
  // A value a container: the mean of its two warm runs.
  const expected = [...Map.groupBy(own, ({ block }) => block).values()].map(
    (runs) => runs.reduce((sum, { makespanMs, invocation }) => sum + invocation!.roundTripMs! - makespanMs, 0) / 2,
  )
  expect(rowOf(trials, 'sequential').aroundMs!.median).toBeCloseTo(quantile(expected, 0.5), 9)
})

test('containers are counted by their names, and the most memory of any of them is reported', () => {
  const trials = changed(invokedTrials({ containers: 4 }), isRun('A/A', 3, 2), (trial) =>
    reinvoked(trial, { maxMemoryMb: 333 }),
  )
  expect(rowOf(trials, 'A/A')).toMatchObject({ containers: 4, maxMemoryMb: 333 })
})

test('what no REPORT line had is absent', () => {
  const unreported = { billedMs: undefined, maxMemoryMb: undefined, roundTripMs: undefined, initMs: undefined }
  const result = lambdaResult(
    changed(
      invokedTrials({ containers: 2 }),
      () => true,
      (trial) => reinvoked(trial, unreported),
    ),
    VARIANTS,
  )!
  expect(result).not.toHaveProperty('usd')
  expect(Object.keys(result.warm[0]!)).toEqual(['variant', 'memoryMb', 'architecture', 'containers'])
  expect(result.cold[0]).not.toHaveProperty('initMs')
})

// Breakage: one share of a processor reported for all sizes, that of the size that happened to come first.
test('each size of memory has the share of the processor that was measured for it', () => {
  const sized = invokedTrials({ containers: 2, candidates: { pipelined: {} } }).map((trial) => {
    const memoryMb = trial.variant === 'pipelined' ? 512 : 1769
    const share = memoryMb === 512 ? { wanted: 0.29, achieved: 0.7 } : { wanted: 1, achieved: 1.01 }
    return { ...trial, ...reinvoked(trial, { memoryMb }), emulation: { ...trial.emulation!, share } }
  })
  expect(lambdaResult(sized, VARIANTS)!.emulation).toEqual({
    client: 'native',
    freezes: true,
    sizes: [
      { memoryMb: 512, wanted: 0.29, achieved: 0.7 },
      { memoryMb: 1769, wanted: 1, achieved: 1.01 },
    ],
  })
  expect(lambdaResult(invokedTrials({ target: 'aws' }), VARIANTS)).not.toHaveProperty('emulation')
})

test('a variant that was never invoked has no row', () => {
  const trials = [...invokedTrials({ containers: 2 }), { ...A_TRIAL, variant: 'nobody' }]
  expect(lambdaResult(trials, [...VARIANTS, 'nobody'])!.warm.map(({ variant }) => variant)).toEqual(VARIANTS)
})

// Breakage: a function whose memory no trace has, at the price of its requests alone.
test('where the memory is not known there is no price', () => {
  const trials = changed(
    invokedTrials({ containers: 2 }),
    () => true,
    (trial) => reinvoked(trial, { memoryMb: 0 }),
  )
  expect(lambdaResult(trials, VARIANTS)).not.toHaveProperty('usd')
  expect(rowOf(trials, 'pipelined')).not.toHaveProperty('usdPerMillion')
})

// Breakage: twenty warm runs of one container pass for twenty observations.
test('the runs of a container are one value, however many there are', () => {
  const widthOf = (warm: number) => {
    const { billedMs, usdPerMillion } = rowOf(invokedTrials({ warm, containerSd: 0.1, phaseSd: 0.001 }), 'pipelined')
    expect(billedMs!.count).toBe(12)
    return [
      billedMs!.interval!.high - billedMs!.interval!.low,
      usdPerMillion!.interval!.high - usdPerMillion!.interval!.low,
    ]
  }
  const [few, many] = [widthOf(1), widthOf(20)]
  expect(many[0]! / few[0]!).toBeGreaterThan(0.8)
  expect(many[1]! / few[1]!).toBeGreaterThan(0.8)
})

// Breakage: "Ship pipelined", of which every first run failed, or sent other notifications.
test('what goes wrong in cold runs alone is seen: in the verdict, the notes and the table', () => {
  const good = invokedTrials({ candidates: { pipelined: { fetch: -50 } } })
  const ofCold = ({ variant, phase }: { readonly variant: string; readonly phase: string }) =>
    variant === 'pipelined' && phase === 'cold'
  const verdictOf = (trials: typeof good) =>
    summarize(trials).variants.find(({ variant }) => variant === 'pipelined')!.verdict!.code
  expect(verdictOf(good)).toBe('faster')
  const failed = changed(good, ofCold, () => ({ faults: [aFault('Task timed out after 3.00 seconds')] }))
  expect(verdictOf(failed)).toBe('unreliable')
  expect(lambdaResult(failed, VARIANTS)!.coldFailed).toEqual([{ variant: 'pipelined', failed: 12, of: 12 }])
  const wrong = changed(good, ofCold, ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'another' } }))
  expect(verdictOf(wrong)).toBe('output-mismatch')
  expect(summarize(wrong).exitCode).toBe(2)
  const twice = changed(good, ofCold, ({ deliveries }) => ({ deliveries: { ...deliveries, duplicates: 1 } }))
  expect(verdictOf(twice)).toBe('output-mismatch')
})
