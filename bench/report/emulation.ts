import type { Trial } from '../trial.ts'
import type { Section } from './sections.ts'

/** Stands over every report of a lab. */
export const EMULATED = 'LOCAL EMULATION: this machine, not AWS'

/** How far a label such as "512 MB" was lived up to. */
export function isShareReached({ share }: NonNullable<Trial['emulation']>): boolean {
  return share.achieved !== undefined && Math.abs(share.achieved / share.wanted - 1) <= 0.1
}

/** What a lab emulates, what it does not, and how far its numbers can be trusted. */
export function emulationTable(emulation: NonNullable<Trial['emulation']>): Section {
  const { client, freezes, share } = emulation
  const got =
    share.achieved === undefined
      ? 'as much as there is: the label of its size is refused'
      : `${share.achieved.toFixed(2)} processors of ${share.wanted.toFixed(2)}, ${isShareReached(emulation) ? 'as its size has' : 'NOT what its size has: the label is refused'}`
  return {
    title: 'What was emulated, and how far to trust it',
    head: ['', 'here', 'trust'],
    rows: [
      ['code', `the bundle that is uploaded, run by aws-lambda-ric (${client} client)`, 'as deployed'],
      [
        'container',
        `a fresh process, ${freezes ? 'stopped' : 'NOT stopped'} between invocations, ended at its timeout or memory`,
        'which work is done when',
      ],
      ['processor', got, 'ratios; this processor is not Lambda’s'],
      ['init', 'start of a process and loading, with all processors', 'ratios; no download, no microVM: AWS is slower'],
      ['network', 'loopback to the mock world, whose delays are drawn', 'as far as the delays are yours'],
      [
        'X-Ray',
        'the daemon’s protocol and the API, with Lambda’s own two segments',
        'the traces; “service” is not AWS’s',
      ],
      ['billing', 'REPORT lines by Lambda’s rules, init included, on these times', 'ratios'],
      ['not at all', 'placement, scaling delays, arm64, VPC, permissions, neighbours', 'only AWS tells: utakata ab'],
    ],
    isNumeric: false,
    notes: [],
  }
}
