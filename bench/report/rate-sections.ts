import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import type { RateVariant, RateResult } from '../judge/load/judgement.ts'
import { isSelectable } from '../plan/schedule.ts'
import { formatNumber, formatRatio, formatSummary } from './format.ts'
import { formatLoad } from './rate-words.ts'
import type { Section } from './section.ts'

/** The tables of a report on a rate. */
export function rateSections(result: RateResult, messages: Messages = ENGLISH): Section[] {
  return [latencySection(result, messages), loadSection(result, messages)]
}

export function latencySection(result: RateResult, messages: Messages): Section {
  const { variants } = result
  const [first] = variants
  const cellOf = (tail: RateVariant['tails'][number]) =>
    'value' in tail ? formatSummary({ median: tail.value, interval: tail }, messages) : '–'
  const refused = first!.tails.flatMap((tail) =>
    'valuesNeeded' in tail ? [messages.comparison.quantileNeeds(nameOf(tail.share), tail.valuesNeeded)] : [],
  )
  return {
    title: messages.load.latencyTitle,
    head: [
      '',
      messages.load.medianColumn,
      ...first!.tails.map(({ share }) => nameOf(share)),
      messages.load.serviceTimeColumn,
    ],
    rows: variants.map(({ variant, latencyMs, tails, serviceMs }) => [
      variant,
      formatSummary(latencyMs, messages),
      ...tails.map(cellOf),
      formatSummary(serviceMs, messages),
    ]),
    isNumeric: true,
    notes: [
      ...(refused.length > 0
        ? [messages.load.tooFewJobsForPercentiles(messages.beside(refused), first!.latencyMs.count)]
        : []),
      messages.load.intervalsAssumeIndependence,
      closedLoop(result, messages),
      ...dependsOnLength(variants, messages),
    ],
  }
}

/** The number that is missing where nobody asks when a job was due. */
function closedLoop({ variants }: RateResult, messages: Messages): string {
  const told = variants
    .filter(({ role }) => isSelectable(role))
    .map(({ variant, serviceMs, serviceRatio }) => {
      const ratio = serviceRatio ? ` (${serviceRatio.ratio.toFixed(3)})` : ''
      return `${variant} ${formatNumber(serviceMs.median)} ms${ratio}`
    })
  return messages.load.closedLoop(messages.beside(told))
}

function dependsOnLength(variants: readonly RateVariant[], messages: Messages): string[] {
  const behind = variants.filter(({ role, pace }) => isSelectable(role) && pace?.code === 'falls-behind')
  if (behind.length === 0) return []
  const whose = messages.beside(behind.map(({ variant }) => variant))
  return [messages.load.latencyGrowsWithJobs(whose)]
}

export function loadSection({ variants, scenario }: RateResult, messages: Messages): Section {
  const { reference } = scenario
  const usualMs = Math.max(...variants.map(({ stoodStillMs }) => stoodStillMs.median))
  const longest = variants.reduce((a, b) => (b.stoodStillMs.longest > a.stoodStillMs.longest ? b : a))
  return {
    title: messages.load.loadTitle,
    head: [
      '',
      messages.load.loadIntervalColumn,
      messages.load.busyColumn,
      messages.load.largestBacklogColumn,
      messages.load.serviceRatioColumn(reference),
    ],
    rows: variants.map(({ variant, role, load, busyShare, backlog, serviceRatio }) => [
      variant,
      formatLoad(load, messages),
      `${(busyShare * 100).toFixed(0)} %`,
      String(backlog.largest),
      formatRatio({ role, ratio: serviceRatio }, messages),
    ]),
    isNumeric: true,
    notes: [
      messages.load.loadLegend,
      messages.load.scheduleStops({
        medianMs: formatNumber(usualMs),
        longestMs: formatNumber(longest.stoodStillMs.longest),
        variant: longest.variant,
      }),
    ],
  }
}

/** Such as `p95`. */
function nameOf(share: number): string {
  return `p${Math.round(share * 100)}`
}
