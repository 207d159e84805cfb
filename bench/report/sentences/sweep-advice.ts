import { isDeepStrictEqual } from 'node:util'
import { exclusionText } from './recommendation.ts'
import { ENGLISH } from '../messages/en.ts'
import type { Recommendation } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { isNumeric } from '../../scenario/axes.ts'
import { formatValue, labelOf } from '../../scenario/cell-labels.ts'
import type { Stretch, SweepRecommendation, SweepResult, TimeRange } from '../../judge/sweep/judgement.ts'
import { noneEligibleText } from './sweep-limits.ts'
import { placesOf } from './sweep-places.ts'
import { crossoverSentence } from './sweep.ts'
import { pickedBy } from './sweep-criteria.ts'

/** `headline`: what to do, in one sentence; `details`: whatever else there is to say of it. */
export function sweepRecommendation(result: SweepResult, messages: Messages = ENGLISH): Recommendation {
  const { recommendation } = result
  return {
    headline: headlineOf(recommendation, result, messages),
    details: detailsOf(recommendation, result, messages),
  }
}

function headlineOf(recommendation: SweepRecommendation, result: SweepResult, messages: Messages): string {
  const criteria = pickedBy(result, messages)
  switch (recommendation.code) {
    case 'too-few-blocks':
      return messages.sweep.tooFewBlocks
    case 'output-mismatch':
      return messages.sweep.adviceOutputMismatch(placesOf(recommendation.places, recommendation.cells, messages))
    case 'use': {
      const { variant, decided, cells } = recommendation
      return decided === cells
        ? messages.sweep.useInEveryCell(variant, criteria)
        : messages.sweep.useWhereDecided({ variant, decided, measured: cells, criteria })
    }
    case 'depends-on-axis': {
      const choices = recommendation.stretches.map((stretch) =>
        stretchText(stretch, recommendation.axis, result, messages),
      )
      return messages.sweep.dependsOnAxis({
        axis: labelOf(recommendation.axis),
        criteria,
        choices: messages.beside(choices),
      })
    }
    case 'depends-on-cell':
      return messages.sweep.dependsOnCell(criteria)
    case 'none-eligible':
      return noneEligibleText(recommendation.isByConstraints, messages.sweep.inAnyMeasuredCell, messages)
    case 'network-allowed':
      return messages.recommendation.networkAllowed
    case 'mock-server-saturated':
      return messages.sweep.mockServerSaturated(anywhere(recommendation, messages))
    case 'reference-excluded':
      return messages.sweep.referenceExcluded({
        objective: result.objective,
        places: anywhere(recommendation, messages),
        reason: exclusionText(recommendation, messages),
      })
    case 'inconclusive': {
      const places = anywhere(recommendation, messages)
      // What helps on a machine that is not fit follows.
      return result.unfit ? messages.sweep.inconclusive(places) : messages.sweep.inconclusiveMoreBlocks(places)
    }
  }
}

function detailsOf(recommendation: SweepRecommendation, { crossovers }: SweepResult, messages: Messages): string[] {
  switch (recommendation.code) {
    case 'use':
      return recommendation.time ? [timeText(recommendation.time, messages)] : []
    case 'depends-on-axis':
      return crossovers
        .filter(({ isDecisive }) => isDecisive)
        .slice(0, MAX_CROSSOVERS)
        .map((crossover) => crossoverSentence(crossover, messages))
    case 'none-eligible':
      return [messages.sweep.loosenConstraints]
    default:
      return []
  }
}

/** More of them say less: all stand below. */
const MAX_CROSSOVERS = 2

function timeText({ reference, least, most }: TimeRange, messages: Messages): string {
  const format = ({ ratio, low, high }: TimeRange['least']) =>
    messages.units.withInterval({ estimate: ratio.toFixed(3), low: low.toFixed(3), high: high.toFixed(3) })
  const range = most ? messages.units.range(format(least), format(most)) : format(least)
  return messages.sweep.timeOverReference(range, reference)
}

/** What to use in a stretch, and where it is. */
function stretchText(stretch: Stretch, axis: string, { axes }: SweepResult, messages: Messages): string {
  const choices = {
    'none-eligible': messages.sweep.choiceNoneEligible,
    inconclusive: messages.sweep.choiceInconclusive,
  } as const
  const choice = stretch.code === 'use' ? stretch.variant : choices[stretch.code]
  const [first, last] = [formatValue(stretch.from), formatValue(stretch.to)]
  if (isDeepStrictEqual(stretch.from, stretch.to)) return messages.sweep.choiceAtValue(choice, first)
  return isNumeric(axes.find(({ path }) => path === axis)!)
    ? messages.sweep.choiceOverNumbers({ choice, first, last })
    : messages.sweep.choiceOverValues({ choice, first, last })
}

function anywhere(where: { readonly eligible: number; readonly cells: number }, messages: Messages): string {
  return where.eligible === where.cells ? messages.sweep.inAnyCell : messages.sweep.inAnyEligibleCell
}
