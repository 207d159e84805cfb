import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { checkMachine } from '../../../bench/doctor/checks.ts'
import { drawFindings, textsOf } from '../../../bench/doctor/draw.ts'
import type { FindingText } from '../../../bench/report/messages/findings.ts'
import { widthOf } from '../../../bench/report/table.ts'
import { A_QUIET_MACHINE } from '../../support/machines.ts'

const FINDINGS: readonly FindingText[] = [
  { of: 'load', mark: 'ok', found: '0.20' },
  {
    of: 'thread pool',
    mark: 'look',
    found: '4 threads',
    advice: 'an advice of some words that has no room on its line',
  },
  { of: 'steal', mark: 'bad', found: '6%', advice: 'another hour' },
]

test('a line has a mark, of what and what was found; what to do stands below, set in', () => {
  expect(drawFindings(FINDINGS, { width: 60, colour: false })).toEqual([
    'ok    load         0.20',
    'look  thread pool  4 threads',
    '                   → an advice of some words that has no',
    '                     room on its line',
    'bad   steal        6%',
    '                   → another hour',
  ])
})

test('colours change the marks alone', () => {
  const coloured = drawFindings(FINDINGS, { width: 60, colour: true })
  expect(coloured.map(stripVTControlCharacters)).toEqual(drawFindings(FINDINGS, { width: 60, colour: false }))
  expect(coloured[0]).toBe('\u001B[32mok\u001B[39m    load         0.20')
})

test('no line is longer than the terminal is wide, on the worst of machines', () => {
  const worst = checkMachine({
    ...A_QUIET_MACHINE,
    node: {
      version: 'v26.100.100',
      platform: 'freebsd',
      arch: 'riscv64',
      origin: 'bundled',
      bundledVersion: 'v26.100.100',
      sha256: '0123456789abcdef'.repeat(4),
    },
    processors: {
      cores: 192,
      quota: 0.125,
      throttledShare: 0.91,
      model: 'Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz',
    },
    load: 123.45,
    memory: { availableBytes: 1e8, totalBytes: 1e9 },
    frequency: { governors: ['powersave', 'schedutil'], isTurbo: true, heatThrottles: 123_456 },
    stealShare: 0.5,
    timer: { medianLateMs: 15, worstLateMs: 1234, timers: 50 },
    clock: { stepMs: 15, source: 'acpi_pm' },
    descriptors: { soft: 64, hard: 65_536 },
    threadPool: 1,
    udp: { grantedBytes: 425_984, usualBytes: 212_992, mostBytes: 212_992 },
    mayRaisePriority: false,
    mayLimitProcessors: false,
    aws: { credentials: [], hasRegion: false, hasConfigFile: true },
    webhook: 'no address',
  })
  expect(worst.map(({ mark }) => mark)).not.toContain('ok')
  for (const width of [60, 80, 120])
    for (const line of drawFindings(textsOf(worst), { width, colour: false }))
      expect(widthOf(line), line).toBeLessThanOrEqual(width)
})
