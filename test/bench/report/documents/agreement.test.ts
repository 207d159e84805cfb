import { expect, test } from 'vitest'
import { compareResults } from '../../../../bench/judge/agreement/agreement.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { AA_CHECK } from '../../../../bench/plan/schedule.ts'
import { aaCheckText, sensitivityCheckText } from '../../../../bench/report/messages/controls.ts'
import { agreementDocument } from '../../../../bench/report/documents/agreement.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { remediesText } from '../../../../bench/report/sentences/recommendation.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { changed, isRun, type Simulation, trialsOf } from '../../../support/trials.ts'

const TEXTS = ENGLISH.agreement
const NEAR = { pipelined: 0.5 }
const resultOf = (more: Simulation = {}) => summarize(trialsOf({ candidates: NEAR, ...more }))
const documentOf = (a: Result, b: Result) => agreementDocument({ a, b, compared: compareResults(a, b) }, ENGLISH)

function notesOf(a: Result, b: Result): readonly string[] {
  const [{ body }] = documentOf(a, b).blocks as [ReturnType<typeof documentOf>['blocks'][number]]
  return 'notes' in body ? body.notes : []
}

/** A result as read from traces alone, without a second copy of the reference. */
function withoutAaCheck(): Result {
  const trials = trialsOf({ candidates: NEAR }).filter(({ variant }) => variant !== AA_CHECK)
  const variants = trials[0]!.scenario.variants.filter((name) => name !== AA_CHECK)
  return summarize(
    changed(
      trials,
      () => true,
      ({ scenario }) => ({ scenario: { ...scenario, variants } }),
    ),
  )
}

const inBoth = TEXTS.variantSame('pipelined', ENGLISH.verdicts.faster)

test('why nearness proves nothing is named of whichever of the two it is', () => {
  const sound = resultOf()
  for (const [doubtful, reasonOf] of [
    [resultOf({ aaCheck: 1.08 }), TEXTS.aaCheckFailed],
    [resultOf({ slowedBy: 1 }), TEXTS.sensitivityCheckMissed],
    [withoutAaCheck(), TEXTS.noAaCheck],
  ] as const) {
    expect(notesOf(doubtful, sound)).toContain(TEXTS.withheldExtent(inBoth, reasonOf('A')))
    expect(notesOf(sound, doubtful)).toContain(TEXTS.withheldExtent(inBoth, reasonOf('B')))
  }
  const [early] = notesOf(resultOf({ blocks: 5, blockSd: 0.001 }), sound)
  expect(early).toContain(TEXTS.beforeFirstLook('A'))
})

test('a verdict that is none on speed, and a missing ratio, are named as reasons', () => {
  const wrong = changed(trialsOf({ candidates: NEAR }), isRun('pipelined', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: '0' },
  }))
  expect(notesOf(resultOf(), summarize(wrong))[0]).toContain(TEXTS.silentVerdict('B', ENGLISH.verdicts.outputMismatch))
  expect(notesOf(resultOf(), resultOf({ blocks: 1 }))[0]).toContain(
    ENGLISH.beside([TEXTS.beforeFirstLook('B'), TEXTS.noRatioProcesses('B')]),
  )
})

test('every doubt has a note with what was seen and what to do about it', () => {
  const remediesOf = (result: Result) => compareResults(result, resultOf()).doubts.map(({ remedies }) => remedies)
  const both = resultOf({ aaCheck: 1.08, slowedBy: 1, quick: false, blocks: 6 })
  const [aaRemedies, sensitivityRemedies] = remediesOf(both)
  expect(aaRemedies).toEqual(['close-other-programs', 'more-blocks', 'wider-margin'])
  expect(sensitivityRemedies).toEqual(['close-other-programs', 'more-blocks'])
  expect(notesOf(both, resultOf())).toEqual(
    expect.arrayContaining([
      TEXTS.aaCheckNote({ name: 'A', outcome: aaCheckText(both), remedy: remediesText(aaRemedies!) }),
      TEXTS.sensitivityCheckNote({
        name: 'A',
        outcome: sensitivityCheckText(both),
        remedy: remediesText(sensitivityRemedies!),
      }),
    ]),
  )
  expect(remediesOf(resultOf({ slowedBy: 1 }))).toEqual([['close-other-programs', 'more-blocks-without-quick']])
  // There are no more blocks to be had.
  expect(remediesOf(resultOf({ slowedBy: 1, quick: false, blocks: 24 }))).toEqual([['close-other-programs']])
  const aaCheck = { code: 'failed', ratio: 1.08, low: 1.04, high: 1.12 } as const
  const functions = { ...summarize(invokedTrials()), aaCheck }
  expect(remediesOf(functions)).toEqual([['close-other-programs', 'more-containers']])
  expect(remediesOf({ ...functions, target: 'aws' })).toEqual([['more-containers', 'wider-margin']])
})

test('what has no remedy of its own is to be measured further, or with a second copy', () => {
  const remedyIn = (result: Result, remedy: string) =>
    expect(notesOf(result, resultOf())).toContain(
      TEXTS.aaCheckNote({ name: 'A', outcome: aaCheckText(result), remedy }),
    )
  remedyIn(resultOf({ blocks: 3 }), TEXTS.remedyFirstLook)
  remedyIn(withoutAaCheck(), TEXTS.remedySecondCopy)
  remedyIn(summarize(invokedTrials({ containers: 11 })), TEXTS.remedyContainers(12))
})

test('what makes a difference by itself is cautioned of', () => {
  expect(documentOf(resultOf(), resultOf())).not.toHaveProperty('caution')
  const { scenario, ...result } = resultOf()
  const other = { ...result, scenario: { ...scenario, name: 'other', memoryMb: 512 } }
  const small = { ...result, scenario: { ...scenario, memoryMb: 128 } }
  expect(documentOf(small, other).caution).toBe(
    ENGLISH.sentences([TEXTS.otherMemorySizes, TEXTS.otherScenarios('paper', 'other')]),
  )
})
