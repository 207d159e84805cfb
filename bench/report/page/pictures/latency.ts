import type { RateVariant, RateResult } from '../../../judge/load/judgement.ts'
import { isSelectable } from '../../../plan/schedule.ts'
import { latencySection } from '../../rate-sections.ts'
import type { Look, Picture } from '../drawing/picture.ts'
import { twoDots, type TwoTimes } from './two-dots.ts'

/** From when a job was due to its end, beside what the job itself takes. */
export function latency(result: RateResult, { colours, language }: Look): Picture {
  const { say } = language
  const variants = result.variants.filter(({ role }) => isSelectable(role)).map(toldOf)
  return {
    id: 'latency',
    title: say`Latency from the instant a job was due`,
    description: say`The full dot is the median over all jobs, the line reaches to the highest percentile that there are jobs enough for; the hollow dot is the median of the job alone: what lies between the two dots is waiting for the jobs before it.`,
    plot: (width) => twoDots(variants, { width, unit: 'ms', colours }),
    table: { ...latencySection(result, language), title: '' },
  }
}

function toldOf({ variant, latencyMs, serviceMs, tails }: RateVariant): TwoTimes {
  const { median } = latencyMs
  const known = tails.flatMap((tail) => ('value' in tail ? tail.value : []))
  return { variant, hollowMs: serviceMs.median, fullMs: median, lowMs: median, highMs: known.at(-1) ?? median }
}
