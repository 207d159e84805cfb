import { expect, test } from 'vitest'
import { type RateOptions, ratePlanFrom } from '../../../bench/commands/rate-options.ts'
import { UsageError } from '../../../bench/io/usage-error.ts'

const everyMsOf = (options: RateOptions) => ratePlanFrom('demo', options).everyMs

function mistakeIn(options: RateOptions): string {
  try {
    ratePlanFrom('demo', options)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as Error).message
  }
  throw new Error(`expected ${JSON.stringify(options)} to be refused`)
}

test('a schedule is told as the time between jobs or as a rate', () => {
  expect(everyMsOf({})).toBe(100)
  expect(everyMsOf({ every: '50ms' })).toBe(50)
  expect(everyMsOf({ every: '2s' })).toBe(2000)
  expect(everyMsOf({ rate: '10/s' })).toBe(100)
  expect(everyMsOf({ rate: '600/m' })).toBe(100)
  expect(everyMsOf({ rate: '2.5/s' })).toBe(400)
  expect(everyMsOf({ rate: '5/h' })).toBe(720_000)
})

test('jobs, blocks, strategies, the reference, the seed and settings go into the plan', () => {
  const { jobs, blocks, plan } = ratePlanFrom('demo', {
    jobs: '12',
    forks: '3',
    strategies: 'pipelined,promise-all',
    reference: 'promise-all',
    seed: '7',
    set: ['world.items.count=5'],
  })
  expect({ jobs, blocks }).toEqual({ jobs: 12, blocks: 3 })
  expect(plan.variants.map(({ name }) => name)).toEqual(['promise-all', 'pipelined', 'A/A', '+10 %'])
  expect(plan.scenario.world).toMatchObject({ seed: 7, items: { count: 5 } })
  expect(plan.scenario.plan.iterations).toBe(12)
  expect(plan.looks).toEqual([{ blocks: 3, alpha: 0.05 }])
})

test('what makes no sense is refused, with what was expected and what was given', () => {
  expect(mistakeIn({ every: '100' })).toMatch(/^--every: expected a duration such as 500ms, .* got "100"$/)
  expect(mistakeIn({ every: '0ms' })).toContain('--every')
  expect(mistakeIn({ every: '0.5ms' })).toBe('--every: expected a job every 1ms to 1h, got "0.5ms"; choose another one')
  expect(mistakeIn({ every: '2h' })).toContain('expected a job every 1ms to 1h')
  expect(mistakeIn({ every: '100ms', rate: '10/s' })).toBe(
    'expected --every or --rate, got both (100ms and 10/s); leave one out',
  )
  for (const rate of ['0/s', '0', '10', '10/d', '-1/s', '1e3/s', '/s', ''])
    expect(mistakeIn({ rate }), rate).toBe(
      `--rate: expected jobs a second, minute or hour, such as 10/s, 600/m or 5/h, more than 0, got "${rate}"`,
    )
  expect(mistakeIn({ rate: '2000/s' })).toContain('--rate: expected a job every 1ms to 1h')
  expect(mistakeIn({ jobs: '7' })).toContain('--jobs: expected a whole number of at least 8')
  expect(mistakeIn({ forks: '1' })).toContain('--forks: expected a whole number of at least 2')
  expect(mistakeIn({ strategies: 'quick' })).toContain('--strategies: expected ')
  expect(mistakeIn({ reference: 'quick' })).toContain('--reference: expected ')
  expect(mistakeIn({ seed: '-1' })).toContain('--seed')
})
