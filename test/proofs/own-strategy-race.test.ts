import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { raceTrials } from '../../bench/run/local/race.ts'
import { requestedPlan } from '../../bench/commands/race/bench-plan.ts'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { aFolder } from '../support/folders.ts'
import { anIo } from '../support/in-process.ts'

const TINY = `name: tiny
world:
  items: { count: 4, events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential]
plan: { warmUps: 1, iterations: 2 }
`

/** In waves, which none of ours does. */
const MINE = fileURLToPath(new URL('../support/further-strategy.ts', import.meta.url))

// Breakage: a module that gets lost between the option and the child process, where nothing is called by that name.
test(
  'a strategy of somebody’s own is measured beside ours, by its own code, and sends the same notifications as the reference',
  { timeout: 120_000 },
  async () => {
    const folder = aFolder({ 'tiny.yaml': TINY })
    const options = { strategyFile: [MINE], quick: true }
    const plan = await requestedPlan(join(folder, 'tiny.yaml'), options, anIo())
    const trials = await raceTrials({ ...plan, looks: [{ blocks: 1, alpha: 0.05 }] })

    const own = trials.filter(({ variant }) => variant === 'further-strategy')
    expect(own.map(({ phase, iteration }) => `${phase} ${iteration}`)).toEqual([
      'cold 0',
      'warmup 0',
      'measured 1',
      'measured 2',
    ])
    for (const trial of own) {
      const reference = trials.find(
        ({ role, phase, iteration }) => role === 'reference' && phase === trial.phase && iteration === trial.iteration,
      )!
      expect(trial).toMatchObject({
        strategy: 'further-strategy',
        role: 'candidate',
        limits: { concurrency: 8 },
        faults: [],
      })
      expect(trial.deliveries).toEqual(reference.deliveries)
      expect(trial).toMatchObject({ items: 4, sent: 2, deliveries: { accepted: 2, duplicates: 0 } })
    }
    const { variants, deliveries } = summarize(trials)
    expect(variants.map(({ variant }) => variant)).toEqual(['sequential', 'further-strategy', 'A/A', '+10%'])
    expect(deliveries).toMatchObject({ same: true, accepted: 2 })
  },
)
