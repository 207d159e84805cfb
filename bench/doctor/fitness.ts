import type { Finding, Mark, Unmeasured } from '../io/findings.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { LOOKS, type Look } from '../plan/schedule.ts'
import { readScenario } from '../scenario/file.ts'
import type { RatioEstimate } from '../statistics/block-ratio.ts'
import { studentQuantile } from '../statistics/student.ts'
import type { Trial } from '../trial/trial.ts'
import { finding } from './finding.ts'

/** The margins that are spoken of. */
export const MARGINS: readonly number[] = Array.from({ length: 20 }, (_, index) => (index + 1) / 100)

/** What may be expected of the A/A check of a default run at one of its looks. */
export interface Forecast extends Look {
  /** How far from 1 the interval of the A/A check is expected to reach, as a log ratio. */
  readonly reach: number
  /** The smallest of `MARGINS` at which the A/A check is expected to pass; absent where there is none. */
  readonly margin?: number
}

export interface Fitness {
  /** Two copies of one strategy, at the level of the first look. */
  readonly seen: RatioEstimate
  readonly forecasts: readonly Forecast[]
}

/** A benchmark that shows nothing but noise: two copies of demo's reference, up to the first look of a default run. */
export function noisePlan(): Plan {
  const plan = planOf(readScenario('demo', ['variants=[sequential]']), { quick: false })
  const isCopy = ({ role }: Plan['variants'][number]) => role === 'reference' || role === 'aa-check'
  return { ...plan, variants: plan.variants.filter(isCopy), looks: LOOKS.slice(0, 1) }
}

/** What such a benchmark shows of the machine. */
export function fitnessFrom(trials: readonly Trial[]): Fitness | Unmeasured {
  const measured = trials.filter(({ phase }) => phase === 'measured')
  if (measured.length === 0) return { code: 'no-iteration' }
  const [fault] = measured.flatMap(({ faults }) => faults)
  if (fault) return { code: 'run-failed', fault }
  const { look, mock, variants } = summarize(trials)
  const ratio = variants.find(({ role }) => role === 'aa-check')?.ratio
  if (!look || !ratio) return { code: 'too-few-blocks', needed: LOOKS[0]!.blocks }
  if (mock.bound) return { code: 'mock-server-late' }
  return fitnessOf(ratio)
}

/** With exactly this much room, about three in four A/A checks pass. */
const MISSED = 0.2

/**
 * From how far two copies of one strategy differed, at which margins the A/A check of a run would pass, look by look. It passes when its
 * interval lies within the margin as a whole. Since the true ratio is 1, the spread of a block is taken around that; an interval
 * then reaches t(1 - alpha / 2) standard errors from its middle, and the middle lies within t(0.9) of them from 1 in 8 of 10 runs.
 * With the interval's own width left to chance too, 75 to 80% of simulated checks passed.
 * Source: Schuirmann, A Comparison of the Two One-Sided Tests Procedure and the Power Approach for Assessing the Equivalence of
 * Average Bioavailability, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987).
 */
export function fitnessOf(seen: RatioEstimate): Fitness {
  const { ratio, low, high, blocks, alpha } = seen
  const standardError = Math.log(high / low) / 2 / -studentQuantile(alpha / 2, blocks - 1)
  const spread = Math.sqrt((blocks - 1) * standardError ** 2 + Math.log(ratio) ** 2)
  const forecasts = LOOKS.map((look): Forecast => {
    const degrees = look.blocks - 1
    const errors = -studentQuantile(look.alpha / 2, degrees) - studentQuantile(MISSED / 2, degrees)
    const reach = (errors * spread) / Math.sqrt(look.blocks)
    const margin = MARGINS.find((one) => reach <= Math.log1p(one))
    return { ...look, reach, ...(margin !== undefined && { margin }) }
  })
  return { seen, forecasts }
}

/** The first look at which an A/A check is expected to pass at a margin; undefined where there is none. */
export function firstFit({ forecasts }: Fitness, margin: number): Forecast | undefined {
  return forecasts.find((forecast) => forecast.margin !== undefined && forecast.margin <= margin)
}

/** The margin of a run by default. */
const USUAL_MARGIN = 0.05

/** For which margin this machine is fit; `bad` where it is not for that of a default run. */
export function checkFitness(noise: Fitness | Unmeasured): Finding {
  if ('code' in noise) return finding('margin', 'bad', { unmeasured: noise })
  const { low, high } = noise.seen
  const isDifferent = low > 1 || high < 1
  // More blocks are worth their time only where they make a difference.
  const steps = noise.forecasts.flatMap(({ margin, blocks }, index) =>
    margin === undefined || margin === noise.forecasts[index - 1]?.margin ? [] : { margin, blocks },
  )
  const widest = MARGINS.at(-1)!
  return finding('margin', markOf(noise, isDifferent), { low, high, isDifferent, steps, usual: USUAL_MARGIN, widest })
}

function markOf(fitness: Fitness, isDifferent: boolean): Mark {
  const fit = firstFit(fitness, USUAL_MARGIN)
  if (!fit) return 'bad'
  return fit === fitness.forecasts[0] && !isDifferent ? 'ok' : 'look'
}
