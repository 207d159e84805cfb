import { expect, test } from 'vitest'
import { spentUsd } from '../../../../bench/run/aws/invocation-cost.ts'
import { A_TRIAL } from '../../../support/trials.ts'

const invocation = {
  function: 'a',
  memoryMb: 1024,
  container: 'c',
  roundTripMs: 2000.5,
  architecture: 'arm64',
} as const

test('an invocation has cost what was billed, a request and a trace', () => {
  const billed = { ...A_TRIAL, invocation: { ...invocation, billedMs: 1000 } }
  expect(spentUsd(billed)).toBeCloseTo(0.0000133334 + 5.7e-6, 12)
  expect(spentUsd({ ...billed, invocation: { ...billed.invocation, architecture: 'x86_64' } })).toBeCloseTo(
    0.0000166667 + 5.7e-6,
    12,
  )
})

test('one whose report was lost is taken to have cost as long as it was waited for, and a run of this machine nothing', () => {
  expect(spentUsd({ ...A_TRIAL, invocation })).toBeCloseTo(2.001 * 0.0000133334 + 5.7e-6, 12)
  expect(spentUsd(A_TRIAL)).toBe(0)
  const { architecture: _, ...unknown } = invocation
  expect(spentUsd({ ...A_TRIAL, invocation: unknown })).toBeUndefined()
})
