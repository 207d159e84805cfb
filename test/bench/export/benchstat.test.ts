import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawBenchstat } from '../../../bench/export/benchstat.ts'
import { isScheduled, latencyMs, waitMs } from '../../../bench/judge/load/blocks.ts'
import { AA_CHECK, SENSITIVITY_CHECK } from '../../../bench/plan/schedule.ts'
import { exportTexts } from '../../../bench/report/messages/exports.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { invokedTrials, reinvoked } from '../../support/invoked-trials.ts'
import { samples } from '../../support/samples.ts'
import { A_TRIAL, changed, isMeasured, isRun, trialsOf, MOCK_SERVER_DIED } from '../../support/trials.ts'
import { loadTrialsOf } from '../judge/load/simulated.ts'
import { type Benchmark, readBenchmarks } from './benchmark-reader.ts'
import { anyText } from '../../support/any-text.ts'

const benchmarksOf = (trials: readonly Trial[]) => readBenchmarks(drawBenchstat(trials)).benchmarks

/** As a URL is read: the variant that a line is of. */
const variantOf = ({ parts }: Benchmark) => {
  expect(parts).toHaveLength(1)
  expect(parts[0]).toMatch(/^variant=/)
  return decodeURIComponent(parts[0]!.slice('variant='.length))
}

const named = (...variants: readonly string[]) =>
  benchmarksOf(
    variants.map((variant) => ({ ...A_TRIAL, scenario: { ...A_TRIAL.scenario, variants: [...variants] }, variant })),
  ).map(variantOf)

const BLOCKS = 2
const ITERATIONS = 3
const trials = trialsOf({ candidates: { pipelined: 0.5, 'look-ahead': 0.9 }, blocks: BLOCKS, iterations: ITERATIONS })
const variants = ['sequential', 'pipelined', 'look-ahead', AA_CHECK, SENSITIVITY_CHECK]

test('each measured run is a line with what it took', () => {
  const benchmarks = benchmarksOf(trials)
  expect(benchmarks).toHaveLength(variants.length * BLOCKS * ITERATIONS)
  for (const variant of variants) {
    const own = trials.filter((trial) => isMeasured(trial) && trial.variant === variant)
    const lines = benchmarks.filter((benchmark) => variantOf(benchmark) === variant)
    expect(lines).toHaveLength(own.length)
    for (const [index, { makespanMs, cpuMs, peakRssBytes, firstNotificationMs, eventLoopDelayMs }] of own.entries()) {
      const { values, iterations } = lines[index]!
      expect(iterations).toBe(1)
      expect(values['ns/op']).toBeCloseTo(makespanMs * 1e6, -0.5)
      expect(values).toMatchObject({
        'cpu-ns/op': cpuMs * 1e6,
        'event-loop-delay-ns/op': eventLoopDelayMs! * 1e6,
        'first-notification-ns/op': firstNotificationMs! * 1e6,
        'peak-RSS-bytes': peakRssBytes,
      })
    }
  }
})

// Breakage: variants in the order of the shuffled iteration, whose first is then what benchstat compares with.
test('the reference comes first, then the variants in their order', () => {
  expect([...new Set(benchmarksOf(trials.toReversed()).map(variantOf))]).toEqual(variants)
})

test('runs that failed, warm-ups, cold runs and discarded iterations are left out', () => {
  const fault = changed(trials, isRun('pipelined', 1, 2), () => ({ faults: [{ code: 'timed-out', withinMs: 60_000 }] }))
  expect(benchmarksOf(fault)).toHaveLength(variants.length * BLOCKS * ITERATIONS - 1)
  const discarded = changed(trials, isRun('pipelined', 1, 2), () => ({ discarded: MOCK_SERVER_DIED }))
  expect(benchmarksOf(discarded)).toHaveLength(variants.length * (BLOCKS * ITERATIONS - 1))
  const invoked = invokedTrials({ containers: 3, warm: 2 })
  expect(benchmarksOf(invoked)).toHaveLength(3 * 3 * 2)
})

// Breakage: the run of a variant that is chosen alone counts, since that its iteration is discarded is known by another variant's.
test('discarded iterations are left out of chosen runs too, and where none is left that is said', () => {
  const discarded = changed(trials, isRun('pipelined', 1, 2), () => ({ discarded: MOCK_SERVER_DIED }))
  const { benchmarks } = readBenchmarks(drawBenchstat(discarded, { variant: AA_CHECK, block: 1 }))
  expect(benchmarks.map(variantOf)).toEqual([AA_CHECK, AA_CHECK])
  expect(() => drawBenchstat(discarded, { variant: AA_CHECK, block: 1, iteration: 2 })).toThrow(
    expect.objectContaining({
      code: 'no-such-runs',
      parameters: { of: 'runs', unit: 'process', block: 1, iteration: 2, variant: 'A/A', blocks: 2, iterations: 3 },
    }),
  )
  expect(() => drawBenchstat(invokedTrials({ containers: 3, warm: 2 }), { block: 9 })).toThrow(
    expect.objectContaining({
      code: 'no-such-runs',
      parameters: { of: 'runs', unit: 'container', block: 9, blocks: 3, iterations: 2 },
    }),
  )
  expect(() => drawBenchstat(trials.filter((trial) => !isMeasured(trial)))).toThrow(
    expect.objectContaining({ code: 'no-runs' }),
  )
})

// Breakage: `A/A` read as a variant `A` of a benchmark part `A`, `+10%` as two fields, `pool-2` as `pool` on 2 processors.
test('any name of a variant is one part of a name, and comes back as it was', () => {
  const names = [
    'A/A',
    '+10%',
    '+10%20%25',
    'pool-2',
    'pool-3',
    'pool%2D2',
    'a=b',
    '二\u3000三',
    'a\u0085b',
    'a\tb\nc',
    '-1',
    '1',
  ]
  expect(named(...names)).toEqual(names)
  fc.assert(
    fc.property(fc.uniqueArray(anyText(), { minLength: 1 }), (any) => {
      expect(named(...any)).toEqual(any)
    }),
    { numRuns: samples(500), seed: 1 },
  )
})

test('what was measured, and where, holds for all lines', () => {
  for (const { configuration } of benchmarksOf(trials))
    expect(configuration).toEqual({
      target: 'local',
      scenario: 'paper',
      digest: '0123456789ab',
      node: 'v24.0.0',
      cpu: 'Paper 3000',
      cores: '2',
    })
})

// Breakage: a scenario of two lines, whose second is read as a key, or as a benchmark.
test('no value of the configuration is more than one line, or nothing', () => {
  const scenario = { ...A_TRIAL.scenario, name: 'a\nBenchmarkEvil 1 1 ns/op\nb: c' }
  const [one, ...others] = benchmarksOf([{ ...A_TRIAL, scenario }])
  expect(others).toEqual([])
  expect(one!.configuration).toMatchObject({ scenario: 'a BenchmarkEvil 1 1 ns/op b: c', digest: '0123456789ab' })
})

// Breakage: memory-mb of the sizes before still said of those that have none.
test('each size of memory stands by itself, and machines that only invoked are left out', () => {
  const sized = (memoryMb: number | undefined) =>
    invokedTrials({ containers: 2, target: 'aws' }).map((trial) => ({
      ...trial,
      ...reinvoked(trial, { memoryMb: memoryMb ?? 0 }),
      scenario: { ...trial.scenario, digest: `of ${memoryMb}`, ...(memoryMb !== undefined && { memoryMb }) },
    }))
  const benchmarks = benchmarksOf([...sized(512), ...sized(1769), ...sized(undefined)])
  const sizes = benchmarks.map(({ configuration }) => configuration['memory-mb'])
  expect([...new Set(sizes)]).toEqual(['512', '1769', undefined])
  expect(new Set(benchmarks.flatMap(({ configuration }) => Object.keys(configuration)))).toEqual(
    new Set(['target', 'scenario', 'digest', 'memory-mb']),
  )
  expect(benchmarks[0]!.values).toHaveProperty(['billed-ns/op'])
})

test('what is not known of a function is left out, and is no zero', () => {
  const [one] = benchmarksOf([{ ...A_TRIAL, cpuMs: 0, eventLoopDelayMs: 0, peakRssBytes: 0 }])
  expect(Object.keys(one!.values)).toEqual([
    'ns/op',
    'first-notification-ns/op',
    'median-notification-ns/op',
    'peak-connections',
  ])
})

// Breakage: the time of a job alone, which leaves out how long it stood behind others: of one that falls behind, nearly all.
test('a job on a schedule takes as long as whoever waits for it waits, and that is said', async () => {
  const jobs = await loadTrialsOf({ serviceMs: { sequential: 150, pipelined: 30 }, jobs: 10, blocks: 2 })
  const scheduled = jobs.filter(isScheduled)
  const benchmarks = benchmarksOf(jobs)
  expect(benchmarks).toHaveLength(scheduled.length)
  for (const variant of ['sequential', 'pipelined']) {
    const lines = benchmarks.filter((benchmark) => variantOf(benchmark) === variant)
    const own = scheduled.filter((trial) => trial.variant === variant)
    for (const [index, job] of own.entries()) {
      const { values } = lines[index]!
      expect(values['ns/op']).toBeCloseTo(latencyMs(job) * 1e6, -0.5)
      expect(values['service-ns/op']).toBeCloseTo(job.makespanMs * 1e6, -0.5)
      expect(values['first-notification-ns/op']).toBeCloseTo((waitMs(job) + job.firstNotificationMs!) * 1e6, -0.5)
      expect(values['median-notification-ns/op']).toBeCloseTo((waitMs(job) + job.medianNotificationMs!) * 1e6, -0.5)
    }
  }
  // Ten jobs of 150 ms every 100 ms: the last one begins 450 ms late.
  const last = benchmarks.filter((benchmark) => variantOf(benchmark) === 'sequential')[9]!
  expect(last.values['ns/op']! / last.values['service-ns/op']!).toBeGreaterThan(3)
  const text = drawBenchstat(jobs)
  expect(text).toContain(exportTexts.benchstatSchedule)
  expect(benchmarks[0]!.configuration).toMatchObject({ 'due-every-ms': '100' })
  expect(readBenchmarks(text).better.get('service-ns/op')).toBe('lower')
  expect(drawBenchstat(trials)).not.toContain(exportTexts.benchstatSchedule)
  expect(drawBenchstat(trials)).not.toMatch(/service-ns|due-every-ms/)
})

test('of each unit that is used, less is said to be better', () => {
  const { benchmarks, better } = readBenchmarks(drawBenchstat(invokedTrials({ containers: 2 })))
  expect(new Set(better.keys())).toEqual(new Set(benchmarks.flatMap(({ values }) => Object.keys(values))))
  expect(new Set(better.values())).toEqual(new Set(['lower']))
})
