import type { RateResult } from '../../../judge/load/judgement.ts'
import { isSelectable } from '../../../plan/schedule.ts'
import { loadSection } from '../../rate-sections.ts'
import { dashOf } from '../drawing/dashes.ts'
import type { Look, Picture } from '../drawing/picture.ts'

/** How many further jobs were due when one began, from the first to the last: what climbs falls behind. */
export function backlog(result: RateResult, { colours, messages }: Look): Picture {
  const variants = result.variants.filter(({ role }) => isSelectable(role))
  return {
    id: 'backlog',
    title: messages.charts.backlogTitle,
    description: messages.charts.backlogDescription,
    drawing: {
      chart: 'lines',
      lines: variants.map(({ variant, backlog: { byJob } }, index) => ({
        name: variant,
        colour: colours.get(variant)!,
        dash: dashOf(index),
        values: byJob,
      })),
      xLabel: messages.charts.backlogJobAxis,
      yLabel: messages.charts.backlogDueAxis,
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
