import { expect, test } from 'vitest'
import { asPercent } from '../../../../bench/report/messages/formats.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { aaCheckText, sensitivityCheckText } from '../../../../bench/report/messages/controls.ts'
import type { AaCheck, SensitivityCheck } from '../../../../bench/io/controls.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'

const { checks: texts, units } = ENGLISH
const scenario = { margin: 0.05, reference: 'sequential', variants: ['sequential', 'A/A', '+10%'] }
const aaCheck = (check: AaCheck, target: Trial['target'] = 'local') => aaCheckText({ aaCheck: check, scenario, target })
const sensitivity = (check: SensitivityCheck, target: Trial['target'] = 'local') =>
  sensitivityCheckText({ sensitivityCheck: check, scenario, target })

/** A change with its interval, such as `+3.3% (-3.1% to +10.1%)`. */
const change = (estimate: string, low: string, high: string) =>
  units.withInterval({ estimate: `${estimate}%`, low: `${low}%`, high: `${high}%` })
const margin = asPercent(0.05)

test('how two copies of the reference came out is said as a change with its interval, and the margin', () => {
  expect(aaCheck({ code: 'passed', ratio: 1.0006, low: 0.991, high: 1.0084 })).toBe(
    texts.aaPassed('sequential', change('+0.1', '-0.9', '+0.8'), margin),
  )
  expect(aaCheck({ code: 'passed', ratio: 1.025, low: 1.01, high: 1.04 })).toBe(
    texts.aaPassedButDifferent('sequential', change('+2.5', '+1.0', '+4.0'), margin),
  )
  expect(aaCheck({ code: 'passed', ratio: 0.975, low: 0.96, high: 0.99 })).toBe(
    texts.aaPassedButDifferent('sequential', change('-2.5', '-4.0', '-1.0'), margin),
  )
  expect(aaCheck({ code: 'failed', ratio: 1.08, low: 1.04, high: 1.12 })).toBe(
    texts.aaFailed('sequential', change('+8.0', '+4.0', '+12.0'), margin),
  )
  expect(aaCheck({ code: 'absent' })).toBe(texts.aaAbsent)
})

test('how a copy made slower came out is said as a change with its interval, and by how much it was slowed', () => {
  const ratio = { ratio: 1.1, low: 1.0904, high: 1.11 }
  const cameOut = [asPercent(0.1), change('+10.0', '+9.0', '+11.0')] as const
  expect(sensitivity({ code: 'found', ...ratio })).toBe(texts.sensitivityFound(...cameOut))
  expect(sensitivity({ code: 'missed', ...ratio })).toBe(texts.sensitivityMissed(...cameOut))
  expect(sensitivity({ code: 'absent' })).toBe(texts.sensitivityAbsent)
})

test('of a copy that failed, or was answered too late, that is said', () => {
  const failed = { code: 'runs-failed', failed: 6, of: 36 } as const
  const late = { code: 'late', mockServerLag: 1.313 } as const
  for (const [check, problem] of [
    [failed, texts.runsFailed(6, 36)],
    [late, texts.copyWaitedTooLong('31')],
  ] as const) {
    expect(aaCheck(check)).toBe(texts.aaTrouble('sequential', problem))
    expect(sensitivity(check)).toBe(texts.sensitivityTrouble(asPercent(0.1), problem))
  }
})

test('before the first interim analysis it is said what that takes', () => {
  for (const text of [aaCheck, sensitivity]) {
    expect(text({ code: 'not-judged' })).toBe(texts.notJudgedYetProcesses)
    expect(text({ code: 'not-judged' }, 'lab')).toBe(texts.notJudgedYetContainers)
  }
})
