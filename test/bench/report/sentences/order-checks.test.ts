import { expect, test } from 'vitest'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { orderChecks } from '../../../../bench/report/sentences/order-checks.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { asIs, calm, change, checksIn, EVEN, found } from '../../../support/checks.ts'
import { changed, isMeasured, trialsOf } from '../../../support/trials.ts'

const { beside, checks: texts } = ENGLISH
const { orderName, driftName } = texts

/** A result of which the order is known to be like that. */
const ordered = (order: Partial<NonNullable<Result['order']>>): Result => ({
  ...summarize(calm),
  order: { predecessors: [], steadiness: [], ...order },
})
const effect = (variant: string, ratio: number, excludesOne: boolean) => ({
  variant,
  ratio,
  low: ratio - 0.01,
  high: ratio + 0.01,
  blocks: 6,
  excludesOne,
})
test('a variant that changes the run after it stands with its effect, and else the largest effect alone', () => {
  const acting = ordered({ predecessors: [effect('pipelined', 1.05, true), effect('A/A', 0.97, true)] })
  const actors = beside([
    texts.changeAfter('pipelined', change('+5.0', '+4.0', '+6.0')),
    texts.changeAfter(texts.unchangedCopy, change('-3.0', '-4.0', '-2.0')),
  ])
  expect(orderChecks(acting)).toEqual([found(orderName, texts.orderAffectsTime(actors))])
  expect(checksIn(acting, orderName)).toEqual(orderChecks(acting))
  const none = ordered({ predecessors: [effect('pipelined', 1.005, false), effect('A/A', 1, false)] })
  expect(orderChecks(none)).toEqual([
    asIs(orderName, texts.orderUnaffected('pipelined', change('+0.5', '-0.5', '+1.5'))),
  ])
  expect(orderChecks(ordered({}))).toEqual([])
  const { order: _, ...unknown } = ordered({})
  expect(orderChecks(unknown)).toEqual([])
})

const driftOf = (variant: string, changed: string, reason: string) =>
  found(driftName, texts.drift({ variant, counterpart: 'sequential', change: changed, reason }))

test('that no variant drifts is said too', () => {
  const steady = ordered({ steadiness: [effect('pipelined', 1.01, false), effect('look-ahead', 0.99, false)] })
  const none = asIs(driftName, texts.noDrift)
  expect(orderChecks(steady)).toEqual([none])
  expect(orderChecks(ordered({ steadiness: [effect('pipelined', 0.9, true)] }))).not.toContainEqual(none)
  // The reference drifts, though not all others seem to: of whom else that is, nothing is certain.
  const alone = [effect('sequential', 0.97, true), effect('pipelined', 1.01, false)]
  expect(orderChecks(ordered({ steadiness: alone }))).toEqual([])
})

test('a variant that goes on getting faster is to be warmed up longer, and one that gets slower may pile something up', () => {
  const steadiness = [effect('pipelined', 0.9, true), effect('look-ahead', 1.1, true), effect('A/A', 1.001, false)]
  expect(orderChecks(ordered({ steadiness }))).toEqual([
    driftOf('pipelined', change('-10.0', '-11.0', '-9.0'), texts.driftLongerWarmUp),
    driftOf('look-ahead', change('+10.0', '+9.0', '+11.0'), texts.driftAccumulation('sequential')),
  ])
})

// Breakage: the reference blamed for what another variant does, since it is held against the mean of them all.
test('the reference is said to drift only where all others seem to drift the other way', () => {
  const steadyWhile = (change: (trial: Trial) => number) =>
    summarize(
      changed(trialsOf({ ...EVEN, iterations: 8 }), isMeasured, (trial) => ({
        makespanMs: trial.makespanMs * change(trial),
      })),
    )
  const fasterAt = (name: string) => steadyWhile(({ variant, iteration }) => (variant === name ? 0.97 ** iteration : 1))
  const one = fasterAt('pipelined')
  expect(one.order!.steadiness.flatMap(({ variant, excludesOne }) => (excludesOne ? variant : []))).toEqual([
    'sequential',
    'pipelined',
  ])
  expect(orderChecks(one)).toEqual([driftOf('pipelined', change('-19.0', '-19.7', '-18.3'), texts.driftLongerWarmUp)])
  const drift = texts.drift({
    variant: 'sequential',
    counterpart: texts.otherVariants,
    change: change('-19.2', '-19.9', '-18.5'),
    reason: texts.driftLongerWarmUp,
  })
  expect(orderChecks(fasterAt('sequential'))).toEqual([found(driftName, drift)])
})
