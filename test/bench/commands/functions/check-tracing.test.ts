import { expect, test } from 'vitest'
import { checkTracing } from '../../../../bench/commands/functions/ab.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
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
    new UserError('untraced-functions', { functions: ['function-sequential', 'function-pipelined'] }),
  )
})
