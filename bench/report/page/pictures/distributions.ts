import { areaY, lineY } from '@observablehq/plot'
import { densityOf } from '../../../statistics/density.ts'
import { formatNumber, formatSummary } from '../../format.ts'
import type { Result } from '../../result.ts'
import { bottomAxis } from '../axes.ts'
import { inCss } from '../palette.ts'
import { isNarrow, type Look, type Picture } from '../picture.ts'
import { rowsOf } from '../rows.ts'
import { strokes } from '../strokes.ts'
import { logDomain, logTicks } from '../ticks.ts'

/** Places at which a density is drawn. */
const PLACES = 64

/** Of the height of a row: how high the densest place rises above its middle, and how far samples reach below it. */
const RISE = 0.45
const RUG = 0.28

/** Every run there was: a hill where many took about the same time, and a tick for each. */
export function distributions(result: Result, { colours, language }: Look): Picture {
  const { say } = language
  const { arms } = result
  const known = arms.map((arm) => ({ ...arm, finiteMs: arm.samplesMs.filter(Number.isFinite) }))
  const count = known.reduce((sum, { finiteMs }) => sum + finiteMs.length, 0)
  return {
    id: 'distributions',
    title: say`Every run`,
    description: say`Each tick is the makespan of one of ${count} runs; hills are higher where runs are denser, each as high as its row allows. The axis is one of ratios: equal distances are equal factors.`,
    plot(width) {
      const rows = rowsOf(
        arms.map(({ arm }) => arm),
        width,
        { rowHeight: isNarrow(width) ? 44 : 50 },
      )
      const domain = logDomain(known.flatMap(({ finiteMs }) => finiteMs))
      const colourOf = (arm: string) => inCss(colours.get(arm)!)
      return {
        ...rows.options,
        x: { type: 'log', domain: [...domain], axis: null },
        marks: [
          ...bottomAxis(logTicks(domain, rows.inner, String), { unit: say`makespan, ms` }),
          ...known.flatMap(({ arm, finiteMs }, index) => {
            const hill = hillOf(finiteMs, domain)
            const base = index + rows.middle + 0.1
            const heights = { x: 'ms', y1: base, y2: ({ height }: { height: number }) => base - RISE * height }
            return [
              areaY(hill, { ...heights, fill: colourOf(arm), fillOpacity: 0.3 }),
              lineY(hill, { x: 'ms', y: heights.y2, stroke: colourOf(arm), strokeWidth: 1.5 }),
              strokes(
                finiteMs.map((ms) => ({ x1: ms, x2: ms, y1: base + 0.04, y2: base + RUG })),
                { stroke: colourOf(arm), width: 1, opacity: 0.75, name: 'runs' },
              ),
            ]
          }),
          ...rows.marks,
        ],
      }
    },
    table: {
      title: '',
      head: ['', say`runs`, say`shortest, ms`, say`median, ms (95 %)`, say`longest, ms`],
      rows: arms.map(({ arm, samplesMs, makespanMs }) => [
        arm,
        String(samplesMs.length),
        formatNumber(Math.min(...samplesMs)),
        formatSummary(makespanMs, language),
        formatNumber(Math.max(...samplesMs)),
      ]),
      isNumeric: true,
      notes: [],
    },
  }
}

/** Of logarithms, since that is what the axis shows; 1 where it is highest. */
function hillOf(finiteMs: readonly number[], [low, high]: readonly [number, number]) {
  if (finiteMs.length === 0) return []
  const points = densityOf(finiteMs.map(Math.log), { places: PLACES, least: 0.004 * Math.log(high / low) })
  const most = Math.max(...points.map(({ density }) => density))
  return points
    .map(({ at, density }) => ({ ms: Math.exp(at), height: density / most }))
    .filter(({ ms }) => ms >= low && ms <= high)
}
