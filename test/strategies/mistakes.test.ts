import { expect, test } from 'vitest'
import { contract, doesAsSequential } from '../../bench/run/contract/clauses.ts'
import { breachText } from '../../bench/report/messages/problems/contract.ts'
import { BrokenClause } from '../../bench/run/contract/broken-clause.ts'
import { type Mistake, mistaken, unlimited } from '../support/mistaken-strategies.ts'
import { samples } from '../support/samples.ts'
import { aWorld, randomWorlds } from '../../bench/run/contract/worlds.ts'

/** How a clause is broken, as text. */
async function brokenBy(kept: Promise<void>): Promise<string> {
  const error: unknown = await kept.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(BrokenClause)
  return breachText((error as BrokenClause).breach)
}

const few = randomWorlds(samples(14))

for (const [mistake, { strategy, caughtAs }] of Object.entries<Mistake>(mistaken)) {
  test(`a strategy that ${mistake} is caught, and the contract says why`, async () => {
    // Feed 3 is healthy and due here, and some feed is broken: each mistake has its occasion.
    const occasion = aWorld({ seed: 5, items: { dueShare: 1, recurringShare: 1 }, fetchFaults: { 'status-404': 0.1 } })
    expect(await brokenBy(doesAsSequential(strategy, [occasion]))).toMatch(caughtAs)
    expect(await brokenBy(doesAsSequential(strategy, few))).toContain('(world ')
  })
}

test('a strategy that forgets its limit is caught, and the contract says by how much', async () => {
  expect(await brokenBy(contract['within-limit'](unlimited))).toMatch(
    /expected at most 1 fetches in flight .*, the server saw \d+/,
  )
})
