import { lineY, type PlotOptions } from '@observablehq/plot'
import { bottomAxis, leftAxis, MARGINS } from './axes.ts'
import type { Shares, SharesLine } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { type Domain, logDomain, logTicks } from './ticks.ts'

const HEIGHT = 260

/** Nobody could see more. */
const MAX_POINTS = 500

const TICKS = [0, 0.25, 0.5, 0.75, 1]

export function plotShares({ lines, xLabel, yLabel }: Shares, width: number): PlotOptions {
  const domain = logDomain(lines.flatMap(({ samples }) => samples))
  const inner = width - MARGINS.marginLeft - MARGINS.marginRight
  return {
    width,
    height: HEIGHT,
    ...MARGINS,
    x: { type: 'log', domain: [...domain], axis: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      ...bottomAxis(logTicks(domain, inner), { unit: xLabel }),
      ...leftAxis(TICKS, { format: (share) => `${share * 100}%`, unit: yLabel }),
      ...lines.map((line) =>
        lineY(stepsOf(line, domain), {
          x: 'x',
          y: 'share',
          curve: 'step-after',
          stroke: inCss(line.colour),
          strokeWidth: 2,
          strokeDasharray: line.dash,
        }),
      ),
    ],
  }
}

/** From the least sample to the greatest; where samples are missing, the line goes on to the right edge, below the top. */
function stepsOf({ samples, missing }: SharesLine, [, high]: Domain) {
  const sorted = samples.toSorted((a, b) => a - b)
  const count = sorted.length + missing
  const every = Math.max(1, count / MAX_POINTS)
  const steps = sorted.length > 0 ? [{ x: sorted[0]!, share: 0 }] : []
  for (let rank = every; rank <= count + 0.5; rank += every) {
    const place = Math.min(count, Math.round(rank))
    if (place <= sorted.length) steps.push({ x: sorted[place - 1]!, share: place / count })
  }
  return missing === 0 || steps.length === 0 ? steps : [...steps, { x: high, share: steps.at(-1)!.share }]
}
