import type { Untraced } from '../../../../bench/io/trial-reasons.ts'
import { expect, test } from 'vitest'
import type { LostInvocation } from '../../../../bench/run/aws/sort-traces.ts'
import type { TracedInvocation } from '../../../../bench/run/aws/traces/segments.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { traceIdAt } from '../../../support/fake-xray.ts'
import { BEGAN_MS } from '../../../support/traced-runs.ts'
import { coin, container, foreign, trialsOf } from '../../../support/traced-trials.ts'

const NO_TIMELINE: Untraced = { code: 'incomplete', lacks: [{ code: 'no-timeline' }] }
const NOT_DELIVERED: Untraced = { code: 'not-delivered' }

/** Two containers of the reference and one of `pipelined` in each of so many blocks. */
const comparison = (blocks: number) =>
  Array.from({ length: blocks }, (_, index) => index + 1).flatMap((block) => [
    ...container(`a${block}`, 'sequential', block),
    ...container(`p${block}`, 'pipelined', block),
    ...container(`b${block}`, 'sequential', block).map((one) => ({ ...one, beganMs: one.beganMs + 5000 })),
  ])

function lossOf({ traceId, functionName, beganMs, isCold, ...one }: TracedInvocation): LostInvocation {
  const { strategy = 'none', run, block, iteration, container: id, memoryMb, slowedBy } = one
  const place = { strategy, run, block, iteration, container: id, memoryMb, slowedBy }
  return { ...place, traceId, functionName, beganMs, isCold, why: NO_TIMELINE }
}

const untracedOf = (trials: readonly Trial[]) => trials.filter(({ untraced }) => untraced !== undefined)

// Breakage: a cross-check of the traces that came alone, of which 100% had come.
test('an invocation whose trace is not whole is an untraced trial in its place, and in no figure', () => {
  const all = comparison(12)
  const [lost, kept] = [all.filter((_, index) => index % 5 === 0), all.filter((_, index) => index % 5 !== 0)]
  const trials = trialsOf(kept, { lost: lost.map(lossOf), reference: 'sequential' })
  expect(trials).toHaveLength(all.length)
  const untraced = untracedOf(trials)
  expect(untraced.map(({ invocation }) => invocation!.container).sort()).toEqual(
    lost.map(({ container: id }) => id!).sort(),
  )
  expect(new Set(untraced.map(({ variant }) => variant))).toEqual(new Set(['sequential', 'pipelined', 'A/A']))
  for (const { phase, untraced: why } of untraced) expect([phase, why]).toEqual(['warmup', NO_TIMELINE])
  const { tracing, variants } = summarize(trials)
  expect(tracing!.crossCheck).toMatchObject({ invocations: 108, matched: 86, isTooLittle: true })
  expect(variants.find(({ variant }) => variant === 'pipelined')!.verdict).toEqual({ code: 'insufficient-traces' })
})

test('trials of traces alone have no delivery record but their traces', () => {
  const all = comparison(1)
  const trials = trialsOf(all.slice(1), { lost: all.slice(0, 1).map(lossOf), isWholeRun: true })
  expect(new Set(trials.map(({ deliveries }) => deliveries.by))).toEqual(new Set(['trace']))
})

test('one without details counts all the same; its function identifies the variant where that has only one', () => {
  const loss = { traceId: traceIdAt(BEGAN_MS, 99), isCold: false, beganMs: BEGAN_MS, why: NOT_DELIVERED }
  const untraced = untracedOf(
    trialsOf(comparison(2), { lost: [loss, { ...loss, functionName: 'function-pipelined' }] }),
  )
  expect(untraced.map(({ variant, block, invocation }) => [variant, block, invocation!.container])).toEqual([
    ['unknown', 0, 'unknown'],
    ['pipelined', 0, 'unknown'],
  ])
  const sizes = ([512, 1769] as const).flatMap((memoryMb) => container(`p${memoryMb}`, 'pipelined', 1, 2, { memoryMb }))
  const [ambiguous] = untracedOf(trialsOf(sizes, { lost: [{ ...loss, functionName: 'function-pipelined' }] }))
  expect(ambiguous!.variant).toBe('unknown')
})

// Breakage: of a function with two variants, the reference and its slower copy, a loss is of nobody.
test('one without details of the reference’s function is the reference’s, be there a slower copy or not', () => {
  const loss = { traceId: traceIdAt(BEGAN_MS, 99), isCold: false, beganMs: BEGAN_MS, why: NOT_DELIVERED }
  const slow = [1, 2].flatMap((block) => container(`slow${block}`, 'sequential', block, 2, { slowedBy: 0.1 }))
  const lost = [{ ...loss, functionName: 'function-sequential' }]
  expect(untracedOf(trialsOf([...comparison(2), ...slow], { lost })).map(({ variant }) => variant)).toEqual([
    'sequential',
  ])
  // It may as well be the invocation of the copy that is missing, and is that one and no other.
  const untraced = untracedOf(
    trialsOf([...comparison(2), ...slow.slice(0, -1)], { lost, isWholeRun: true, reference: 'sequential' }),
  )
  expect(untraced.map(({ variant }) => variant)).toEqual(['sequential'])
  const placed = untracedOf(trialsOf([...comparison(2), ...slow.slice(0, -1)], { lost: [lossOf(slow.at(-1)!)] }))
  expect(placed.map(({ variant, role, block }) => [variant, role, block])).toEqual([['+10%', 'sensitivity-check', 2]])
})

// Breakage: a search for a run finds no trace whose run was lost, and nobody missed it.
test('iterations of a run that other variants or blocks have are untraced where no trace of them was found', () => {
  const gone = [
    ['pipelined', 2, 3],
    ['sequential', 1, 1],
  ]
  const isGone = ({ strategy, block, iteration, container: id }: TracedInvocation) =>
    gone.some(([name, number, nth]) => name === strategy && number === block && nth === iteration && id![0] !== 'b')
  const left = comparison(3).filter((one) => !isGone(one))
  const untraced = untracedOf(trialsOf(left, { isWholeRun: true, reference: 'sequential' }))
  const copyOf = (id: string) => (coin('a1') < coin('b1') === (id === 'a1') ? 'sequential' : 'A/A')
  expect(
    untraced
      .map(({ variant, block, iteration, untraced: why }) => `${variant} ${block}/${iteration}: ${why!.code}`)
      .sort(),
  ).toEqual([`${copyOf('a1')} 1/0: not-found`, 'pipelined 2/2: not-found'].sort())
  expect(untracedOf(trialsOf(left, { reference: 'sequential' }))).toEqual([])
})

test('a whole container of which no trace was found is as many gaps as others have iterations', () => {
  const left = comparison(3).filter(({ container: id }) => id !== 'p2' && id !== 'b3')
  const untraced = untracedOf(trialsOf(left, { isWholeRun: true, reference: 'sequential' }))
  expect(untraced.map(({ variant, block }) => `${variant} ${block}`).sort()).toEqual([
    ...Array.from({ length: 3 }, () => 'A/A 3'),
    ...Array.from({ length: 3 }, () => 'pipelined 2'),
  ])
})

test('a loss of which only the variant is known is one of the gaps, and not counted twice', () => {
  const [first, ...left] = comparison(3)
  const { traceId, functionName } = first!
  const loss = { traceId, isCold: true, beganMs: BEGAN_MS, why: NOT_DELIVERED }
  const countOf = (lost: readonly LostInvocation[]) =>
    untracedOf(trialsOf(left, { isWholeRun: true, reference: 'sequential', lost })).length
  expect([[], [loss], [{ ...loss, functionName }], [lossOf(first!)]].map(countOf)).toEqual([1, 1, 1, 1])
  // It is of another variant than the gap.
  expect(countOf([{ ...loss, functionName: 'function-pipelined' }])).toBe(2)
})

// Breakage: a block and an iteration for each invocation that somebody made up, and memory for all their pairs.
test('there are no more gaps than invocations', () => {
  const sound = comparison(1)
  const odd = Array.from({ length: 3000 }, (_, index) => ({ ...sound[index % 9]!, block: index, iteration: index }))
  expect(untracedOf(trialsOf(odd, { isWholeRun: true }))).toHaveLength(3000)
})

test('functions that name no iterations have no gaps', () => {
  const both = [...foreign('orders', 3, 0), ...foreign('stock', 7, 100_000)]
  expect(untracedOf(trialsOf(both, { isWholeRun: true }))).toEqual([])
})
