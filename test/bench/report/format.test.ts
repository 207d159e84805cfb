import fc from 'fast-check'
import { expect, test } from 'vitest'
import { counted } from '../../../bench/report/messages/formats.ts'
import {
  formatCpuMs,
  formatDuration,
  formatLimits,
  formatMegabytes,
  formatOverIdeal,
  formatRatio,
  formatSpeedUps,
  formatEventLoopDelayMs,
  formatSummary,
} from '../../../bench/report/format.ts'
import { formatNumber } from '../../../bench/report/messages/formats.ts'
import { formatVerdict } from '../../../bench/report/verdict-text.ts'
import { ENGLISH } from '../../../bench/report/messages/en.ts'
import type { VariantResult } from '../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import type { Verdict } from '../../../bench/judge/verdict.ts'
import { trialsOf } from '../../support/trials.ts'

const { checks, comparison, count, units, verdicts: texts } = ENGLISH

const [reference, candidate] = summarize(trialsOf()).variants as [VariantResult, VariantResult]
const saying = (verdict: Verdict) => formatVerdict({ ...candidate, verdict }, 0.05)

test('one of anything is not written as several', () => {
  expect([counted(0, 'feed'), counted(1, 'feed'), counted(2, 'more process')]).toEqual([
    '0 feeds',
    '1 feed',
    '2 more processes',
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

test.each<[Verdict, string]>([
  [{ code: 'faster' }, texts.faster],
  [{ code: 'faster-size-unclear' }, texts.fasterSizeUnclear],
  [{ code: 'slower-size-unclear' }, texts.slowerSizeUnclear],
  [{ code: 'equivalent' }, texts.equivalentWithin('5%')],
  [{ code: 'inconclusive' }, texts.inconclusive],
  [{ code: 'inconclusive', moreBlocks: 7 }, texts.inconclusiveNeeds(count(7, 'more process'))],
  [{ code: 'inconclusive', moreBlocks: 1 }, texts.inconclusiveNeeds(count(1, 'more process'))],
  [
    { code: 'inconclusive', moreBlocks: 7, moreMs: 38_400 },
    texts.inconclusiveNeedsTime(count(7, 'more process'), units.seconds(38)),
  ],
  [
    { code: 'inconclusive', moreBlocks: 40, moreMs: 150_000 },
    texts.inconclusiveNeedsTime(count(40, 'more process'), units.minutesAndSeconds(2, 30)),
  ],
  [
    { code: 'unreliable', cause: { code: 'runs-failed', failed: 3, of: 36 } },
    units.withDetail(texts.unreliable, texts.runsFailedReason(3, 36)),
  ],
  [
    { code: 'unreliable', cause: { code: 'reference', verdict: 'unreliable' } },
    units.withDetail(texts.unreliable, texts.referenceFailedReason),
  ],
  [
    { code: 'unreliable', cause: { code: 'reference', verdict: 'output-mismatch' } },
    units.withDetail(texts.unreliable, texts.referenceVerdictReason(texts.outputMismatch)),
  ],
  [
    { code: 'output-mismatch', runs: 1, of: 36, duplicates: 0 },
    units.withDetail(texts.outputMismatch, texts.outputMismatchReason(1, 36)),
  ],
  [{ code: 'insufficient-traces' }, texts.insufficientTraces],
  [{ code: 'network-allowed' }, texts.networkAllowed],
  [{ code: 'mock-server-saturated' }, texts.mockServerSaturated],
])('a verdict stands with what belongs to it: %j', (verdict, text) => {
  expect(saying(verdict)).toBe(text)
})

test('of functions it is containers that are missing, and not blocks', () => {
  const verdict: Verdict = { code: 'inconclusive', moreBlocks: 7 }
  expect(formatVerdict({ ...candidate, verdict }, 0.05, { unit: 'container' })).toBe(
    texts.inconclusiveNeeds(count(7, 'more container')),
  )
})

test('what is not known of the process of a function is a dash, and 0 only where there was one', () => {
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
  expect([0.05, 0.1, 0.025, 0.07].map(within)).toEqual(['5%', '10%', '2.5%', '7%'].map(texts.equivalentWithin))
})

test('the reference is called so unless something is wrong with it', () => {
  expect(formatVerdict(reference, 0.05)).toBe(texts.reference)
  const failed: Verdict = { code: 'unreliable', cause: { code: 'runs-failed', failed: 1, of: 36 } }
  expect(formatVerdict({ ...reference, verdict: failed }, 0.05)).toBe(
    units.withDetail(texts.unreliable, texts.runsFailedReason(1, 36)),
  )
})

// Breakage: a row that says inconclusive below a badge that says found, or a verdict before any interim analysis.
test('copies of the reference passed or failed, were found or missed, and before the first interim analysis nobody is judged', () => {
  const verdictOf = (
    role: 'aa-check' | 'sensitivity-check' | 'candidate',
    low: number,
    high: number,
    verdict?: Verdict,
  ) => formatVerdict({ role, ratio: { ...candidate.ratio!, low, high }, ...(verdict && { verdict }) }, 0.05)
  const inconclusive = { code: 'inconclusive' } as const
  expect(verdictOf('aa-check', 0.99, 1.01, inconclusive)).toBe(checks.passed)
  expect(verdictOf('aa-check', 0.99, 1.06, inconclusive)).toBe(checks.failed)
  expect(verdictOf('sensitivity-check', 1.01, 1.1, inconclusive)).toBe(checks.found)
  expect(verdictOf('sensitivity-check', 0.99, 1.1, inconclusive)).toBe(checks.missed)
  expect(verdictOf('sensitivity-check', 1.01, 1.1, { code: 'mock-server-saturated' })).toBe(texts.mockServerSaturated)
  for (const role of ['aa-check', 'sensitivity-check', 'candidate'] as const)
    expect(verdictOf(role, 0.99, 1.01)).toBe(texts.notJudged)
})

test('limits are said by name, and none is nothing', () => {
  expect(formatLimits({ concurrency: 256, threads: 2 })).toBe(
    ENGLISH.beside([`${comparison.limitConcurrency} 256`, `${comparison.limitThreads} 2`]),
  )
  expect(formatLimits({ concurrency: 'unbounded' })).toBe(`${comparison.limitConcurrency} ${comparison.limitUnbounded}`)
  expect(formatLimits({})).toBe('')
})

test('durations are said in seconds, then in minutes and seconds', () => {
  const { minutesAndSeconds, seconds } = units
  expect([0, 499, 30_000, 99_499].map((ms) => formatDuration(ms))).toEqual([0, 0, 30, 99].map(seconds))
  expect([99_500, 119_600, 3_661_000].map((ms) => formatDuration(ms))).toEqual([
    minutesAndSeconds(1, 40),
    minutesAndSeconds(2, 0),
    minutesAndSeconds(61, 1),
  ])
})

test('memory is said in whole megabytes', () => {
  expect(formatMegabytes({ median: 90_600_000, count: 1 })).toBe('91')
})

// Breakage: two decimals everywhere, by which 33 times as slow (24 to 45) is 0.03x (0.02x to 0.04x).
test('a speed-up has at least two significant digits, however slow a variant is', () => {
  const shown = (ratio: number, low: number, high: number) => formatSpeedUps({ ratio, low, high }, ENGLISH).withInterval
  expect(shown(0.24, 0.2, 0.3)).toBe('4.2x (3.3x to 5.0x)')
  expect(shown(1.05, 1.01, 1.1)).toBe('0.95x (0.91x to 0.99x)')
  expect(shown(33, 24, 45.3)).toBe('0.030x (0.022x to 0.042x)')
  expect(shown(9, 6, 15)).toBe('0.111x (0.067x to 0.167x)')
  expect(shown(1500, 1200, 1900)).toBe('0.00067x (0.00053x to 0.00083x)')
})
