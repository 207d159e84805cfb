import { isContestant, LEAST_ENVIRONMENTS } from '../schedule.ts'
import { causesIn } from './causes.ts'
import { formatNumber, formatRatio, formatSummary, unitOf } from './format.ts'
import type { Result } from './result.ts'
import type { Section } from './sections.ts'
import { PARTS } from './whereabouts.ts'

/** The second and third of the three estimands, beside typical time: mean cost with its tails, and cold starts; then where the time goes. */
export function localSectionsOf(result: Result): Section[] {
  const { cold, whereabouts } = result
  return [
    costSection(result),
    ...(cold.length > 0 ? [coldSection(result)] : []),
    ...(whereabouts.length > 0 ? [whereSection(result)] : []),
  ]
}

function costSection(result: Result): Section {
  const { arms, scenario } = result
  const tails = arms[0]!.tails
  return {
    title: 'Cost follows the mean, slow runs included (95 %)',
    head: ['', 'mean ms', `cost over ${scenario.reference}`, ...tails.map(({ share }) => `${nameOf(share)} ms`)],
    rows: arms
      .filter(({ role }) => isContestant(role))
      .map((arm) => [
        arm.arm,
        formatSummary({
          median: arm.meanMs.mean,
          count: 0,
          ...(arm.meanMs.interval && { interval: arm.meanMs.interval }),
        }),
        formatRatio({ role: arm.role, ...(arm.costRatio && { ratio: arm.costRatio }) }),
        ...arm.tails.map((tail) =>
          'value' in tail
            ? `${formatNumber(tail.value)} (${formatNumber(tail.low)} to ${formatNumber(tail.high)})`
            : '–',
        ),
      ]),
    isNumeric: true,
    notes: [costNote(result), ...tailNotes(result)],
  }
}

function costNote({ arms, isBilled }: Result): string {
  const what = isBilled
    ? 'of what was billed'
    : 'of the time that a run takes, as whoever bills by the millisecond does'
  const alpha = arms.find(({ role, costRatio }) => role === 'candidate' && costRatio)?.costRatio!.alpha
  const level =
    alpha === undefined
      ? ''
      : `; its intervals are of ${+(100 * (1 - alpha)).toFixed(2)} %, like those of the ratios above`
  return `cost: ${what}${level}.`
}

function tailNotes(result: Result): string[] {
  const { tails } = result.arms[0]!
  const needed = tails.flatMap((tail) =>
    'valuesNeeded' in tail ? [`${nameOf(tail.share)} takes ${tail.valuesNeeded}`] : [],
  )
  const isOfRuns = unitOf(result) === 'fork'
  return [
    ...(needed.length === tails.length
      ? []
      : [
          isOfRuns
            ? 'p90, p95, p99: by ranks, as if runs of one fork were independent, which they are not quite.'
            : 'p90, p95, p99: of containers, each by the mean of its warm invocations.',
        ]),
    ...(needed.length > 0
      ? [`${needed.join(', ')} ${isOfRuns ? 'runs' : 'containers'} of an arm; there are ${tails[0]!.count}.`]
      : []),
  ]
}

function nameOf(share: number): string {
  return `p${Math.round(share * 100)}`
}

function coldSection({ cold }: Result): Section {
  return {
    title: 'Cold start: the first run of a fresh process, medians (95 %)',
    head: ['', 'processes', 'first run ms', 'cold/warm'],
    rows: cold.map(({ arm, count, makespanMs, coldOverWarm }) => [
      arm,
      String(count),
      formatSummary(makespanMs),
      coldOverWarm
        ? formatSummary({
            median: coldOverWarm.ratio,
            count: coldOverWarm.containers,
            ...(coldOverWarm.interval && { interval: coldOverWarm.interval }),
          })
        : '–',
    ]),
    isNumeric: true,
    notes: [
      'cold/warm: the first run over the mean of the later ones of the same process, geometric means.',
      ...(cold.some(({ enough }) => !enough)
        ? [`Fewer than ${LEAST_ENVIRONMENTS} processes tell nothing certain of cold starts.`]
        : []),
    ],
  }
}

function whereSection(result: Result): Section {
  const { whereabouts } = result
  const gaps = whereabouts.flatMap(({ arm, gap }) => (gap ? [{ arm, comparison: gap }] : []))
  return {
    title: 'Where the time goes: what a run waited for, means, ms',
    head: ['', 'total', ...Object.values(PARTS), 'fetch', 'notify', 'at once'],
    rows: whereabouts.map((row) => [
      row.arm,
      formatNumber(row.totalMs),
      ...(Object.keys(PARTS) as (keyof typeof PARTS)[]).map((part) => formatNumber(row[part])),
      row.path.fetch.toFixed(1),
      row.path.notify.toFixed(1),
      row.overlap.toFixed(1),
    ]),
    isNumeric: true,
    notes: [
      'waiting: servers held the answers; CPU: of the steps waited for; queueing: they stood behind others, for a lane, the event loop, a processor or the network; start-up: before the first step and after the last. They add up to the total; fetch, notify: how many of these steps a run waited for, one after another; at once: steps under way at a time.',
      ...causesIn(gaps, result),
    ],
  }
}
