import type { TracedRun } from '../../infra/trace.ts'
import type { Failure, Outcome } from '../../strategies/job.ts'
import { createRecording, summarizeRun } from '../../strategies/recording.ts'

export const HEADER = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1'
export const ROOT = '1-67891233-abcdef012345678912345678'
export const PARENT = '53995c3f42cd8ad8'

/** When the run of a test began, in epoch milliseconds. */
export const BEGAN_MS = Date.UTC(2026, 0, 15, 9) + 0.25

/**
 * A run over so many feeds, `inFlight` of them at a time, of which every `failing`th fails: a fetch of 80 to 119 ms, a check of 1,
 * a notify of 30 for every second feed.
 */
export function aTracedRun(
  feeds: number,
  {
    inFlight = 200,
    failing = Infinity,
    message = 'no answer',
  }: { inFlight?: number; failing?: number; message?: string } = {},
): TracedRun {
  const recording = createRecording(feeds)
  const lanes = Array.from({ length: inFlight }, () => BEGAN_MS + 1)
  const outcomes = Array.from({ length: feeds }, (_, index): Outcome => {
    const lane = index % inFlight
    const fetched = lanes[lane]! + 80 + (index % 40)
    const isFailed = (index + 1) % failing === 0
    recording.set([lanes[lane]!, fetched], index * 6)
    if (!isFailed) recording.set([fetched + 0.5, fetched + 1.5], index * 6 + 2)
    if (!isFailed && index % 2 === 0) recording.set([fetched + 1.5, fetched + 31.5], index * 6 + 4)
    lanes[lane] = fetched
    const failures: Failure[] = isFailed ? [{ step: 'fetch', kind: 'network', message }] : []
    return { feed: { id: `calendar.test #${index + 1}`, url: 'https://calendar.test/5ecret' }, sent: [], failures }
  })
  return {
    strategy: 'promise-all',
    recording,
    outcomes,
    measured: {
      beganMs: BEGAN_MS,
      makespanMs: recording.reduce((last, ms) => Math.max(last, ms), BEGAN_MS) - BEGAN_MS,
      limits: { concurrency: inFlight, threads: 1, buffer: 0 },
      figures: summarizeRun(recording, outcomes, BEGAN_MS),
      cpuMs: 120.5,
      eventLoopDelayMs: 3.25,
      eventLoop: [],
      peakRssBytes: 90_000_000,
      examples: failing === Infinity ? [] : [{ step: 'fetch', kind: 'network', message }],
    },
    annotations: { run: 'a run', block: 1, iteration: 2, cold: true, container: 'a container' },
  }
}
