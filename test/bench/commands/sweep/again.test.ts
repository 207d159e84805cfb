import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { sweepCommand } from '../../../../bench/commands/sweep/sweep.ts'
import { planOf } from '../../../../bench/plan/plan.ts'
import { strategies } from '../../../../strategies/index.ts'
import { aFolder } from '../../../support/folders.ts'
import { begun, IO, SWEEP } from '../../../support/begun-sweeps.ts'

test('what was measured again before the process was killed is taken up, and nothing is measured for it', async () => {
  const cell = begun({ '': 6, '.again': 12 })
  await cell.goOn({ isSettled: () => false, budgetMs: 0 })
  expect(cell.reported()).toMatchObject({ blocks: 12 })
  expect(cell.blocksIn('')).toBe(12)
  expect(cell.isThere('.again')).toBe(false)
})

test('where there is no time left, what was reported is reported again', async () => {
  const cell = begun({ '': 12, '.again': 6 })
  await cell.goOn({ isSettled: () => false, budgetMs: 0 })
  expect(cell.reported()).toMatchObject({ blocks: 12 })
})

// Breakage: half the cells by a strategy as it was before a fix.
test('a sweep with a strategy of somebody’s own is not gone on with once that has changed', async () => {
  const folder = aFolder({ 'mine.ts': 'export const mine = 1' })
  const module = pathToFileURL(join(folder, 'mine.ts')).href
  const own = [{ strategy: 'mine', module, order: strategies.sequential }]
  const begin = () =>
    sweepCommand(
      {
        sweep: SWEEP,
        planOf: (scenario) => planOf(scenario, { quick: true, own }),
        output: join(folder, 'out'),
        isSettled: () => false,
        budgetMs: 0,
        requested: { name: 'tiny.yaml', options: {}, cwd: '.' },
      },
      {},
      IO,
    )
  expect(await begin()).toBe(5)
  expect(await begin()).toBe(5)
  writeFileSync(join(folder, 'mine.ts'), 'export const mine = 2')
  await expect(begin()).rejects.toThrow(expect.objectContaining({ code: 'sweep-of-other-code' }))
})
