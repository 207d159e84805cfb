import type { Finding, Mark, Unmeasured } from '../io/findings.ts'
import { finding } from './finding.ts'
import { firstFit, type Fitness, MARGINS } from './fitness.ts'

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
