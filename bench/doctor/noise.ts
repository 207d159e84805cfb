import type { Unmeasured } from '../io/findings.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { readScenario } from '../scenario/file.ts'
import { LOOKS } from '../plan/schedule.ts'
import type { Trial } from '../trial/trial.ts'
import { type Fitness, fitnessOf } from './fitness.ts'

/** A race that shows nothing but noise: two copies of demo's reference, up to the first look of a default run. */
export function noisePlan(): Plan {
  const plan = planOf(readScenario('demo', ['variants=[sequential]']), { quick: false })
  const isCopy = ({ role }: Plan['variants'][number]) => role === 'reference' || role === 'aa-check'
  return { ...plan, variants: plan.variants.filter(isCopy), looks: LOOKS.slice(0, 1) }
}

/** What such a race shows of the machine. */
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
