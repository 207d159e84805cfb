/** How far the emulation of Lambda can be trusted. */
export const emulation = {
  banner: 'LOCAL EMULATION: this machine, not AWS',
  shareAsIntended: 'as meant',
  shareNotLimited: 'not limited',
  shareNotMeasured: 'not measured',
  shareNotReached: 'not reached',
  shareExceeded: 'exceeded',
  memoryLabelRefused: ({
    memoryMb,
    share,
    wanted,
    achieved,
  }: {
    memoryMb: number
    share: string
    wanted: string
    achieved: string
  }) =>
    `${memoryMb} MB is only a label here (${share}): on Lambda it has ${wanted} processors, and these containers had ${achieved}.`,
  achievedNotMeasured: 'a share that was not measured',
  achievedNotLimited: 'as much as there is',
  fidelityTitle: 'What was emulated, and how far to trust it',
  emulatedColumn: 'here',
  trustColumn: 'trust',
  codeRow: 'code',
  codeNativeClient: 'the bundle that is uploaded, run by aws-lambda-ric',
  codeJavaScriptClient:
    'the bundle that is uploaded, run by aws-lambda-ric, with a JavaScript client in the place of its native one',
  codeTrust: 'as deployed',
  containerRow: 'container',
  containerFrozen: 'a fresh process, stopped between invocations, ended at its timeout or memory',
  containerFrozenTrust: 'which work is done when',
  containerNotFrozen: 'a fresh process, NOT stopped between invocations, ended at its timeout or memory',
  containerNotFrozenTrust: 'not what goes on between invocations',
  initRow: 'init',
  initLimited: 'start of a process and loading, with its share of processors',
  initNotLimited: 'start of a process and loading, with all processors',
  initTrust: 'ratios; no download, no microVM: AWS is slower',
  networkRow: 'network',
  networkEmulated: 'loopback to the mock world, whose delays are simulated',
  networkTrust: 'as far as the delays are yours',
  xrayEmulated: 'the daemon’s protocol and the API, with Lambda’s own two segments',
  xrayTrust: 'the traces; “service” is not AWS’s',
  billingRow: 'billing',
  billingEmulated: 'REPORT lines by Lambda’s rules, init included, on these times',
  billingTrust: 'ratios',
  notEmulatedRow: 'not at all',
  notEmulated: 'placement, scaling delays, arm64, VPC, permissions, neighbours',
  notEmulatedTrust: 'only AWS shows it: utakata ab',
  processorRefused: (memoryMb: number, achieved: string) => `${memoryMb} MB: ${achieved}; the label is refused`,
  processorAsIntended: ({ memoryMb, achieved, wanted }: { memoryMb: number; achieved: string; wanted: string }) =>
    `${memoryMb} MB: had ${achieved} of a processor, Lambda gives ${wanted}`,
  processorOutOfRange: ({
    memoryMb,
    achieved,
    wanted,
    share,
  }: {
    memoryMb: number
    achieved: string
    wanted: string
    share: string
  }) => `${memoryMb} MB: had ${achieved} of a processor, Lambda gives ${wanted}, ${share}; the label is refused`,
  processorTrust: 'ratios; this processor is not Lambda’s',
  processorNoTrust: 'nothing about this size',
}
