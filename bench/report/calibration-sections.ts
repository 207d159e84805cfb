import type { Calibration } from '../calibration/calibration.ts'
import type { Rate } from '../calibration/rates.ts'
import { plantedName } from '../schedule.ts'
import type { Section } from './sections.ts'

/** What a calibration tells, as tables. */
export function calibrationSections({ equal, blocked, power }: Calibration, margin: number): Section[] {
  const within = `${+(margin * 100).toFixed(1)} %`
  return [
    {
      title: 'Copies of the same strategy, compared with each other: how many comparisons, and the rate (95 %)',
      head: ['', 'interval excludes 1', 'false word', `equivalent within ${within}`],
      rows: [
        ['in shuffled rounds', ...[equal.toldApart, equal.falseWords, equal.equivalent].map(formatRate)],
        ['one after the other', ...[blocked.toldApart, blocked.falseWords, blocked.equivalent].map(formatRate)],
      ],
      isNumeric: true,
      notes: [
        `Nominal: 5 % of the intervals exclude 1. Noise floor: half of such an interval is ${percent(equal.noiseFloor)} of the time (median); what is smaller is more often missed than found at one look of 6 forks.`,
        'One after the other: as many runs of the same copies, all of the one and then all of the next, as is usual, by Welch’s t on logarithms.',
      ],
    },
    {
      title: 'Copies that were made slower, compared with plain ones',
      head: ['', 'found', 'called slower', 'called equivalent', 'called faster'],
      rows: power.map(({ planted, found, slower, equivalent, faster }) => [
        plantedName(planted),
        ...[found, slower, equivalent, faster].map(formatRate),
      ]),
      isNumeric: true,
      notes: [`found: the interval excludes 1; slower: it lies wholly beyond ${within}.`],
    },
  ]
}

/** What recording costs, in a sentence. */
export function recordingSentence({ unrecorded: { ratio, low, high, comparisons } }: Calibration): string {
  // Told as what recording adds, where what was measured is a run without it.
  const [less, more] = [1 / high, 1 / low].map((end) => signed(end - 1))
  return `Recording the steps changes a run's time by ${signed(1 / ratio - 1)} (${less} to ${more}, ${comparisons} comparisons).`
}

/** Whether verdicts of this machine can be believed, in a sentence. */
export function verdictOn({ equal, power }: Calibration): string {
  const { count, of, interval } = equal.toldApart
  const apart = `${count} of ${of} comparisons told equal copies apart, which is ${percent(interval.low)} to ${percent(interval.high)} of them (nominal 5 %)`
  if (interval.low > 0.05) return `Do not believe small differences on this machine: ${apart}.`
  const seen = power.find(({ found }) => found.count === found.of)
  const limit = seen
    ? `all ${seen.found.of} copies that were ${percent(seen.planted)} slower were found, at one look of 6 forks`
    : `one look of 6 forks is not enough to see all that were ${percent(Math.max(...power.map(({ planted }) => planted)))} slower`
  return `Nothing speaks against what is called different on this machine: ${apart}; ${limit}.`
}

function formatRate({ count, of, interval }: Rate): string {
  return `${count} of ${of} (${percent(interval.low)} to ${percent(interval.high)})`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function signed(share: number): string {
  return `${share >= 0 ? '+' : ''}${percent(share)}`
}
