/** Numbers with their units, intervals, durations and lists. */
export const units = {
  range: (low: string, high: string) => `${low} to ${high}`,
  withDetail: (text: string, detail: string) => `${text} (${detail})`,
  withInterval: ({ estimate, low, high }: { estimate: string; low: string; high: string }) =>
    `${estimate} (${low} to ${high})`,
  iterationsInContainers: (iterations: string, containers: string) => `${iterations} in ${containers} of each variant`,
  iterationsInProcesses: (iterations: string, processes: string) => `${iterations} in ${processes}`,
  seconds: (seconds: number) => `${seconds} s`,
  minutesAndSeconds: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
  sentence: (text: string) => `${text}.`,
  ratioIntervalSuffix: (low: string, high: string) => ` (${low} to ${high})`,
}
