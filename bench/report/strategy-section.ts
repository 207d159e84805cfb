import type { Language } from '../language/language.ts'
import {
  formatCpuMs,
  formatLimits,
  formatMegabytes,
  formatNumber,
  formatOverStructural,
  formatRatio,
  formatStallMs,
  formatSummary,
  formatVerdict,
  unitOf,
} from './format.ts'
import type { ArmResult, Result } from './result.ts'
import type { Section } from './sections.ts'

const UNKNOWN = '–'

/** Everything that is known of each strategy, a row each, what matters most first; columns of which nothing is known are left out. */
export function strategySection(result: Result, language: Language): Section {
  const { say } = language
  const { arms, scenario } = result
  const told = { unit: unitOf(result), language }
  const always = [
    { head: say`strategy`, cellOf: ({ arm }: ArmResult) => arm },
    { head: say`time over ${scenario.reference}`, cellOf: (arm: ArmResult) => formatRatio(arm, language) },
    { head: say`word`, cellOf: (arm: ArmResult) => formatVerdict(arm, scenario.margin, told) },
    { head: say`rank`, cellOf: ({ letters = '' }: ArmResult) => letters },
    { head: say`makespan, ms (95 %)`, cellOf: ({ makespanMs }: ArmResult) => formatSummary(makespanMs, language) },
  ]
  const further = furtherColumns(result, language).filter(({ cellOf }) => arms.some((arm) => cellOf(arm) !== UNKNOWN))
  const columns = [...always, ...further]
  return {
    title: '',
    head: columns.map(({ head }) => head),
    rows: arms.map((arm) => columns.map(({ cellOf }) => cellOf(arm))),
    isNumeric: true,
    notes: [],
  }
}

interface Column {
  readonly head: string
  readonly cellOf: (arm: ArmResult) => string
}

function furtherColumns({ lambda }: Result, { say }: Language): Column[] {
  const usdOf = ({ arm }: ArmResult) =>
    lambda?.warm.find((row) => row.arm === arm)?.usdPerMillion?.mean.toFixed(2) ?? UNKNOWN
  return [
    { head: say`makespan / structural`, cellOf: formatOverStructural },
    {
      head: say`first notification, ms`,
      cellOf: ({ firstNotificationMs }) => (firstNotificationMs ? formatNumber(firstNotificationMs.median) : UNKNOWN),
    },
    { head: say`stall, ms`, cellOf: formatStallMs },
    { head: say`CPU, ms`, cellOf: formatCpuMs },
    { head: say`peak RSS, MB`, cellOf: ({ peakRssBytes }) => formatMegabytes(peakRssBytes) },
    { head: say`sockets`, cellOf: ({ peakConnections }) => String(peakConnections ?? UNKNOWN) },
    { head: say`failed runs`, cellOf: ({ failed: { trials, of } }) => say`${trials} of ${of}` },
    { head: say`USD a million runs`, cellOf: usdOf },
    { head: say`held / drawn`, cellOf: ({ heldOverDrawn }) => heldOverDrawn?.toFixed(2) ?? UNKNOWN },
    { head: say`limits`, cellOf: ({ limits }) => formatLimits(limits) || UNKNOWN },
  ]
}
