/** How far the emulation of Lambda can be trusted. */
export const emulation = {
  banner: 'LOCAL EMULATION: this machine, not AWS',
  shareAsIntended: 'as intended',
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
    `The label ${memoryMb} MB is refused (CPU share ${share}): Lambda gives ${wanted} vCPU, these containers had ${achieved}.`,
  achievedNotMeasured: 'an unknown share',
  achievedNotLimited: 'all CPUs',
  fidelityTitle: 'What is emulated, and how far to trust it',
  emulatedColumn: 'here',
  trustColumn: 'trust',
  codeRow: 'code',
  codeNativeClient: 'the deployed bundle, run by aws-lambda-ric',
  codeJavaScriptClient: 'the deployed bundle, run by aws-lambda-ric with a JavaScript client instead of its native one',
  codeTrust: 'as deployed',
  containerRow: 'container',
  containerFrozen: 'a fresh process, frozen between invocations, ended at its timeout or memory limit',
  containerFrozenTrust: 'what happens within an invocation, and what between',
  containerNotFrozen: 'a fresh process, NOT frozen between invocations, ended at its timeout or memory limit',
  containerNotFrozenTrust: 'what happens within an invocation only',
  initRow: 'init',
  initLimited: 'start of a process and loading, with its CPU share',
  initNotLimited: 'start of a process and loading, with all CPUs',
  initTrust: 'ratios alone; AWS is slower, since it also downloads the code and starts a microVM',
  networkRow: 'network',
  networkEmulated: 'loopback to the mock server, with simulated delays',
  networkTrust: 'as far as the delays are like yours',
  xrayEmulated: 'daemon protocol and API, with the two segments of Lambda',
  xrayTrust: 'traces; “service” is not that of AWS',
  billingRow: 'billing',
  billingEmulated: 'REPORT lines by the rules of Lambda, init included, from these times',
  billingTrust: 'ratios',
  notEmulatedRow: 'not emulated',
  notEmulated: 'placement, scaling delays, arm64, VPC, permissions, noisy neighbours',
  notEmulatedTrust: 'nothing: use utakata ab on AWS',
  processorRefused: (memoryMb: number, achieved: string) => `${memoryMb} MB: ${achieved}; the label is refused`,
  processorAsIntended: ({ memoryMb, achieved, wanted }: { memoryMb: number; achieved: string; wanted: string }) =>
    `${memoryMb} MB: ${achieved} vCPU, on Lambda ${wanted}`,
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
  }) => `${memoryMb} MB: ${achieved} vCPU, on Lambda ${wanted} (${share}); the label is refused`,
  processorTrust: 'ratios; the CPU is not that of Lambda',
  processorNoTrust: 'nothing about this size',
}
