import { expect, test } from 'vitest'
import { orderChecksOf } from '../../../bench/judge/order-checks.ts'
import { countedRounds, type Round } from '../../../bench/judge/rounds.ts'
import { orderOf } from '../../../bench/plan/schedule.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { changed, isMeasured, type Paper, trialsOf } from '../../support/trials.ts'

const CANDIDATES = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.26 }
const CALM: Paper = { candidates: CANDIDATES, rounds: 8, forks: 12, forkSd: 0.002, roundSd: 0.004 }

/** A race in which each round had an order of its own, as it would have. */
function shuffledRace(paper: Paper = CALM): Trial[] {
  const trials = trialsOf(paper)
  const arms = trials[0]!.scenario.arms.map((name) => ({ name }))
  return changed(trials, isMeasured, ({ arm, fork, round }) => ({
    position: orderOf(arms, 1, fork, round).findIndex(({ name }) => name === arm),
  }))
}

const checks = (trials: readonly Trial[]) => orderChecksOf(countedRounds(trials, new Map()), trials[0]!.scenario)
const excluding = (effects: readonly { readonly arm: string; readonly excludesOne: boolean }[]) =>
  effects.flatMap(({ arm, excludesOne }) => (excludesOne ? arm : []))

test('in a race without any effect of order none is found, of any arm', () => {
  const { predecessors, steadiness } = checks(shuffledRace())!
  const arms = ['sequential', ...Object.keys(CANDIDATES), 'A/A', '+10 %']
  expect(predecessors.map(({ arm }) => arm).toSorted()).toEqual(arms.toSorted())
  expect(steadiness.map(({ arm }) => arm)).toEqual(arms)
  expect([...excluding(predecessors), ...excluding(steadiness)]).toEqual([])
})

test('an arm that makes whatever runs next a twentieth slower is found, with how much', () => {
  const trials = shuffledRace()
  const after = (trial: Trial) =>
    trials.find(
      ({ phase, fork, round, position }) =>
        phase === 'measured' && fork === trial.fork && round === trial.round && position === trial.position - 1,
    )?.arm
  const spoilt = changed(
    trials,
    (trial) => isMeasured(trial) && after(trial) === 'promise-all',
    ({ makespanMs }) => ({ makespanMs: makespanMs * 1.05 }),
  )
  const [largest] = checks(spoilt)!.predecessors
  expect(largest).toMatchObject({ arm: 'promise-all', excludesOne: true })
  expect(Math.abs(largest!.ratio - 1.05)).toBeLessThan(0.01)
  expect(excluding(checks(spoilt)!.steadiness)).toEqual([])
})

test('of the arms beside the reference, one that goes on getting faster from round to round is found alone', () => {
  const trials = changed(
    shuffledRace(),
    ({ arm }) => arm === 'pipelined',
    ({ makespanMs, round }) => ({ makespanMs: makespanMs * 0.98 ** round }),
  )
  const { predecessors, steadiness } = checks(trials)!
  expect(excluding(steadiness.filter(({ arm }) => arm !== 'sequential'))).toEqual(['pipelined'])
  // Seven steps of a fiftieth, from the first of eight rounds to the last.
  expect(steadiness.find(({ arm }) => arm === 'pipelined')!.ratio).toBeCloseTo(0.98 ** 7, 2)
  expect(excluding(predecessors)).toEqual([])
})

// Breakage: sums taken in the order of the file's lines, so that a report rebuilt from sorted trials is another one.
test('nothing depends on where in a round the lines of its arms stand', () => {
  const rounds = countedRounds(shuffledRace(), new Map())
  const reversed = rounds.map((round): Round => ({ ...round, trials: round.trials.toReversed() }))
  const { scenario } = rounds[0]!.trials[0]!
  expect(orderChecksOf(reversed, scenario)).toEqual(orderChecksOf(rounds, scenario))
})

test('invocations of functions, and a single fork, have no order to be checked', () => {
  const invocation = { function: 'orders', memoryMb: 1769, container: 'one' }
  expect(checks(changed(shuffledRace(), isMeasured, () => ({ invocation })))).toBeUndefined()
  expect(checks(shuffledRace({ ...CALM, forks: 1 }))).toBeUndefined()
  expect(checks(shuffledRace({ ...CALM, forks: 2 }))).toBeDefined()
})
