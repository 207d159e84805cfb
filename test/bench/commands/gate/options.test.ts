import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkGatable, type GateOptions, isGated, parseGate } from '../../../../bench/commands/gate/options.ts'
import { planOf } from '../../../../bench/plan/plan.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { aFolder } from '../../../support/folders.ts'
import { A_SCENARIO, TIME } from '../../../support/gates.ts'
import { anIo } from '../../../support/in-process.ts'

const PLAN = planOf(A_SCENARIO, { quick: true })
const refusalOf = (options: Parameters<typeof parseGate>[1]) => {
  try {
    parseGate(PLAN, options, anIo())
  } catch (error) {
    expect(error).toBeInstanceOf(UserError)
    return (error as UserError).problem
  }
  return 'none'
}

test('a benchmark is gated as soon as one of its options is given', () => {
  const given: readonly GateOptions[] = [
    { baseline: 'x' },
    { baselineRef: 'x' },
    { baselineJob: 'x' },
    { failIf: ['x'] },
    { onInconclusive: 'pass' },
    { junit: 'x' },
  ]
  expect(given.map(isGated)).toEqual([true, true, true, true, true, true])
  // As it is where nobody has given one.
  expect(isGated({ failIf: [] })).toBe(false)
})

test('without a condition of its own a baseline is held to time > +10%', () => {
  expect(parseGate(PLAN, { baselineRef: 'main', failIf: [] }, anIo())).toEqual({
    held: { revision: 'main' },
    conditions: [TIME],
    onInconclusive: 'fail',
  })
  const junit = join(aFolder(), 'gate.xml')
  expect(
    parseGate(
      PLAN,
      { baseline: 'kept', failIf: ['cpu > +5%', 'rss > +20%'], onInconclusive: 'pass', junit },
      { cwd: process.cwd() },
    ),
  ).toEqual({
    held: { file: 'kept' },
    conditions: [
      { metric: 'cpu', limit: 0.05 },
      { metric: 'rss', limit: 0.2 },
    ],
    onInconclusive: 'pass',
    junit,
  })
})

test('a gate takes one baseline, neither none nor two', () => {
  expect(refusalOf({ failIf: ['time > +10%'] })).toEqual({ code: 'one-baseline', parameters: { got: 'none' } })
  expect(refusalOf({ baseline: 'kept', baselineRef: 'main' })).toEqual({
    code: 'one-baseline',
    parameters: { got: 'several' },
  })
  expect(refusalOf({ baselineJob: 'job.ts', baselineRef: 'main' })).toMatchObject({ code: 'one-baseline' })
  expect(refusalOf({ baselineJob: 'job.ts' })).toEqual({ code: 'baseline-job-without-job', parameters: {} })
})

test('a strategy of a condition is one that can be compared', () => {
  expect(refusalOf({ baselineRef: 'main', failIf: ['look-ahead: cpu > +5%'] })).toEqual({
    code: 'not-compared',
    parameters: { compared: ['sequential', 'pipelined'], strategy: 'look-ahead', condition: 'look-ahead: cpu > +5%' },
  })
  expect(refusalOf({ baselineRef: 'main', failIf: ['A/A: cpu > +5%'] })).toMatchObject({
    code: 'not-compared',
    parameters: { strategy: 'A/A' },
  })
  expect(refusalOf({ baselineRef: 'main', failIf: ['sequential: cpu > +5%'] })).toBe('none')
  // A stored result has only ratios to it.
  expect(refusalOf({ baseline: 'kept', failIf: ['sequential: cpu > +5%'] })).toMatchObject({
    code: 'not-compared',
    parameters: { compared: ['pipelined'], strategy: 'sequential' },
  })
})

test('what has no meaning beside a gate, or nowhere to be written, is refused', () => {
  expect(refusalOf({ baselineRef: 'main', precision: '3%' })).toEqual({
    code: 'precision-with-baseline',
    parameters: {},
  })
  expect(refusalOf({ baselineRef: 'main', junit: '/nowhere/gate.xml' })).toEqual({
    code: 'junit-folder-missing',
    parameters: { file: '/nowhere/gate.xml' },
  })
  expect(refusalOf({ baselineRef: 'main', junit: '/tmp' })).toEqual({
    code: 'file-is-folder',
    parameters: { option: '--junit', file: '/tmp' },
  })
  expect(() => checkGatable({ baselineRef: 'main' }, true)).toThrow(new UserError('gate-of-sweep', {}))
  expect(() => checkGatable({ baselineRef: 'main' }, false)).not.toThrow()
  expect(() => checkGatable({}, true)).not.toThrow()
})
