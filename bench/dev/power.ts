/**
 * Whether a strategy that is truly slower by a known share is found to be, in whole races with all their looks: `npm run bench:power --
 * [races]`. Each race has the reference, a copy of it that was made slower and stands as a candidate, and what every race has. Exit code 3:
 * a bar missed.
 */
import { strategies } from '../../strategies/index.ts'
import { barsOf, type EndedRace, HELD_EFFECTS } from '../judge/calibration/power-bars.ts'
import { EXIT } from '../cli/exit-code.ts'
import { race } from '../run/local/race.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { formatDuration } from '../report/format.ts'
import { isSettled } from '../judge/stopping.ts'
import { summarize } from '../judge/summarize.ts'
import { readScenario } from '../scenario/file.ts'
import { type Variant, slowedName } from '../plan/schedule.ts'
import { median } from '../statistics/quantile.ts'
import type { Trial } from '../trial/trial.ts'

const ALONE = 'a copy'

const [wanted = '20'] = process.argv.slice(2)
const races = Number(wanted)
if (!Number.isInteger(races) || races < 1) {
  console.error(`expected [races], got ${process.argv.slice(2).join(' ')}; such as: npm run bench:power -- 20`)
  process.exit(EXIT.usage)
}

for (const share of HELD_EFFECTS) {
  const ended: EndedRace[] = []
  for (let number = 1; number <= races; number++) {
    const plan = planFor(share, number)
    const beganMs = performance.now()
    const trials: Trial[] = []
    await race(
      plan,
      { ended: (trial) => trials.push(trial), goOn: () => !isSettled(summarize(trials)) },
      new AbortController().signal,
    )
    const tookMs = performance.now() - beganMs
    const { variants, aaCheck, sensitivityCheck, blocks } = summarize(trials)
    const { ratio, verdict } = variants.find(({ variant }) => variant === ALONE)!
    const word = verdict?.word ?? 'undecided'
    ended.push({ word, tookMs })
    console.error(
      `${slowedName(share)}, race ${number} of ${races}: ${word} at ${blocks} forks, ${ratio!.ratio.toFixed(3)} (${ratio!.low.toFixed(3)} to ${ratio!.high.toFixed(3)}), ${formatDuration(tookMs)}; A/A guard ${aaCheck.sentence}; planted arm ${sensitivityCheck.sentence}`,
    )
  }
  const counts = Array.from(
    Map.groupBy(ended, ({ word }) => word),
    ([word, all]) => `${word} ${all.length}`,
  )
  const tookMs = ended.map((one) => one.tookMs)
  console.log(
    `${slowedName(share)}: of ${races} races ${counts.join(', ')}; ${formatDuration(median(tookMs))} each (median), ${formatDuration(Math.max(...tookMs))} at most.`,
  )
  for (const { sentence, isMet } of barsOf(share, ended)) {
    console.log(sentence)
    if (!isMet) process.exitCode = EXIT.thresholdFailed
  }
}

function planFor(share: number, number: number): Plan {
  const plan = planOf(readScenario('demo', ['strategies=[sequential]', `world.seed=${number}`]), { quick: false })
  const candidate: Variant = {
    name: ALONE,
    strategy: 'sequential',
    order: strategies.sequential,
    role: 'candidate',
    slowedBy: share,
  }
  const [reference, ...watching] = plan.variants
  return { ...plan, variants: [reference!, candidate, ...watching] }
}
