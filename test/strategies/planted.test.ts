import { expect, test } from 'vitest'
import { strategies } from '../../strategies/index.ts'
import type { Strategy } from '../../strategies/job.ts'
import { contract, doesAsSequential } from '../../bench/run/contract/clauses.ts'
import { inWaves } from '../support/further-strategy.ts'
import { type SensitivityCheck, slowedBy, unlimited } from '../support/planted.ts'
import { isEverySampleTried } from '../support/samples.ts'
import { aWorld, randomWorlds } from '../../bench/run/contract/worlds.ts'

const few = randomWorlds(isEverySampleTried ? 14 : 4)

for (const [mistake, { strategy, caughtAs }] of Object.entries<SensitivityCheck>(slowedBy)) {
  test(`a strategy that ${mistake} is caught, and the contract says why`, async () => {
    // Feed 3 is healthy and due here, and some feed is broken: each mistake has its occasion.
    const occasion = aWorld({ seed: 5, items: { dueShare: 1, recurringShare: 1 }, fetchFaults: { 'status-404': 0.1 } })
    await expect(doesAsSequential(strategy, [occasion])).rejects.toThrow(caughtAs)
    await expect(doesAsSequential(strategy, few)).rejects.toThrow('(world ')
  })
}

test('a strategy that forgets its limit is caught, and the contract says by how much', async () => {
  await expect(contract['never has more fetches in flight than its limit'](unlimited)).rejects.toThrow(
    /expected at most 1 fetches in flight .*, the server saw \d+/,
  )
})

// A further strategy is one file and one line of a registry: this is that line.
const registry = { ...strategies, 'in-waves': inWaves } satisfies Record<string, Strategy>

for (const [promise, keep] of Object.entries(contract)) {
  const brief = /random worlds/.test(promise)
  test(`a further strategy of one file and one line ${promise}`, () =>
    expect(brief ? doesAsSequential(registry['in-waves'], few) : keep(registry['in-waves'])).resolves.toBeUndefined())
}
