import { expect, test } from 'vitest'
import { sweepAdvice } from '../../../../bench/report/sentences/sweep-advice.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { aRecord, racedOnPaper } from '../../../support/sweeps.ts'
import { changed, type Paper } from '../../../support/trials.ts'

const FAST = { 'promise-all': 0.5, pipelined: 2 }
const SHIP =
  'Ship promise-all: in every measured cell it is the best, or cannot be told apart from it. Its time is TOLD.'

/** The advice on a sweep at 3, 10, 30 and 100 feeds, by what its runs are like at so many. */
function adviceOn(paperOf: (count: number) => Paper, quick = true): string {
  const record = { ...aRecord('world.items.count=[3, 10, 30, 100]'), quick }
  const advice = sweepAdvice(
    summarizeSweep(
      record,
      racedOnPaper(record, (at) => ({
        candidates: FAST,
        quick,
        blocks: quick ? 6 : 24,
        ...paperOf(at['world.items.count'] as number),
      })),
    ),
  )
  // Breakage: a verdict without its number.
  return advice.replace(/(?:0\.[45]\d\d \(0\.[45]\d\d to 0\.[45]\d\d\)(?: to )?){2} of sequential's\./, 'TOLD.')
}

test('on a machine that is fit there is nothing to add to what to ship', () => {
  expect(adviceOn(() => ({}))).toBe(SHIP)
})

// Breakage: "Ship promise-all: in every measured cell", with every guard failed and not a word of it.
test('what to do about guards that failed and planted variants that were missed follows what to ship', () => {
  const unfit = (where: string, widen = ', or widen --set plan.margin') =>
    `${SHIP} ${where}: close other programs${widen ? ',' : ' or'} let it run to more forks (without --quick)${widen}.`
  expect(adviceOn((count) => (count >= 30 ? { aaCheck: 1.2 } : {}))).toBe(
    unfit('In 2 of 4 cells the machine was not fit for the margin (A/A guard failed in 2)'),
  )
  expect(adviceOn((count) => (count === 3 ? { slowedBy: 1 } : {}))).toBe(
    // No margin changes what is seen of it.
    unfit('In 1 of 4 cells the machine was not fit for the margin (planted arm missed in 1)', ''),
  )
  expect(adviceOn((count) => ({ aaCheck: 1.2, ...(count === 3 && { slowedBy: 1 }) }))).toBe(
    unfit('In 4 of 4 cells the machine was not fit for the margin (A/A guard failed in 4, planted arm missed in 1)'),
  )
})

test('more blocks are asked for only where there are some to be had', () => {
  expect(adviceOn(() => ({ aaCheck: 1.2 }), false)).toMatch(/: close other programs or widen --set plan\.margin\.$/)
  expect(adviceOn((count) => ({ aaCheck: 1.2, blocks: count === 3 ? 6 : 24 }), false)).toMatch(
    /: close other programs, let it run to more forks, or widen --set plan\.margin\.$/,
  )
  // The cell that may go on is one that is fit.
  expect(adviceOn((count) => (count === 3 ? { blocks: 6 } : { aaCheck: 1.2 }), false)).not.toContain('more forks')
})

test('where nothing is decided on such a machine, what to do is said once', () => {
  const noise = { candidates: { 'promise-all': 1, pipelined: 1 }, blockSd: 0.3 }
  expect(adviceOn(() => noise)).toMatch(
    /^Nothing is decided in any cell\. In 4 of 4 cells the machine was not fit .*, or widen --set plan\.margin\.$/,
  )
})

test('of wrong output there is nothing to say but that', () => {
  const record = aRecord('world.items.count=[3, 10]')
  const raced = racedOnPaper(record, () => ({ candidates: FAST, aaCheck: 1.2 })).map(({ cell, trials }) => ({
    cell,
    trials: changed(
      trials,
      ({ variant }) => variant === 'promise-all',
      ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'somethingelse' } }),
    ),
  }))
  expect(sweepAdvice(summarizeSweep(record, raced))).toBe(
    'Do not pick by speed: the strategies did not tell people the same in every cell.',
  )
})
