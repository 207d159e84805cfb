import { expect, test } from 'vitest'
import { readOwnStrategies } from '../../../../bench/run/contract/own-strategies.ts'
import { errorText } from '../../../../bench/report/messages/problems.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { aModule, GOOD } from '../../../support/own-modules.ts'

// Breakage: a benchmark that takes whatever a file exports.
test('a strategy that loses a feed is refused, with the promise that it breaks', { timeout: 120_000 }, async () => {
  const file = aModule('lossy.mjs', GOOD.replace('return outcomes', 'return outcomes.slice(1)'))
  await expect(readOwnStrategies([file])).rejects.toThrow(
    expect.objectContaining({
      code: 'strategy-breaks-contract',
      parameters: {
        strategy: 'lossy',
        clause: 'as-sequential',
        breach: { code: 'in-world', world: 4, breach: { code: 'no-outcome', feeds: ['feed 0'] } },
      },
    }),
  )
})

// Breakage: two variants of one name, of which no iteration is ever whole, or a name that is taken for that of an older revision.
test('a file whose name would be that of another variant, or break a table, is refused', async () => {
  for (const name of ['+10%.mjs', 'mine@1.mjs', 'a|b.mjs', 'two words.mjs'])
    await expect(readOwnStrategies([aModule(name, GOOD)]), name).rejects.toThrow(
      expect.objectContaining({ code: 'strategy-file-name' }),
    )
})

test('what is no module, exports no strategy, or takes a name that is taken is refused before anything runs', async () => {
  const refused = async (files: string[]) => {
    const error: unknown = await readOwnStrategies(files).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UserError)
    return errorText(error)
  }
  expect(await refused(['nowhere.ts'])).toBe('--strategy-file: expected a module, got "nowhere.ts", which is not there')
  expect(await refused([aModule('pipelined.mjs', GOOD)])).toContain('there is a pipelined already')
  expect(await refused([aModule('none.mjs', 'export const answer = 42')])).toMatch(
    /cannot be loaded: expected .* to export a strategy, as its default or as its only function, got answer$/,
  )
  expect(await refused([aModule('two.mjs', 'export const a = () => {}; export const b = () => {}')])).toContain(
    'got a, b',
  )
  expect(await refused([aModule('torn.mjs', 'export const = 1')])).toContain('cannot be loaded: ')
})
