import type { RateVariant, RateResult } from '../../../judge/load/judgement.ts'
import { isSelectable } from '../../../plan/schedule.ts'
import { latencySection } from '../../rate-sections.ts'
import type { TwoDotsRow } from '../drawing/drawing.ts'
import type { Look, Picture } from '../drawing/picture.ts'

/** From when a job was due to its end, beside what the job itself takes. */
export function latency(result: RateResult, { colours, messages }: Look): Picture {
  const rows = result.variants.filter(({ role }) => isSelectable(role)).map((variant) => rowOf(variant, colours))
  return {
    id: 'latency',
    title: messages.charts.latencyTitle,
    description: messages.charts.latencyDescription,
    drawing: { chart: 'two-dots', rows, xLabel: 'ms' },
    table: { ...latencySection(result, messages), title: '' },
  }
}

function rowOf({ variant, latencyMs, serviceMs, tails }: RateVariant, colours: Look['colours']): TwoDotsRow {
  const { median } = latencyMs
  const known = tails.flatMap((tail) => ('value' in tail ? tail.value : []))
  return {
    name: variant,
    colour: colours.get(variant)!,
    hollow: serviceMs.median,
    filled: median,
    low: median,
    high: known.at(-1) ?? median,
  }
}
