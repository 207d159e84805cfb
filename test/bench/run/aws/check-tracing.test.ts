import { expect, test } from 'vitest'
import { checkTracing } from '../../../../bench/run/aws/check-tracing.ts'
import { UsageError } from '../../../../bench/io/usage-error.ts'
import { aVariant } from '../../../support/comparisons.ts'

const VARIANTS = [aVariant('sequential', 'reference'), aVariant('pipelined'), aVariant('A/A', 'aa-check')]

test('functions that are traced, and those that nobody compares, are no matter', () => {
  const functions = [
    { name: 'function-sequential', isTraced: true },
    { name: 'function-pipelined', isTraced: true },
    { name: 'function-else', isTraced: false },
  ]
  expect(() => checkTracing(functions, VARIANTS)).not.toThrow()
})

// Breakage: a comparison was paid for, and says in the end that no trace ever came.
test('functions that are not traced are refused by their names, with what turns it on', () => {
  const functions = [
    { name: 'function-sequential', isTraced: false },
    { name: 'function-pipelined', isTraced: false },
  ]
  expect(() => checkTracing(functions, VARIANTS)).toThrow(
    new UsageError(
      'expected functions that X-Ray traces, got function-sequential, function-pipelined, whose tracing is not active; turn it on with `aws lambda update-function-configuration --function-name function-sequential --tracing-config Mode=Active`, and so for each, or do without by --no-traces',
    ),
  )
})
