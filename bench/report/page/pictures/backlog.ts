import { lineY } from '@observablehq/plot'
import type { RateResult } from '../../../judge/load/judgement.ts'
import { isSelectable } from '../../../plan/schedule.ts'
import { loadSection } from '../../rate-sections.ts'
import { bottomAxis, leftAxis, MARGINS } from '../drawing/axes.ts'
import { dashOf } from '../drawing/dashes.ts'
import { inCss } from '../drawing/palette.ts'
import type { Look, Picture } from '../drawing/picture.ts'
import { linearTicks } from '../drawing/ticks.ts'
import { extentOf } from '../../../statistics/extent.ts'

/** How many further jobs were due when one began, from the first to the last: what climbs falls behind. */
export function backlog(result: RateResult, { colours, messages }: Look): Picture {
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  return {
    id: 'backlog',
    title: messages.charts.backlogTitle,
    description: messages.charts.backlogDescription,
    plot(width) {
      const jobs = Math.max(...variants.map((variant) => variant.backlog.byJob.length))
      // A backlog of nothing still has an axis.
      const [, most] = extentOf([1, ...variants.flatMap((variant) => variant.backlog.byJob)])
      const height = 240
      return {
        width,
        height,
        ...MARGINS,
        x: { domain: [1, Math.max(2, jobs)], axis: null },
        y: { domain: [0, most], axis: null },
        marks: [
          ...bottomAxis(
            linearTicks([1, Math.max(2, jobs)], width - MARGINS.marginLeft - MARGINS.marginRight).filter(
              Number.isInteger,
            ),
            { unit: messages.charts.backlogJobAxis },
          ),
          ...leftAxis(linearTicks([0, most], height).filter(Number.isInteger), {
            unit: messages.charts.backlogDueAxis,
          }),
          ...variants.map((variant, index) =>
            lineY(variant.backlog.byJob, {
              x: (_, place: number) => place + 1,
              y: (jobsDue: number) => jobsDue,
              stroke: inCss(colours.get(variant.variant)!),
              strokeWidth: 2,
              strokeDasharray: dashOf(index),
            }),
          ),
        ],
      }
    },
    keys: variants.map(({ variant }, index) => ({
      label: variant,
      colour: colours.get(variant)!,
      mark: 'line',
      dash: dashOf(index),
    })),
    table: { ...loadSection(result, messages), title: '' },
  }
}
