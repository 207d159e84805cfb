import { expect, test, vi } from 'vitest'
import { METRICS_NAMESPACE, logMetrics, metricsLine } from '../../infra/metrics.ts'
import type { Outcome } from '../../strategies/job.ts'
import { createRecording, summarizeRun } from '../../strategies/recording.ts'

/** A run of three feeds, of which one failed twice and one was sent. */
function aPerformance() {
  const failure = { step: 'notify', kind: 'refused', message: 'no' } as const
  const notice = {
    key: 'k',
    feedId: 'c',
    calendar: '',
    uid: 'u',
    summary: '',
    startMs: 0,
    allDay: false,
    acceptedMs: 3,
  }
  const outcomes: Outcome[] = [
    { feed: { id: 'a', url: 'https://feeds.test/a' }, sent: [], failures: [failure, failure] },
    { feed: { id: 'b', url: 'https://feeds.test/b' }, sent: [], failures: [] },
    { feed: { id: 'c', url: 'https://feeds.test/c' }, sent: [notice], failures: [] },
  ]
  const figures = summarizeRun(createRecording(3), outcomes, 0)
  const limits = { concurrency: 1, threads: 1, buffer: 0 }
  const measured = {
    beganMs: 1_768_467_600_000.4,
    makespanMs: 12.5,
    limits,
    figures,
    cpuMs: 1,
    eventLoopDelayMs: 0,
    eventLoop: [],
    peakRssBytes: 1,
    examples: [],
  }
  return { outcomes, measured, isCutOff: false, trace: { documents: 0, bytes: 0, rows: 0, traceBuildMs: 0 } }
}

interface Emf {
  readonly _aws: {
    readonly Timestamp: number
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string
      readonly Dimensions: readonly (readonly string[])[]
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[]
    }[]
  }
  readonly [member: string]: unknown
}

// Breakage: a metric or a dimension is named and not given, or two functions' runs fall into one metric.
test('the line is in the embedded metric format: every dimension a member with a text, every metric one with a number', () => {
  const line = metricsLine('utakata-\n"pipelined"-1769', 'pipelined', aPerformance())
  expect(line).not.toMatch(/[\r\n]/)
  const { _aws, ...members } = JSON.parse(line) as Emf
  expect(Number.isInteger(_aws.Timestamp)).toBe(true)
  expect(_aws.CloudWatchMetrics).toHaveLength(1)
  const [{ Namespace, Dimensions, Metrics }] = _aws.CloudWatchMetrics as [Emf['_aws']['CloudWatchMetrics'][number]]
  expect(Namespace).toBe(METRICS_NAMESPACE)
  expect(Dimensions).toEqual([['Function', 'Strategy']])
  for (const name of Dimensions.flat()) expect(members[name]).toBeTypeOf('string')
  expect(Metrics.length).toBeGreaterThan(0)
  for (const { Name, Unit } of Metrics) {
    expect(members[Name], Name).toBeTypeOf('number')
    expect(['Milliseconds', 'Count']).toContain(Unit)
  }
  const named = [...Dimensions.flat(), ...Metrics.map(({ Name }) => Name)].toSorted()
  expect(Object.keys(members).toSorted()).toEqual(named)
})

// Breakage: failures are counted, which are two of one feed.
test('it reports the makespan, the feeds, those of them that failed and the notifications', () => {
  expect(JSON.parse(metricsLine('f', 'sequential', aPerformance()))).toMatchObject({
    _aws: { Timestamp: 1_768_467_600_000 },
    Function: 'f',
    Strategy: 'sequential',
    Makespan: 12.5,
    Feeds: 3,
    Failures: 1,
    Notifications: 1,
  })
})

// Breakage: `console.log`: Lambda wraps it, and CloudWatch finds no metrics.
test('the line is written as it is, with a line break', () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const log = vi.spyOn(console, 'log')
  try {
    logMetrics('{"a":1}')
    expect(write.mock.calls).toEqual([['{"a":1}\n']])
    expect(log).not.toHaveBeenCalled()
  } finally {
    vi.restoreAllMocks()
  }
})

// Breakage: a dry run counts as notifications.
test('a dry run has notified nobody', () => {
  const metrics = JSON.parse(metricsLine('f', 'pipelined', aPerformance(), { dryRun: true })) as {
    Notifications: number
  }
  expect(metrics.Notifications).toBe(0)
})
