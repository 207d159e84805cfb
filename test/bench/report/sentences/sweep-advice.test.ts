import { expect, test } from 'vitest'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { sweepAdvice, sweepRecommendation } from '../../../../bench/report/sentences/sweep-advice.ts'
import type { SweepResult } from '../../../../bench/judge/sweep/judgement.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { aRecord, racedOnPaper } from '../../../support/sweeps.ts'

const RECORD = aRecord('world.items.count=[3, 10, 30, 100]')
const RESULT = summarizeSweep(
  RECORD,
  racedOnPaper(RECORD, () => ({ candidates: { 'promise-all': 0.5, pipelined: 2 } })),
)

/** In words, of a sweep of which this is made. */
function said(judgement: Partial<Pick<SweepResult, 'recommendation' | 'unfit' | 'objective'>>): string {
  return sweepAdvice({ ...RESULT, ...judgement })
}

const UNFIT = {
  unfit: 2,
  cells: 4,
  aaCheckFailed: 2,
  sensitivityCheckMissed: 0,
  remedies: ['close-other-programs', 'more-blocks-without-quick', 'wider-margin'],
} as const

test('what to do is one sentence, and what else there is to say follows', () => {
  const recommendation = {
    code: 'use',
    variant: 'promise-all',
    decided: 4,
    cells: 4,
    time: {
      reference: 'sequential',
      least: { ratio: 0.4, low: 0.39, high: 0.41 },
      most: { ratio: 0.5, low: 0.49, high: 0.51 },
    },
  } as const
  expect(sweepRecommendation({ ...RESULT, recommendation, unfit: UNFIT })).toEqual({
    headline: 'Ship promise-all: in every measured cell it is the best, or cannot be told apart from it.',
    details: [
      "Its time is 0.400 (0.390 to 0.410) to 0.500 (0.490 to 0.510) of sequential's.",
      'In 2 of 4 cells the machine was not fit for the margin (A/A guard failed in 2): close other programs, let it run to more forks (without --quick), or widen --set plan.margin.',
    ],
  })
  expect(sweepRecommendation({ ...RESULT, recommendation }, JAPANESE).details).toEqual([
    '時間は sequential の 0.400 (0.390～0.410)～0.500 (0.490～0.510) 倍です。',
  ])
})

test('which checks failed is said of each', () => {
  expect(said({ unfit: { ...UNFIT, unfit: 4, aaCheckFailed: 4, sensitivityCheckMissed: 1 } })).toContain(
    'In 4 of 4 cells the machine was not fit for the margin (A/A guard failed in 4, planted arm missed in 1): ',
  )
})

test('what depends on an axis is said piece by piece, and crossovers that matter follow', () => {
  const recommendation = {
    code: 'depends-on-axis',
    axis: 'world.items.count',
    stretches: [
      { code: 'use', variant: 'promise-all', from: 3, to: 10 },
      { code: 'inconclusive', from: 30, to: 30 },
      { code: 'none-eligible', from: 100, to: 100 },
    ],
  } as const
  expect(said({ recommendation })).toBe(
    'What to ship depends on items.count: promise-all from 3 to 10, nothing certain at 30, nothing (none keeps to the limits) at 100.',
  )
  const crossover = { axis: 'world.items.count', where: {}, at: 5, low: 4, high: 6, bracket: [3, 10] } as const
  const over = (overtaking: string, isDecisive: boolean) => ({
    ...crossover,
    overtaking,
    overtaken: 'sequential',
    isDecisive,
  })
  const crossovers = ['a', 'b', 'c'].map((name) => over(name, true))
  const { details } = sweepRecommendation({ ...RESULT, recommendation, crossovers: [over('d', false), ...crossovers] })
  expect(details).toEqual(
    ['a', 'b'].map((name) => expect.stringMatching(`^${name} overtakes sequential at 5 feeds \\(4 to 6\\)`)),
  )
})

test('where there is no best, the reason is said', () => {
  const everywhere = { eligible: 4, cells: 4 }
  const texts: [SweepResult['recommendation'], string][] = [
    [
      { code: 'output-mismatch', places: [{ 'world.items.count': 30 }], cells: 4 },
      'Do not pick by speed: the strategies did not tell people the same at items.count 30.',
    ],
    [{ code: 'depends-on-cell' }, 'No strategy is the best everywhere: which one to ship depends on the cell.'],
    [
      { code: 'use', variant: 'pipelined', decided: 3, cells: 4 },
      'Ship pipelined: it is the best, or cannot be told apart from it, in all 3 of 4 measured cells in which something is decided.',
    ],
    [
      { code: 'none-eligible', isByConstraints: true },
      'Nothing keeps to the limits in any measured cell. Loosen them, or try a lower --set limits.concurrency.',
    ],
    [
      { code: 'none-eligible', isByConstraints: false },
      'Nothing that could be judged keeps to the limits in any measured cell. Loosen them, or try a lower --set limits.concurrency.',
    ],
    [
      { code: 'mock-server-saturated', ...everywhere },
      'Nothing can be said in any cell: the mock server was too late; use longer delays, or a quieter machine.',
    ],
    [
      { code: 'inconclusive', eligible: 3, cells: 4 },
      'Nothing is decided in any cell where something keeps to the limits: let it run to more forks, or close other programs.',
    ],
  ]
  for (const [recommendation, text] of texts) expect(said({ recommendation })).toBe(text)
  const reason = { code: 'no-notification' } as const
  expect(
    said({ recommendation: { code: 'reference-excluded', reason, ...everywhere }, objective: 'first-notification' }),
  ).toBe('Nothing can be picked for first-notification in any cell: of the reference not every run told somebody.')
})

test('where nothing is decided on a machine that is not fit, what to do is said once', () => {
  expect(said({ recommendation: { code: 'inconclusive', eligible: 4, cells: 4 }, unfit: UNFIT })).toMatch(
    /^Nothing is decided in any cell\. In 2 of 4 cells the machine was not fit .*, or widen --set plan\.margin\.$/,
  )
})
