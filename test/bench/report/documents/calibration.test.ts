import { expect, test } from 'vitest'
import { calibrationOf } from '../../../../bench/judge/calibration/calibration.ts'
import { calibrationDocument } from '../../../../bench/report/documents/calibration.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { rowsOf } from '../../../support/documents.ts'
import { aBatch, around, type BatchSimulation } from '../../judge/calibration/simulated-batches.ts'

const documentOf = (...batches: readonly BatchSimulation[]) =>
  calibrationDocument(
    { scenario: 'demo', reference: 'sequential', margin: 0.05, ...calibrationOf(batches.map(aBatch), 0.05) },
    ENGLISH,
  )
const { shuffledRow, blockedRow } = ENGLISH.calibration

test('the tables show shuffled iterations beside runs one after the other: rates, noise floor and each effect', () => {
  const blocked = (slowedBy: number) => around(slowedBy === 0 ? 1.05 : 1, 0.03)
  const [copies, slowed] = documentOf({ blocked }).blocks.map(rowsOf)
  expect(copies!.map(([name, apart, , , floor]) => [name, apart, floor])).toEqual([
    [shuffledRow, '0 of 8 (0.0% to 32.4%)', '2.0%'],
    [blockedRow, '8 of 8 (67.6% to 100.0%)', '3.0%'],
  ])
  expect(slowed!.map(([name, found]) => [name, found!.split(' (')[0]])).toEqual([
    [`+2%, ${shuffledRow}`, '0 of 2'],
    [`+2%, ${blockedRow}`, '0 of 2'],
    [`+5%, ${shuffledRow}`, '2 of 2'],
    [`+5%, ${blockedRow}`, '0 of 2'],
    [`+10%, ${shuffledRow}`, '2 of 2'],
    [`+10%, ${blockedRow}`, '0 of 2'],
  ])
})

test('a run without recording that is shorter makes what recording adds positive', () => {
  expect(documentOf({}).recommendation.details).toEqual([
    ENGLISH.calibration.recordingCost({
      change: '+1.0%',
      range: '+1.0% to +1.0%',
      comparisons: '2 comparisons',
    }),
  ])
})

test('a single slower copy that was called faster is one', () => {
  const wrong = (slowedBy: number) => around(slowedBy === 0.1 ? 0.9 : 1 + slowedBy)
  const { equal, power } = calibrationOf([aBatch({ shuffled: wrong })], 0.05).shuffled
  const rate = { count: 1, of: 1, interval: { low: 0.2, high: 1 } }
  const { recommendation } = calibrationDocument(
    {
      scenario: 'demo',
      reference: 'sequential',
      margin: 0.05,
      ...calibrationOf([aBatch()], 0.05),
      shuffled: { equal, power: power.map((one) => ({ ...one, faster: one.slowedBy === 0.1 ? rate : one.faster })) },
    },
    ENGLISH,
  )
  expect(recommendation.headline).toContain(
    ENGLISH.calibration.slowerCopyCalledFaster({
      of: 1,
      slowdown: '10.0%',
      range: '20.0% to 100.0%',
      atMost: '2.5%',
    }),
  )
})
