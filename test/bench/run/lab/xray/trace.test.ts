import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Document, SentDocument } from '../../../../../bench/run/lab/xray/document.ts'
import { flat, nest, segmentsOf } from '../../../../../bench/run/lab/xray/trace.ts'
import { viewOf } from '../../../../../bench/run/lab/xray/view.ts'
import { aLambdaCall, anId, aSegment, aSubsegment, NOW_SECONDS } from './building.ts'

/** `1(2 3(4))`: the numbers of the ids, and what stands in them. */
function shapeOf(documents: readonly Document[]): string {
  return documents
    .map(({ id, subsegments = [] }) => {
      const number = Number.parseInt(id, 16)
      return subsegments.length === 0 ? `${number}` : `${number}(${shapeOf(subsegments)})`
    })
    .join(' ')
}

const CALL = [
  ...aLambdaCall(),
  aSubsegment(6, 2, { start_time: NOW_SECONDS - 9.7, name: 'utakata:pipelined', annotations: { feeds: 3 } }),
  aSubsegment(7, 6, { start_time: NOW_SECONDS - 9.6 }),
  aSubsegment(8, 4, { start_time: NOW_SECONDS - 9.5 }),
]

test('documents nest the same in whatever order they come', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(CALL, { minLength: CALL.length }), (documents) => {
      expect(shapeOf(nest(documents))).toBe('1 2(3 4(8) 6(7) 5)')
      expect(segmentsOf(nest(documents))).toEqual(segmentsOf(nest(CALL)))
    }),
    { seed: 1 },
  )
})

test('a nested subsegment no longer names its trace and parent', () => {
  const [, functions] = nest(CALL)
  const run = functions!.subsegments!.find(({ name }) => name === 'utakata:pipelined')!
  expect(run).not.toHaveProperty('trace_id')
  expect(run).not.toHaveProperty('parent_id')
  expect(run).not.toHaveProperty('type')
  expect(run.annotations).toEqual({ feeds: 3 })
})

test('a subsegment whose parent never came stays a piece of its own', () => {
  const [piece, ...others] = nest([aSubsegment(6, 2), aSubsegment(7, 6)])
  expect(others).toEqual([])
  expect(shapeOf([piece!])).toBe('6(7)')
  expect(piece!.parent_id).toBe(anId(2))
})

test('a subsegment that began before its parent stands in it too', () => {
  const early = { start_time: NOW_SECONDS - 20 }
  expect(shapeOf(nest([aSubsegment(6, 9), aSubsegment(7, 6, early)]))).toBe('6(7)')
  expect(shapeOf(nest([...aLambdaCall(), aSubsegment(6, 3, early)]))).toBe('1 2(3(6) 4 5)')
})

test.each([
  ['each other', [aSubsegment(1, 2), aSubsegment(2, 1)], 2],
  ['themselves', [aSubsegment(1, 1)], 1],
  ['each other beside a segment', [aSegment(9), aSubsegment(1, 2), aSubsegment(2, 1)], 3],
])('subsegments that are the parents of %s are all there once', (_, documents, count) => {
  const all = nest(documents).flatMap((piece) => [...flat(piece)])
  expect(all).toHaveLength(count)
  expect(new Set(all.map(({ id }) => id)).size).toBe(count)
})

test('a chain of thousands of subsegments is kept in full without a stack overflow', () => {
  const chain = Array.from({ length: 5000 }, (_, index) => aSubsegment(index + 2, index + 1))
  const documents: readonly SentDocument[] = [aSegment(1), ...chain]
  const pieces = viewOf(documents).pieces
  expect(pieces.flatMap((piece) => [...flat(piece)])).toHaveLength(documents.length)
  expect(segmentsOf(pieces)).toHaveLength(pieces.length)
})

test('nothing is lost and nothing doubled, whoever calls whom their parent', () => {
  const one = fc.record({ id: fc.nat(12), parent: fc.nat(12), isSubsegment: fc.boolean() })
  const all = fc.uniqueArray(one, { selector: ({ id }) => id, minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(all, (documents) => {
      const sent = documents.map(({ id, parent, isSubsegment }) =>
        isSubsegment ? aSubsegment(id, parent) : aSegment(id, { parent_id: anId(parent) }),
      )
      const ids = viewOf(sent).pieces.flatMap((piece) => [...flat(piece)].map(({ id }) => id))
      expect(ids.toSorted()).toEqual(sent.map(({ id }) => id).toSorted())
    }),
    { seed: 1 },
  )
})

test('a service that sent no segment is known from its caller, and not twice when it did send one', () => {
  const call = (number: number, name: string, namespace: string) => aSubsegment(number, 1, { name, namespace })
  const { calls, entry } = viewOf([
    aSegment(1, { name: 'site' }),
    call(2, 'api.example.com', 'remote'),
    call(3, 'DynamoDB', 'aws'),
    call(4, 'store', 'remote'),
    aSegment(5, { name: 'store', parent_id: anId(4) }),
  ])
  expect(calls.map(({ service: { Name, Type } }) => [Name, Type])).toEqual([
    ['site', undefined],
    ['store', undefined],
    ['api.example.com', 'remote'],
    ['DynamoDB', 'AWS::DynamoDB'],
  ])
  expect(entry).toBe(calls[0])
})

test('a trace begins with the first segment whose caller is not in it', () => {
  const entryOf = (...documents: readonly SentDocument[]) => viewOf(documents).entry?.service.Name
  expect(entryOf(aSegment(1, { parent_id: anId(9) }), aSegment(2, { parent_id: anId(1) }))).toBe('service 1')
  expect(entryOf(aSegment(1, { parent_id: anId(2) }), aSegment(2))).toBe('service 2')
  expect(entryOf(aSegment(1, { parent_id: anId(1) }))).toBe('service 1')
  expect(entryOf(aSegment(1, { parent_id: anId(2) }), aSegment(2, { parent_id: anId(1) }))).toBeUndefined()
  expect(entryOf(aSubsegment(1, 2))).toBeUndefined()
})

test.each([
  [{}, []],
  [{ error: true }, ['error']],
  [{ throttle: true }, ['error', 'throttle']],
  [{ http: { response: { status: 404 } } }, ['error']],
  [{ http: { response: { status: 429 } } }, ['error', 'throttle']],
  [{ http: { response: { status: 500 } } }, ['fault']],
  [{ fault: true, error: true }, ['fault', 'error']],
])('a segment with %o has the flags %o', (members, flags) => {
  const [call] = viewOf([aSegment(1, members)]).calls
  expect(Object.entries(call!.flags).flatMap(([flag, isSet]) => (isSet ? [flag] : []))).toEqual(flags)
})
