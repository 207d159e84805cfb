import { expect, test } from 'vitest'
import { aaCheckText, sensitivityCheckText } from '../../../../bench/report/sentences/controls.ts'
import type { AaCheck, SensitivityCheck } from '../../../../bench/judge/comparison/judgement.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'

const scenario = { margin: 0.05 }
const aaCheck = (check: AaCheck, target: Trial['target'] = 'local') => aaCheckText({ aaCheck: check, scenario, target })
const sensitivity = (check: SensitivityCheck, target: Trial['target'] = 'local') =>
  sensitivityCheckText({ sensitivityCheck: check, scenario, target })

test('how two copies of the reference came out is told with their interval', () => {
  expect(aaCheck({ code: 'passed', low: 0.991, high: 1.0084 })).toBe(
    'passed: two copies of the reference agree within 5 % (0.991 to 1.008)',
  )
  expect(aaCheck({ code: 'passed', low: 1.01, high: 1.04 })).toBe(
    'passed: two copies of the reference agree within 5 % (1.010 to 1.040, measurably different)',
  )
  expect(aaCheck({ code: 'passed', low: 0.96, high: 0.99 })).toContain('measurably different')
  expect(aaCheck({ code: 'failed', low: 1.04, high: 1.12 })).toBe(
    'failed: two copies of the reference may differ by more than 5 % (1.040 to 1.120)',
  )
  expect(aaCheck({ code: 'absent' })).toBe(
    'none, since there is no second copy of the reference: nearness proves nothing',
  )
})

test('how a copy made slower came out is told with its ratio', () => {
  const ratio = { ratio: 1.1, low: 1.0904, high: 1.11 }
  const cameOut = 'a copy of the reference made 10 % slower came out as 1.100 (1.090 to 1.110)'
  expect(sensitivity({ code: 'found', ...ratio })).toBe(`found: ${cameOut}`)
  expect(sensitivity({ code: 'missed', ...ratio })).toBe(`missed: ${cameOut}`)
  expect(sensitivity({ code: 'absent' })).toBe('none: these functions cannot be made slower')
})

test('a copy that failed, or was answered too late, is told for that', () => {
  const failed = { code: 'runs-failed', failed: 36, of: 36 } as const
  const late = { code: 'late', mockServerLag: 1.313 } as const
  expect(aaCheck(failed)).toBe('failed: of the second copy of the reference 36 of 36 runs failed')
  expect(aaCheck(late)).toBe(
    'failed: of the second copy of the reference the waiting was 31 % longer than the mock server meant it to be',
  )
  expect(sensitivity(failed)).toBe('missed: of the copy of the reference made 10 % slower 36 of 36 runs failed')
  expect(sensitivity(late)).toBe(
    'missed: of the copy of the reference made 10 % slower the waiting was 31 % longer than the mock server meant it to be',
  )
})

test('before a look it is told what one takes', () => {
  for (const text of [aaCheck, sensitivity]) {
    expect(text({ code: 'not-judged' })).toBe('not yet, it needs the forks of a whole look')
    expect(text({ code: 'not-judged' }, 'lab')).toBe('not yet, it needs the containers of a whole look')
  }
})
