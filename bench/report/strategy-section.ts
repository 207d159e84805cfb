import { COMPUTED_FOR, ONE_VCPU_MB, PRICES } from '../cost.ts'
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
  const { arms, scenario, lambda } = result
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
    notes: lambda ? [] : [priceNote(language)],
  }
}

interface Column {
  readonly head: string
  readonly cellOf: (arm: ArmResult) => string
}

function furtherColumns({ lambda }: Result, { say }: Language): Column[] {
  const usdOf = ({ arm, computedUsdPerMillion }: ArmResult) =>
    (lambda ? lambda.warm.find((row) => row.arm === arm)?.usdPerMillion?.mean : computedUsdPerMillion)?.toFixed(2) ??
    UNKNOWN
  return [
    { head: say`makespan / structural`, cellOf: formatOverStructural },
    { head: say`makespan / predicted`, cellOf: ({ overPredicted }) => overPredicted?.toFixed(2) ?? UNKNOWN },
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

/** What stands under a column of dollars that nobody billed. */
function priceNote({ say }: Language): string {
  const { region, asOf } = PRICES
  return say`USD a million runs: computed, not measured: what Lambda would bill for the mean run, in whole milliseconds, with ${ONE_VCPU_MB} MB (one vCPU), at ${COMPUTED_FOR} prices of ${region} (${asOf}); utakata lab and utakata ab measure it.`
}
