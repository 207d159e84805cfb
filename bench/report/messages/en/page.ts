/** What every page has beside its charts and tables. */
export const page = {
  processorRow: 'processor',
  measuredOnLocal: (cores: number, node: string) => `on this machine, ${cores} cores, Node ${node}`,
  measuredOnLab: (cores: number, node: string) => `in the lab, ${cores} cores, Node ${node}`,
  measuredOnAws: (cores: number, node: string) => `on AWS, asked from ${cores} cores, Node ${node}`,
  measuredOnWithCheck: (place: string, check: string) => `${place}, check: ${check}`,
  titleWithMemory: (scenario: string, memoryMb: number) => `${scenario} at ${memoryMb} MB`,
  environmentAws: ({
    target,
    cores,
    cpu,
    node,
    revision,
  }: {
    target: string
    cores: number
    cpu: string
    node: string
    revision: string
  }) => `${target}, asked from ${cores} cores of ${cpu}, Node ${node}, revision ${revision}`,
  environment: ({
    target,
    cores,
    cpu,
    node,
    revision,
  }: {
    target: string
    cores: number
    cpu: string
    node: string
    revision: string
  }) => `${target}, ${cores} cores of ${cpu}, Node ${node}, revision ${revision}`,
  environmentCheck: (check: string) => `; check: ${check}`,
  sensitivityCheckFoundBadge: 'planted 10 % found',
  sensitivityCheckMissedBadge: 'planted 10 % missed',
  aaCheckPassedBadge: 'A/A guard passed',
  aaCheckAbsentBadge: 'no A/A guard',
  aaCheckFailedBadge: 'A/A guard failed',
  downloadJson: 'Save the numbers of this page (report.json)',
  figureData: 'The numbers',
  glossaryTitle: 'What the columns mean',
  methodTitle: 'How it was measured',
  environmentTableLabel: 'Where it was measured',
  methodLocal:
    'A fork is one fresh process for each strategy. They are warmed up, then run in rounds: each strategy once, alone, in a freshly shuffled order, and every one meets the same delays. A ratio is that of two runs of the same round; the fork is what counts as one observation.',
  methodMockServer:
    'The mock server is on the same machine, over loopback: there is no network, and what asks for much at once makes it a little later, which is measured and told.',
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
  quickBadge: 'quick: one look',
  variantsTableLabel: 'Strategies',
  methodLoad:
    'Each strategy runs in fresh processes, one arm after the other in an order drawn anew in each fork; jobs are due at fixed times, whether or not the one before has ended, and count from when they were due. The fork is what counts as one observation.',
  recommendedBadge: 'ship',
  resourcesTitle: 'What each takes',
  methodSweep: 'Each cell is a race of its own, and cells are raced in a shuffled order.',
  machineLabel: 'machine',
  sweepChecksBadge: (passed: number, measured: number) =>
    `A/A passed and planted 10 % found in ${passed} of ${measured} cells`,
}
