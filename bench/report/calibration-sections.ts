import type { Calibration } from '../judge/calibration/calibration.ts'
import type { Rate } from '../judge/calibration/rates.ts'
import { slowedName } from '../plan/schedule.ts'
import { asPercent } from './format.ts'
import type { Section } from './section.ts'

/** What a calibration tells, as tables. */
export function calibrationSections({ shuffled, blocked }: Calibration, margin: number): Section[] {
  const within = asPercent(margin)
  const orders = [
    { name: 'in shuffled rounds', ...shuffled },
    { name: 'one after the other', ...blocked },
  ]
  return [
    {
      title: 'Copies of the same strategy, compared with each other: how many comparisons, and the rate (95 %)',
      head: ['', 'interval excludes 1', 'false word', `equivalent within ${within}`, 'noise floor'],
      rows: orders.map(({ name, equal: { toldApart, falseWords, equivalent, noiseFloor } }) => [
        name,
        ...[toldApart, falseWords, equivalent].map(formatRate),
        percent(noiseFloor),
      ]),
      isNumeric: true,
      notes: [
        'Nominal: 5 % of the intervals exclude 1. Noise floor: half of such an interval, as a share of the time (median); what is smaller is more often missed than found, by one look of 6 forks or by as many runs.',
        'One after the other: as many runs of the same copies, all of the one and then all of the next, as is usual, by Welch’s t on logarithms. As in usual benchmarks there is one process for each copy, and delays of its own for each run, so that the two differ in more than the order: what tells them apart is not of the order alone.',
      ],
    },
    {
      title: 'Copies that were made slower, compared with plain ones',
      head: ['', 'found', 'called slower', 'called equivalent', 'called faster'],
      rows: shuffled.power.flatMap(({ slowedBy: effect }, index) =>
        orders.map(({ name, power }) => {
          const { found, slower, equivalent, faster } = power[index]!
          return [`${slowedName(effect)}, ${name}`, ...[found, slower, equivalent, faster].map(formatRate)]
        }),
      ),
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

/** Of equal copies, so many may be told apart or given a false word. */
const NOMINAL = 0.05

interface Objection {
  readonly because: string
  /** Something false was said, and not only an interval too narrow. */
  readonly isOfWords: boolean
}

/** What speaks against the verdicts of this machine; nothing where they can be believed. */
export function objectionsTo({ shuffled: { equal, power } }: Calibration): Objection[] {
  const { toldApart, falseWords } = equal
  return [
    ...(toldApart.interval.low > NOMINAL ? [{ because: toldApartClause(toldApart), isOfWords: false }] : []),
    ...(falseWords.interval.low > NOMINAL
      ? [
          {
            because: `${falseWords.count} of ${falseWords.of} comparisons gave equal copies a false word, which is ${range(falseWords)} of them (at most 5 % may be)`,
            isOfWords: true,
          },
        ]
      : []),
    ...power
      .filter(({ faster }) => faster.interval.low > NOMINAL / 2)
      .map(({ slowedBy, faster }) => ({
        because: `${faster.count} of ${faster.of} copies that were ${percent(slowedBy)} slower ${faster.count === 1 ? 'was' : 'were'} called faster, which is ${range(faster)} of them (at most ${percent(NOMINAL / 2)} may be)`,
        isOfWords: true,
      })),
  ]
}

/** Whether verdicts of this machine can be believed, in a sentence. */
export function verdictOn(calibration: Calibration): string {
  const objections = objectionsTo(calibration)
  const { equal, power } = calibration.shuffled
  if (objections.length > 0) {
    const what = objections.some(({ isOfWords }) => isOfWords) ? 'what is called faster or slower' : 'small differences'
    return `Do not believe ${what} on this machine: ${objections.map(({ because }) => because).join('; ')}.`
  }
  const seen = power.find(({ found }) => found.count === found.of)
  const limit = seen
    ? `all ${seen.found.of} copies that were ${percent(seen.slowedBy)} slower were found, at one look of 6 forks`
    : `one look of 6 forks is not enough to see all that were ${percent(Math.max(...power.map(({ slowedBy }) => slowedBy)))} slower`
  return `Nothing speaks against what is called different on this machine: ${toldApartClause(equal.toldApart)}; ${limit}.`
}

function toldApartClause(toldApart: Rate): string {
  return `${toldApart.count} of ${toldApart.of} comparisons told equal copies apart, which is ${range(toldApart)} of them (nominal 5 %)`
}

function formatRate(rate: Rate): string {
  return `${rate.count} of ${rate.of} (${range(rate)})`
}

function range({ interval }: Rate): string {
  return `${percent(interval.low)} to ${percent(interval.high)}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function signed(share: number): string {
  return `${share >= 0 ? '+' : ''}${percent(share)}`
}
