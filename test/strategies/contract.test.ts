import { expect, test } from 'vitest'
import type { Entry } from '../../mock-server/deliveries.ts'
import { strategies } from '../../strategies/index.ts'
import type { Strategy } from '../../strategies/job.ts'
import { BrokenClause } from '../../bench/run/contract/broken-clause.ts'
import { contract, doesAsSequential, SUITE_WORLDS } from '../../bench/run/contract/clauses.ts'
import type { ClauseCode } from '../../bench/io/contract-breach.ts'
import { CLAUSES } from '../../bench/report/messages/problems/contract.ts'
import { expectedOf, judge } from '../../bench/run/contract/judge.ts'
import { kindsOf, runOn, serve } from '../../bench/run/contract/running.ts'
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

// Breakages: a request that the client gave up before it was read, taken for work that the strategy left behind; or any late one excused by it.
test('a request that a stalled machine timed out before the server read it is no work left behind', async () => {
  const world = aWorld({ items: { count: 8, dueShare: 1 }, fetchFaults: { hang: 0.25 } })
  await using server = await serve(world)
  const ran = await runOn(server, strategies['promise-all'], { options: { fetch: { headersTimeoutMs: 1000 } } })
  const { digest, requests } = ran.figures
  const givenUp = ran.outcomes.findIndex((outcome) => kindsOf(outcome).includes('fetch timeout'))
  const isOfIt = ({ to, feed }: Entry) => to === 'feed' && feed === givenUp
  /** As if the server had read these requests last, after the strategy had returned. */
  const judgeLate = (isLate: (entry: Entry) => boolean) => {
    const [late, inTime] = [ran.entries.filter(isLate), ran.entries.filter((entry) => !isLate(entry))]
    const atReturn = { ...ran.atReturn, requests: requests - late.length }
    return () => judge(world, { ...ran, entries: [...inTime, ...late], atReturn }, digest)
  }
  expect(judgeLate(isOfIt)).not.toThrow()
  for (const isLate of [({ to, feed }: Entry) => to === 'feed' && feed !== givenUp, ({ to }: Entry) => to === 'slack'])
    expect(judgeLate(isLate)).toThrow(
      expect.objectContaining({
        breach: expect.objectContaining({ breach: expect.objectContaining({ code: 'work-not-done' }) }),
      }),
    )
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
