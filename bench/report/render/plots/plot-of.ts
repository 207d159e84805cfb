import type { PlotOptions } from '@observablehq/plot'
import type { Drawing } from '../../drawing.ts'
import { plotBandedCurves } from './banded-curves.ts'
import { plotCurves } from './curves.ts'
import { plotDensities } from './densities.ts'
import { plotGrid } from './grid.ts'
import { plotIntervals } from './intervals.ts'
import { plotLines } from './lines.ts'
import { plotScatter } from './scatter.ts'
import { plotShares } from './shares.ts'
import { plotSpans } from './spans.ts'
import { plotStackedBars } from './stacked-bars.ts'
import { plotTwoDots } from './two-dots.ts'

/** How a chart is drawn in `width` pixels; one with many columns may be wider. */
export function plotOf(drawing: Drawing, width: number): PlotOptions {
  switch (drawing.chart) {
    case 'intervals':
      return plotIntervals(drawing, width)
    case 'two-dots':
      return plotTwoDots(drawing, width)
    case 'densities':
      return plotDensities(drawing, width)
    case 'shares':
      return plotShares(drawing, width)
    case 'lines':
      return plotLines(drawing, width)
    case 'curves':
      return plotCurves(drawing, width)
    case 'banded-curves':
      return plotBandedCurves(drawing, width)
    case 'stacked-bars':
      return plotStackedBars(drawing, width)
    case 'scatter':
      return plotScatter(drawing, width)
    case 'spans':
      return plotSpans(drawing, width)
    case 'grid':
      return plotGrid(drawing, width)
  }
}
