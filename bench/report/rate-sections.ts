import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import type { RateVariant, RateResult } from '../judge/load/judgement.ts'
import { isSelectable } from '../plan/schedule.ts'
import { formatNumber, formatRatio, formatSummary } from './format.ts'
import { formatLoad } from './rate-words.ts'
import type { Section } from './section.ts'

/** The tables of a report on a rate. */
export function rateSections(result: RateResult, language: Language = ENGLISH): Section[] {
  return [latencySection(result, language), loadSection(result, language)]
}

export function latencySection(result: RateResult, language: Language): Section {
  const { say, beside } = language
  const { variants } = result
  const [first] = variants
  const cellOf = (tail: RateVariant['tails'][number]) =>
    'value' in tail ? formatSummary({ median: tail.value, interval: tail }, language) : '–'
  const refused = first!.tails.flatMap((tail) =>
    'valuesNeeded' in tail ? [say`${nameOf(tail.share)} takes ${tail.valuesNeeded}`] : [],
  )
  return {
    title: say`Latency from the instant a job was due, ms (95 %)`,
    head: ['', say`median`, ...first!.tails.map(({ share }) => nameOf(share)), say`service time`],
    rows: variants.map(({ variant, latencyMs, tails, serviceMs }) => [
      variant,
      formatSummary(latencyMs, language),
      ...tails.map(cellOf),
      formatSummary(serviceMs, language),
    ]),
    isNumeric: true,
    notes: [
      ...(refused.length > 0
        ? [
            say`Too few jobs of each strategy for more: ${beside(refused)} of them, and there are ${first!.latencyMs.count}.`,
          ]
        : []),
      say`These intervals take jobs for independent of each other, which those that queue are not; the ratios take forks.`,
      closedLoop(result, language),
      ...dependsOnLength(variants, language),
    ],
  }
}

/** The number that is missing where nobody asks when a job was due. */
function closedLoop({ variants }: RateResult, { say, beside }: Language): string {
  const told = variants
    .filter(({ role }) => isSelectable(role))
    .map(({ variant, serviceMs, serviceRatio }) => {
      const ratio = serviceRatio ? ` (${serviceRatio.ratio.toFixed(3)})` : ''
      return `${variant} ${formatNumber(serviceMs.median)} ms${ratio}`
    })
  return say`A closed-loop benchmark, which starts a job when the last one has ended, would have said: ${beside(told)}.`
}

function dependsOnLength(variants: readonly RateVariant[], { say, beside }: Language): string[] {
  const behind = variants.filter(({ role, pace }) => isSelectable(role) && pace?.code === 'falls-behind')
  if (behind.length === 0) return []
  const whose = beside(behind.map(({ variant }) => variant))
  return [say`What falls behind has no latency of its own: that of ${whose}, and ratios to it, grow with --jobs.`]
}

export function loadSection({ variants, scenario }: RateResult, language: Language): Section {
  const { say } = language
  const { reference } = scenario
  const usualMs = Math.max(...variants.map(({ stoodStillMs }) => stoodStillMs.median))
  const longest = variants.reduce((a, b) => (b.stoodStillMs.longest > a.stoodStillMs.longest ? b : a))
  return {
    title: say`Load and backlog`,
    head: ['', say`load (95 %)`, say`busy`, say`largest backlog`, say`service time over ${reference}`],
    rows: variants.map(({ variant, role, load, busyShare, backlog, serviceRatio }) => [
      variant,
      formatLoad(load, language),
      `${(busyShare * 100).toFixed(0)} %`,
      String(backlog.largest),
      formatRatio({ role, ratio: serviceRatio }, language),
    ]),
    isNumeric: true,
    notes: [
      say`load: the time a job takes over the time between two, above 1 too much for one process; busy: the share of the time in which a job was under way; backlog: further jobs that were due when one began.`,
      say`Between two jobs the harness works too; where that would have delayed one the schedule stood still: in the median at most ${formatNumber(usualMs)} ms a job, at the longest once ${formatNumber(longest.stoodStillMs.longest)} ms (${longest.variant}).`,
    ],
  }
}

/** Such as `p95`. */
function nameOf(share: number): string {
  return `p${Math.round(share * 100)}`
}
