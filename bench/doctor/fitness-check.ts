import { type Finding, finding, type Mark } from './finding.ts'
import { firstFit, type Fitness, MARGINS } from './fitness.ts'
import type { Unmeasured } from './noise.ts'

/** The margin of a run that is not told otherwise. */
const USUAL_MARGIN = 0.05

const MEND = 'mend what is not ok above'

/** For which margin this machine is fit; `bad` where it is not for that of a default run. */
export function checkFitness(noise: Fitness | Unmeasured): Finding {
  if ('why' in noise)
    return { of: 'margin', mark: 'bad', found: `not known: ${noise.why}`, advice: `${MEND} and run this again` }
  const { low, high } = noise.seen
  const isDifferent = low > 1 || high < 1
  const mark = markOf(noise, isDifferent)
  return finding('margin', mark, { found: foundIn(noise, isDifferent), advice: adviceFor(mark, isDifferent) })
}

function markOf(fitness: Fitness, isDifferent: boolean): Mark {
  const fit = firstFit(fitness, USUAL_MARGIN)
  if (!fit) return 'bad'
  return fit === fitness.forecasts[0] && !isDifferent ? 'ok' : 'look'
}

function foundIn({ seen, forecasts }: Fitness, isDifferent: boolean): string {
  const interval = `A/A interval ${signed(seen.low)} to ${signed(seen.high)}${isDifferent ? ', measurably different' : ''}`
  // More blocks are worth their time only where they make a difference.
  const steps = forecasts.filter(({ margin }, index) => margin !== undefined && margin !== forecasts[index - 1]?.margin)
  const [first, ...further] = steps.map(({ margin, blocks }) => `${whole(margin!)} at ${blocks} forks`)
  if (first === undefined) return `fit for no margin up to ${whole(MARGINS.at(-1)!)} (${interval})`
  return [`fit for a margin of ${first} (${interval})`, ...further].join('; ')
}

function adviceFor(mark: Mark, isDifferent: boolean): string {
  if (mark === 'bad') return `${MEND} and run this again, or judge by a wider margin, such as --set plan.margin=0.1`
  return isDifferent
    ? 'copies of one strategy should not be told apart: run this again, and if it stays so npx utakata bench --calibrate'
    : `for ${whole(USUAL_MARGIN)}, leave out --quick: more forks are run where they are needed`
}

/** A ratio as what it is more or less than 1. */
function signed(ratio: number): string {
  const percent = ((ratio - 1) * 100).toFixed(1)
  return `${ratio < 1 ? '' : '+'}${percent} %`
}

function whole(margin: number): string {
  return `${Math.round(margin * 100)} %`
}
