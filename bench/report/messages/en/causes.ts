/** What makes a difference, and the phases of a run. */
export const causes = {
  fasterOnAverage: (variant: string, ms: string, reference: string) =>
    `${variant} takes ${ms} ms less than ${reference} on average`,
  slowerOnAverage: (variant: string, ms: string, reference: string) =>
    `${variant} takes ${ms} ms more than ${reference} on average`,
  fasterThanReference: ({
    variant,
    ms,
    reference,
    range,
  }: {
    variant: string
    ms: string
    reference: string
    range: string
  }) => `${variant} takes ${ms} ms less than ${reference} on average (${range} ms)`,
  slowerThanReference: ({
    variant,
    ms,
    reference,
    range,
  }: {
    variant: string
    ms: string
    reference: string
    range: string
  }) => `${variant} takes ${ms} ms more than ${reference} on average (${range} ms)`,
  causeUnknown: (difference: string, reason: string) => `${difference}; ${reason}.`,
  lessOfPhase: (difference: string, phase: string, ms: string) => `${difference}; ${ms} ms of it is less ${phase}.`,
  lessOfPhasePartlyOffset: (difference: string, phase: string, ms: string) =>
    `${difference}; the cause is ${ms} ms less ${phase}, partly offset elsewhere.`,
  moreOfPhasePartlyOffset: (difference: string, phase: string, ms: string) =>
    `${difference}; the cause is ${ms} ms more ${phase}, partly offset elsewhere.`,
  moreOfPhase: (difference: string, phase: string, ms: string) => `${difference}; ${ms} ms of it is more ${phase}.`,
  noPhaseDiffers: 'no single part differs significantly',
  spreadOverPhases: (phases: string) => `it is spread over ${phases}`,
  phasesTooSmall: (phases: string) => `only ${phases} differs significantly, by less than half of it`,
  ofWaiting: 'waiting for servers',
  ofBetween: 'time between steps',
  ofCpu: 'CPU time',
  ofQueueing: 'queueing',
  ofStartUp: 'start-up time',
  ofPhase: (phase: string) => `time in ${phase}`,
  timeBreakdownTitle: 'Time breakdown: what a run waits for, means in ms',
  totalColumn: 'total',
  meanConcurrencyColumn: 'mean concurrency',
  meanConcurrencyShortColumn: 'conc',
  timeBreakdownNote:
    'Along the critical path of a run: waiting for the delays of servers; CPU time of the steps; queueing for a slot, the event loop, a processor or the network; start-up, before the first step and after the last. These add up to the total. fetch and notify count the steps on the critical path. Mean concurrency (conc) is the mean number of steps in progress.',
  waitingPhase: 'waiting',
  betweenPhase: 'between steps',
  cpuPhase: 'CPU',
  queueingPhase: 'queueing',
  startUpPhase: 'start-up',
  fetchPhase: 'fetch',
  checkPhase: 'check',
  notifyPhase: 'notify',
  servicePhase: 'service',
  initPhase: 'init',
  handlerPhase: 'handler',
  runPhase: 'run',
  aroundPhase: 'around',
  overheadPhase: 'overhead',
  extensionsPhase: 'extensions',
  tooFewContainers: (minimum: number) => `The cause of a difference takes at least ${minimum} containers per variant.`,
}
