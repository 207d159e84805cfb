import { expect, test } from 'vitest'
import { compareResults } from '../../../bench/judge/agreement/agreement.ts'
import type { Result } from '../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import { drawAgreement } from '../../../bench/report/agreement.ts'
import { AA_CHECK } from '../../../bench/plan/schedule.ts'
import { invokedTrials } from '../../support/invoked-trials.ts'
import { flat } from '../../support/told-results.ts'
import { changed, isRun, type Paper, trialsOf } from '../../support/trials.ts'

const NEAR = { pipelined: 0.5 }
const resultOf = (more: Paper = {}) => summarize(trialsOf({ candidates: NEAR, ...more }))
const textOf = (a: Result, b: Result) => flat(drawAgreement(compareResults(a, b), a, b, 100))

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

test('why nearness proves nothing is told of whichever of the two it is', () => {
  const sound = resultOf()
  const cannot = 'pipelined: faster in both; whether to the same extent cannot be said'
  for (const [doubtful, why] of [
    [resultOf({ aaCheck: 1.08 }), "'s A/A guard failed"],
    [resultOf({ slowedBy: 1 }), "'s planted arm was missed"],
    [withoutAaCheck(), ' has no A/A guard'],
  ] as const) {
    expect(textOf(doubtful, sound)).toContain(`${cannot}: A${why}.`)
    expect(textOf(sound, doubtful)).toContain(`${cannot}: B${why}.`)
  }
  expect(textOf(resultOf({ blocks: 5, blockSd: 0.001 }), sound)).toContain(
    'whether to the same extent cannot be said: A has not reached a look.',
  )
})

test('what tells nothing of speed, and what has no ratio, is told to', () => {
  const wrong = changed(trialsOf({ candidates: NEAR }), isRun('pipelined', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: '0' },
  }))
  expect(textOf(resultOf(), summarize(wrong))).toContain(
    `cannot be said: B's word "wrong output" tells nothing of speed (see B's report).`,
  )
  expect(textOf(resultOf(), resultOf({ blocks: 1 }))).toContain(
    'cannot be said: B has not reached a look, B has no ratio of it, which takes 2 forks.',
  )
})

test('every doubt is told with what was seen and what to do about it', () => {
  const doubtOn = (result: Result) => textOf(result, resultOf())
  const both = doubtOn(resultOf({ aaCheck: 1.08, slowedBy: 1, quick: false, blocks: 6 }))
  expect(both).toMatch(
    /A's A\/A guard: failed: two copies of the reference may differ by more than 5 % \(1\.\d{3} to 1\.\d{3}\); close other programs, let it run to more forks, or widen --set plan\.margin\./,
  )
  expect(both).toMatch(
    /A's planted arm: missed: a copy of the reference made 10 % slower came out as .*?; close other programs or let it run to more forks\./,
  )
  expect(doubtOn(resultOf({ slowedBy: 1 }))).toContain(
    '; close other programs or let it run to more forks (without --quick).',
  )
  // There are no more blocks to be had.
  expect(doubtOn(resultOf({ slowedBy: 1, quick: false, blocks: 24 }))).toContain('; close other programs.')
  expect(doubtOn(resultOf({ blocks: 3 }))).toContain('; let it run to its first look.')
  expect(doubtOn(withoutAaCheck())).toContain('; measure the same with utakata ab, which takes a second copy along.')
  const aaCheck = { code: 'failed', low: 1.04, high: 1.12 } as const
  const functions = { ...summarize(invokedTrials()), aaCheck }
  expect(doubtOn(functions)).toContain('; close other programs or ask for more containers.')
  expect(doubtOn({ ...functions, target: 'aws' })).toContain('; ask for more containers or widen --margin.')
  expect(doubtOn(summarize(invokedTrials({ containers: 11 })))).toContain('; it takes 12 containers of each.')
})
