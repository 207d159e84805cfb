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

test('a subsegment in its parent says no more where it belongs', () => {
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

test('a chain of thousands of subsegments is told in full without a stack overflow', () => {
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
