import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import type { Emulation } from '../judge/comparison/judgement.ts'
import type { Section } from './section.ts'

/** Stands over every report of a lab. */
export function emulatedTitle({ say }: Language = ENGLISH): string {
  return say`LOCAL EMULATION: this machine, not AWS`
}

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

/** The same in words. */
function shareIn(share: ReturnType<typeof shareWord>, { say }: Language): string {
  const words = {
    'as meant': say`as meant`,
    'not limited': say`not limited`,
    'not measured': say`not measured`,
    'not reached': say`not reached`,
    exceeded: say`exceeded`,
  }
  return words[share]
}

/** The label of a size of memory, which says so itself where it was not lived up to; a dash for one that is not known. */
export function formatMemoryMb(
  memoryMb: number,
  emulation: Emulation | undefined,
  language: Language = ENGLISH,
): string {
  if (memoryMb === 0) return '–'
  const size = emulation?.sizes.find((one) => one.memoryMb === memoryMb)
  const share = size ? shareWord(size) : 'as meant'
  return share === 'as meant' ? String(memoryMb) : `${memoryMb} (${shareIn(share, language)})`
}

/** A sentence for each size whose label means nothing here, whichever names of variants have it in them. */
export function refusedLabels({ sizes }: Emulation, language: Language = ENGLISH): string[] {
  return sizes.flatMap((size) => {
    const share = shareWord(size)
    if (share === 'as meant') return []
    const { memoryMb, wanted } = size
    return [
      language.say`${memoryMb} MB is only a label here (${shareIn(share, language)}): on Lambda it has ${wanted.toFixed(2)} processors, and these containers had ${gotOf(size, language)}.`,
    ]
  })
}

function gotOf(size: Size, { say }: Language): string {
  if (size.achieved !== undefined) return size.achieved.toFixed(2)
  return shareWord(size) === 'not measured' ? say`a share that was not measured` : say`as much as there is`
}

/** What a lab emulates, what it does not, and how far its numbers can be trusted. */
export function emulationTable(
  { client, freezes, limitsInit = false, sizes }: Emulation,
  language: Language = ENGLISH,
): Section {
  const { say } = language
  return {
    title: say`What was emulated, and how far to trust it`,
    head: ['', say`here`, say`trust`],
    rows: [
      [
        say`code`,
        client === 'native'
          ? say`the bundle that is uploaded, run by aws-lambda-ric`
          : say`the bundle that is uploaded, run by aws-lambda-ric, with a JavaScript client in the place of its native one`,
        say`as deployed`,
      ],
      freezes
        ? [
            say`container`,
            say`a fresh process, stopped between invocations, ended at its timeout or memory`,
            say`which work is done when`,
          ]
        : [
            say`container`,
            say`a fresh process, NOT stopped between invocations, ended at its timeout or memory`,
            say`not what goes on between invocations`,
          ],
      ...sizes.map((size) => [say`processor`, processorOf(size, language), trustOf(size, language)]),
      [
        say`init`,
        limitsInit
          ? say`start of a process and loading, with its share of processors`
          : say`start of a process and loading, with all processors`,
        say`ratios; no download, no microVM: AWS is slower`,
      ],
      [say`network`, say`loopback to the mock world, whose delays are drawn`, say`as far as the delays are yours`],
      [
        'X-Ray',
        say`the daemon’s protocol and the API, with Lambda’s own two segments`,
        say`the traces; “service” is not AWS’s`,
      ],
      [say`billing`, say`REPORT lines by Lambda’s rules, init included, on these times`, say`ratios`],
      [
        say`not at all`,
        say`placement, scaling delays, arm64, VPC, permissions, neighbours`,
        say`only AWS tells: utakata ab`,
      ],
    ],
    isNumeric: false,
    notes: [],
  }
}

function processorOf(size: Size, language: Language): string {
  const { say } = language
  const { memoryMb, wanted, achieved } = size
  const share = shareWord(size)
  if (achieved === undefined) return say`${memoryMb} MB: ${gotOf(size, language)}; the label is refused`
  const [had, given] = [achieved.toFixed(2), wanted.toFixed(2)]
  return share === 'as meant'
    ? say`${memoryMb} MB: had ${had} of a processor, Lambda gives ${given}`
    : say`${memoryMb} MB: had ${had} of a processor, Lambda gives ${given}, ${shareIn(share, language)}; the label is refused`
}

function trustOf(size: Size, { say }: Language): string {
  return shareWord(size) === 'as meant' ? say`ratios; this processor is not Lambda’s` : say`nothing about this size`
}
