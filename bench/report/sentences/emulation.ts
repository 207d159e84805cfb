import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import type { Emulation } from '../../judge/comparison/judgement.ts'
import { textTable } from '../build-table.ts'
import type { Table } from '../document.ts'

type Size = Emulation['sizes'][number]

/** How far a size of memory had the processor that it has on Lambda; `as meant` within a tenth of it. */
export function shareState({
  wanted,
  achieved,
  isUnmeasured = false,
}: Omit<Size, 'memoryMb'>): 'as meant' | 'not limited' | 'not measured' | 'not reached' | 'exceeded' {
  if (achieved === undefined) return isUnmeasured ? 'not measured' : 'not limited'
  if (Math.abs(achieved / wanted - 1) <= 0.1) return 'as meant'
  return achieved < wanted ? 'not reached' : 'exceeded'
}

/** The same in words. */
function shareIn(share: ReturnType<typeof shareState>, messages: Messages): string {
  const texts = {
    'as meant': messages.emulation.shareAsIntended,
    'not limited': messages.emulation.shareNotLimited,
    'not measured': messages.emulation.shareNotMeasured,
    'not reached': messages.emulation.shareNotReached,
    exceeded: messages.emulation.shareExceeded,
  }
  return texts[share]
}

/** The label of a size of memory, which says so itself where it was not lived up to; a dash for one that is not known. */
export function formatMemoryMb(memoryMb: number, emulation: Emulation | undefined, messages: Messages): string {
  if (memoryMb === 0) return '–'
  const size = emulation?.sizes.find((one) => one.memoryMb === memoryMb)
  const share = size ? shareState(size) : 'as meant'
  return share === 'as meant' ? String(memoryMb) : messages.units.withDetail(String(memoryMb), shareIn(share, messages))
}

/** A sentence for each size whose label means nothing here, whichever names of variants have it in them. */
export function refusedLabels({ sizes }: Emulation, messages: Messages = ENGLISH): string[] {
  return sizes.flatMap((size) => {
    const share = shareState(size)
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
  return shareState(size) === 'not measured'
    ? messages.emulation.achievedNotMeasured
    : messages.emulation.achievedNotLimited
}

/** What a lab emulates, what it does not, and how far its numbers can be trusted. */
export function emulationTable({ client, freezes, limitsInit = false, sizes }: Emulation, messages: Messages): Table {
  const { emulation, page } = messages
  return textTable(
    [
      [
        emulation.codeRow,
        client === 'native' ? emulation.codeNativeClient : emulation.codeJavaScriptClient,
        emulation.codeTrust,
      ],
      freezes
        ? [emulation.containerRow, emulation.containerFrozen, emulation.containerFrozenTrust]
        : [emulation.containerRow, emulation.containerNotFrozen, emulation.containerNotFrozenTrust],
      ...sizes.map((size) => [page.processorRow, processorOf(size, messages), trustOf(size, messages)]),
      [emulation.initRow, limitsInit ? emulation.initLimited : emulation.initNotLimited, emulation.initTrust],
      [emulation.networkRow, emulation.networkEmulated, emulation.networkTrust],
      ['X-Ray', emulation.xrayEmulated, emulation.xrayTrust],
      [emulation.billingRow, emulation.billingEmulated, emulation.billingTrust],
      [emulation.notEmulatedRow, emulation.notEmulated, emulation.notEmulatedTrust],
    ],
    ['', emulation.emulatedColumn, emulation.trustColumn],
  )
}

function processorOf(size: Size, messages: Messages): string {
  const { memoryMb, wanted, achieved } = size
  const share = shareState(size)
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
  return shareState(size) === 'as meant' ? messages.emulation.processorTrust : messages.emulation.processorNoTrust
}
