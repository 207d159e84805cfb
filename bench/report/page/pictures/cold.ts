import { coldSection } from '../../local-sections.ts'
import type { Result } from '../../../judge/comparison/judgement.ts'
import { coldSection as coldInvocations } from '../../sections.ts'
import type { Look, Picture } from '../drawing/picture.ts'
import { twoDots, type TwoTimes } from './two-dots.ts'

/** First runs of fresh processes or containers beside the usual ones. */
export function cold(result: Result, { colours, language }: Look): Picture | undefined {
  const { say } = language
  const { lambda } = result
  const rows = lambda ? lambda.cold : result.cold
  const shown = rows.flatMap((row): TwoTimes[] => {
    const variant = result.variants.find((one) => one.variant === row.variant)
    if (!variant || variant.samplesFailed > 0) return []
    const { interval, median } = row.makespanMs
    return [
      {
        variant: row.variant,
        hollowMs: variant.makespanMs.median,
        fullMs: median,
        lowMs: interval?.low ?? median,
        highMs: interval?.high ?? median,
      },
    ]
  })
  if (shown.length === 0) return undefined
  return {
    id: 'cold',
    title: say`Cold starts`,
    description: lambda
      ? say`The full dot is the first run of a fresh container, median, with its interval where there is one; the hollow one is the median of the later runs. They are never mixed.`
      : say`The full dot is the first run of a fresh process, median, with its interval where there is one; the hollow one is the median of the later runs. They are never mixed.`,
    plot: (width) => twoDots(shown, { width, unit: say`makespan, ms`, colours }),
    table: lambda ? coldInvocations(lambda, language) : coldSection(result, language),
  }
}
