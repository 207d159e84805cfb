import { expect, test } from 'vitest'
import { type Patience } from '../../../../bench/run/local/patience.ts'
import { runRate } from '../../../../bench/run/load/drive.ts'
import { isScheduled } from '../../../../bench/judge/load/rate-blocks.ts'
import { type RatePlan, ratePlanOf } from '../../../../bench/plan/rate-plan.ts'
import { summarizeRate } from '../../../../bench/judge/load/summarize-rate.ts'
import { orderOf } from '../../../../bench/plan/schedule.ts'
import { type Trial, trialSchema } from '../../../../bench/trial/trial.ts'
import { childrenWith } from '../../../support/processes.ts'
import { aTinyPlan } from '../../../support/races.ts'

const children = () => childrenWith('bench/run/local/child.ts')

const servers = () => childrenWith('mock-server/main.ts')

const noneLeft = () => expect([...children(), ...servers()]).toEqual([])

const aTinyRate = ({ settings = ['plan.warmUps=2'], jobs = 8, everyMs = 5, blocks = 2 } = {}): RatePlan =>
  ratePlanOf(aTinyPlan(settings).scenario, { jobs, everyMs, blocks })

interface Watched {
  readonly starting?: (block: number, variant: string) => void
  readonly ended?: (trials: readonly Trial[]) => void
  readonly signal?: AbortSignal
  readonly patience?: Patience
}

async function ran(rate: RatePlan, watched: Watched = {}) {
  const { starting, ended, signal = new AbortController().signal, patience } = watched
  const trials: Trial[] = []
  await runRate(
    rate,
    {
      ...(starting && { starting }),
      ended(some) {
        trials.push(...some)
        ended?.(some)
      },
    },
    signal,
    patience,
  )
  return trials
}

// Breakage: delays that are drawn by the strategy, or by the job alone, and not by the block.
test('in every block every variant does all jobs, alone, in the order of the seed, and meets the same delays', async () => {
  const rate = aTinyRate({
    settings: ['plan.warmUps=2', 'world.fetchDelay={ model: lognormal, medianMs: 1, sigma: 0.6 }'],
  })
  const order: string[] = []
  const trials = await ran(rate, {
    starting: (block, variant) => {
      order.push(`${block} ${variant}`)
      // The one before has gone.
      expect(children()).toEqual([])
    },
  })
  expect(order).toEqual(
    [1, 2].flatMap((block) => orderOf(rate.plan.variants, 1, block, 0).map(({ name }) => `${block} ${name}`)),
  )
  for (const trial of trials) {
    expect(trial.faults).toEqual([])
    expect(trialSchema.parse(JSON.parse(JSON.stringify(trial)))).toEqual(JSON.parse(JSON.stringify(trial)))
  }
  const phases = trials
    .filter(({ variant, block }) => variant === 'pipelined' && block === 2)
    .map(({ phase, iteration }) => `${phase} ${iteration}`)
  expect(phases).toEqual([
    'cold 0',
    'warmup 1',
    'warmup 0',
    ...Array.from({ length: 8 }, (_, job) => `measured ${job + 1}`),
  ])
  const jobs = trials.filter(isScheduled)
  expect(jobs).toHaveLength(2 * rate.plan.variants.length * 8)
  for (const { arrival, iteration, deliveries } of jobs) {
    expect(arrival).toMatchObject({ intendedMs: (iteration - 1) * 5, everyMs: 5 })
    expect(arrival.startedMs).toBeGreaterThanOrEqual(arrival.intendedMs)
    expect(deliveries).toMatchObject({ accepted: 2, duplicates: 0 })
  }
  const drawnIn = (block: number) =>
    jobs.filter((trial) => trial.block === block).map(({ mock }) => mock!.drawnMs.toFixed(6))
  expect(new Set(drawnIn(1)).size).toBe(1)
  expect(new Set([...drawnIn(1), ...drawnIn(2)]).size).toBe(2)
  const result = summarizeRate(trials)
  expect(result.deliveries).toMatchObject({ same: true, accepted: 2, duplicates: 0 })
  expect(result).toMatchObject({ blocks: 2, jobs: 8, everyMs: 5 })
  noneLeft()
})
