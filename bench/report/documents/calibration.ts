import type { Calibration } from '../../judge/calibration/calibration.ts'
import type { Rate } from '../../judge/calibration/rates.ts'
import { type Objection, type Trust, trustIn } from '../../judge/calibration/trust.ts'
import { slowedName } from '../../plan/schedule.ts'
import type { Column, ReportDocument } from '../document.ts'
import { asPercent, formatPercent } from '../format.ts'
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
  const rate = (one: Rate) => formatRate(one, messages)
  return {
    kind: 'calibration',
    title: messages.calibration.title(scenario, reference),
    recommendation: {
      headline: trustText(trustIn(judgement), messages),
      details: [recordingText(judgement, messages)],
    },
    measured: [messages.count(shuffled.equal.toldApart.of, 'comparison')],
    badges: [],
    blocks: [
      {
        id: 'equal-copies',
        title: messages.calibration.equalCopiesTitle,
        detail: 'summary',
        body: {
          is: 'table',
          columns: columnsOf(
            messages.calibration.intervalExcludesOneColumn,
            messages.calibration.falseVerdictColumn,
            messages.verdicts.equivalentWithin(margin),
            messages.calibration.noiseFloorColumn,
          ),
          rows: orders.map(({ name, equal: { toldApart, falseWords, equivalent, noiseFloor } }) => ({
            cells: [name, rate(toldApart), rate(falseWords), rate(equivalent), formatPercent(noiseFloor)],
          })),
          notes: [messages.calibration.noiseFloorNote, messages.calibration.blockedNote],
        },
      },
      {
        id: 'slowed-copies',
        title: messages.calibration.slowedCopiesTitle,
        detail: 'summary',
        body: {
          is: 'table',
          columns: columnsOf(
            messages.checks.found,
            messages.calibration.calledSlowerColumn,
            messages.calibration.calledEquivalentColumn,
            messages.calibration.calledFasterColumn,
          ),
          rows: shuffled.power.flatMap(({ slowedBy }, index) =>
            orders.map(({ name, power }) => {
              const { found, slower, equivalent, faster } = power[index]!
              const row = messages.beside([slowedName(slowedBy), name])
              return { cells: [row, rate(found), rate(slower), rate(equivalent), rate(faster)] }
            }),
          ),
          notes: [messages.calibration.slowedCopiesNote(margin)],
        },
      },
    ],
    next: [],
  }
}

function columnsOf(...heads: readonly string[]): Column[] {
  return [{ head: '', isNumeric: false }, ...heads.map((head) => ({ head, isNumeric: true }))]
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
    const { toldApart, foundAll, largestSlowdown } = trust
    return messages.calibration.noObjection(
      messages.calibration.equalCopiesToldApart({ ...toldApart, range: rangeOf(toldApart, messages) }),
      foundAll
        ? messages.calibration.foundAll(foundAll.of, formatPercent(foundAll.slowedBy))
        : messages.calibration.foundNotAll(formatPercent(largestSlowdown)),
    )
  }
  const objections = trust.objections.map((objection) => objectionText(objection, messages)).join('; ')
  return trust.code === 'doubtful-verdicts'
    ? messages.calibration.doubtfulVerdicts(objections)
    : messages.calibration.doubtfulSmallDifferences(objections)
}

function objectionText(objection: Objection, messages: Messages): string {
  const { count, of } = objection
  const range = rangeOf(objection, messages)
  switch (objection.code) {
    case 'equal-copies-told-apart':
      return messages.calibration.equalCopiesToldApart({ count, of, range })
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
