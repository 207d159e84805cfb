import { dot, link } from '@observablehq/plot'
import { coldSection as coldInvocations } from '../../sections.ts'
import { coldSection } from '../../local-sections.ts'
import type { Result } from '../../result.ts'
import { bottomAxis } from '../axes.ts'
import { inCss } from '../palette.ts'
import { isNarrow, type Look, type Picture } from '../picture.ts'
import { rowsOf } from '../rows.ts'
import { logDomain, logTicks } from '../ticks.ts'

/** First runs of fresh processes or containers beside the usual ones. */
export function cold(result: Result, { colours, language }: Look): Picture | undefined {
  const { say } = language
  const { lambda } = result
  const rows = lambda ? lambda.cold : result.cold
  const shown = rows.flatMap((row) => {
    const arm = result.arms.find((one) => one.arm === row.arm)
    if (!arm) return []
    const { interval, median } = row.makespanMs
    return [
      {
        ...row,
        coldMs: median,
        lowMs: interval?.low ?? median,
        highMs: interval?.high ?? median,
        warmMs: arm.makespanMs.median,
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
    plot(width) {
      const rows = rowsOf(
        shown.map(({ arm }) => arm),
        width,
        { rowHeight: isNarrow(width) ? 22 : 32 },
      )
      const domain = logDomain(shown.flatMap(({ lowMs, highMs, warmMs }) => [lowMs, highMs, warmMs]))
      const at = shown.map((one, index) => ({ ...one, row: index + rows.middle, colour: inCss(colours.get(one.arm)!) }))
      return {
        ...rows.options,
        x: { type: 'log', domain: [...domain], axis: null },
        marks: [
          ...bottomAxis(logTicks(domain, rows.inner, String), { unit: say`makespan, ms` }),
          link(at, { x1: 'warmMs', x2: 'coldMs', y1: 'row', y2: 'row', stroke: 'colour', strokeDasharray: '2 3' }),
          link(at, { x1: 'lowMs', x2: 'highMs', y1: 'row', y2: 'row', stroke: 'colour', strokeWidth: 3 }),
          dot(at, { x: 'warmMs', y: 'row', r: 5, fill: inCss('page'), stroke: 'colour', strokeWidth: 2 }),
          dot(at, { x: 'coldMs', y: 'row', r: 5, fill: 'colour', stroke: inCss('page'), strokeWidth: 1.5 }),
          ...rows.marks,
        ],
      }
    },
    table: lambda ? coldInvocations(lambda, language) : coldSection(result, language),
  }
}
