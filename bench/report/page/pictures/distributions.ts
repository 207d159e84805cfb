import { dot, line } from '@observablehq/plot'
import { densityOf } from '../../../statistics/density.ts'
import { extentOf } from '../../../statistics/extent.ts'
import { median } from '../../../statistics/quantile.ts'
import { formatNumber } from '../../format.ts'
import type { Result } from '../../../judge/comparison/judgement.ts'
import { bottomAxis } from '../drawing/axes.ts'
import { inCss } from '../drawing/palette.ts'
import { isNarrow, type Look, type Picture } from '../drawing/picture.ts'
import { rowsOf } from '../drawing/rows.ts'
import { strokes } from '../drawing/strokes.ts'
import { type Domain, logDomain, logTicks } from '../drawing/ticks.ts'

/** Places at which a density is drawn. */
const PLACES = 64

/** Of the height of a row: how high the densest place rises above its middle, and how far samples reach below it. */
const RISE = 0.45
const RUG = 0.28

/** Every run there was: a hill where many took about the same time, and a tick for each. */
export function distributions(result: Result, { colours, messages }: Look): Picture | undefined {
  const { variants } = result
  const count = variants.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0)
  const failed = variants.reduce((sum, { samplesFailed }) => sum + samplesFailed, 0)
  if (count === 0) return undefined
  return {
    id: 'distributions',
    title: messages.charts.distributionsTitle,
    description: messages.sentences([
      messages.charts.distributionsDescription(count),
      ...(failed > 0 ? [messages.charts.distributionsFailedRuns(failed)] : []),
      messages.charts.distributionsLogScale,
    ]),
    plot(width) {
      const rows = rowsOf(
        variants.map(({ variant }) => variant),
        width,
        { rowHeight: isNarrow(width) ? 44 : 50 },
      )
      const domain = logDomain(variants.flatMap(({ samplesMs }) => samplesMs))
      const colourOf = (variant: string) => inCss(colours.get(variant)!)
      return {
        ...rows.options,
        x: { type: 'log', domain: [...domain], axis: null },
        marks: [
          ...bottomAxis(logTicks(domain, rows.inner), { unit: messages.charts.makespanAxis }),
          ...variants.flatMap(({ variant, samplesMs }, index) => {
            if (samplesMs.length === 0) return []
            const hill = hillOf(samplesMs, domain)
            const base = index + rows.middle + 0.1
            return [
              line(hill, {
                x: 'ms',
                y: ({ height }: { readonly height: number }) => base - RISE * height,
                fill: colourOf(variant),
                fillOpacity: 0.3,
                stroke: colourOf(variant),
                strokeWidth: 1.5,
              }),
              strokes(
                samplesMs.map((ms) => ({ x1: ms, x2: ms, y1: base + 0.04, y2: base + RUG })),
                { stroke: colourOf(variant), width: 1, opacity: 0.75, name: 'runs' },
              ),
              dot([median(samplesMs)], {
                x: (ms: number) => ms,
                y: base,
                r: 3.5,
                fill: inCss('ink'),
                stroke: inCss('page'),
              }),
            ]
          }),
          ...rows.marks,
        ],
      }
    },
    table: {
      title: '',
      head: [
        messages.comparison.variantColumn,
        messages.charts.distributionsRunsColumn,
        messages.charts.distributionsMinColumn,
        messages.charts.distributionsMedianColumn,
        messages.charts.distributionsMaxColumn,
        ...(failed > 0 ? [messages.comparison.failedRunsColumn] : []),
      ],
      rows: variants.map(({ variant, samplesMs, samplesFailed }) => [
        variant,
        String(samplesMs.length),
        ...(samplesMs.length > 0
          ? [extentOf(samplesMs)[0], median(samplesMs), extentOf(samplesMs)[1]].map(formatNumber)
          : ['–', '–', '–']),
        ...(failed > 0 ? [String(samplesFailed)] : []),
      ]),
      isNumeric: true,
      notes: [],
    },
  }
}

/** Of logarithms, since that is what the axis shows; 1 where it is highest. Where there was no run, there is no hill. */
function hillOf(samplesMs: readonly number[], [low, high]: Domain) {
  const points = densityOf(samplesMs.map(Math.log), { places: PLACES, least: 0.004 * Math.log(high / low) })
  const most = Math.max(...points.map(({ density }) => density))
  const [shortest, longest] = extentOf(samplesMs)
  const hill = points.map(({ at, density }) => ({ ms: Math.exp(at), height: density / most }))
  const within = hill.filter(({ ms }) => ms >= shortest && ms <= longest)
  // Of runs that took all but the same time, the places lie wider apart than they do.
  const own = within.length > 2 ? within : hill
  // Down to its foot at both ends, so that it is filled.
  return [{ ...own[0]!, height: 0 }, ...own, { ...own.at(-1)!, height: 0 }]
}
