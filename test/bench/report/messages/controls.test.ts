import { expect, test } from 'vitest'
import { asPercent } from '../../../../bench/report/messages/formats.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { aaCheckText, sensitivityCheckText } from '../../../../bench/report/messages/controls.ts'
import type { AaCheck, SensitivityCheck } from '../../../../bench/io/controls.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'

const { checks: texts, units } = ENGLISH
const scenario = { margin: 0.05, variants: ['sequential', 'A/A', '+10 %'] }
const aaCheck = (check: AaCheck, target: Trial['target'] = 'local') => aaCheckText({ aaCheck: check, scenario, target })
const sensitivity = (check: SensitivityCheck, target: Trial['target'] = 'local') =>
  sensitivityCheckText({ sensitivityCheck: check, scenario, target })

test('how two copies of the reference came out is said with their interval', () => {
  expect(aaCheck({ code: 'passed', low: 0.991, high: 1.0084 })).toBe(
    texts.aaPassed(asPercent(0.05), units.range('0.991', '1.008')),
  )
  expect(aaCheck({ code: 'passed', low: 1.01, high: 1.04 })).toBe(
    texts.aaPassedButDifferent(asPercent(0.05), units.range('1.010', '1.040')),
  )
  expect(aaCheck({ code: 'passed', low: 0.96, high: 0.99 })).toBe(
    texts.aaPassedButDifferent(asPercent(0.05), units.range('0.960', '0.990')),
  )
  expect(aaCheck({ code: 'failed', low: 1.04, high: 1.12 })).toBe(
    texts.aaFailed(asPercent(0.05), units.range('1.040', '1.120')),
  )
  expect(aaCheck({ code: 'absent' })).toBe(texts.aaAbsent)
})

test('how a copy made slower came out is said with its ratio', () => {
  const ratio = { ratio: 1.1, low: 1.0904, high: 1.11 }
  const cameOut = units.withDetail('1.100', units.range('1.090', '1.110'))
  expect(sensitivity({ code: 'found', ...ratio })).toBe(texts.sensitivityFound('10 %', cameOut))
  expect(sensitivity({ code: 'missed', ...ratio })).toBe(texts.sensitivityMissed('10 %', cameOut))
  expect(sensitivity({ code: 'absent' })).toBe(texts.sensitivityAbsent)
})

test('of a copy that failed, or was answered too late, that is said', () => {
  const failed = { code: 'runs-failed', failed: 6, of: 36 } as const
  const late = { code: 'late', mockServerLag: 1.313 } as const
  expect(aaCheck(failed)).toBe(texts.aaUnreliable(texts.runsFailed(6, 36)))
  expect(aaCheck(late)).toBe(texts.aaUnreliable(texts.mockServerLag('31')))
  expect(sensitivity(failed)).toBe(texts.sensitivityUnreliable('10 %', texts.runsFailed(6, 36)))
  expect(sensitivity(late)).toBe(texts.sensitivityUnreliable('10 %', texts.mockServerLag('31')))
})

test('before the first interim analysis it is said what that takes', () => {
  for (const text of [aaCheck, sensitivity]) {
    expect(text({ code: 'not-judged' })).toBe(texts.notJudgedYetProcesses)
    expect(text({ code: 'not-judged' }, 'lab')).toBe(texts.notJudgedYetContainers)
  }
})
