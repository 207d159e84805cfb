import { expect, test } from 'vitest'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import type { Constraints, Objective, SelectionCriteria } from '../../../../bench/judge/selection-criteria.ts'
import { sweepRecommendation } from '../../../../bench/report/sentences/sweep-advice.ts'
import { sweepChecks } from '../../../../bench/report/sentences/sweep.ts'
import type { SweepResult } from '../../../../bench/judge/sweep/judgement.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { like } from '../../../support/like.ts'
import { flat } from '../../../support/reported-results.ts'
import { changed, isMeasured, type Simulation, aFault } from '../../../support/trials.ts'
import { sweepMarkdown, sweepText } from '../../../support/reports.ts'
import { recommendationText } from '../../../support/recommendation-text.ts'

const { checks, recommendation, sweep: texts, verdicts } = ENGLISH

const COUNTS = 'world.items.count=[3, 10, 30, 100]'
const SIMULATION: Simulation = { candidates: { 'promise-all': 0.5, pipelined: 0.5 } }

interface Chosen {
  readonly objective?: Objective
  readonly constraints?: Constraints
  readonly settings?: readonly string[]
  readonly simulation?: Simulation
}

/** A sweep by what its runs have changed, at how many feeds. */
function swept(
  change: (trial: Trial, count: number) => Partial<Trial>,
  {
    objective = { for: 'speed' },
    constraints = { rssBytes: 500e6 },
    settings = [COUNTS],
    simulation = SIMULATION,
  }: Chosen = {},
): SweepResult {
  const record = aRecord(...settings)
  const raced = simulatedCells(record, () => simulation).map(({ cell, trials }) => ({
    cell,
    trials: changed(trials, isMeasured, (trial) => change(trial, cell.scenario.world.items.count)),
  }))
  return summarizeSweep(record, raced, { objective, constraints })
}

const excluded = (...variants: string[]) => texts.excludedByConstraints(variants.join('; '))
const TOO_MUCH = recommendation.excludedRss('900 MB', '500 MB')

/** What the checks of a sweep say. */
const saidOf = (result: SweepResult) => sweepChecks(result, ENGLISH).map(({ text }) => text)

const HUGE = { peakRssBytes: 900e6 }
const isCandidate = ({ role }: Trial) => role === 'candidate'
const bestOf = ({ cells }: SweepResult) => cells.map(({ best }) => best)

// Breakage: "Nothing is decided in any cell: let it run to more blocks", which would never change it.
test('where nothing but the reference keeps to the limits, the reference is the best', () => {
  const result = swept((trial) => (isCandidate(trial) ? HUGE : {}))
  expect(bestOf(result)).toEqual([['sequential'], ['sequential'], ['sequential'], ['sequential']])
  expect(result.recommendation).toEqual({ code: 'use', variant: 'sequential', decided: 4, cells: 4 })
  expect(recommendationText(sweepRecommendation(result))).toMatch(
    like(texts.useInEveryCell('sequential', texts.criteriaConstraints)),
  )
  expect(saidOf(result)).toContain(
    excluded(...['promise-all', 'pipelined'].map((variant) => `${variant} ${texts.inEveryCell} (${TOO_MUCH})`)),
  )
})

test('in a noisy benchmark too: nothing is left to be decided', () => {
  const simulation = { ...SIMULATION, blockSd: 0.3 }
  const result = swept((trial) => (isCandidate(trial) ? HUGE : {}), { simulation })
  expect(bestOf(result)).toEqual([['sequential'], ['sequential'], ['sequential'], ['sequential']])
})

test('one candidate that keeps to the limits and is not decided leaves the cell open', () => {
  const simulation = { candidates: { 'promise-all': 0.5, pipelined: 1 }, blockSd: 0.3 }
  const result = swept(({ variant }) => (variant === 'promise-all' ? HUGE : {}), { simulation })
  expect(bestOf(result)).toEqual([[], [], [], []])
  expect(result.recommendation).toEqual({ code: 'inconclusive', eligible: 4, cells: 4 })
  for (const message of [texts.noneEligible, texts.noneJudgedEligible])
    expect(saidOf(result).join(' ')).not.toMatch(like(message('…')))
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
  expect(saidOf(result)).toContain(texts.noneEligible(texts.inEveryCell))
  for (const text of [sweepText(result, { width: 100, colour: false }), sweepMarkdown(result)]) {
    expect(text).toMatch(new RegExp(String.raw`^\|? ?3 (\|? )*${texts.noneEligibleMark} `, 'm'))
    expect(flat(text)).toMatch(
      like(texts.legendWithNoneEligible({ best: '…', noneMark: texts.noneEligibleMark, names: '…' })),
    )
  }
})

test('where nothing does in some cells, they are kept apart from those in which nothing is certain', () => {
  const result = swept((trial, count) => (count >= 30 || (count === 3 && isCandidate(trial)) ? HUGE : {}))
  expect(bestOf(result)).toEqual([['sequential'], ['promise-all', 'pipelined'], [], []])
  expect(result.recommendation).toMatchObject({
    stretches: [
      { code: 'use', variant: 'sequential', from: 3, to: 3 },
      { code: 'use', variant: 'promise-all', from: 10, to: 10 },
      { code: 'none-eligible', from: 30, to: 100 },
    ],
  })
  const notes = saidOf(result)
  expect(notes).toContain(texts.noneEligible(texts.atPlaces('items.count 30, 100')))
  const inCells = (variant: string, cells: number, counts: string) =>
    `${variant} ${texts.excludedPlaces({ excluded: cells, cells: 4, places: texts.atPlaces(`items.count ${counts}`) })} (${TOO_MUCH})`
  expect(notes).toContain(
    excluded(
      inCells('promise-all', 3, '3, 30, 100'),
      inCells('pipelined', 3, '3, 30, 100'),
      inCells('sequential', 2, '30, 100'),
    ),
  )
})

test('what could not be judged is not said to exceed a limit', () => {
  const result = swept(({ variant }) => ({
    ...HUGE,
    ...(variant === 'pipelined' && { faults: [aFault('fell over')] }),
  }))
  expect(result.recommendation).toEqual({ code: 'none-eligible', isByConstraints: false })
  expect(saidOf(result)).toContain(texts.noneJudgedEligible(texts.inEveryCell))
  expect(saidOf(result)).toContain(
    checks.atSize('pipelined', texts.unjudgedAtPlaces(verdicts.unreliable, texts.inEveryCell)),
  )
})

test('where the rest is inconclusive, that is said of the rest', () => {
  const simulation = { candidates: { 'promise-all': 1, pipelined: 1 }, blockSd: 0.05 }
  const result = swept((_, count) => (count === 3 ? HUGE : {}), { simulation })
  expect(bestOf(result)).toEqual([[], [], [], []])
  expect(result.recommendation).toEqual({ code: 'inconclusive', eligible: 3, cells: 4 })
})

test('cells without a best are kept apart by why, though they are neighbours', () => {
  const record = aRecord(COUNTS)
  const raced = simulatedCells(record, (at) => ({
    ...SIMULATION,
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

test('a limit that is exceeded by more in one cell than in another stands with the figure of the first', () => {
  const result = swept(({ variant }, count) => (variant === 'pipelined' ? { peakRssBytes: 600e6 + 1e6 * count } : {}))
  expect(saidOf(result)).toContain(
    excluded(
      texts.excludedForSeveralReasons({
        variant: 'pipelined',
        places: texts.inEveryCell,
        reason: recommendation.excludedRss('603 MB', '500 MB'),
      }),
    ),
  )
})

test('without limits nothing is said of them', () => {
  const result = swept(() => HUGE, { constraints: {} })
  expect(result.recommendation).toMatchObject({ code: 'use', variant: 'promise-all' })
  expect(recommendationText(sweepRecommendation(result))).not.toContain(texts.criteriaConstraints)
  const notes = saidOf(result).join(' ')
  for (const message of [texts.excludedByConstraints, texts.noneEligible, texts.noneJudgedEligible])
    expect(notes).not.toMatch(like(message('…')))
  expect(sweepText(result, { width: 100, colour: false })).not.toContain(texts.noneEligibleMark)
})

/** A sweep for the first notification in which some variants sent none. */
function silenced(
  isSilent: (variant: string, feeds: number) => boolean,
  simulation: Simulation = SIMULATION,
): SweepResult {
  const record = aRecord(COUNTS)
  const raced = simulatedCells(record, () => simulation).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ variant }) => isSilent(variant, Number(cell.at['world.items.count'])),
      () => ({ firstNotificationMs: undefined }),
    ),
  }))
  return summarizeSweep(record, raced, { objective: { for: 'first-notification' }, constraints: {} })
}

test('what cannot be judged by the objective is named with its reason', () => {
  const result = silenced((variant) => variant === 'pipelined')
  expect(saidOf(result)).toContain(
    texts.unjudgedByObjective(
      'first-notification',
      `pipelined ${texts.inEveryCell} (${recommendation.excludedNoNotification})`,
    ),
  )
})

test('where the reference sent nothing, more blocks are not what is missing', () => {
  expect(silenced((variant) => variant === 'sequential').recommendation).toEqual({
    code: 'reference-excluded',
    reason: { code: 'no-notification' },
    eligible: 4,
    cells: 4,
  })
})

// Breakage: the reason of one cell given for all, others of which more blocks would decide.
test('where the reference sent nothing in some cells alone, that is no reason for the others', () => {
  const noisy = { ...SIMULATION, candidates: { 'promise-all': 1, pipelined: 1 }, blockSd: 0.3 }
  const some = silenced((variant, feeds) => variant === 'sequential' && feeds === 3, noisy)
  expect(some.recommendation).toEqual({ code: 'inconclusive', eligible: 4, cells: 4 })
})
