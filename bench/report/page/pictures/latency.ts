import { dot, link } from '@observablehq/plot'
import type { RateArm, RateResult } from '../../../rate/rate-result.ts'
import { isContestant } from '../../../schedule.ts'
import { latencySection } from '../../rate-sections.ts'
import { bottomAxis } from '../axes.ts'
import { inCss } from '../palette.ts'
import { isNarrow, type Look, type Picture } from '../picture.ts'
import { rowsOf } from '../rows.ts'
import { logDomain, logTicks } from '../ticks.ts'

/** From when a job was due to its end, beside what the job itself takes. */
export function latency(result: RateResult, { colours, language }: Look): Picture {
  const { say } = language
  const arms = result.arms.filter(({ role }) => isContestant(role)).map(toldOf)
  return {
    id: 'latency',
    title: say`Latency from the instant a job was due`,
    description: say`The full dot is the median over all jobs, the line reaches to the highest percentile that there are jobs enough for; the hollow dot is the median of the job alone: what lies between the two dots is waiting for the jobs before it.`,
    plot(width) {
      const rows = rowsOf(
        arms.map(({ arm }) => arm),
        width,
        { rowHeight: isNarrow(width) ? 22 : 32 },
      )
      const domain = logDomain(arms.flatMap(({ serviceMs, medianMs, tailMs }) => [serviceMs, medianMs, tailMs]))
      const at = arms.map((one, index) => ({ ...one, row: index + rows.middle, colour: inCss(colours.get(one.arm)!) }))
      return {
        ...rows.options,
        x: { type: 'log', domain: [...domain], axis: null },
        marks: [
          ...bottomAxis(logTicks(domain, rows.inner, String), { unit: 'ms' }),
          link(at, { x1: 'serviceMs', x2: 'medianMs', y1: 'row', y2: 'row', stroke: 'colour', strokeDasharray: '2 3' }),
          link(at, { x1: 'medianMs', x2: 'tailMs', y1: 'row', y2: 'row', stroke: 'colour', strokeWidth: 3 }),
          dot(at, { x: 'serviceMs', y: 'row', r: 5, fill: inCss('page'), stroke: 'colour', strokeWidth: 2 }),
          dot(at, { x: 'medianMs', y: 'row', r: 5, fill: 'colour', stroke: inCss('page'), strokeWidth: 1.5 }),
          ...rows.marks,
        ],
      }
    },
    table: { ...latencySection(result, language), title: '' },
  }
}

function toldOf({ arm, latencyMs, serviceMs, tails }: RateArm) {
  const known = tails.flatMap((tail) => ('value' in tail ? tail.value : []))
  return { arm, medianMs: latencyMs.median, serviceMs: serviceMs.median, tailMs: known.at(-1) ?? latencyMs.median }
}
