import type { TraceLack } from '../../../../bench/io/trial-reasons.ts'
import { expect, test } from 'vitest'
import { sortTraces, withoutStrays } from '../../../../bench/run/aws/sort-traces.ts'
import { extractTrace } from '../../../../bench/run/aws/traces/trace-extract.ts'
import { lackOf } from '../../../../bench/run/aws/traces/completeness.ts'
import { documentsOf, fetchedTrace } from '../../../support/comparisons.ts'
import { traceIdAt } from '../../../support/fake-xray.ts'
import { lambdaSegments } from '../../../support/lambda-segments.ts'
import { BEGAN_MS } from '../../../support/traced-runs.ts'

const CALLS = { summaries: 1, batches: 1, throttled: 0, unprocessed: 0, polls: 1 }
const idOf = (number: number) => traceIdAt(BEGAN_MS, number)

const lacking = (lack: TraceLack) => ({ code: 'incomplete', lacks: [lack] })

/** Of traces with these documents, each with the id of its place. */
function sorted(all: readonly (readonly object[])[], functionName?: string, missing: readonly string[] = []) {
  const traces = all.map((documents, index) => fetchedTrace(documents, idOf(index)))
  const incomplete = traces.flatMap((trace) => {
    const lack = lackOf(trace)
    return lack ? [{ id: trace.id, lacks: [lack] }] : []
  })
  const read = traces.map((trace) => ({ id: trace.id, read: extractTrace(trace) }))
  return sortTraces({ traces: read, missing, incomplete, calls: CALLS }, functionName)
}

const PLACE = { strategy: 'pipelined', block: 3, iteration: 2, container: 'p3', memoryMb: 1769, run: 'a run' } as const

// Breakage: what was lost was left out, and the rest said to be all of it.
test('a trace that lacks a part is lost, with what it says of its place', () => {
  const documents = documentsOf({ ...PLACE, isCold: true, beganMs: BEGAN_MS })
  const { lost, invocations, leftOut } = sorted([documents.slice(0, -1), documents.slice(1)])
  expect([invocations, leftOut]).toEqual([[], []])
  const alike = { ...PLACE, functionName: 'function-pipelined', isCold: true }
  expect(lost).toEqual([
    { ...alike, traceId: idOf(0), beganMs: BEGAN_MS - 5, why: lacking({ code: 'no-timeline' }) },
    {
      ...alike,
      traceId: idOf(1),
      beganMs: BEGAN_MS - 5,
      why: lacking({ code: 'lone-segment', name: 'function-pipelined', origin: 'AWS::Lambda::Function' }),
    },
  ])
})

test('a loss records by how much its run was slowed, as an invocation does', () => {
  const documents = documentsOf({ ...PLACE, slowedBy: 0.1, beganMs: BEGAN_MS })
  const { lost, invocations } = sorted([documents.slice(0, -1), documents])
  expect([lost[0]!.slowedBy, invocations[0]!.slowedBy]).toEqual([0.1, 0.1])
  expect(sorted([documentsOf(PLACE)]).invocations[0]!.slowedBy).toBeUndefined()
})

test('a trace that never came is lost, at the time that its id has in it', () => {
  const { lost } = sorted([], undefined, [idOf(7)])
  const beganMs = Math.floor(BEGAN_MS / 1000) * 1000
  expect(lost).toEqual([{ traceId: idOf(7), isCold: false, beganMs, why: { code: 'not-delivered' } }])
})

test('a trace of which no segment can be read is lost, and one of no Lambda function is left out', () => {
  const { lost, leftOut } = sorted([[], [{ name: 'a web server' }], [{ name: 'a shop', end_time: 1, start_time: 1 }]])
  expect(lost.map(({ why }) => why)).toEqual([lacking({ code: 'no-segment' })])
  expect(leftOut).toEqual([lacking({ code: 'open-segment', name: 'a web server' }), lacking({ code: 'no-function' })])
})

test('where a function is named, what others lost is left out', () => {
  const [half] = lambdaSegments({ name: 'other' })
  const [own] = lambdaSegments({ name: 'orders' })
  const { lost, leftOut } = sorted([[half], [own], lambdaSegments({ name: 'other' })], 'orders')
  expect(lost.map(({ functionName }) => functionName)).toEqual(['orders'])
  expect(leftOut).toHaveLength(2)
})

test('an invocation that was throttled is left out and not lost, since it never was in a function', () => {
  const [service] = lambdaSegments()
  const { lost, leftOut } = sorted([[{ ...service, throttle: true }]])
  expect([lost, leftOut]).toEqual([[], [lacking({ code: 'no-function' })]])
})

// Breakage: a variant of its own, called as the function, of invocations whose run came late.
test('an invocation without a run is lost where others of its function have one', () => {
  const name = 'function-pipelined'
  const { invocations, lost } = sorted([
    documentsOf(PLACE),
    lambdaSegments({ name }),
    lambdaSegments({ name: 'orders' }),
  ])
  expect(invocations.map(({ functionName }) => functionName)).toEqual([name, 'orders'])
  expect(lost).toEqual([
    {
      traceId: idOf(1),
      functionName: name,
      isCold: false,
      beganMs: BEGAN_MS - 20,
      why: lacking({ code: 'no-run' }),
    },
  ])
})

test('manual invocations are distinguished from those of a comparison by their block', () => {
  const byHand = { ...PLACE, block: undefined, iteration: undefined }
  const half = documentsOf({ ...byHand, container: 'another' }).slice(1)
  const all = sorted([documentsOf(PLACE), documentsOf(byHand), half, lambdaSegments({ name: 'orders' })])
  const { invocations, lost, strays } = withoutStrays(all)
  expect(invocations.map(({ functionName, block }) => [functionName, block])).toEqual([
    ['function-pipelined', 3],
    ['orders', undefined],
  ])
  expect([lost, strays]).toEqual([[], 2])
  // Where nothing has a block, nobody has driven anything.
  expect(withoutStrays(sorted([documentsOf(byHand), documentsOf(byHand)])).strays).toBe(0)
})
