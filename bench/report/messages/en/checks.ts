/** What the A/A check and the sensitivity check found. */
export const checks = {
  aaAbsent: 'none, since there is no second copy of the reference: nearness proves nothing',
  aaUnreliable: (problem: string) => `failed: of the second copy of the reference ${problem}`,
  aaFailed: (margin: string, range: string) =>
    `failed: two copies of the reference may differ by more than ${margin} (${range})`,
  aaPassedButDifferent: (margin: string, range: string) =>
    `passed: two copies of the reference agree within ${margin} (${range}, measurably different)`,
  aaPassed: (margin: string, range: string) => `passed: two copies of the reference agree within ${margin} (${range})`,
  sensitivityAbsent: 'none: these functions cannot be made slower',
  sensitivityUnreliable: (slowdown: string, problem: string) =>
    `missed: of the copy of the reference made ${slowdown} slower ${problem}`,
  sensitivityFound: (slowdown: string, ratio: string) =>
    `found: a copy of the reference made ${slowdown} slower came out as ${ratio}`,
  sensitivityMissed: (slowdown: string, ratio: string) =>
    `missed: a copy of the reference made ${slowdown} slower came out as ${ratio}`,
  notJudgedYetProcesses: 'not yet, it needs the processes of an interim analysis',
  notJudgedYetContainers: 'not yet, it needs all containers of the comparison',
  runsFailed: (failed: number, runs: number) => `${failed} of ${runs} runs failed`,
  mockServerLag: (percent: string) => `the waiting was ${percent} % longer than the mock server meant it to be`,
  passed: 'passed',
  failed: 'failed',
  found: 'found',
  missed: 'missed',
  aaNote: (outcome: string) => `A/A check: ${outcome}.`,
  sensitivityNote: (outcome: string) => `Sensitivity check: ${outcome}.`,
}
