import type { RateArm, RateResult } from '../rate/rate-result.ts'
import { isContestant } from '../schedule.ts'
import { formatNumber, formatRatio, formatSummary } from './format.ts'
import { formatLoad } from './rate-words.ts'
import type { Section } from './sections.ts'

/** The tables of a report on a rate. */
export function rateSections(result: RateResult): Section[] {
  return [latencySection(result), loadSection(result)]
}

function latencySection(result: RateResult): Section {
  const { arms } = result
  const [first] = arms
  const cellOf = (tail: RateArm['tails'][number]) =>
    'value' in tail ? formatSummary({ median: tail.value, count: tail.count, interval: tail }) : '–'
  const refused = first!.tails.flatMap((tail) =>
    'valuesNeeded' in tail ? [`${nameOf(tail.share)} takes ${tail.valuesNeeded}`] : [],
  )
  return {
    title: 'Latency from the instant a job was due, ms (95 %)',
    head: ['', 'median', ...first!.tails.map(({ share }) => nameOf(share)), 'service time'],
    rows: arms.map(({ arm, latencyMs, tails, serviceMs }) => [
      arm,
      formatSummary(latencyMs),
      ...tails.map(cellOf),
      formatSummary(serviceMs),
    ]),
    isNumeric: true,
    notes: [
      ...(refused.length > 0
        ? [
            `Too few jobs of each strategy for more: ${refused.join(', ')} of them, and there are ${first!.latencyMs.count}.`,
          ]
        : []),
      'These intervals take jobs for independent of each other, which those that queue are not; the ratios take forks.',
      closedLoop(result),
      ...dependsOnLength(arms),
    ],
  }
}

/** The number that is missing where nobody asks when a job was due. */
function closedLoop({ arms }: RateResult): string {
  const told = arms
    .filter(({ role }) => isContestant(role))
    .map(({ arm, serviceMs, serviceRatio }) => {
      const ratio = serviceRatio ? ` (${serviceRatio.ratio.toFixed(3)})` : ''
      return `${arm} ${formatNumber(serviceMs.median)} ms${ratio}`
    })
  return `A closed-loop benchmark, which starts a job when the last one has ended, would have said: ${told.join(', ')}.`
}

function dependsOnLength(arms: readonly RateArm[]): string[] {
  const behind = arms.filter(({ role, pace }) => isContestant(role) && pace?.word === 'falls behind')
  if (behind.length === 0) return []
  const whose = behind.map(({ arm }) => arm).join(', ')
  return [`What falls behind has no latency of its own: that of ${whose}, and ratios to it, grow with --jobs.`]
}

function loadSection({ arms, scenario }: RateResult): Section {
  const { reference } = scenario
  const usualMs = Math.max(...arms.map(({ stoodStillMs }) => stoodStillMs.median))
  const longest = arms.reduce((a, b) => (b.stoodStillMs.longest > a.stoodStillMs.longest ? b : a))
  return {
    title: 'Load and backlog',
    head: ['', 'load (95 %)', 'busy', 'largest backlog', `service time over ${reference}`],
    rows: arms.map(({ arm, role, load, busyShare, backlog, serviceRatio }) => [
      arm,
      formatLoad(load),
      `${(busyShare * 100).toFixed(0)} %`,
      String(backlog.largest),
      formatRatio({ role, ratio: serviceRatio }),
    ]),
    isNumeric: true,
    notes: [
      'load: the time a job takes over the time between two, above 1 too much for one process; busy: the share of the time in which a job was under way; backlog: further jobs that were due when one began.',
      `Between two jobs the harness works too; where that would have delayed one the schedule stood still: in the median at most ${formatNumber(usualMs)} ms a job, at the longest once ${formatNumber(longest.stoodStillMs.longest)} ms (${longest.arm}).`,
    ],
  }
}

/** Such as `p95`. */
function nameOf(share: number): string {
  return `p${Math.round(share * 100)}`
}
