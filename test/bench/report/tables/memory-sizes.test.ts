import { expect, test } from 'vitest'
import { resultsOf } from '../../../../bench/judge/comparison/results.ts'
import { comparisonDocument } from '../../../../bench/report/documents/comparison.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { ofSize } from '../../../support/pages.ts'
import { cellsIn, tableIn } from '../../../support/reports.ts'

test('what memory buys stands side by side, without the A/A checks and without a verdict', () => {
  const trials = invokedTrials()
  const results = resultsOf([...ofSize(trials, 512, 2), ...ofSize(trials, 1769, 1)])
  const table = tableIn(comparisonDocument({ results }, ENGLISH).blocks, 'memory-sizes')!
  expect(table.columns.map(({ head }) => head)).toEqual(['', '512 MB', '1769 MB', 'USD, 512 MB', 'USD, 1769 MB'])
  expect(table.rows.map(({ cells: [variant] }) => variant)).toEqual(['sequential', 'pipelined'])
  const cells = cellsIn(table, 'pipelined')
  expect(Number(cells['512 MB']) / Number(cells['1769 MB'])).toBeCloseTo(2, 1)
  for (const size of ['512', '1769']) expect(Number(cells[`USD, ${size} MB`])).toBeGreaterThan(0)
  expect(tableIn(comparisonDocument({ results: results.slice(1) }, ENGLISH).blocks, 'memory-sizes')).toBeUndefined()
})
