/** What makes a difference, and the phases of a run. */
export const causes = {
  slowerThanReference: ({
    variant,
    milliseconds,
    reference,
    range,
  }: {
    variant: string
    milliseconds: string
    reference: string
    range: string
  }) => `${variant}: ${milliseconds} ms slower than ${reference} (${range} ms)`,
  fasterThanReference: ({
    variant,
    milliseconds,
    reference,
    range,
  }: {
    variant: string
    milliseconds: string
    reference: string
    range: string
  }) => `${variant}: ${milliseconds} ms faster than ${reference} (${range} ms)`,
  causeUnknown: (difference: string, reason: string) => `${difference}; ${reason}.`,
  causeOfSlower: ({
    difference,
    phase,
    milliseconds,
    range,
  }: {
    difference: string
    phase: string
    milliseconds: string
    range: string
  }) => `${difference}; the cause is ${phase}: ${milliseconds} ms more of it (${range}).`,
  causeOfFaster: ({
    difference,
    phase,
    milliseconds,
    range,
  }: {
    difference: string
    phase: string
    milliseconds: string
    range: string
  }) => `${difference}; the cause is ${phase}: ${milliseconds} ms less of it (${range}).`,
  noPhaseDiffers: 'no phase differs significantly',
  spreadOverPhases: (phases: string) => `spread over ${phases}`,
  phasesTooSmall: (phases: string) => `only ${phases} differs significantly, and carries half of it at most`,
  timeBreakdownTitle: 'Time breakdown: what a run waited for, means, ms',
  totalColumn: 'total',
  meanConcurrencyColumn: 'mean concurrency',
  meanConcurrencyShortColumn: 'conc',
  timeBreakdownNote:
    'waiting: for the servers’ delays; CPU: of the steps waited for; queueing: they stood behind others, for a lane, the event loop, a processor or the network; start-up: before the first step and after the last. They add up to the total; fetch, notify: how many of these steps a run waited for, one after another; mean concurrency (conc): steps under way at a time.',
  waitingPhase: 'waiting',
  cpuPhase: 'CPU',
  queueingPhase: 'queueing',
  startUpPhase: 'start-up',
  fetchPhase: 'fetch',
  checkPhase: 'check',
  notifyPhase: 'notify',
  servicePhase: 'service',
  handlerPhase: 'handler',
  runPhase: 'run',
  aroundPhase: 'around',
  overheadPhase: 'overhead',
  tooFewContainers: (minimum: number) =>
    `What makes a difference is not shown for fewer than ${minimum} containers of each.`,
}
