import { expect, test } from 'vitest'
import { LOOKS } from '../../../../bench/plan/schedule.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { sweepChecks } from '../../../../bench/report/sentences/sweep.ts'
import { ratioOverBlocks } from '../../../../bench/statistics/block-ratio.ts'
import { crossoversOf } from '../../../../bench/judge/sweep/crossovers.ts'
import { comparedByTimes, pairsAlong, type TimedCell } from '../../../../bench/judge/sweep/pairs.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { normalNumbers, simulatedBlocks } from '../../statistics/simulated-blocks.ts'

const PATH = 'world.items.count'
const NOISE = [-0.1, -0.05, -0.02, 0.02, 0.05, 0.1].map((noise) => [noise])

const cellAt = (count: number, logRatio: number, alpha: number) => ({
  at: { [PATH]: count },
  best: [],
  slack: 0,
  alpha,
  times: [
    { name: 'sequential', blocks: NOISE.map(() => [0]) },
    { name: 'promise-all', blocks: NOISE.map(([noise]) => [logRatio + noise!]) },
  ],
})

const timedAlong = (cells: readonly TimedCell[], comparisons: number) =>
  pairsAlong(
    [{ path: PATH, values: [1, 100] }],
    cells.map((cell) => comparedByTimes(cell, comparisons)),
  )

// Breakage: 95% claimed at whichever look noise has ended a cell.
test('each cell has its intervals at the alpha of the look that it came to, over the number of comparisons', () => {
  const logWidthAt = (alpha: number) => {
    const { low, high } = ratioOverBlocks(NOISE, alpha / 20)
    return Math.log(high / low) / 2
  }
  // Lines through 1 at 1 feed and -1 at 100 feeds, each end as uncertain as its own cell.
  const lines = [cellAt(1, 1, 0.01), cellAt(100, -1, 0.025)]
  const [one] = crossoversOf(timedAlong(lines, 20))
  const [early, late] = [logWidthAt(0.01), logWidthAt(0.025)]
  expect(early).toBeGreaterThan(1.1 * late)
  const zero = (from: number, to: number) => Math.exp((from / (from - to)) * Math.log(100))
  expect(one!.low).toBeCloseTo(zero(1 - early, -1 - late), 6)
  expect(one!.high).toBeCloseTo(zero(1 + early, -1 + late), 6)
})

test('a cell that ended early needs wider intervals than one that came to a later interim analysis', () => {
  const record = { ...aRecord(`${PATH}=[1, 100]`), quick: false }
  const after = (blocks: number) =>
    summarizeSweep(
      record,
      simulatedCells(record, (at) => ({
        quick: false,
        blocks,
        candidates: { 'promise-all': at[PATH] === 1 ? 2 : 0.5, pipelined: 3 },
      })),
    )
  const early = after(6)
  const { text } = sweepChecks(early, ENGLISH).find(({ name }) => name === ENGLISH.checks.analysisName)!
  expect(text).toContain(ENGLISH.sweep.crossoverConfidence(6, 6))
  const one = early.crossovers.find(({ overtaken }) => overtaken === 'sequential')
  // As wide as lines through ends of 0.01 over 6, where 0.05 over 6 would be narrower by a third.
  const widest = summarizeSweep(
    record,
    simulatedCells(record, (at) => ({
      quick: true,
      blocks: 6,
      candidates: { 'promise-all': at[PATH] === 1 ? 2 : 0.5, pipelined: 3 },
    })),
  ).crossovers.find(({ overtaken }) => overtaken === 'sequential')!
  expect(Math.log(one!.high / one!.low)).toBeGreaterThan(1.3 * Math.log(widest.high / widest.low))
})

// Breakage: 0.05 at each of three looks, of which the one is reported that noise likes.
test('of two that are equal at one end, hardly ever a crossover is claimed, whichever look it ends at', () => {
  const normal = normalNumbers(11)
  const sweeps = 600
  let claimed = 0
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const blocks = simulatedBlocks({ blocks: 24, iterations: 1, truth: 0, blockSd: 0.05, iterationSd: 0.01 }, normal)
    const isClaimedAt = ({ blocks: count, alpha }: (typeof LOOKS)[number]) => {
      const equal = cellAt(100, 0, alpha)
      const times = [
        { name: 'sequential', blocks: blocks.slice(0, count).map(() => [0]) },
        { name: 'promise-all', blocks: blocks.slice(0, count) },
      ]
      const along = (sure: number) => timedAlong([cellAt(1, sure, alpha), { ...equal, times }], 1)
      return [5, -5].some((sure) => crossoversOf(along(sure)).length > 0)
    }
    if (LOOKS.some(isClaimedAt)) claimed++
  }
  expect(claimed / sweeps).toBeLessThanOrEqual(0.05)
  expect(claimed / sweeps).toBeGreaterThan(0.01)
})
