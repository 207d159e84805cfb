import { expect, test } from 'vitest'
import type { VariantResult } from '../../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { winnersOf } from '../../../../bench/judge/agreement/agreement.ts'
import type { Verdict, VerdictCode } from '../../../../bench/judge/verdict.ts'
import { trialsOf } from '../../../support/trials.ts'

const [, MODEL] = summarize(trialsOf()).variants

function verdictOf(code: VerdictCode): Verdict {
  switch (code) {
    case 'output-mismatch':
      return { code, runs: 1, of: 24, duplicates: 0 }
    case 'unreliable':
      return { code, cause: { code: 'runs-failed', failed: 1, of: 24 } }
    default:
      return { code }
  }
}

/** Variants, each with its verdict, its ratio and the letters it shares with those it does not differ significantly from. */
function variants(
  given: Readonly<Record<string, readonly [code: VerdictCode, ratio: number, letters?: string]>>,
): VariantResult[] {
  return Object.entries(given).map(([variant, [code, ratio, letters]]): VariantResult => ({
    ...MODEL!,
    variant,
    strategy: variant,
    role: variant === 'A/A' ? 'aa-check' : 'candidate',
    ratio: { ratio, low: ratio * 0.9, high: ratio * 1.1, blocks: 12, iterations: 24, alpha: 0.05 },
    verdict: verdictOf(code),
    ...(letters !== undefined && { letters }),
  }))
}

const named = (given: Parameters<typeof variants>[0]) => winnersOf(variants(given)).map(({ variant }) => variant)

test('the fastest is the winner, and those that share a letter with it are winners beside it', () => {
  expect(
    named({
      'look-ahead': ['faster', 0.75, 'c'],
      pipelined: ['faster', 0.26, 'a'],
      'check-threads': ['faster', 0.29, 'ab'],
      'worker-threads': ['faster', 0.31, 'b'],
    }),
  ).toEqual(['pipelined', 'check-threads'])
})

// Breakage: letters read one character at a time, so that z and z2 are one.
test('a letter beyond the alphabet is one letter', () => {
  expect(named({ pipelined: ['faster', 0.2, 'a'], 'check-threads': ['faster', 0.3, 'a2'] })).toEqual(['pipelined'])
  expect(named({ pipelined: ['faster', 0.2, 'aa2'], 'check-threads': ['faster', 0.3, 'a2'] })).toEqual([
    'pipelined',
    'check-threads',
  ])
})

test('of those that do not differ significantly the simplest comes first, not the one that looks fastest or stands first', () => {
  expect(named({ pipelined: ['faster', 0.26, 'a'], 'promise-all': ['faster', 0.27, 'a'] })).toEqual([
    'promise-all',
    'pipelined',
  ])
  expect(named({ mine: ['faster', 0.26, 'a'], 'worker-threads': ['faster', 0.27, 'a'] })).toEqual([
    'worker-threads',
    'mine',
  ])
})

test('only what is significantly faster by more than the margin can win: neither an uncertain size, nor what may not be judged', () => {
  for (const code of [
    'faster-size-unclear',
    'inconclusive',
    'mock-server-saturated',
    'unreliable',
    'insufficient-traces',
    'network-allowed',
    'output-mismatch',
    'equivalent',
    'slower',
  ] as const)
    expect(named({ 'look-ahead': ['faster', 0.8, 'b'], pipelined: [code, 0.2, 'a'] }), code).toEqual(['look-ahead'])
})

test('an A/A check never wins, and where nothing is faster nobody does', () => {
  expect(named({ pipelined: ['faster', 0.5, 'a'], 'A/A': ['faster', 0.4] })).toEqual(['pipelined'])
  expect(named({ pipelined: ['equivalent', 1, 'a'] })).toEqual([])
})
