import type { Calibration } from '../../judge/calibration/calibration.ts'
import type { Rate } from '../../judge/calibration/rates.ts'
import { type Objection, type Trust, trustIn } from '../../judge/calibration/trust.ts'
import { slowedName } from '../../plan/schedule.ts'
import { block } from '../block.ts'
import { tableOf } from '../build-table.ts'
import type { ReportDocument } from '../document.ts'
import { formatPercent } from '../format.ts'
import { asPercent } from '../messages/formats.ts'
import type { Messages } from '../messages/messages.ts'

/** A calibration with what it was of. */
export interface CalibrationJudgement extends Calibration {
  readonly scenario: string
  readonly reference: string
  readonly margin: number
}

/** What copies of one strategy came to on a machine, and whether its verdicts can be believed. */
export function calibrationDocument(judgement: CalibrationJudgement, messages: Messages): ReportDocument {
  const { scenario, reference, shuffled, blocked } = judgement
  const margin = asPercent(judgement.margin)
  const orders = [
    { name: messages.calibration.shuffledRow, ...shuffled },
    { name: messages.calibration.blockedRow, ...blocked },
  ]
  return {
    kind: 'calibration',
    title: messages.calibration.title(scenario, reference),
    recommendation: {
      headline: trustText(trustIn(judgement), messages),
      details: [recordingText(judgement, messages)],
    },
    measured: [messages.count(shuffled.equal.significant.of, 'comparison')],
    checks: [],
    blocks: [
      block(
        'equal-copies',
        messages.calibration.equalCopiesTitle,
        tableOf(
          orders,
          [
            { head: '', cellOf: ({ name }) => name },
            {
              head: messages.calibration.intervalExcludesOneColumn,
              cellOf: ({ equal }) => formatRate(equal.significant, messages),
            },
            {
              head: messages.calibration.falseVerdictColumn,
              cellOf: ({ equal }) => formatRate(equal.wrongVerdicts, messages),
            },
            {
              head: messages.verdicts.equivalentWithin(margin),
              cellOf: ({ equal }) => formatRate(equal.equivalent, messages),
            },
            { head: messages.calibration.noiseFloorColumn, cellOf: ({ equal }) => formatPercent(equal.noiseFloor) },
          ],
          { notes: [messages.calibration.noiseFloorNote, messages.calibration.blockedNote] },
        ),
      ),
      block(
        'slowed-copies',
        messages.calibration.slowedCopiesTitle,
        tableOf(
          shuffled.power.flatMap(({ slowedBy }, place) =>
            orders.map(({ name, power }) => ({ name, slowedBy, power: power[place]! })),
          ),
          [
            { head: '', cellOf: ({ name, slowedBy }) => messages.beside([slowedName(slowedBy), name]) },
            { head: messages.checks.found, cellOf: ({ power }) => formatRate(power.found, messages) },
            {
              head: messages.calibration.calledSlowerColumn,
              cellOf: ({ power }) => formatRate(power.slower, messages),
            },
            {
              head: messages.calibration.calledEquivalentColumn,
              cellOf: ({ power }) => formatRate(power.equivalent, messages),
            },
            {
              head: messages.calibration.calledFasterColumn,
              cellOf: ({ power }) => formatRate(power.faster, messages),
            },
          ],
          { notes: [messages.calibration.slowedCopiesNote(margin)] },
        ),
      ),
    ],
    next: [],
  }
}

/** What recording adds, where what was measured is a run without it. */
function recordingText({ unrecorded }: Calibration, messages: Messages): string {
  const { ratio, low, high, comparisons } = unrecorded
  return messages.calibration.recordingCost({
    change: signed(1 / ratio - 1),
    range: messages.units.range(signed(1 / high - 1), signed(1 / low - 1)),
    comparisons: messages.count(comparisons, 'comparison'),
  })
}

function trustText(trust: Trust, messages: Messages): string {
  if (trust.code === 'no-objection') {
    const { significant, foundAll, largestSlowdown } = trust
    return messages.calibration.noObjection(
      messages.calibration.equalCopiesDiffer({ ...significant, range: rangeOf(significant, messages) }),
      foundAll
        ? messages.calibration.foundAll(foundAll.of, formatPercent(foundAll.slowedBy))
        : messages.calibration.foundNotAll(formatPercent(largestSlowdown)),
    )
  }
  const objections = messages.clauses(trust.objections.map((objection) => objectionText(objection, messages)))
  return trust.code === 'doubtful-verdicts'
    ? messages.calibration.doubtfulVerdicts(objections)
    : messages.calibration.doubtfulSmallDifferences(objections)
}

function objectionText(objection: Objection, messages: Messages): string {
  const { count, of } = objection
  const range = rangeOf(objection, messages)
  switch (objection.code) {
    case 'equal-copies-differ':
      return messages.calibration.equalCopiesDiffer({ count, of, range })
    case 'equal-copies-misjudged':
      return messages.calibration.equalCopiesMisjudged({ count, of, range })
    case 'slower-copies-called-faster': {
      const [slowdown, atMost] = [formatPercent(objection.slowedBy), formatPercent(objection.atMost)]
      return count === 1
        ? messages.calibration.slowerCopyCalledFaster({ of, slowdown, range, atMost })
        : messages.calibration.slowerCopiesCalledFaster({ count, of, slowdown, range, atMost })
    }
  }
}

function formatRate(rate: Rate, messages: Messages): string {
  return messages.units.withDetail(messages.calibration.countOf(rate.count, rate.of), rangeOf(rate, messages))
}

function rangeOf({ interval }: Rate, messages: Messages): string {
  return messages.units.range(formatPercent(interval.low), formatPercent(interval.high))
}

function signed(share: number): string {
  return `${share >= 0 ? '+' : ''}${formatPercent(share)}`
}
