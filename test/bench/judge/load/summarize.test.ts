import { expect, test } from 'vitest'
import { isScheduled } from '../../../../bench/judge/load/blocks.ts'
import type { LoadResult } from '../../../../bench/judge/load/judgement.ts'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { readTrials, type Trial, writeTrials } from '../../../../bench/trial/trial.ts'
import { aFolder } from '../../../support/folders.ts'
import { A_TRIAL, changed, MOCK_SERVER_DIED } from '../../../support/trials.ts'
import { loadTrialsOf } from './simulated.ts'

const variantOf = ({ variants }: LoadResult, name: string) => variants.find(({ variant }) => variant === name)!
const jobOf = (variant: string, block: number, iteration: number) => (trial: Trial) =>
  isScheduled(trial) && trial.variant === variant && trial.block === block && trial.iteration === iteration
const seriesOf = (variant: string, block: number) => (trial: Trial) =>
  isScheduled(trial) && trial.variant === variant && trial.block === block

test('a variant that keeps up is said to, with the ratio of latencies and its verdict', async () => {
  const result = summarizeLoad(await loadTrialsOf())
  const pipelined = variantOf(result, 'pipelined')
  expect(pipelined.pace).toEqual({ code: 'keeps-up' })
  expect(pipelined.ratio!.low).toBeLessThan(1 / 3)
  expect(pipelined.ratio!.high).toBeGreaterThan(1 / 3)
  expect(pipelined.verdict).toEqual({ code: 'faster' })
  expect(variantOf(result, 'sequential').pace).toEqual({ code: 'keeps-up' })
  expect(result.aaCheck.code).toBe('passed')
  expect(result.sensitivityCheck.code).toBe('found')
  expect(result.recommendation).toEqual({
    code: 'use',
    variant: 'pipelined',
    close: [],
    referenceFallsBehind: false,
  })
  expect(result).not.toHaveProperty('unfit')
  expect(result.exitCode).toBe(0)
})

// Breakage: the figure of a closed loop, which makes a strategy that falls behind look half as slow as it is.
test('one that falls behind has the latency of those who wait, far beyond its service time', async () => {
  const result = summarizeLoad(await loadTrialsOf({ serviceMs: { sequential: 150, pipelined: 30 } }))
  const { latencyMs, serviceMs, pace, backlog, busyShare, serviceRatio, load } = variantOf(result, 'sequential')
  expect(serviceMs.median).toBeCloseTo(150, -1)
  // Half a job later with each of 40: in the middle 20 times 50 behind.
  expect(latencyMs.median).toBeGreaterThan(1000)
  expect(pace).toMatchObject({ code: 'falls-behind' })
  expect(backlog.largest).toBeGreaterThan(15)
  expect(backlog.byJob[0]).toBe(0)
  expect(busyShare).toBeCloseTo(1, 3)
  expect(load.mean).toBeCloseTo(1.5, 1)
  expect(serviceRatio).toBeUndefined()
  const pipelined = variantOf(result, 'pipelined')
  expect(pipelined.serviceRatio!.ratio).toBeCloseTo(0.2, 2)
  expect(pipelined.ratio!.ratio).toBeLessThan(0.05)
  expect(result.recommendation).toEqual({ code: 'use', variant: 'pipelined', close: [], referenceFallsBehind: true })
})

test('where nobody keeps up, that is the advice, and what comes nearest', async () => {
  const result = summarizeLoad(await loadTrialsOf({ serviceMs: { sequential: 300, pipelined: 150 } }))
  expect(result.recommendation).toEqual({
    code: 'none-keeps-up',
    nearest: 'pipelined',
    isCertain: true,
    isByWebhook: false,
  })
  expect(variantOf(result, 'pipelined').load.mean).toBeCloseTo(1.5, 1)
  expect(result.exitCode).toBe(0)
})

test('where the webhook answered 429, there is no advice to use more processes', async () => {
  const trials = await loadTrialsOf({ serviceMs: { sequential: 300 } })
  const throttled = changed(trials, isScheduled, ({ deliveries }) => ({ deliveries: { ...deliveries, throttled: 1 } }))
  const result = summarizeLoad(throttled)
  expect(result.throttled).toBe(40 * 3 * 6)
  expect(result.recommendation).toMatchObject({ code: 'none-keeps-up', isByWebhook: true })
})

test('a report is the same when it is made again from the file alone', async () => {
  const trials = await loadTrialsOf({ serviceMs: { sequential: 120, pipelined: 20 } })
  const file = `${aFolder()}/trials.jsonl`
  writeTrials(file, trials)
  expect(summarizeLoad(readTrials(file).trials)).toEqual(summarizeLoad(trials))
})

test('tails are refused below their size of sample, with how many it takes', async () => {
  const few = variantOf(summarizeLoad(await loadTrialsOf({ jobs: 10, blocks: 6 })), 'sequential').tails
  expect(few.map((tail) => ('value' in tail ? 'told' : tail.valuesNeeded))).toEqual(['told', 72, 368])
  const many = variantOf(summarizeLoad(await loadTrialsOf({ jobs: 62, blocks: 6 })), 'sequential').tails
  expect(many.every((tail) => 'value' in tail)).toBe(true)
})

test('a series whose delivery record is another one is wrong output, and nothing of it is called fast', async () => {
  const trials = await loadTrialsOf()
  const other = changed(trials, seriesOf('pipelined', 3), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'other' },
  }))
  const result = summarizeLoad(other)
  const { verdict, pace } = variantOf(result, 'pipelined')
  expect(verdict).toEqual({ code: 'output-mismatch', runs: 40, of: 246, duplicates: 0 })
  expect(pace).toBeUndefined()
  expect(result.exitCode).toBe(2)
  expect(result.recommendation).toEqual({ code: 'output-mismatch' })
})

test('what is sent twice, or differently in a cold run, is wrong output too', async () => {
  const trials = await loadTrialsOf()
  const twice = changed(trials, jobOf('pipelined', 1, 7), ({ deliveries }) => ({
    deliveries: { ...deliveries, duplicates: 1 },
  }))
  expect(variantOf(summarizeLoad(twice), 'pipelined').verdict?.code).toBe('output-mismatch')
  expect(summarizeLoad(twice).exitCode).toBe(2)
  expect(summarizeLoad(twice).recommendation).toEqual({ code: 'output-mismatch' })
  const isCold = ({ variant, phase, block }: Trial) => variant === 'pipelined' && phase === 'cold' && block === 2
  const cold = changed(trials, isCold, ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'other' } }))
  expect(summarizeLoad(cold).exitCode).toBe(2)
})

// Breakage: one job that died takes its series with it, whose delivery record then lacks something, and all of it is called wrong.
test('a variant of which a job failed is unreliable, and what its series sent is not held against it', async () => {
  const trials = await loadTrialsOf()
  const failed = changed(
    changed(trials, seriesOf('pipelined', 2), ({ deliveries }) => ({
      deliveries: { ...deliveries, digest: 'lacking' },
    })),
    jobOf('pipelined', 2, 9),
    () => ({ faults: [{ code: 'no-result', variant: 'pipelined', failure: { code: 'exited', signal: 'SIGKILL' } }] }),
  )
  const result = summarizeLoad(failed)
  expect(variantOf(result, 'pipelined').verdict).toEqual({
    code: 'unreliable',
    cause: { code: 'runs-failed', failed: 1, of: 246 },
  })
  expect(variantOf(result, 'pipelined').pace).toBeUndefined()
  expect(result.deliveries.same).toBe(true)
  expect(result.exitCode).toBe(0)
})

test('where the reference failed nothing is compared with it, and others may keep up all the same', async () => {
  const failed = changed(await loadTrialsOf(), jobOf('sequential', 1, 1), () => ({
    faults: [{ code: 'timed-out', withinMs: 60_000 }],
  }))
  const result = summarizeLoad(failed)
  expect(variantOf(result, 'pipelined').verdict).toEqual({
    code: 'unreliable',
    cause: { code: 'reference', verdict: 'unreliable' },
  })
  expect(variantOf(result, 'pipelined').pace).toEqual({ code: 'keeps-up' })
  expect(result.recommendation).toEqual({ code: 'reference-failed' })
})

test('on a machine on which two copies differ nothing near is called certain', async () => {
  const result = summarizeLoad(await loadTrialsOf({ serviceMs: { sequential: 60, pipelined: 59 }, aaCheck: 1.2 }))
  expect(result.aaCheck.code).not.toBe('passed')
  expect(variantOf(result, 'pipelined').verdict).toEqual({ code: 'inconclusive' })
})

// Breakage: a machine on which nothing finer can be said, and nothing says what to do about it.
test('where the A/A check failed the report says what may help, the margin included, whatever is recommended', async () => {
  const judgedAt = async (serviceMs: Readonly<Record<string, number>>) => {
    const { recommendation, unfit } = summarizeLoad(await loadTrialsOf({ serviceMs, aaCheck: 1.2 }))
    expect(unfit).toMatchObject({ cause: 'noise', remedies: expect.arrayContaining(['wider-margin']) })
    return recommendation
  }
  expect(await judgedAt({ sequential: 60, pipelined: 20 })).toMatchObject({ code: 'use', variant: 'pipelined' })
  expect(await judgedAt({ sequential: 300, pipelined: 150 })).toMatchObject({ code: 'none-keeps-up' })
})

test('how long the schedule was delayed is given as the median, on average and at the longest', async () => {
  const trials = changed(await loadTrialsOf(), seriesOf('pipelined', 3), ({ arrival, iteration }) => ({
    arrival: { ...arrival!, stoodStillMs: iteration === 7 ? 80 : 4 },
  }))
  const result = summarizeLoad(trials)
  const { median, mean, longest } = variantOf(result, 'pipelined').stoodStillMs
  expect({ median, longest }).toEqual({ median: 0, longest: 80 })
  expect(mean).toBeCloseTo((39 * 4 + 80) / 240, 9)
  expect(variantOf(result, 'sequential').stoodStillMs).toEqual({ median: 0, mean: 0, longest: 0 })
})

test('jobs that may reach for other servers are not judged', async () => {
  const allowed = changed(
    await loadTrialsOf(),
    () => true,
    ({ scenario }) => ({ scenario: { ...scenario, allowsNet: true } }),
  )
  expect(variantOf(summarizeLoad(await loadTrialsOf()), 'pipelined')).toMatchObject({
    verdict: expect.anything(),
    pace: expect.anything(),
  })
  const result = summarizeLoad(allowed)
  expect(result.variants.flatMap(({ pace }) => pace ?? [])).toEqual([])
  expect(variantOf(result, 'pipelined').verdict).toEqual({ code: 'network-allowed' })
  expect(result.recommendation).toEqual({ code: 'network-allowed' })
  expect(result.exitCode).toBe(5)
})

test('a mock server that was late is not what a strategy is judged by', async () => {
  const late = changed(
    await loadTrialsOf(),
    ({ variant }) => variant === 'pipelined',
    ({ plannedIdealMs }) => ({ idealMs: plannedIdealMs! * 1.3 }),
  )
  expect(variantOf(summarizeLoad(late), 'pipelined').verdict).toEqual({ code: 'mock-server-saturated' })
  expect(variantOf(summarizeLoad(late), 'pipelined').pace).toBeUndefined()
  expect(summarizeLoad(late).recommendation).toEqual({ code: 'wait', variants: ['pipelined'] })
})

// Breakage: delays summed over requests, most of which others cover when all are fetched at once.
test('answers that came late where no run waited for them leave a verdict as it is, as in a comparison', async () => {
  const late = changed(
    await loadTrialsOf(),
    ({ variant }) => variant === 'pipelined',
    ({ mock }) => ({ mock: { ...mock!, heldMs: mock!.drawnMs * 1.3 } }),
  )
  const { mockServerLag, verdict } = variantOf(summarizeLoad(late), 'pipelined')
  expect(mockServerLag).toBeCloseTo(A_TRIAL.idealMs! / A_TRIAL.plannedIdealMs!, 9)
  expect(verdict).toMatchObject({ code: 'faster' })
})

test('a block that was discarded for a fault of the harness, or cut short, does not count, and without all of them there is no verdict', async () => {
  const trials = await loadTrialsOf({ blocks: 3 })
  const discarded = changed(trials, seriesOf('pipelined', 2), () => ({
    discarded: MOCK_SERVER_DIED,
  }))
  const result = summarizeLoad(discarded)
  expect(result.blocks).toBe(2)
  expect(result.look).toBeUndefined()
  expect(result.discardedBlocks).toEqual([{ block: 2, reason: MOCK_SERVER_DIED }])
  expect(variantOf(result, 'pipelined').verdict).toBeUndefined()
  expect(variantOf(result, 'pipelined').pace).toBeUndefined()
  expect(result.exitCode).toBe(5)
  const cut = trials.filter(({ block, variant }) => block < 3 || variant === 'sequential')
  expect(summarizeLoad(cut).blocks).toBe(2)
  expect(summarizeLoad(cut).recommendation).toEqual({ code: 'too-few-blocks', needed: 3 })
  expect(() => summarizeLoad(trials.filter(({ variant }) => variant === 'sequential'))).toThrow(
    expect.objectContaining({ code: 'no-whole-schedule' }),
  )
})

test('jobs of two schedules are not one result', async () => {
  const trials = await loadTrialsOf({ blocks: 2 })
  const other = changed(
    trials,
    ({ block }) => block === 2,
    ({ scenario }) => ({ scenario: { ...scenario, digest: 'another' } }),
  )
  expect(() => summarizeLoad(other)).toThrow(
    expect.objectContaining({
      code: 'two-schedules',
      parameters: {
        scenarios: [
          { name: 'paper', digest: '0123456789ab' },
          { name: 'paper', digest: 'another' },
        ],
      },
    }),
  )
})
