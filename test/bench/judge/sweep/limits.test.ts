import { expect, test } from 'vitest'
import type { Constraints, Objective, SelectionCriteria } from '../../../../bench/judge/selection-criteria.ts'
import { sweepAdvice } from '../../../../bench/report/sentences/sweep-advice.ts'
import { sweepNotes } from '../../../../bench/report/sentences/sweep.ts'
import type { SweepResult } from '../../../../bench/judge/sweep/judgement.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { aRecord, racedOnPaper } from '../../../support/sweeps.ts'
import { flat } from '../../../support/told-results.ts'
import { changed, isMeasured, type Paper, aFault } from '../../../support/trials.ts'
import { sweepMarkdown, sweepText } from '../../../support/reports.ts'

const COUNTS = 'world.items.count=[3, 10, 30, 100]'
const PAPER: Paper = { candidates: { 'promise-all': 0.5, pipelined: 0.5 } }

interface Chosen {
  readonly objective?: Objective
  readonly constraints?: Constraints
  readonly settings?: readonly string[]
  readonly paper?: Paper
}

/** A sweep by what its runs have changed, at how many feeds. */
function swept(
  change: (trial: Trial, count: number) => Partial<Trial>,
  { objective = { for: 'speed' }, constraints = { rssBytes: 500e6 }, settings = [COUNTS], paper = PAPER }: Chosen = {},
): SweepResult {
  const record = aRecord(...settings)
  const raced = racedOnPaper(record, () => paper).map(({ cell, trials }) => ({
    cell,
    trials: changed(trials, isMeasured, (trial) => change(trial, cell.scenario.world.items.count)),
  }))
  return summarizeSweep(record, raced, { objective, constraints })
}

const HUGE = { peakRssBytes: 900e6 }
const isCandidate = ({ role }: Trial) => role === 'candidate'
const bestOf = ({ cells }: SweepResult) => cells.map(({ best }) => best)

// Breakage: "Nothing is decided in any cell: let it run to more blocks", which would never change it.
test('where nothing but the reference keeps to the limits, the reference is the best', () => {
  const result = swept((trial) => (isCandidate(trial) ? HUGE : {}))
  expect(bestOf(result)).toEqual([['sequential'], ['sequential'], ['sequential'], ['sequential']])
  expect(result.recommendation).toEqual({ code: 'use', variant: 'sequential', decided: 4, cells: 4 })
  expect(sweepAdvice(result)).toMatch(/, within the limits\.$/)
  expect(sweepNotes(result)).toContain(
    'Left out by the limits: promise-all in every cell (peak memory 900 MB in one run, over 500 MB); pipelined in every cell (peak memory 900 MB in one run, over 500 MB).',
  )
})

test('in a noisy race too: nothing is left to be decided', () => {
  const paper = { ...PAPER, blockSd: 0.3 }
  const result = swept((trial) => (isCandidate(trial) ? HUGE : {}), { paper })
  expect(bestOf(result)).toEqual([['sequential'], ['sequential'], ['sequential'], ['sequential']])
})

test('one candidate that keeps to the limits and is not decided leaves the cell open', () => {
  const paper = { candidates: { 'promise-all': 0.5, pipelined: 1 }, blockSd: 0.3 }
  const result = swept(({ variant }) => (variant === 'promise-all' ? HUGE : {}), { paper })
  expect(bestOf(result)).toEqual([[], [], [], []])
  expect(result.recommendation).toEqual({ code: 'inconclusive', eligible: 4, cells: 4 })
  expect(sweepNotes(result).join(' ')).not.toMatch(/Nothing .*keeps to the limits/)
})

test('a candidate that could not be judged at all may be the better one still', () => {
  const result = swept((trial) =>
    trial.variant === 'promise-all' ? HUGE : trial.variant === 'pipelined' ? { faults: [aFault('fell over')] } : {},
  )
  expect(bestOf(result)).toEqual([[], [], [], []])
})

test('where nothing keeps to the limits, that is said, and not that nothing is decided', () => {
  const result = swept(() => HUGE)
  expect(bestOf(result)).toEqual([[], [], [], []])
  expect(result.recommendation).toEqual({ code: 'none-eligible', isByConstraints: true })
  expect(sweepNotes(result)).toContain('Nothing keeps to the limits in every cell.')
  for (const text of [sweepText(result, { width: 100, colour: false }), sweepMarkdown(result)]) {
    expect(text).toMatch(/^\|? ?3 (\|? )*none /m)
    expect(flat(text)).toContain('none where nothing keeps to the limits')
  }
})

test('where nothing does in some cells, they are told apart from those in which nothing is certain', () => {
  const result = swept((trial, count) => (count >= 30 || (count === 3 && isCandidate(trial)) ? HUGE : {}))
  expect(bestOf(result)).toEqual([['sequential'], ['promise-all', 'pipelined'], [], []])
  expect(result.recommendation).toMatchObject({
    stretches: [
      { code: 'use', variant: 'sequential', from: 3, to: 3 },
      { code: 'use', variant: 'promise-all', from: 10, to: 10 },
      { code: 'none-eligible', from: 30, to: 100 },
    ],
  })
  const notes = sweepNotes(result)
  expect(notes).toContain('Nothing keeps to the limits at items.count 30, 100.')
  expect(notes).toContain(
    'Left out by the limits: promise-all in 3 of 4 cells, at items.count 3, 30, 100 (peak memory 900 MB in one run, over 500 MB); pipelined in 3 of 4 cells, at items.count 3, 30, 100 (peak memory 900 MB in one run, over 500 MB); sequential in 2 of 4 cells, at items.count 30, 100 (peak memory 900 MB in one run, over 500 MB).',
  )
})

test('what could not be judged is not said to exceed a limit', () => {
  const result = swept(({ variant }) => ({
    ...HUGE,
    ...(variant === 'pipelined' && { faults: [aFault('fell over')] }),
  }))
  expect(result.recommendation).toEqual({ code: 'none-eligible', isByConstraints: false })
  expect(sweepNotes(result)).toContain('Nothing that could be judged keeps to the limits in every cell.')
  expect(sweepNotes(result)).toContain('pipelined: unreliable in every cell.')
})

test('where the rest is undecided, that is said of the rest', () => {
  const paper = { candidates: { 'promise-all': 1, pipelined: 1 }, blockSd: 0.05 }
  const result = swept((_, count) => (count === 3 ? HUGE : {}), { paper })
  expect(bestOf(result)).toEqual([[], [], [], []])
  expect(result.recommendation).toEqual({ code: 'inconclusive', eligible: 3, cells: 4 })
})

test('cells without a best are told apart by why, though they are neighbours', () => {
  const record = aRecord(COUNTS)
  const raced = racedOnPaper(record, (at) => ({
    ...PAPER,
    ...(at['world.items.count'] === 30 && { candidates: { 'promise-all': 1, pipelined: 1 }, blockSd: 0.3 }),
  })).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      () => cell.at['world.items.count'] === 100,
      () => HUGE,
    ),
  }))
  const criteria: SelectionCriteria = { objective: { for: 'speed' }, constraints: { rssBytes: 500e6 } }
  expect(summarizeSweep(record, raced, criteria).recommendation).toMatchObject({
    stretches: [
      { code: 'use', variant: 'promise-all', from: 3, to: 10 },
      { code: 'inconclusive', from: 30, to: 30 },
      { code: 'none-eligible', from: 100, to: 100 },
    ],
  })
})

test('a limit that is exceeded by more in one cell than in another is told by the first', () => {
  const result = swept(({ variant }, count) => (variant === 'pipelined' ? { peakRssBytes: 600e6 + 1e6 * count } : {}))
  expect(sweepNotes(result)).toContain(
    'Left out by the limits: pipelined in every cell (such as peak memory 603 MB in one run, over 500 MB).',
  )
})

test('without limits nothing is said of them', () => {
  const result = swept(() => HUGE, { constraints: {} })
  expect([...sweepNotes(result), sweepAdvice(result)].join(' ')).not.toMatch(/limits/)
  expect(sweepText(result, { width: 100, colour: false })).not.toMatch(/none/)
})

/** A sweep for the first notification in which some variants sent none. */
function silenced(isSilent: (variant: string, feeds: number) => boolean, paper: Paper = PAPER): SweepResult {
  const record = aRecord(COUNTS)
  const raced = racedOnPaper(record, () => paper).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ variant }) => isSilent(variant, Number(cell.at['world.items.count'])),
      () => ({ firstNotificationMs: undefined }),
    ),
  }))
  return summarizeSweep(record, raced, { objective: { for: 'first-notification' }, constraints: {} })
}

test('what cannot be judged by what is wished for is named with its reason', () => {
  const result = silenced((variant) => variant === 'pipelined')
  expect(sweepNotes(result)).toContain(
    'Not to be judged by first-notification: pipelined in every cell (not every run told somebody).',
  )
})

test('where the reference told nobody, more blocks are not what is missing', () => {
  expect(silenced((variant) => variant === 'sequential').recommendation).toEqual({
    code: 'reference-excluded',
    reason: { code: 'no-notification' },
    eligible: 4,
    cells: 4,
  })
})

// Breakage: the reason of one cell told of all, others of which more blocks would decide.
test('where the reference told nobody in some cells alone, that is no reason for the others', () => {
  const noisy = { ...PAPER, candidates: { 'promise-all': 1, pipelined: 1 }, blockSd: 0.3 }
  const some = silenced((variant, feeds) => variant === 'sequential' && feeds === 3, noisy)
  expect(some.recommendation).toEqual({ code: 'inconclusive', eligible: 4, cells: 4 })
})
