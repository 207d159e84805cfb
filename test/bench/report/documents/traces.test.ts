import { expect, test } from 'vitest'
import { summarizeTraces } from '../../../../bench/judge/traces/traces.ts'
import { tracesDocument } from '../../../../bench/report/documents/traces.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { rowsOf } from '../../../support/documents.ts'
import { anInvocation, SOME_INVOCATIONS } from '../../../support/traced-invocations.ts'

test('functions have a row each, and a table of their subsegments', () => {
  const { blocks } = tracesDocument(summarizeTraces(SOME_INVOCATIONS), ENGLISH)
  expect(blocks.map(rowsOf)).toEqual([
    [
      ['billing', '1', '100', '0', '–', '–', '0'],
      ['orders', '2', '200', '1', '900', '250', '1'],
    ],
    [['DynamoDB GetItem', '2', '2.00', '10.0', '20.0', '30.0', '2']],
  ])
  expect(blocks[1]!.title).toBe(ENGLISH.traces.stepsTitle('orders'))
})

test('functions without any subsegment have no table of them', () => {
  const { blocks } = tracesDocument(summarizeTraces([anInvocation({ steps: {} })]), ENGLISH)
  expect(blocks).toHaveLength(1)
})
