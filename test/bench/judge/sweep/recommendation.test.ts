import { expect, test } from 'vitest'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import type { SweepResult } from '../../../../bench/judge/sweep/judgement.ts'
import type { Coordinates } from '../../../../bench/scenario/axes.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { changed, type Simulation } from '../../../support/trials.ts'

const COUNTS = 'world.items.count=[3, 10, 30, 100]'
const FAST = { 'promise-all': 0.5, pipelined: 2 }
const NOISE = { candidates: { 'promise-all': 1, pipelined: 1 }, blockSd: 0.3 }

const feedsAt = (at: Coordinates) => at['world.items.count'] as number

interface Options {
  readonly settings?: readonly string[]
  readonly quick?: boolean
}

/** What is made of a sweep, by what the runs of its cells are like. */
function judged(
  simulationOf: (at: Coordinates) => Simulation,
  { settings = [COUNTS], quick = true }: Options = {},
): Pick<SweepResult, 'recommendation' | 'unfit'> {
  const record = { ...aRecord(...settings), quick }
  const raced = simulatedCells(record, (at) => ({
    candidates: FAST,
    quick,
    blocks: quick ? 6 : 24,
    ...simulationOf(at),
  }))
  const { recommendation, unfit } = summarizeSweep(record, raced)
  return { recommendation, unfit }
}

/** By how many times as long as the reference promise-all takes at so many feeds. */
function recommended(ratioOf: (feeds: number) => number, settings?: readonly string[]) {
  const simulationOf = (at: Coordinates) => ({ candidates: { 'promise-all': ratioOf(feedsAt(at)), pipelined: 2 } })
  return judged(simulationOf, settings && { settings }).recommendation
}

test('where one strategy is the best in every cell it is to be used, with its least and its most time', () => {
  const ratio = { ratio: expect.closeTo(0.5, 1), low: expect.closeTo(0.5, 1), high: expect.closeTo(0.5, 1) }
  const time = { reference: 'sequential', least: ratio, most: ratio }
  const use = { code: 'use', variant: 'promise-all', decided: 4, cells: 4, time }
  expect(judged(() => ({}))).toEqual({ recommendation: use, unfit: undefined })
  expect(recommended(() => 0.5, ['check=[full, prefilter]'])).toMatchObject({ ...use, decided: 2, cells: 2 })
})

test('the reference has no ratio to itself', () => {
  expect(recommended(() => 1.5)).toEqual({ code: 'use', variant: 'sequential', decided: 4, cells: 4 })
})

test('cells that measured against other references have no time in common', () => {
  const settings = [COUNTS, 'reference=[sequential, pipelined]']
  const simulationOf = ({ reference }: Coordinates): Simulation =>
    reference === 'pipelined' ? { reference: 'pipelined', candidates: { 'promise-all': 0.5, sequential: 2 } } : {}
  expect(judged(simulationOf, { settings }).recommendation).toEqual({
    code: 'use',
    variant: 'promise-all',
    decided: 8,
    cells: 8,
  })
})

test('along one axis what to use stands with where it begins and ends', () => {
  expect(recommended((feeds) => (feeds === 10 ? 0.5 : 1.5))).toEqual({
    code: 'depends-on-axis',
    axis: 'world.items.count',
    stretches: [
      { code: 'use', variant: 'sequential', from: 3, to: 3 },
      { code: 'use', variant: 'promise-all', from: 10, to: 10 },
      { code: 'use', variant: 'sequential', from: 30, to: 100 },
    ],
  })
})

test('along one axis it is said where nothing is decided, though one strategy is the best elsewhere', () => {
  expect(judged((at) => (feedsAt(at) === 30 ? NOISE : {})).recommendation).toMatchObject({
    stretches: [
      { code: 'use', variant: 'promise-all', from: 3, to: 10 },
      { code: 'inconclusive', from: 30, to: 30 },
      { code: 'use', variant: 'promise-all', from: 100, to: 100 },
    ],
  })
})

test('in a grid what is the best wherever something is decided is to be used', () => {
  const settings = [COUNTS, 'check=[full, prefilter]']
  const some = judged((at) => (feedsAt(at) === 30 ? NOISE : {}), { settings })
  expect(some.recommendation).toMatchObject({ code: 'use', variant: 'promise-all', decided: 6, cells: 8 })
  expect(recommended((feeds) => (feeds === 10 ? 0.5 : 1.5), settings)).toEqual({ code: 'depends-on-cell' })
})

test('on a machine that is fit nothing is unfit', () => {
  expect(judged(() => ({})).unfit).toBeUndefined()
})

// Breakage: "at every measured grid point", with every A/A check failed and no mention of it.
test('the cells whose A/A check failed or that missed the sensitivity check are counted, with what may help', () => {
  const remedies = ['close-other-programs', 'more-blocks-without-quick', 'wider-margin']
  const code = 'use'
  expect(judged((at) => (feedsAt(at) >= 30 ? { aaCheck: 1.2 } : {}))).toMatchObject({
    recommendation: { code },
    unfit: { unfit: 2, cells: 4, aaCheckFailed: 2, sensitivityCheckMissed: 0, remedies },
  })
  expect(judged((at) => (feedsAt(at) === 3 ? { slowedBy: 1 } : {}))).toMatchObject({
    recommendation: { code },
    // No margin changes what is seen of it.
    unfit: { unfit: 1, cells: 4, aaCheckFailed: 0, sensitivityCheckMissed: 1, remedies: remedies.slice(0, 2) },
  })
  expect(judged((at) => ({ aaCheck: 1.2, ...(feedsAt(at) === 3 && { slowedBy: 1 }) })).unfit).toEqual({
    unfit: 4,
    cells: 4,
    aaCheckFailed: 4,
    sensitivityCheckMissed: 1,
    remedies,
  })
})

test('more blocks may help only where there are some to be had', () => {
  const remediesOf = (simulationOf: (feeds: number) => Simulation) =>
    judged((at) => simulationOf(feedsAt(at)), { quick: false }).unfit!.remedies
  expect(remediesOf(() => ({ aaCheck: 1.2 }))).toEqual(['close-other-programs', 'wider-margin'])
  expect(remediesOf((feeds) => ({ aaCheck: 1.2, blocks: feeds === 3 ? 6 : 24 }))).toContain('more-blocks')
  // The cell that may go on is one that is fit.
  expect(remediesOf((feeds) => (feeds === 3 ? { blocks: 6 } : { aaCheck: 1.2 }))).not.toContain('more-blocks')
})

test('where nothing is decided anywhere, that is the recommendation', () => {
  expect(judged(() => NOISE)).toMatchObject({
    recommendation: { code: 'inconclusive', eligible: 4, cells: 4 },
    unfit: { unfit: 4 },
  })
})

test('where output differs, its cells are named, and nothing is said of the machine', () => {
  const record = aRecord(COUNTS)
  const raced = simulatedCells(record, () => ({ candidates: FAST, aaCheck: 1.2 })).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ variant }) => variant === 'promise-all' && feedsAt(cell.at) >= 30,
      ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'somethingelse' } }),
    ),
  }))
  const { recommendation, unfit } = summarizeSweep(record, raced)
  const places = [{ 'world.items.count': 30 }, { 'world.items.count': 100 }]
  expect({ recommendation, unfit }).toEqual({
    recommendation: { code: 'output-mismatch', places, cells: 4 },
    unfit: undefined,
  })
})

test('where no cell came to a look there are too few blocks', () => {
  const { recommendation, exitCode } = summarizeSweep(aRecord(COUNTS), [])
  expect({ recommendation, exitCode }).toEqual({ recommendation: { code: 'too-few-blocks' }, exitCode: 5 })
})
