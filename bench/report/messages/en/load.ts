/** Jobs on a schedule. */
export const load = {
  itemsAndDeliveries: (items: string, deliveries: string) => `${items}, ${deliveries} a job`,
  oneJobAtATime:
    'A process does one job at a time: a job starts when it is due or when the one before it has ended, whichever is later.',
  latencyTitle: 'Latency from the instant a job was due, ms (95%)',
  medianColumn: 'median',
  serviceTimeColumn: 'service time',
  tooFewJobsForPercentiles: (requirements: string, available: number) =>
    `Too few jobs of each strategy for more: ${requirements} of them, and there are ${available}.`,
  intervalsAssumeIndependence:
    'These intervals take jobs for independent of each other, which those that queue are not. The ratios assume only that processes are independent.',
  closedLoop: (serviceTimes: string) =>
    `A closed-loop benchmark, which starts a job when the last one has ended, would have said: ${serviceTimes}.`,
  latencyGrowsWithJobs: (variants: string) =>
    `What falls behind has no latency of its own: that of ${variants}, and ratios to it, grow with --jobs.`,
  loadTitle: 'Load and backlog',
  loadIntervalColumn: 'load (95%)',
  busyColumn: 'busy',
  largestBacklogColumn: 'largest backlog',
  serviceRatioColumn: (reference: string) => `service time over ${reference}`,
  loadLegend:
    'load: the time a job takes over the time between two, above 1 too much for one process; busy: the share of the time in which a job was under way; backlog: further jobs that were due when one began.',
  scheduleStops: ({ medianMs, longestMs, variant }: { medianMs: string; longestMs: string; variant: string }) =>
    `Between two jobs the harness works too; where that would have delayed one the schedule stood still: in the median at most ${medianMs} ms a job, at the longest once ${longestMs} ms (${variant}).`,
  latencyRatioColumn: (reference: string) => `latency over ${reference}`,
  latencyMsColumn: 'latency, ms',
  paceColumn: 'pace',
  serviceTimeMsColumn: 'service time, ms',
  loadColumn: 'load',
  perSecond: (jobs: string) => `${jobs} a second`,
  perMinute: (jobs: string) => `${jobs} a minute`,
  perHour: (jobs: string) => `${jobs} an hour`,
  schedule: (rate: string, everyMs: number) => `${rate}, one every ${everyMs} ms`,
  keepsUp: 'keeps up',
  fallsBehind: ({ jobsPerMinute, low, high }: { jobsPerMinute: string; low: string; high: string }) =>
    `falls behind by ${jobsPerMinute} jobs a minute (${low} to ${high})`,
  paceInconclusive: (load: string) => `undecided whether it keeps up (load ${load})`,
  jobsInBlocksOne: (jobs: string) => `${jobs} in 1 process of each variant`,
  jobsInBlocksMany: (jobs: string, blocks: number) => `${jobs} in each of ${blocks} processes of each variant`,
  fallsBehindShort: 'falls behind',
  paceInconclusiveShort: 'inconclusive',
  latencyColumn: 'latency',
}
