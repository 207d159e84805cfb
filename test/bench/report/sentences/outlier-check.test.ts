import { expect, test } from 'vitest'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { outlierCheck } from '../../../../bench/report/sentences/outlier-check.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { asIs, calm, checksIn, EVEN, found } from '../../../support/checks.ts'
import { aFault, changed, isMeasured, isRun, trialsOf } from '../../../support/trials.ts'

const { beside, checks: texts, verdicts } = ENGLISH
const { outliersName } = texts

/** Most runs of one block of a variant, taking twice as long. */
const swayed = (variant: string, trials: readonly Trial[] = calm) =>
  changed(
    trials,
    (trial) => isMeasured(trial) && trial.variant === variant && trial.block === 3 && trial.iteration <= 4,
    ({ makespanMs }) => ({ makespanMs: makespanMs * 2 }),
  )

const counted = (outliers: number, ...breakdown: string[]) =>
  texts.outliersCounted({ outliers, runs: 180, breakdown: beside(breakdown) })

test('outliers stand with how many they are, and that no verdict depends on them', () => {
  const before = summarize(calm).variants.reduce((sum, { outliers }) => sum + outliers.length, 0)
  expect(before).toBe(0)
  expect(outlierCheck(summarize(calm))).toEqual([])
  const slow = ({ makespanMs }: Trial) => ({ makespanMs: makespanMs * 4 })
  const one = changed(calm, isRun('pipelined', 2, 2), slow)
  expect(checksIn(summarize(one), outliersName)).toEqual([
    asIs(outliersName, texts.outliersWithoutEffect(counted(1, 'pipelined: 1'))),
  ])
  expect(outlierCheck(summarize(changed(one, isRun('look-ahead', 2, 2), slow)))).toEqual([
    asIs(outliersName, texts.outliersWithoutEffect(counted(2, 'pipelined: 1', 'look-ahead: 1'))),
  ])
})

test('a verdict that depends on outliers stands beside the one that counts', () => {
  const result = summarize(swayed('pipelined'))
  expect(result.variants.find(({ variant }) => variant === 'pipelined')!.verdict!.code).toBe('inconclusive')
  const withoutThem = texts.verdictWithoutOutliers('pipelined', verdicts.equivalent)
  expect(outlierCheck(result)).toEqual([
    found(outliersName, texts.outliersChangeVerdicts(counted(4, 'pipelined: 4'), withoutThem)),
  ])
})

test('before the first interim analysis there is no verdict that could depend on anything', () => {
  const early = summarize(swayed('pipelined', trialsOf({ ...EVEN, blocks: 5 })))
  expect(outlierCheck(early)).toEqual([
    asIs(outliersName, texts.outliersCounted({ outliers: 4, runs: 150, breakdown: 'pipelined: 4' })),
  ])
})

// Breakage: "would be equivalent" of a variant of which nothing may be said, or on a machine where nearness proves nothing.
test('what may not be said of a variant is not said of it without its outliers', () => {
  const wrong = changed(swayed('pipelined'), isRun('pipelined', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'another' },
  }))
  const failing = changed(swayed('pipelined'), isRun('pipelined', 1, 1), () => ({ faults: [aFault('it died')] }))
  const unfit = swayed('pipelined', trialsOf({ ...EVEN, aaCheck: 1.2 }))
  for (const trials of [wrong, failing, unfit]) {
    const result = summarize(trials)
    expect(result.variants.find(({ variant }) => variant === 'pipelined')!.verdictWithoutOutliers).toBe('equivalent')
    expect(outlierCheck(result)).toEqual([asIs(outliersName, texts.outliersWithoutEffect(counted(4, 'pipelined: 4')))])
  }
})

// Breakage: a check that fails with its outliers and without them called changed, for another verdict that fails it too.
test('of an A/A check that fails by its outliers alone that is said', () => {
  const result = summarize(swayed('A/A'))
  expect(result.aaCheck.code).not.toBe('passed')
  const withoutThem = texts.noiseWithoutOutliers(texts.passed)
  expect(outlierCheck(result)).toEqual([
    found(outliersName, texts.outliersChangeVerdicts(counted(4, `${texts.unchangedCopy}: 4`), withoutThem)),
  ])
  const failing = summarize(swayed('A/A', trialsOf({ ...EVEN, aaCheck: 1.05 })))
  const own = failing.variants.find(({ role }) => role === 'aa-check')!
  expect([own.verdict!.code, own.verdictWithoutOutliers]).toEqual(['inconclusive', 'slower-size-unclear'])
  expect(outlierCheck(failing)).toEqual([
    asIs(outliersName, texts.outliersWithoutEffect(counted(4, `${texts.unchangedCopy}: 4`))),
  ])
})
