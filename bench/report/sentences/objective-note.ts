import type { Result } from '../../judge/comparison/judgement.ts'
import type { Verdict } from '../../judge/verdict.ts'
import { formatRatio, unitOf } from '../format.ts'
import type { Messages } from '../messages/messages.ts'
import { formatVerdictAlone } from '../verdict-text.ts'

/** By what the variant was selected, where that is none of the ratios in the table. */
export function objectiveNote(result: Result, messages: Messages): string[] {
  const { pick, scenario } = result
  if (!pick || pick.objective === 'speed' || pick.scored.length === 0) return []
  const scores = pick.scored.map(
    ({ variant, ratio, verdict }) =>
      `${variant} ${messages.beside([formatRatio({ role: 'candidate', ratio }, messages), scoreText(verdict, result, messages)])}`,
  )
  return [
    messages.recommendation.objectiveScores({
      objective: pick.objective,
      reference: scenario.reference,
      scores: messages.clauses(scores),
    }),
    ...(pick.objective.startsWith('balanced') ? [messages.recommendation.weightNote] : []),
  ]
}

/** What it was selected by need not be a time, of which alone faster and slower are said. */
function scoreText(verdict: Verdict, result: Result, messages: Messages): string {
  switch (verdict.code) {
    case 'faster':
      return messages.verdicts.better
    case 'slower':
      return messages.verdicts.worse
    case 'faster-size-unclear':
      return messages.verdicts.betterSizeUnclear
    case 'slower-size-unclear':
      return messages.verdicts.worseSizeUnclear
    default:
      return formatVerdictAlone(verdict, { margin: result.scenario.margin, unit: unitOf(result), messages })
  }
}
