import { expect, test } from 'vitest'
import { strategies } from '../../strategies/index.ts'
import type { Strategy } from '../../strategies/job.ts'
import { BrokenClause } from '../../bench/run/contract/broken-clause.ts'
import { contract, doesAsSequential, mayBeTimeout, SUITE_WORLDS } from '../../bench/run/contract/clauses.ts'
import type { ClauseCode, RunBreach } from '../../bench/io/contract-breach.ts'
import { CLAUSES } from '../../bench/report/messages/problems/contract.ts'
import { expectedOf } from '../../bench/run/contract/judge.ts'
import { aWorld, constant, FEED_FAULTS, SLACK_FAULTS } from '../../bench/run/contract/worlds.ts'
import { isEverySampleTried } from '../support/samples.ts'

/** A fifth of them but for `npm run proofs`. */
const worlds = isEverySampleTried ? SUITE_WORLDS : SUITE_WORLDS.slice(0, 40)

for (const [name, strategy] of Object.entries<Strategy>(strategies)) {
  for (const [clause, keep] of Object.entries(contract)) {
    test(`${name} ${CLAUSES[clause as ClauseCode]}`, { timeout: 120_000 }, () =>
      expect(keep(strategy, { worlds })).resolves.toBeUndefined(),
    )
  }
}

// Breakage: a run that went wrong for want of patience is not repeated.
test('a strategy is not refused because a busy machine answers late where feeds hang', async () => {
  const world = aWorld({ items: { count: 4 }, fetchDelay: constant(50), fetchFaults: { hang: 0.25 } })
  const enough = { atFirst: 10, inDoubt: 600 }
  await expect(doesAsSequential(strategies.pipelined, [world], enough)).resolves.toBeUndefined()
  const tooLittle = { atFirst: 10, inDoubt: 10 }
  await expect(doesAsSequential(strategies.pipelined, [world], tooLittle)).rejects.toBeInstanceOf(BrokenClause)
})

// Breakage: such a request taken for work that the strategy left behind, at once; or what no standing still explains, tried again.
test('a strategy is not refused because a machine that stood still gave a request up before the server had read it', () => {
  const inWorld = (breach: RunBreach) => new BrokenClause({ code: 'in-world', world: 1, breach })
  expect(mayBeTimeout(inWorld({ code: 'work-not-done', requests: 1 }))).toBe(true)
  expect(mayBeTimeout(inWorld({ code: 'sends-not-done', sent: 2, accepted: 1 }))).toBe(false)
  expect(mayBeTimeout(inWorld({ code: 'duplicate-texts', texts: 1 }))).toBe(false)
})

test('every fault of a feed and of Slack is met in ten worlds of the suite and more, each of 12 feeds and more', () => {
  const met = SUITE_WORLDS.map(
    (world) =>
      new Set(expectedOf(world).flatMap(({ feedFault, postFault }) => [feedFault, postFault && `slack ${postFault}`])),
  )
  const rare = [...FEED_FAULTS, ...SLACK_FAULTS.map((fault) => `slack ${fault}`)].filter(
    (fault) => met.filter((faults) => faults.has(fault)).length < 10,
  )
  expect(rare).toEqual([])
  expect(SUITE_WORLDS.length).toBeGreaterThanOrEqual(200)
  expect(Math.min(...SUITE_WORLDS.map(({ items }) => items.count))).toBeGreaterThanOrEqual(12)
})
