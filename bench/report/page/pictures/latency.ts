import type { RateVariant, RateResult } from '../../../judge/load/judgement.ts'
import { isSelectable } from '../../../plan/schedule.ts'
import { latencySection } from '../../rate-sections.ts'
import type { Look, Picture } from '../drawing/picture.ts'
import { twoDots, type TwoTimes } from './two-dots.ts'

/** From when a job was due to its end, beside what the job itself takes. */
export function latency(result: RateResult, { colours, messages }: Look): Picture {
  const variants = result.variants.filter(({ role }) => isSelectable(role)).map(toldOf)
  return {
    id: 'latency',
    title: messages.charts.latencyTitle,
    description: messages.charts.latencyDescription,
    plot: (width) => twoDots(variants, { width, unit: 'ms', colours }),
    table: { ...latencySection(result, messages), title: '' },
  }
}

function toldOf({ variant, latencyMs, serviceMs, tails }: RateVariant): TwoTimes {
  const { median } = latencyMs
  const known = tails.flatMap((tail) => ('value' in tail ? tail.value : []))
  return { variant, hollowMs: serviceMs.median, fullMs: median, lowMs: median, highMs: known.at(-1) ?? median }
}
