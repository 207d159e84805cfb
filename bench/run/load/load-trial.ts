import { createHash } from 'node:crypto'
import type { Taken } from '../../../mock-server/main.ts'
import { type FinishedRun, toTrial } from '../local/finish.ts'
import { isOfProgram, type MeasuredRun } from '../local/messages.ts'
import type { Trial } from '../../trial/trial.ts'
import type { LoadPlan } from '../../plan/load-plan.ts'
import type { DoneJob } from '../../plan/series.ts'

/** What one variant did in one block; `taken` is what the whole series was to the mock server. */
export interface FinishedSeries extends Pick<
  FinishedRun,
  'environment' | 'variant' | 'block' | 'position' | 'taken' | 'virtualRuns'
> {
  readonly loadPlan: LoadPlan
  readonly jobs: readonly DoneJob<{ readonly measured: MeasuredRun | Error; readonly load: number }>[]
}

/** A run as one of a load plan: of another schedule, or judged at another look, it could not be compared with. */
export function onSchedule(trial: Trial, { everyMs, plan }: LoadPlan): Trial {
  const digest = shortDigest(`${trial.scenario.digest} every ${everyMs} ms`)
  return { ...trial, scenario: { ...trial.scenario, digest, looks: [...plan.looks] } }
}

/** The jobs of a series as lines of the record, one each. */
export async function seriesTrials(series: FinishedSeries): Promise<Trial[]> {
  const { loadPlan, jobs, taken, environment, variant, block, position, virtualRuns } = series
  const common = {
    plan: loadPlan.plan,
    environment,
    variant,
    block,
    position,
    taken,
    virtualRuns,
    phase: 'measured',
  } as const
  const trials = await Promise.all(
    jobs.map(async ({ arrival, ran: { measured, load } }, job) => {
      // Of what the server held for a single job nothing is known, so that nothing can be split.
      const unmarked = measured instanceof Error || isOfProgram(measured) ? measured : { ...measured, marks: undefined }
      const run = { ...common, jobs: jobs.length, iteration: job + 1, measured: unmarked, load }
      return { ...onSchedule(await toTrial(run), loadPlan), arrival }
    }),
  )
  const digests = digestsOf(trials, taken)
  const twice =
    taken instanceof Error ? 0 : Math.max(0, taken.accepted - jobs.length * (taken.accepted - taken.duplicates))
  return trials.map((trial, job) => {
    const share = (total: number) => shareOf(total, job, jobs.length)
    const { deliveries, mock, idealMs, plannedIdealMs } = trial
    const { posts, accepted, throttled } = deliveries
    return {
      ...trial,
      // Like the delays they come from, these are known of the whole series.
      ...(idealMs !== undefined && { idealMs: idealMs / jobs.length }),
      ...(plannedIdealMs !== undefined && { plannedIdealMs: plannedIdealMs / jobs.length }),
      deliveries: {
        ...digests,
        posts: share(posts),
        accepted: share(accepted),
        duplicates: share(twice),
        throttled: share(throttled),
      },
      ...(mock && { mock: shareOfMock(mock, jobs.length, share(mock.requests)) }),
    }
  })
}

/**
 * Of all that was accepted, of how much each job says it sent and, in a job of a user's own, of what failed in it: every job sends the same, so that one which lost something and
 * one which sent it twice would leave no trace in the delivery record of both.
 */
function digestsOf(
  trials: readonly Trial[],
  taken: Taken | Error,
): Pick<Trial['deliveries'], 'digest' | 'postsDigest'> {
  const accepted = taken instanceof Error ? '' : taken.digest
  const sent = [accepted, ...trials.map((trial) => trial.sent)]
  const postsDigest = shortDigest(sent.join('\n'))
  if (!trials.some(({ failedItems = [] }) => failedItems.length > 0)) return { digest: postsDigest }
  // The digest of each has all of its failures, of which only some are listed.
  const failed = trials.map(({ deliveries }) => deliveries.digest)
  return { digest: shortDigest([...sent, ...failed].join('\n')), postsDigest }
}

function shareOfMock(mock: NonNullable<Trial['mock']>, jobs: number, requests: number): Trial['mock'] {
  return {
    requests,
    heldMs: mock.heldMs / jobs,
    fetchHeldMs: mock.fetchHeldMs / jobs,
    notifyHeldMs: mock.notifyHeldMs / jobs,
    drawnMs: mock.drawnMs / jobs,
    cpuMs: mock.cpuMs / jobs,
    // The longest, whenever it was.
    lagMs: mock.lagMs,
  }
}

/** Whole numbers that add up to the total. */
function shareOf(total: number, job: number, jobs: number): number {
  return Math.floor((total * (job + 1)) / jobs) - Math.floor((total * job) / jobs)
}

function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
