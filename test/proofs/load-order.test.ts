import { expect, test } from 'vitest'
import { isScheduled } from '../../bench/judge/load/blocks.ts'
import { summarizeLoad } from '../../bench/judge/load/summarize.ts'
import { orderOf } from '../../bench/plan/schedule.ts'
import { trialSchema } from '../../bench/trial/trial.ts'
import { children, noneLeft } from '../support/races.ts'
import { aTinyLoad, ran } from '../support/loads.ts'

// Breakage: delays that are drawn by the strategy, or by the job alone, and not by the block.
test('in every block every variant does all jobs, alone, in the order of the seed, and meets the same delays', async () => {
  const load = aTinyLoad({
    settings: ['plan.warmUps=2', 'world.fetchDelay={ model: lognormal, medianMs: 1, sigma: 0.6 }'],
  })
  const order: string[] = []
  const trials = await ran(load, {
    starting: (block, variant) => {
      order.push(`${block} ${variant}`)
      // The one before has gone.
      expect(children()).toEqual([])
    },
  })
  expect(order).toEqual(
    [1, 2].flatMap((block) => orderOf(load.plan.variants, 1, block, 0).map(({ name }) => `${block} ${name}`)),
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
  expect(jobs).toHaveLength(2 * load.plan.variants.length * 8)
  for (const { arrival, iteration, deliveries } of jobs) {
    expect(arrival).toMatchObject({ intendedMs: (iteration - 1) * 5, everyMs: 5 })
    expect(arrival.startedMs).toBeGreaterThanOrEqual(arrival.intendedMs)
    expect(deliveries).toMatchObject({ accepted: 2, duplicates: 0 })
  }
  const drawnIn = (block: number) =>
    jobs.filter((trial) => trial.block === block).map(({ mock }) => mock!.drawnMs.toFixed(6))
  expect(new Set(drawnIn(1)).size).toBe(1)
  expect(new Set([...drawnIn(1), ...drawnIn(2)]).size).toBe(2)
  const result = summarizeLoad(trials)
  expect(result.deliveries).toMatchObject({ same: true, accepted: 2, duplicates: 0 })
  expect(result).toMatchObject({ blocks: 2, jobs: 8, everyMs: 5 })
  noneLeft()
})
