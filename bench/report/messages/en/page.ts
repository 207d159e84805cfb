/** What every page has beside its charts and tables. */
export const page = {
  processorRow: 'processor',
  measuredInLab: 'local Lambda lab',
  measuredOnAws: (machine: string) => `AWS, driven from ${machine}`,
  titleWithMemory: (scenario: string, memoryMb: number) => `${scenario} at ${memoryMb} MB`,
  downloadJson: 'Save the numbers of this page (report.json)',
  figureData: (title: string) => `Data: ${title}`,
  glossaryTitle: 'What the columns mean',
  methodTitle: 'How it was measured',
  environmentTableLabel: 'Where it was measured',
  methodLocal:
    'A block is one fresh process for each strategy; reports count blocks as processes of each. The processes are warmed up, then run in iterations: each strategy once, alone, in a freshly shuffled order, and every one meets the same delays. A ratio is that of two runs of the same iteration; the block is what counts as one observation.',
  methodMockServer:
    'The mock server is on the same machine, over loopback: there is no network, and what asks for much at once makes it a little later, which is measured and reported.',
  methodContainers:
    'A container is one fresh execution environment of a function. Each has a cold invocation and some warm ones, in an order drawn anew each time and with the same payloads; the container is what counts as one observation.',
  targetLocal: 'this machine',
  targetLab: 'the lab on this machine',
  targetAws: 'AWS; what follows is of the machine that asked',
  targetLabel: 'place',
  measuredAtLabel: 'measured',
  processorCores: (cores: number, cpu: string) => `${cores} cores of ${cpu}`,
  revisionLabel: 'revision',
  loadAverageLabel: 'load average',
  scenarioLabel: 'scenario',
  limitsLabel: (variant: string) => `limits of ${variant}`,
  variantsTableLabel: 'Strategies',
  methodLoad:
    'Each block starts one fresh process for each strategy, one after the other in an order drawn anew; jobs are due at fixed times, whether or not the one before has ended, and count from when they were due. The block is what counts as one observation.',
  recommendedBadge: 'recommended',
  resourcesTitle: 'What each takes',
  methodSweep: 'Each grid point is a benchmark of its own, and they are measured in a shuffled order.',
  machineLabel: 'machine',
  tiedBadge: 'tied for fastest',
  detailsTitle: 'Details',
  answerLabel: 'Recommended for this workload',
  validityTitle: 'Validity',
}
