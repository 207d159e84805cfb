import { expect, test } from 'vitest'
import { createControlClient } from '../../../../bench/run/aws/configuration/lambda-client.ts'
import { type AccountLimits, preflight, readAccountLimits } from '../../../../bench/run/aws/preflight.ts'
import type { KnownFunction } from '../../../../bench/run/aws/read-functions.ts'
import { anAbPlan, aVariant } from '../../../support/comparisons.ts'
import { answering } from '../../../support/wire.ts'

function aFunction(more: Partial<KnownFunction> = {}): KnownFunction {
  return {
    strategy: 'orders',
    name: 'function-sequential',
    arn: 'arn:aws:lambda:eu-central-1:123456789012:function:function-sequential',
    memoryMb: 1769,
    isOurs: false,
    tracesRuns: false,
    isTraced: true,
    isInVpc: false,
    hasSnapStart: false,
    isReported: true,
    ...more,
  }
}

interface Looked {
  readonly one?: Partial<KnownFunction>
  readonly plan?: Parameters<typeof anAbPlan>[0]
  readonly mode?: 'versions' | 'latest'
  readonly limits?: AccountLimits | 'unknown'
}

const looked = ({ one = {}, plan = {}, mode = 'versions', limits }: Looked) =>
  preflight(anAbPlan(plan), { functions: [aFunction(one)], mode, limits })

const NEW: AccountLimits = { concurrentExecutions: 10, unreservedConcurrentExecutions: 10 }

// Breakage: what AWS refuses is paid for first, and then called "No iteration was finished".
test('more invocations at a time than the account or the function has are refused beforehand', () => {
  const plan = { concurrency: 11 }
  expect(() => looked({ plan, limits: NEW })).toThrow(
    expect.objectContaining({ code: 'concurrency-beyond-account', parameters: { free: 10, all: 10, wanted: 11 } }),
  )
  expect(() => looked({ plan, one: { reservedConcurrency: 5 } })).toThrow(
    expect.objectContaining({
      code: 'concurrency-reserved',
      parameters: { name: 'function-sequential', reserved: 5, wanted: 11 },
    }),
  )
  // What a function has reserved is no part of what is left to others.
  expect(() => looked({ plan, one: { reservedConcurrency: 11 }, limits: NEW })).not.toThrow()
  expect(() => looked({ plan: { concurrency: 10 }, limits: NEW })).not.toThrow()
})

test('large memory on an account that is new is said, and on another one is not', () => {
  const variants = [{ ...aVariant(), memoryMb: 4096 }]
  const large = { code: 'large-memory', memoryMb: 4096, concurrentExecutions: 10 }
  expect(looked({ plan: { variants }, limits: NEW })).toContainEqual(large)
  const usual = { concurrentExecutions: 1000, unreservedConcurrentExecutions: 900 }
  for (const limits of [usual, 'unknown'] as const)
    expect(looked({ plan: { variants }, limits }).map(({ code }) => code)).not.toContain('large-memory')
  expect(looked({ limits: 'unknown' })).toContainEqual({ code: 'limits-unknown' })
})

test('without reports of invocations there is no comparison of $LATEST, and one of versions says what will be missing', () => {
  const one = { isReported: false }
  expect(() => looked({ one, mode: 'latest' })).toThrow(expect.objectContaining({ code: 'cold-unrecognizable' }))
  expect(looked({ one })).toContainEqual({ code: 'unreported', functions: ['function-sequential'] })
  // Ours answer whether they were cold.
  expect(looked({ one: { ...one, isOurs: true }, mode: 'latest' })).toContainEqual({
    code: 'unreported',
    functions: ['function-sequential'],
  })
})

test('how new containers are had is said first, then what takes longer', () => {
  const one = { isInVpc: true, hasSnapStart: true }
  const functions = ['function-sequential']
  expect(looked({ one })).toEqual([
    { code: 'versions' },
    { code: 'in-vpc', functions },
    { code: 'snap-start', functions },
  ])
  expect(looked({ one, mode: 'latest' })).toEqual([{ code: 'latest' }, { code: 'in-vpc', functions }])
})

test('the limits of an account are what it answers, and unknown to who may not ask', async () => {
  const answers = [
    [200, '{"AccountLimit":{"ConcurrentExecutions":10,"UnreservedConcurrentExecutions":8}}'],
    [403, '{"Message":"no"}'],
  ] as const
  let nth = 0
  await using lambda = await answering((response) => {
    const [status, body] = answers[nth++]!
    response.writeHead(status, status === 403 ? { 'x-amzn-errortype': 'AccessDeniedException' } : {})
    response.end(body)
  })
  const credentials = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }
  const client = createControlClient({ region: 'eu-central-1', endpoint: lambda.origin, credentials, maxAttempts: 1 })
  expect(await readAccountLimits(client)).toEqual({ concurrentExecutions: 10, unreservedConcurrentExecutions: 8 })
  expect(await readAccountLimits(client)).toBeUndefined()
  expect(lambda.seen[0]!.path).toMatch(/^\/2016-08-19\/account-settings/)
})

// Breakage: a comparison of hours in which nothing ran in parallel, or no cold start was recognised.
test('what cannot be compared is refused beforehand', () => {
  expect(() => looked({ plan: { isParallel: true }, mode: 'latest' })).toThrow(
    expect.objectContaining({ code: 'parallel-latest' }),
  )
  const { scenario } = anAbPlan()
  expect(() => looked({ plan: { scenario: { ...scenario, isOnlyCold: true } }, one: { isReported: false } })).toThrow(
    expect.objectContaining({ code: 'init-unreported', parameters: { functions: ['function-sequential'] } }),
  )
  expect(() => looked({ plan: { isParallel: true }, one: { isReported: false } })).not.toThrow()
})
