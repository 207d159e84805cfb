import { expect, test } from 'vitest'
import { type LoadOptions, loadPlanFrom } from '../../../../bench/commands/load/load.ts'
import type { Problem } from '../../../../bench/io/problems.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { run } from '../../../support/in-process.ts'

const everyMsOf = (options: LoadOptions) => loadPlanFrom('demo', options).everyMs

function mistakeIn(options: LoadOptions): Problem {
  try {
    loadPlanFrom('demo', options)
  } catch (error) {
    expect(error).toBeInstanceOf(UserError)
    return (error as UserError).problem
  }
  throw new Error(`expected ${JSON.stringify(options)} to be refused`)
}

test('a schedule is given as the time between jobs or as a rate', () => {
  expect(everyMsOf({})).toBe(100)
  expect(everyMsOf({ every: '50ms' })).toBe(50)
  expect(everyMsOf({ every: '2s' })).toBe(2000)
  expect(everyMsOf({ rate: '10/s' })).toBe(100)
  expect(everyMsOf({ rate: '600/m' })).toBe(100)
  expect(everyMsOf({ rate: '2.5/s' })).toBe(400)
  expect(everyMsOf({ rate: '5/h' })).toBe(720_000)
})

test('jobs, blocks, strategies, the reference, the seed and settings go into the plan', () => {
  const { jobs, blocks, plan } = loadPlanFrom('demo', {
    jobs: '12',
    processes: '3',
    strategies: 'pipelined,promise-all',
    reference: 'promise-all',
    seed: '7',
    set: ['world.items.count=5'],
  })
  expect({ jobs, blocks }).toEqual({ jobs: 12, blocks: 3 })
  expect(plan.variants.map(({ name }) => name)).toEqual(['promise-all', 'pipelined', 'A/A', '+10%'])
  expect(plan.scenario.world).toMatchObject({ seed: 7, items: { count: 5 } })
  expect(plan.scenario.plan.iterations).toBe(12)
  expect(plan.looks).toEqual([{ blocks: 3, alpha: 0.05 }])
})

test('what makes no sense is refused, with what was expected and what was given', () => {
  expect(mistakeIn({ every: '100' })).toEqual({
    code: 'not-a-duration',
    parameters: { option: '--every', given: '100' },
  })
  expect(mistakeIn({ every: '0ms' })).toMatchObject({ parameters: { option: '--every' } })
  expect(mistakeIn({ every: '0.5ms' })).toEqual({
    code: 'not-a-schedule',
    parameters: { option: 'every', given: '0.5ms' },
  })
  expect(mistakeIn({ every: '2h' })).toMatchObject({ code: 'not-a-schedule' })
  expect(mistakeIn({ every: '100ms', rate: '10/s' })).toEqual({
    code: 'schedule-twice',
    parameters: { every: '100ms', rate: '10/s' },
  })
  for (const rate of ['0/s', '0', '10', '10/d', '-1/s', '1e3/s', '/s', ''])
    expect(mistakeIn({ rate }), rate).toEqual({ code: 'not-a-job-rate', parameters: { given: rate } })
  expect(mistakeIn({ rate: '2000/s' })).toMatchObject({ code: 'not-a-schedule', parameters: { option: 'rate' } })
  expect(mistakeIn({ jobs: '7' })).toMatchObject({ code: 'not-a-count', parameters: { option: '--jobs', least: 8 } })
  expect(mistakeIn({ processes: '1' })).toMatchObject({
    code: 'not-a-count',
    parameters: { option: '--processes', least: 2 },
  })
  expect(mistakeIn({ strategies: 'quick' })).toMatchObject({
    code: 'not-a-strategy',
    parameters: { option: '--strategies' },
  })
  expect(mistakeIn({ reference: 'quick' })).toMatchObject({
    code: 'scenario-mistakes',
    parameters: { mistakes: [{ place: '--reference', key: 'reference' }] },
  })
  expect(mistakeIn({ seed: '-1' })).toMatchObject({ parameters: { option: '--seed' } })
})

test('both ways to give a schedule at once are a mistake, before anything is written', async () => {
  const { code, stdout, stderr } = await run(['load', 'demo', '--every', '100ms', '--rate', '10/s'])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe('utakata: expected --every or --rate, got both (100ms and 10/s); leave one out\n')
})
