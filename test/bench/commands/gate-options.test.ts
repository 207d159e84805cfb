import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkGatable, type GateOptions, isGated, parseGate } from '../../../bench/commands/gate-options.ts'
import { planOf } from '../../../bench/plan/plan.ts'
import { UsageError } from '../../../bench/io/usage-error.ts'
import { aFolder } from '../../support/folders.ts'
import { A_SCENARIO, MAKESPAN } from '../../support/gates.ts'
import { anIo } from '../../support/in-process.ts'

const PLAN = planOf(A_SCENARIO, { quick: true })
const refusalOf = (options: Parameters<typeof parseGate>[1]) => {
  try {
    parseGate(PLAN, options, anIo())
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as UsageError).message
  }
  return 'none'
}

test('a race is gated as soon as one of its options is given', () => {
  const given: readonly GateOptions[] = [{ baseline: 'x' }, { baselineRef: 'x' }, { failIf: ['x'] }, { junit: 'x' }]
  expect(given.map(isGated)).toEqual([true, true, true, true])
  // As it is where nobody has given one.
  expect(isGated({ failIf: [] })).toBe(false)
})

test('without a condition of its own a baseline is held to makespan > +10%', () => {
  expect(parseGate(PLAN, { baselineRef: 'main', failIf: [] }, anIo())).toEqual({
    held: { revision: 'main' },
    conditions: [MAKESPAN],
  })
  const junit = join(aFolder(), 'gate.xml')
  expect(
    parseGate(PLAN, { baseline: 'kept', failIf: ['cpu > +5%', 'rss > +20%'], junit }, { cwd: process.cwd() }),
  ).toEqual({
    held: { file: 'kept' },
    conditions: [
      { metric: 'cpu', limit: 0.05 },
      { metric: 'rss', limit: 0.2 },
    ],
    junit,
  })
})

test('a gate takes one baseline, neither none nor two', () => {
  expect(refusalOf({ failIf: ['makespan > +10%'] })).toMatch(/^expected --baseline-ref REV .*, got neither$/)
  expect(refusalOf({ baseline: 'kept', baselineRef: 'main' })).toMatch(/, got both$/)
})

test('a strategy of a condition is one that can be compared', () => {
  expect(refusalOf({ baselineRef: 'main', failIf: ['look-ahead: cpu > +5%'] })).toBe(
    '--fail-if: expected a strategy that is compared (sequential, pipelined), got "look-ahead" in "look-ahead: cpu > +5%"',
  )
  expect(refusalOf({ baselineRef: 'main', failIf: ['A/A: cpu > +5%'] })).toContain('got "A/A"')
  expect(refusalOf({ baselineRef: 'main', failIf: ['sequential: cpu > +5%'] })).toBe('none')
  // A stored result tells only of ratios to it.
  expect(refusalOf({ baseline: 'kept', failIf: ['sequential: cpu > +5%'] })).toContain('(pipelined), got "sequential"')
})

test('what has no meaning beside a gate, or nowhere to be written, is refused', () => {
  expect(refusalOf({ baselineRef: 'main', precision: '3%' })).toMatch(/^--precision: expected without a baseline/)
  expect(refusalOf({ baselineRef: 'main', junit: '/nowhere/gate.xml' })).toBe(
    '--junit: expected a file in a folder that is there, got "/nowhere/gate.xml"; make the folder first',
  )
  expect(refusalOf({ baselineRef: 'main', junit: '/tmp' })).toBe(
    '--junit: expected a file, got "/tmp", which is a folder; name a file in it',
  )
  expect(() => checkGatable({ baselineRef: 'main' }, true)).toThrow(UsageError)
  expect(() => checkGatable({ baselineRef: 'main', calibrate: true }, false)).toThrow('got --calibrate')
  expect(() => checkGatable({ baselineRef: 'main' }, false)).not.toThrow()
  expect(() => checkGatable({ calibrate: true }, true)).not.toThrow()
})
