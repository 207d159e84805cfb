import { expect, test } from 'vitest'
import { logsReportSchema } from '../../../../bench/judge/logs/judgement.ts'
import type { LoggedInvocation } from '../../../../bench/run/aws/logs/logged-invocations.ts'
import { aLogged, aSubject, judged, LOGGED_FROM_MS, traffic } from '../../../support/logged.ts'

/** Of one container, a second between them, the first cold unless it is not. */
function inContainer(
  container: string,
  durations: readonly number[],
  first: Partial<LoggedInvocation> = { initMs: 200 },
) {
  return durations.map((durationMs, nth) =>
    aLogged({ container, durationMs, endedMs: LOGGED_FROM_MS + nth * 1000, ...(nth === 0 && first) }),
  )
}

test('a function by itself: cold, first seen and warm invocations are never mixed', () => {
  const invocations = [
    ...inContainer('one', [500, 10, 40]),
    ...inContainer('two', [70, 20, 20], {}),
    ...inContainer('three', [90], { restoreMs: 50, memoryMb: 512 }),
  ]
  const { variants, comparisons, exitCode } = judged([aSubject({ invocations })])
  expect(comparisons).toEqual([])
  expect(exitCode).toBe(0)
  expect(variants).toHaveLength(1)
  expect(variants[0]).toMatchObject({
    name: 'orders',
    memoryMb: 512,
    invocations: { count: 7, cold: 2, firstSeen: 1, warm: 4 },
    containers: 3,
    // The geometric means of 10 and 40, and of 20 and 20.
    warmMs: { median: 20, count: 2 },
    warmInvocationMs: { median: 20, count: 4 },
    cold: {
      initMs: { median: 200, count: 1 },
      restoreMs: { median: 50, count: 1 },
      durationMs: { median: 295, count: 2 },
    },
    firstSeenMs: { median: 70, count: 1 },
    billed: { ms: 700, meanMs: 100, gbSeconds: 0.35 },
    memory: { maxUsedMb: 66, ofSize: 66 / 512 },
    failed: { count: 0, of: 7, low: 0 },
  })
  expect(variants[0]!.perContainer.map(({ container, begin, warm }) => [container, begin, warm])).toEqual([
    ['one', 'cold', 2],
    ['two', 'first-seen', 2],
    ['three', 'cold', 0],
  ])
})

test('percentiles are told where there are invocations enough, and otherwise how many it takes', () => {
  const { variants } = judged([aSubject({ invocations: inContainer('one', Array(40).fill(10)) })])
  expect(variants[0]!.warmInvocationMs!.tails).toEqual([
    { share: 0.9, value: 10 },
    { share: 0.95, valuesNeeded: 72 },
    { share: 0.99, valuesNeeded: 368 },
  ])
})

test('failures count as failures, and their durations nowhere', () => {
  const invocations = inContainer('one', [500, 10, 3000, 10, 1])
  const outcomes = ['success', 'success', 'timeout', 'success', 'error'] as const
  const mixed = invocations.map((one, nth) => ({ ...one, outcome: outcomes[nth]! }))
  const { variants } = judged([aSubject({ invocations: mixed })])
  expect(variants[0]).toMatchObject({
    failed: { count: 2, of: 5 },
    timedOut: 1,
    warmMs: { median: expect.closeTo(10) as number, count: 1 },
    warmInvocationMs: { count: 2 },
  })
  const { low, high } = variants[0]!.failed
  expect([low, high].map((one) => one.toFixed(3))).toEqual(['0.118', '0.769'])
})

test('the report has the shape of its schema', () => {
  const judgement = judged(
    [
      aSubject(),
      aSubject({ functionName: 'billing', failedStarts: 2 }),
      aSubject({ functionName: 'none', invocations: [] }),
    ],
    { oddities: { torn: 1, printed: 2, overlapping: 3 } },
  )
  expect(logsReportSchema.parse(JSON.parse(JSON.stringify(judgement)))).toEqual(judgement)
  expect(judgement).toMatchObject({ source: 'log', missing: [{ name: 'none' }], exitCode: 0 })
})

test('versions of a function that was asked for as a whole are variants of their own, and so are its memory sizes', () => {
  const invocations = [
    ...traffic({ version: '$LATEST' }),
    ...traffic({ version: '12' }),
    ...traffic({ version: '9', memoryMb: 1024 }),
    ...traffic({ version: '9' }),
  ]
  const { variants, reference, comparisons } = judged([aSubject({ invocations })])
  expect(variants.map(({ name }) => name)).toEqual([
    'orders:9@512',
    'orders:9@1024',
    'orders:12@512',
    'orders:$LATEST@512',
  ])
  expect(reference).toEqual({ variant: 'orders:9@512' })
  expect(comparisons.map(({ variant, cautions }) => [variant, cautions])).toEqual([
    ['orders:9@1024', [{ code: 'memory-differs', variantMb: 1024, referenceMb: 512 }]],
    ['orders:12@512', []],
    ['orders:$LATEST@512', []],
  ])
})

// Breakage: a function that a pipeline, or a comparison by versions, has deployed often fills pages with rows of one container each.
test('more than eight versions in one span are put together by memory size, the published ones', () => {
  const versions = (count: number) =>
    Array.from({ length: count }, (_, nth) =>
      traffic({ version: `${nth + 1}`, containers: 3, memoryMb: nth % 2 === 0 ? 512 : 1024 }),
    ).flat()
  const namesOf = (count: number) =>
    judged([aSubject({ invocations: versions(count) })]).variants.map(({ name }) => name)
  expect(namesOf(8)).toHaveLength(8)
  expect(namesOf(9)).toEqual(['orders@512', 'orders@1024'])
  const { variants, reference, comparisons } = judged([aSubject({ invocations: versions(9) })])
  expect(variants.map((one) => [one.versions.length, one.containers])).toEqual([
    [5, 15],
    [4, 12],
  ])
  expect([reference, comparisons[0]!.warm.code]).toEqual([{ variant: 'orders@512' }, 'judged'])
  const beside = [...versions(9), ...traffic({ version: '$LATEST' })]
  expect(judged([aSubject({ invocations: beside })]).variants.map(({ name }) => name)).toEqual([
    'orders@512',
    'orders@1024',
    'orders:$LATEST@512',
  ])
  const alone = judged([aSubject({ invocations: versions(9).filter(({ version }) => version === '9'), version: '9' })])
  expect(alone.variants.map(({ name }) => name)).toEqual(['orders:9'])
})

test('two spans of one function are compared, whatever their versions, and containers in both are said', () => {
  const all = traffic({ containers: 30 })
  const [before, after] = [all.filter(({ version }) => version), traffic({ containers: 32, version: '2' })]
  const shared = before.slice(0, 6).map((one) => ({ ...one, endedMs: one.endedMs + 3_600_000 }))
  const { variants, comparisons, reference } = judged([
    aSubject({ invocations: before, part: 'before' }),
    aSubject({ invocations: [...after, ...shared], part: 'after', fromMs: LOGGED_FROM_MS + 3_600_000 }),
  ])
  expect(variants.map(({ name, part, versions }) => [name, part, versions])).toEqual([
    ['orders', 'before', ['$LATEST']],
    ['orders', 'after', ['$LATEST', '2']],
  ])
  expect(reference).toEqual({ variant: 'orders', part: 'before' })
  expect(comparisons).toMatchObject([{ part: 'after', cautions: [{ code: 'containers-in-both', count: 1 }] }])
})

test('the reference is the first, or the one that is named', () => {
  const three = ['a', 'b', 'c'].map((functionName) => aSubject({ functionName }))
  expect(judged(three).reference).toEqual({ variant: 'a' })
  expect(judged(three, { reference: 'b' })).toMatchObject({
    reference: { variant: 'b' },
    comparisons: [{ variant: 'a' }, { variant: 'c' }],
  })
  expect(() => judged(three, { reference: 'd' })).toThrow(
    expect.objectContaining({ code: 'not-a-reference', parameters: { known: ['a', 'b', 'c'], given: 'd' } }),
  )
})

test('where nothing was found, or nothing could be compared that was to be, the exit code says so', () => {
  const few = traffic({ functionName: 'few', containers: 11 })
  expect(judged([aSubject({ invocations: [] })])).toMatchObject({ exitCode: 5, variants: [] })
  expect(judged([aSubject(), aSubject({ functionName: 'none', invocations: [] })]).exitCode).toBe(5)
  const judgement = judged([aSubject(), aSubject({ functionName: 'few', invocations: few })])
  expect(judgement).toMatchObject({
    exitCode: 5,
    comparisons: [{ warm: { code: 'too-few-containers', containers: { variant: 11, reference: 20 }, needed: 12 } }],
  })
})
