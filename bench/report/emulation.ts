import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import type { Emulation } from '../judge/comparison/judgement.ts'
import type { Section } from './section.ts'

/** Stands over every report of a lab. */
export function emulatedTitle(messages: Messages = ENGLISH): string {
  return messages.emulation.banner
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
function shareIn(share: ReturnType<typeof shareWord>, messages: Messages): string {
  const words = {
    'as meant': messages.emulation.shareAsIntended,
    'not limited': messages.emulation.shareNotLimited,
    'not measured': messages.emulation.shareNotMeasured,
    'not reached': messages.emulation.shareNotReached,
    exceeded: messages.emulation.shareExceeded,
  }
  return words[share]
}

/** The label of a size of memory, which says so itself where it was not lived up to; a dash for one that is not known. */
export function formatMemoryMb(
  memoryMb: number,
  emulation: Emulation | undefined,
  messages: Messages = ENGLISH,
): string {
  if (memoryMb === 0) return '–'
  const size = emulation?.sizes.find((one) => one.memoryMb === memoryMb)
  const share = size ? shareWord(size) : 'as meant'
  return share === 'as meant' ? String(memoryMb) : `${memoryMb} (${shareIn(share, messages)})`
}

/** A sentence for each size whose label means nothing here, whichever names of variants have it in them. */
export function refusedLabels({ sizes }: Emulation, messages: Messages = ENGLISH): string[] {
  return sizes.flatMap((size) => {
    const share = shareWord(size)
    if (share === 'as meant') return []
    const { memoryMb, wanted } = size
    return [
      messages.emulation.memoryLabelRefused({
        memoryMb,
        share: shareIn(share, messages),
        wanted: wanted.toFixed(2),
        achieved: gotOf(size, messages),
      }),
    ]
  })
}

function gotOf(size: Size, messages: Messages): string {
  if (size.achieved !== undefined) return size.achieved.toFixed(2)
  return shareWord(size) === 'not measured'
    ? messages.emulation.achievedNotMeasured
    : messages.emulation.achievedNotLimited
}

/** What a lab emulates, what it does not, and how far its numbers can be trusted. */
export function emulationTable(
  { client, freezes, limitsInit = false, sizes }: Emulation,
  messages: Messages = ENGLISH,
): Section {
  return {
    title: messages.emulation.fidelityTitle,
    head: ['', messages.emulation.emulatedColumn, messages.emulation.trustColumn],
    rows: [
      [
        messages.emulation.codeRow,
        client === 'native' ? messages.emulation.codeNativeClient : messages.emulation.codeJavaScriptClient,
        messages.emulation.codeTrust,
      ],
      freezes
        ? [messages.emulation.containerRow, messages.emulation.containerFrozen, messages.emulation.containerFrozenTrust]
        : [
            messages.emulation.containerRow,
            messages.emulation.containerNotFrozen,
            messages.emulation.containerNotFrozenTrust,
          ],
      ...sizes.map((size) => [messages.page.processorRow, processorOf(size, messages), trustOf(size, messages)]),
      [
        messages.emulation.initRow,
        limitsInit ? messages.emulation.initLimited : messages.emulation.initNotLimited,
        messages.emulation.initTrust,
      ],
      [messages.emulation.networkRow, messages.emulation.networkEmulated, messages.emulation.networkTrust],
      ['X-Ray', messages.emulation.xrayEmulated, messages.emulation.xrayTrust],
      [messages.emulation.billingRow, messages.emulation.billingEmulated, messages.emulation.billingTrust],
      [messages.emulation.notEmulatedRow, messages.emulation.notEmulated, messages.emulation.notEmulatedTrust],
    ],
    isNumeric: false,
    notes: [],
  }
}

function processorOf(size: Size, messages: Messages): string {
  const { memoryMb, wanted, achieved } = size
  const share = shareWord(size)
  if (achieved === undefined) return messages.emulation.processorRefused(memoryMb, gotOf(size, messages))
  const [had, given] = [achieved.toFixed(2), wanted.toFixed(2)]
  return share === 'as meant'
    ? messages.emulation.processorAsIntended({ memoryMb, achieved: had, wanted: given })
    : messages.emulation.processorOutOfRange({
        memoryMb,
        achieved: had,
        wanted: given,
        share: shareIn(share, messages),
      })
}

function trustOf(size: Size, messages: Messages): string {
  return shareWord(size) === 'as meant' ? messages.emulation.processorTrust : messages.emulation.processorNoTrust
}
