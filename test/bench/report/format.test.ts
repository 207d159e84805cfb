import fc from 'fast-check'
import { expect, test } from 'vitest'
import { counted } from '../../../bench/report/counted.ts'
import {
  formatCpuMs,
  formatDuration,
  formatLimits,
  formatMegabytes,
  formatNumber,
  formatOverIdeal,
  formatRatio,
  formatEventLoopDelayMs,
  formatSummary,
} from '../../../bench/report/format.ts'
import { formatVerdict } from '../../../bench/report/verdict-text.ts'
import type { VariantResult } from '../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import type { Verdict } from '../../../bench/judge/verdict.ts'
import { trialsOf } from '../../support/trials.ts'

const [reference, candidate] = summarize(trialsOf()).variants as [VariantResult, VariantResult]
const saying = (verdict: Verdict) => formatVerdict({ ...candidate, verdict }, 0.05)

test('one of anything is not told as several', () => {
  expect([counted(0, 'feed'), counted(1, 'feed'), counted(2, 'more fork')]).toEqual([
    '0 feeds',
    '1 feed',
    '2 more forks',
  ])
})

test('numbers have three digits that count, and thousands apart', () => {
  expect([0, 0.123, 1, 1.005, 9.994].map(formatNumber)).toEqual(['0.00', '0.12', '1.00', '1.00', '9.99'])
  expect([9.996, 12.34, 99.94].map(formatNumber)).toEqual(['10.0', '12.3', '99.9'])
  expect([99.96, 123.4, 999.6, 1234.5, 12_345_678].map(formatNumber)).toEqual([
    '100',
    '123',
    '1,000',
    '1,235',
    '12,345,678',
  ])
  expect([-1.5, -1234].map(formatNumber)).toEqual(['-1.50', '-1,234'])
})

test('what is no number is unbounded or a dash', () => {
  expect([Infinity, -Infinity, Number.NaN].map(formatNumber)).toEqual(['unbounded', '–', '–'])
})

test('a number is written within half a percent of what it is, and never with an exponent', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e9, noNaN: true }), (value) => {
      const text = formatNumber(value)
      expect(text).toMatch(/^\d{1,3}(,\d{3})*(\.\d+)?$/)
      expect(Math.abs(Number(text.replaceAll(',', '')) / value - 1)).toBeLessThanOrEqual(0.00501)
    }),
  )
})

test('a summary has its interval where there is one', () => {
  expect(formatSummary({ median: 12, interval: { low: 11, high: 14.56 } })).toBe('12.0 (11.0 to 14.6)')
  expect(formatSummary({ median: 12 })).toBe('12.0')
})

test('the ratio of the reference is 1, and one that is not known a dash', () => {
  expect(formatRatio(reference)).toBe('1')
  const ratio = { ratio: 0.25, low: 0.2404, high: 0.2606, blocks: 6, iterations: 36, alpha: 0.05 }
  expect(formatRatio({ ...candidate, ratio })).toBe('0.250 (0.240 to 0.261)')
  const { ratio: _, ...unknown } = candidate
  expect(formatRatio(unknown)).toBe('–')
})

test('words are said with what belongs to them', () => {
  expect(saying({ code: 'faster' })).toBe('faster')
  expect(saying({ code: 'slower-size-unclear' })).toBe('slower, size unsure')
  expect(saying({ code: 'equivalent' })).toBe('equivalent within 5 %')
  expect(saying({ code: 'inconclusive' })).toBe('undecided')
  expect(saying({ code: 'inconclusive', moreBlocks: 7 })).toBe('undecided, about 7 more forks needed')
  expect(saying({ code: 'inconclusive', moreBlocks: 1 })).toBe('undecided, about 1 more fork needed')
  expect(saying({ code: 'inconclusive', moreBlocks: 7, moreMs: 38_400 })).toBe(
    'undecided, about 7 more forks needed (38 s)',
  )
  expect(saying({ code: 'inconclusive', moreBlocks: 40, moreMs: 150_000 })).toBe(
    'undecided, about 40 more forks needed (2 min 30 s)',
  )
  expect(saying({ code: 'unreliable', cause: { code: 'runs-failed', failed: 3, of: 36 } })).toBe(
    'unreliable (3 of 36 failed)',
  )
  expect(saying({ code: 'unreliable', cause: { code: 'reference', verdict: 'unreliable' } })).toBe(
    'unreliable (the reference failed)',
  )
  expect(saying({ code: 'unreliable', cause: { code: 'reference', verdict: 'output-mismatch' } })).toBe(
    'unreliable (the reference: wrong output)',
  )
  expect(saying({ code: 'output-mismatch', runs: 1, of: 36 })).toBe(
    'wrong output (1 of 36 runs told people something else)',
  )
  expect(saying({ code: 'faster-size-unclear' })).toBe('faster, size unsure')
  expect(saying({ code: 'insufficient-traces' })).toBe('untraced')
  expect(saying({ code: 'mock-server-saturated' })).toBe('server-bound')
})

test('of functions it is containers that are missing, and not blocks', () => {
  const verdict: Verdict = { code: 'inconclusive', moreBlocks: 7 }
  expect(formatVerdict({ ...candidate, verdict }, 0.05, { unit: 'container' })).toBe(
    'undecided, about 7 more containers needed',
  )
})

test('what a function does not tell of its process is a dash, and 0 only where there was one', () => {
  const none = { median: 0, count: 12 }
  const silent = { ...candidate, cpuMs: none, eventLoopDelayMs: none, peakRssBytes: none, overIdeal: undefined }
  expect(
    [formatCpuMs, formatEventLoopDelayMs, formatOverIdeal].map((format) => format(silent as VariantResult)),
  ).toEqual(['–', '–', '–'])
  expect(formatMegabytes(none)).toBe('–')
  expect(formatEventLoopDelayMs({ ...candidate, eventLoopDelayMs: none })).toBe('0.00')
})

test('margins are said without digits that do not count', () => {
  const within = (margin: number) => formatVerdict({ ...candidate, verdict: { code: 'equivalent' } }, margin)
  expect([0.05, 0.1, 0.025, 0.07].map(within)).toEqual(
    ['5', '10', '2.5', '7'].map((percent) => `equivalent within ${percent} %`),
  )
})

test('the reference is called so unless something is wrong with it', () => {
  expect(formatVerdict(reference, 0.05)).toBe('reference')
  const failed: Verdict = { code: 'unreliable', cause: { code: 'runs-failed', failed: 1, of: 36 } }
  expect(formatVerdict({ ...reference, verdict: failed }, 0.05)).toBe('unreliable (1 of 36 failed)')
})

// Breakage: a row that says undecided below a badge that says found, or a word before any look.
test('copies of the reference passed or failed, were found or missed, and before the first look nobody is judged', () => {
  const told = (role: 'aa-check' | 'sensitivity-check' | 'candidate', low: number, high: number, verdict?: Verdict) =>
    formatVerdict({ role, ratio: { ...candidate.ratio!, low, high }, ...(verdict && { verdict }) }, 0.05)
  const undecided = { code: 'inconclusive' } as const
  expect(told('aa-check', 0.99, 1.01, undecided)).toBe('passed')
  expect(told('aa-check', 0.99, 1.06, undecided)).toBe('failed')
  expect(told('sensitivity-check', 1.01, 1.1, undecided)).toBe('found')
  expect(told('sensitivity-check', 0.99, 1.1, undecided)).toBe('missed')
  expect(told('sensitivity-check', 1.01, 1.1, { code: 'mock-server-saturated' })).toBe('server-bound')
  for (const role of ['aa-check', 'sensitivity-check', 'candidate'] as const)
    expect(told(role, 0.99, 1.01)).toBe('not judged')
})

test('limits are said by name, and none is nothing', () => {
  expect(formatLimits({ concurrency: 256, threads: 2 })).toBe('concurrency 256, threads 2')
  expect(formatLimits({ concurrency: 'unbounded' })).toBe('concurrency unbounded')
  expect(formatLimits({})).toBe('')
})

test('durations are said in seconds, then in minutes and seconds', () => {
  expect([0, 499, 30_000, 99_499].map((ms) => formatDuration(ms))).toEqual(['0 s', '0 s', '30 s', '99 s'])
  expect([99_500, 119_600, 3_661_000].map((ms) => formatDuration(ms))).toEqual([
    '1 min 40 s',
    '2 min 0 s',
    '61 min 1 s',
  ])
})

test('memory is said in whole megabytes', () => {
  expect(formatMegabytes({ median: 90_600_000, count: 1 })).toBe('91')
})
