/** Numbers with their units, intervals, durations and lists. */
export const units = {
  /** As trials record it, such as `v24.21.0 (bundled)`. */
  nodeVersion: (version: string) => version,
  range: (low: string, high: string) => `${low} to ${high}`,
  withDetail: (text: string, detail: string) => `${text} (${detail})`,
  withInterval: ({ estimate, low, high }: { estimate: string; low: string; high: string }) =>
    `${estimate} (${low} to ${high})`,
  unitsTimesIterations: (units: string, iterations: string) => `${units} x ${iterations} per variant`,
  iterationsInUnits: (iterations: string, units: string) => `${iterations} in ${units} per variant`,
  times: (factor: string) => `${factor}x`,
  timesRange: (low: string, high: string) => `${low}x to ${high}x`,
  timesWithInterval: ({ estimate, low, high }: { estimate: string; low: string; high: string }) =>
    `${estimate}x (${low}x to ${high}x)`,
  seconds: (seconds: number | string) => `${seconds} s`,
  minutes: (minutes: string) => `${minutes} min`,
  hours: (hours: string) => `${hours} h`,
  days: (days: string) => `${days} d`,
  minutesAndSeconds: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
  sentence: (text: string) => `${text}.`,
  ratioIntervalSuffix: (low: string, high: string) => ` (${low} to ${high})`,
  medianDelay: (delay: string) => `${delay} median delay`,
}
