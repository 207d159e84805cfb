import { expect, test } from 'vitest'
import type { Trial } from '../../bench/trial/trial.ts'
import { begun } from '../support/begun-sweeps.ts'

const isSimulated = ({ environment }: Trial) => environment.cpu === 'Paper 3000'

test('a cell that ended early is measured again from nothing, and then stands in the place of what there was', async () => {
  const cell = begun({ '': 6 })
  await cell.goOn({ isSettled: (trials) => !trials.some(isSimulated), budgetMs: Infinity })
  expect(cell.trials().filter(isSimulated)).toEqual([])
  expect(cell.reported()).toMatchObject({ blocks: 6 })
  expect(cell.isThere('.again')).toBe(false)
  expect(cell.blocksIn('.unfinished')).toBe(6)
})
