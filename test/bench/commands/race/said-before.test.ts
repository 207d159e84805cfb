import { expect, test } from 'vitest'
import { costliestStrategy } from '../../../../bench/commands/race/said-before.ts'
import { variantsOf } from '../../../../bench/plan/schedule.ts'
import { readScenario } from '../../../../bench/scenario/file.ts'

const MINUTE_MS = 60_000

// Breakages: the first strategy that is left taken for the reference, which is look-ahead: its copies then take most of the time again;
// an option left out without which the command is refused.
test('where the reference takes most of a long benchmark, the command without it has the quickest of the others as its reference', () => {
  const scenario = readScenario('demo', ['variants=[sequential, look-ahead, promise-all, pipelined]'])
  const msOf: Readonly<Record<string, number>> = { sequential: 35, 'look-ahead': 11, 'promise-all': 1.1, pipelined: 1 }
  const times = variantsOf(scenario).map((variant) => ({ variant, ms: MINUTE_MS * msOf[variant.strategy]! }))
  const requested = { name: 'demo', options: { quick: true, allowNet: true }, cwd: '/' }
  expect(costliestStrategy(times, { longestMs: 90 * MINUTE_MS, scenario, requested })).toEqual([
    expect.stringMatching(
      /^sequential and the two copies .* take 89% of that time; without it: .* --strategies look-ahead,promise-all,pipelined --reference pipelined --quick --allow-net$/,
    ),
  ])
  expect(costliestStrategy(times, { longestMs: MINUTE_MS, scenario, requested })).toEqual([])
})
