/** Jobs on a schedule. */
export const load = {
  itemsAndDeliveries: (items: string, deliveries: string) => `${items}, ${deliveries} per job`,
  oneJobAtATime:
    'A process does one job at a time: a job starts when it is due or when the job before it has ended, whichever is later.',
  latencyTitle: 'Latency from when a job was due, ms (95%)',
  medianColumn: 'median',
  serviceTimeColumn: 'service time',
  tooFewJobsForPercentiles: (requirements: string, available: number) =>
    `Too few jobs for ${requirements}: ${available} available per variant.`,
  intervalsAssumeIndependence:
    'These intervals assume independent jobs; jobs that queue are not independent. The ratios only assume independent processes.',
  closedLoop: (serviceTimes: string) =>
    `A closed-loop benchmark, which starts a job when the last one has ended, would show: ${serviceTimes}.`,
  latencyGrowsWithJobs: (variants: string) =>
    `A variant that falls behind has no stable latency: that of ${variants}, and ratios to it, grow with --jobs.`,
  loadTitle: 'Load and backlog',
  loadIntervalColumn: 'load (95%)',
  busyColumn: 'busy',
  largestBacklogColumn: 'largest backlog',
  serviceRatioColumn: (reference: string) => `service time over ${reference}`,
  loadLegend:
    'load: the time of a job divided by the time between two jobs; above 1, one process cannot keep up. busy: the share of time in which a job ran. backlog: other jobs that were due when a job began.',
  scheduleStops: ({ medianMs, longestMs, variant }: { medianMs: string; longestMs: string; variant: string }) =>
    `The harness works between jobs. Where that would have delayed a job, the schedule was paused: at most ${medianMs} ms per job (median), once ${longestMs} ms (variant ${variant}).`,
  latencyRatioColumn: (reference: string) => `latency over ${reference}`,
  latencyMsColumn: 'latency, ms',
  paceColumn: 'pace',
  serviceTimeMsColumn: 'service time, ms',
  loadColumn: 'load',
  perSecond: (jobs: string) => `${jobs} per second`,
  perMinute: (jobs: string) => `${jobs} per minute`,
  perHour: (jobs: string) => `${jobs} per hour`,
  schedule: (rate: string, everyMs: number) => `${rate}, one every ${everyMs} ms`,
  keepsUp: 'keeps up',
  fallsBehind: ({ jobsPerMinute, low, high }: { jobsPerMinute: string; low: string; high: string }) =>
    `falls behind by ${jobsPerMinute} jobs per minute (${low} to ${high})`,
  paceInconclusive: (load: string) => `inconclusive (load ${load})`,
  jobsInBlocksOne: (jobs: string) => `1 process x ${jobs} per variant`,
  jobsInBlocksMany: (jobs: string, blocks: number) => `${blocks} processes x ${jobs} per variant`,
  fallsBehindShort: 'falls behind',
  paceInconclusiveShort: 'inconclusive',
  latencyColumn: 'latency',
}
