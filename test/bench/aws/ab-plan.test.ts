import { expect, test } from 'vitest'
import {
  abArmsOf,
  beginOfRun,
  drawPayload,
  estimateAb,
  looksOf,
  newRunId,
  type WeightedPayload,
} from '../../../bench/aws/ab-plan.ts'
import type { DeployedFunction } from '../../../bench/aws/deployed.ts'
import { UsageError } from '../../../bench/usage-error.ts'
import { anAbPlan, anArm } from '../../support/comparisons.ts'

function deployed(strategy: string, memoryMb = 1769, name = `${strategy}-${memoryMb}`): DeployedFunction {
  return { strategy, memoryMb, name, arn: `arn:aws:lambda:eu-central-1:123456789012:function:${name}` }
}

const THREE = [deployed('pipelined'), deployed('sequential'), deployed('promise-all')]

test('the reference comes first and the guard, the same function, last', () => {
  const arms = abArmsOf({ functions: THREE, reference: 'sequential' })
  expect(arms.map(({ name, role, function: called }) => [name, role, called])).toEqual([
    ['sequential', 'reference', 'sequential-1769'],
    ['pipelined', 'candidate', 'pipelined-1769'],
    ['promise-all', 'candidate', 'promise-all-1769'],
    ['A/A', 'guard', 'sequential-1769'],
  ])
  expect(arms.some(({ isResized }) => isResized)).toBe(false)
})

test('only the strategies that are asked for run, in that order, and the reference though nobody asked for it', () => {
  const arms = abArmsOf({ functions: THREE, strategies: ['promise-all'], reference: 'sequential' })
  expect(arms.map(({ name }) => name)).toEqual(['sequential', 'promise-all', 'A/A'])
})

// Breakage: two arms of one name, of which no round is ever whole.
test('a strategy that is asked for twice is one arm', () => {
  const arms = abArmsOf({
    functions: THREE,
    strategies: ['pipelined', 'sequential', 'pipelined'],
    reference: 'sequential',
  })
  expect(arms.map(({ name }) => name)).toEqual(['sequential', 'pipelined', 'A/A'])
})

test('each size is an arm of its own, on the function that was deployed with it', () => {
  const functions = [
    deployed('sequential', 512),
    deployed('sequential', 1769),
    deployed('pipelined', 512),
    deployed('pipelined', 1769),
  ]
  const arms = abArmsOf({ functions, reference: 'sequential' })
  expect(arms.map(({ name, function: called, isResized }) => [name, called, isResized])).toEqual([
    ['sequential@512', 'sequential-512', false],
    ['sequential@1769', 'sequential-1769', false],
    ['pipelined@512', 'pipelined-512', false],
    ['pipelined@1769', 'pipelined-1769', false],
    ['A/A', 'sequential-512', false],
  ])
  expect(arms.map(({ role }) => role)).toEqual(['reference', 'candidate', 'candidate', 'candidate', 'guard'])
})

// Breakage: an arm whose own size is the deployed one runs with what another arm has set.
test('a function that is to have another size for a while is given its own one too, for all its arms', () => {
  const arms = abArmsOf({
    functions: THREE,
    memoryMb: [1769, 3008],
    strategies: ['pipelined'],
    reference: 'sequential',
  })
  expect(arms.map(({ name, memoryMb, isResized }) => [name, memoryMb, isResized])).toEqual([
    ['sequential@1769', 1769, true],
    ['sequential@3008', 3008, true],
    ['pipelined@1769', 1769, true],
    ['pipelined@3008', 3008, true],
    ['A/A', 1769, true],
  ])
  const [, both] = [deployed('sequential', 512), deployed('sequential', 1769)]
  const other = abArmsOf({ functions: [both, deployed('pipelined', 512)], memoryMb: [512], reference: 'pipelined' })
  expect(other.map(({ name, isResized }) => [name, isResized])).toEqual([
    ['pipelined', false],
    ['sequential', true],
    ['A/A', false],
  ])
})

test('without sizes asked for nobody is given another one, though functions differ', () => {
  const arms = abArmsOf({ functions: [deployed('mine', 512), deployed('yours', 1024)], reference: 'mine' })
  expect(arms.map(({ name, memoryMb, isResized }) => [name, memoryMb, isResized])).toEqual([
    ['mine@512', 512, false],
    ['yours@1024', 1024, false],
    ['A/A', 512, false],
  ])
})

test('a strategy without a function is refused by its name', () => {
  expect(() => abArmsOf({ functions: THREE, reference: 'look-ahead' })).toThrow(
    new UsageError('expected a function of look-ahead, found none'),
  )
  expect(() => abArmsOf({ functions: THREE, strategies: ['constructor'], reference: 'sequential' })).toThrow(UsageError)
})

// Breakage: of two deployments of one strategy the second is left out without a word.
test('two functions that would be the same arm are refused, and one that is named twice is not', () => {
  const functions = [deployed('sequential', 512, 'old'), deployed('sequential', 512, 'new')]
  expect(() => abArmsOf({ functions, reference: 'sequential' })).toThrow(
    new UsageError('expected one function of sequential with 512 MB, got old and new; leave all but one out'),
  )
  expect(abArmsOf({ functions: [THREE[0]!, THREE[0]!], reference: 'pipelined' })).toHaveLength(2)
})

test('there is one look, when all containers are done, and none below twelve of them', () => {
  expect([0, 1, 11].map(looksOf)).toEqual([[], [], []])
  expect(looksOf(12)).toEqual([{ forks: 12, alpha: 0.05 }])
  expect(looksOf(40)).toEqual([{ forks: 40, alpha: 0.05 }])
})

const WEIGHTED: readonly WeightedPayload[] = [
  { weight: 6, event: 'often' },
  { weight: 3, event: 'at times' },
  { weight: 1, event: 'seldom' },
]

test('payloads are drawn by their weights', () => {
  const counts = new Map<unknown, number>()
  for (let fork = 1; fork <= 100; fork++)
    for (let round = 0; round < 100; round++) {
      const event = drawPayload(WEIGHTED, 7, fork, round)
      counts.set(event, (counts.get(event) ?? 0) + 1)
    }
  const chiSquare = WEIGHTED.reduce((sum, { weight, event }) => {
    const expected = 10_000 * (weight / 10)
    return sum + ((counts.get(event) ?? 0) - expected) ** 2 / expected
  }, 0)
  // Its 99.9 % quantile for two degrees of freedom; the draws are the same in each run of this test.
  expect(chiSquare).toBeLessThan(13.82)
})

test('what is drawn depends on seed, fork and round, and on nothing else', () => {
  const draws = (seed: number, fork: number) =>
    Array.from({ length: 40 }, (_, round) => drawPayload(WEIGHTED, seed, fork, round))
  expect(draws(1, 1)).toEqual(draws(1, 1))
  expect(draws(2, 1)).not.toEqual(draws(1, 1))
  expect(draws(1, 2)).not.toEqual(draws(1, 1))
  expect(new Set(draws(1, 1)).size).toBe(3)
  const single = [{ weight: 0.1, event: { only: true } }]
  expect(drawPayload(single, 1, 1, 1)).toBe(single[0]!.event)
})

test('an estimate counts every invocation, and grows with all that is asked for', () => {
  const plan = anAbPlan({ environments: 12, warm: 2 })
  const base = estimateAb(plan, 1000)
  expect(base.invocations).toBe(3 * 12 * 3)
  // Each arm: 12 containers whose start, three invocations and traces are paid for.
  const perArm = ((12 * (700 + 3000)) / 1000) * (1769 / 1024) * 0.0000133334 + (36 / 1e6) * (0.2 + 5 + 0.5)
  expect(base.usd).toBeCloseTo(3 * perArm, 9)
  expect(base.elapsedMs).toBe(3 * 12 * (4000 + 700 + 3000))
  const twice = estimateAb({ ...plan, environments: 24 }, 1000)
  expect(twice).toMatchObject({ invocations: 2 * base.invocations, elapsedMs: 2 * base.elapsedMs })
  expect(twice.usd).toBeCloseTo(2 * base.usd, 9)
  const atATime = estimateAb({ ...plan, concurrency: 5 }, 1000)
  expect(atATime).toMatchObject({ invocations: 5 * base.invocations, elapsedMs: base.elapsedMs })
  expect(atATime.usd).toBeCloseTo(5 * base.usd, 9)
  const grown = [
    estimateAb({ ...plan, warm: 3 }, 1000),
    estimateAb({ ...plan, arms: [...plan.arms, anArm('promise-all')] }, 1000),
    estimateAb(plan, 2000),
  ]
  for (const more of grown) {
    expect(more.elapsedMs).toBeGreaterThan(base.elapsedMs)
    expect(more.usd).toBeGreaterThan(base.usd)
  }
  expect(estimateAb(plan, 1000, 'x86_64').usd).toBeGreaterThan(base.usd)
})

test('there is a pause between containers and none after the last', () => {
  const plan = anAbPlan({ environments: 12 })
  expect(estimateAb({ ...plan, pauseMs: 1000 }, 1000).elapsedMs - estimateAb(plan, 1000).elapsedMs).toBe(11_000)
})

test('no two runs have one name, and each tells when it began', () => {
  const names = new Set(Array.from({ length: 100 }, newRunId))
  expect(names.size).toBe(100)
  for (const name of names) {
    expect(name).toMatch(/^ab-\d{8}-\d{6}-[\da-f]{8}$/)
    expect(Math.abs(beginOfRun(name)! - Date.now())).toBeLessThan(60_000)
  }
  expect(beginOfRun('ab-20260115-090000-1a2b3c4d')).toBe(Date.UTC(2026, 0, 15, 9))
  for (const other of ['', 'mine', 'ab-20261315-090000-1a2b3c4d', 'ab-20260115-090000-1a2b3c4d ', 'ab-20260115'])
    expect(beginOfRun(other), other).toBeUndefined()
})
