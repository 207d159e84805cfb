import type { Emulation } from './lambda.ts'
import type { Section } from './sections.ts'

/** Stands over every report of a lab. */
export const EMULATED = 'LOCAL EMULATION: this machine, not AWS'

type Size = Emulation['sizes'][number]

/** How far a size of memory had the processor that it has on Lambda; `as meant` within a tenth of it. */
export function shareWord({
  wanted,
  achieved,
  isUnmeasured = false,
}: Omit<Size, 'memoryMb'>): 'as meant' | 'not limited' | 'not measured' | 'not reached' | 'exceeded' {
  if (achieved === undefined) return isUnmeasured ? 'not measured' : 'not limited'
  if (Math.abs(achieved / wanted - 1) <= 0.1) return 'as meant'
  return achieved < wanted ? 'not reached' : 'exceeded'
}

/** The label of a size of memory, which says so itself where it was not lived up to; a dash for one that is not known. */
export function formatMemoryMb(memoryMb: number, emulation: Emulation | undefined): string {
  if (memoryMb === 0) return '–'
  const size = emulation?.sizes.find((one) => one.memoryMb === memoryMb)
  const share = size ? shareWord(size) : 'as meant'
  return share === 'as meant' ? String(memoryMb) : `${memoryMb} (${share})`
}

const GOT: Readonly<Partial<Record<ReturnType<typeof shareWord>, string>>> = {
  'not limited': 'as much as there is',
  'not measured': 'a share that was not measured',
}

/** A sentence for each size whose label means nothing here, whichever names of arms have it in them. */
export function refusedLabels({ sizes }: Emulation): string[] {
  return sizes.flatMap((size) => {
    const share = shareWord(size)
    if (share === 'as meant') return []
    const { memoryMb, wanted, achieved } = size
    const got = achieved === undefined ? GOT[share] : achieved.toFixed(2)
    return `${memoryMb} MB is only a label here (${share}): on Lambda it has ${wanted.toFixed(2)} processors, and these containers had ${got}.`
  })
}

/** What a lab emulates, what it does not, and how far its numbers can be trusted. */
export function emulationTable({ client, freezes, limitsInit = false, sizes }: Emulation): Section {
  const runtime = client === 'native' ? '' : ', with a JavaScript client in the place of its native one'
  return {
    title: 'What was emulated, and how far to trust it',
    head: ['', 'here', 'trust'],
    rows: [
      ['code', `the bundle that is uploaded, run by aws-lambda-ric${runtime}`, 'as deployed'],
      [
        'container',
        `a fresh process, ${freezes ? 'stopped' : 'NOT stopped'} between invocations, ended at its timeout or memory`,
        freezes ? 'which work is done when' : 'not what goes on between invocations',
      ],
      ...sizes.map((size) => ['processor', processorOf(size), trustOf(size)]),
      [
        'init',
        `start of a process and loading, with ${limitsInit ? 'its share of' : 'all'} processors`,
        'ratios; no download, no microVM: AWS is slower',
      ],
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

function processorOf(size: Size): string {
  const { memoryMb, wanted, achieved } = size
  const share = shareWord(size)
  if (achieved === undefined) return `${memoryMb} MB: ${GOT[share]}; the label is refused`
  const got = `${memoryMb} MB: had ${achieved.toFixed(2)} of a processor, Lambda gives ${wanted.toFixed(2)}`
  return share === 'as meant' ? got : `${got}, ${share}; the label is refused`
}

function trustOf(size: Size): string {
  return shareWord(size) === 'as meant' ? 'ratios; this processor is not Lambda’s' : 'nothing about this size'
}
