import { expect, test } from 'vitest'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { sweepRecommendation } from '../../../../bench/report/sentences/sweep-advice.ts'
import { sweepChecks } from '../../../../bench/report/sentences/sweep.ts'
import type { SweepResult } from '../../../../bench/judge/sweep/judgement.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { recommendationText } from '../../../support/recommendation-text.ts'

const { either, recommendation: texts, sweep, units } = ENGLISH

const RECORD = aRecord('world.items.count=[3, 10, 30, 100]')
const RESULT = summarizeSweep(
  RECORD,
  simulatedCells(RECORD, () => ({ candidates: { 'promise-all': 0.5, pipelined: 2 } })),
)

/** The advice on a sweep with this judgement. */
function adviceOn(judgement: Partial<Pick<SweepResult, 'recommendation' | 'unfit' | 'objective'>>): string {
  return recommendationText(sweepRecommendation({ ...RESULT, ...judgement }))
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
    headline: sweep.useInEveryCell('promise-all', ''),
    details: [
      sweep.timeOverReference(
        units.range(
          units.withInterval({ estimate: '0.400', low: '0.390', high: '0.410' }),
          units.withInterval({ estimate: '0.500', low: '0.490', high: '0.510' }),
        ),
        'sequential',
      ),
    ],
  })
  const japanese = JAPANESE.units
  expect(sweepRecommendation({ ...RESULT, recommendation }, JAPANESE).details).toEqual([
    JAPANESE.sweep.timeOverReference(
      japanese.range(
        japanese.withInterval({ estimate: '0.400', low: '0.390', high: '0.410' }),
        japanese.withInterval({ estimate: '0.500', low: '0.490', high: '0.510' }),
      ),
      'sequential',
    ),
  ])
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
  expect(adviceOn({ recommendation })).toBe(
    sweep.dependsOnAxis({
      axis: 'items.count',
      criteria: '',
      choices: ENGLISH.beside([
        sweep.choiceOverNumbers({ choice: 'promise-all', first: '3', last: '10' }),
        sweep.choiceAtValue(sweep.choiceInconclusive, '30'),
        sweep.choiceAtValue(sweep.choiceNoneEligible, '100'),
      ]),
    }),
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
    ['a', 'b'].map((overtaking) =>
      sweep.crossover({
        overtaking,
        overtaken: 'sequential',
        place: units.withDetail(sweep.axisItems('5'), units.range('4', '6')),
      }),
    ),
  )
})

test('where there is no best, the reason is said', () => {
  const everywhere = { eligible: 4, cells: 4 }
  const advice: [SweepResult['recommendation'], string][] = [
    [
      { code: 'output-mismatch', places: [{ 'world.items.count': 30 }], cells: 4 },
      sweep.adviceOutputMismatch(sweep.atPlaces('items.count 30')),
    ],
    [{ code: 'depends-on-cell' }, sweep.dependsOnCell('')],
    [
      { code: 'use', variant: 'pipelined', decided: 3, cells: 4 },
      sweep.useWhereDecided({ variant: 'pipelined', decided: 3, measured: 4, criteria: '' }),
    ],
    [
      { code: 'none-eligible', isByConstraints: true },
      ENGLISH.sentences([sweep.noneEligible(sweep.inAnyMeasuredCell), sweep.loosenConstraints]),
    ],
    [
      { code: 'none-eligible', isByConstraints: false },
      ENGLISH.sentences([sweep.noneJudgedEligible(sweep.inAnyMeasuredCell), sweep.loosenConstraints]),
    ],
    [{ code: 'mock-server-saturated', ...everywhere }, sweep.mockServerSaturated(sweep.inAnyCell)],
    [{ code: 'inconclusive', eligible: 3, cells: 4 }, sweep.inconclusiveMoreBlocks(sweep.inAnyEligibleCell)],
  ]
  for (const [recommendation, text] of advice) expect(adviceOn({ recommendation })).toBe(text)
  const reason = { code: 'no-notification' } as const
  expect(
    adviceOn({
      recommendation: { code: 'reference-excluded', reason, ...everywhere },
      objective: 'first-notification',
    }),
  ).toBe(
    sweep.referenceExcluded({
      objective: 'first-notification',
      places: sweep.inAnyCell,
      reason: texts.excludedNoNotification,
    }),
  )
})

// Breakage: "let it run longer" beside the check that failed, which says what to do already.
test('where nothing is decided on a machine that is not fit, what to do is said once, with the check that failed', () => {
  const recommendation = { code: 'inconclusive', eligible: 4, cells: 4 } as const
  expect(adviceOn({ recommendation, unfit: UNFIT })).toBe(sweep.inconclusive(sweep.inAnyCell))
  const [first, ...cells] = RESULT.cells
  const failed = { ...first!, measured: { ...first!.measured!, aaCheckPassed: false } }
  const { text } = sweepChecks({ ...RESULT, cells: [failed, ...cells], unfit: UNFIT }, ENGLISH).find(
    ({ tone }) => tone === 'bad',
  )!
  const remedies = [texts.remedyCloseOtherPrograms, texts.remedyMoreBlocksWithoutQuick, texts.remedyWiderMargin]
  expect(text).toBe(
    ENGLISH.checks.withRemedy(sweep.noiseFailed(sweep.atPlaces('items.count 3')), texts.remedies(either(remedies))),
  )
})

test('a sweep without an interim analysis has no verdict', () => {
  expect(adviceOn({ recommendation: { code: 'too-few-blocks' } })).toBe(sweep.tooFewBlocks)
})
