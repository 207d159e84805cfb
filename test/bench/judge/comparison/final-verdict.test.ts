import { expect, test } from 'vitest'
import { type Gate, finalVerdict, MAX_MOCK_SERVER_LAG } from '../../../../bench/judge/comparison/final-verdict.ts'
import type { VariantResult } from '../../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import type { VerdictCode } from '../../../../bench/judge/verdict.ts'
import { changed, isMeasured, isRun, trialsOf, aFault } from '../../../support/trials.ts'

const TRIALS = trialsOf().filter(isMeasured)
const MODEL = summarize(trialsOf()).variants.find(({ variant }) => variant === 'pipelined')!
const FINE: Gate = {
  isFit: true,
  bound: false,
  untraced: false,
  models: TRIALS.filter(({ role }) => role === 'reference'),
  runs: TRIALS,
  scenario: TRIALS[0]!.scenario,
}

type SpeedCode = Exclude<VerdictCode, 'output-mismatch' | 'unreliable'>
const saying = (code: SpeedCode): VariantResult => ({
  ...MODEL,
  verdict: code === 'inconclusive' ? { code, moreBlocks: 3 } : { code },
})
const verdictOf = (gate: Partial<Gate>, variant: VariantResult = saying('faster')) =>
  finalVerdict(variant, { ...FINE, ...gate }).verdict?.code
const failing = { ...saying('faster'), failed: { ...MODEL.failed, trials: 2, of: 36 } }
const runs = (change: (trial: Trial) => Partial<Trial>, variant = 'pipelined') => ({
  runs: changed(TRIALS, isRun(variant, 1, 1), change),
})
const anotherDigest = ({ deliveries }: Trial) => ({ deliveries: { ...deliveries, digest: 'another' } })
const itDied = () => ({ faults: [aFault('it died')] })

test('where nothing is wrong the verdict stays as it is', () => {
  expect(finalVerdict(saying('inconclusive'), FINE)).toEqual({ verdict: { code: 'inconclusive', moreBlocks: 3 } })
  expect(verdictOf({})).toBe('faster')
  const { verdict: _, ...reference } = MODEL
  expect(finalVerdict(reference, FINE)).toEqual({})
})

test('what is worse hides what is less bad: output, failures, those of the reference, traces, the server, the machine', () => {
  const wrong = changed(changed(TRIALS, isRun('pipelined', 1, 1), anotherDigest), isRun('sequential', 1, 1), itDied)
  const deadReference = runs(itDied, 'sequential')
  const all = { isFit: false, bound: true, untraced: true }
  expect(verdictOf({ ...all, runs: wrong }, failing)).toBe('output-mismatch')
  expect(finalVerdict(failing, { ...FINE, ...all, ...deadReference })).toEqual({
    verdict: { code: 'unreliable', cause: { code: 'runs-failed', failed: 2, of: 36 } },
  })
  expect(finalVerdict(saying('faster'), { ...FINE, ...all, ...deadReference })).toEqual({
    verdict: { code: 'unreliable', cause: { code: 'reference', verdict: 'unreliable' } },
  })
  expect(verdictOf(all)).toBe('insufficient-traces')
  expect(verdictOf({ ...all, untraced: false })).toBe('mock-server-saturated')
  expect(verdictOf({ isFit: false }, saying('equivalent'))).toBe('inconclusive')
})

test('on a machine that is not fit only what lies beyond the margin stays, and without a forecast nothing else', () => {
  const unfit = (code: SpeedCode) => finalVerdict(saying(code), { ...FINE, isFit: false }).verdict
  expect([unfit('faster')!.code, unfit('slower')!.code]).toEqual(['faster', 'slower'])
  for (const code of ['equivalent', 'inconclusive', 'faster-size-unclear', 'slower-size-unclear'] as const)
    expect(unfit(code), code).toEqual({ code: 'inconclusive' })
})

test('one wrong or doubled output is enough, of a sound run of the variant itself', () => {
  expect(verdictOf(runs(anotherDigest))).toBe('output-mismatch')
  expect(verdictOf(runs(({ deliveries }) => ({ deliveries: { ...deliveries, duplicates: 1 } })))).toBe(
    'output-mismatch',
  )
  expect(verdictOf(runs(anotherDigest, 'A/A'))).toBe('faster')
  expect(verdictOf(runs((trial) => ({ ...anotherDigest(trial), ...itDied() })))).toBe('faster')
})

test('a first run counts for its output as any other does', () => {
  const cold: Trial = { ...TRIALS.find(isRun('pipelined', 1, 1))!, phase: 'cold', iteration: 0 }
  expect(verdictOf({ runs: [...TRIALS, { ...cold, ...anotherDigest(cold) }] })).toBe('output-mismatch')
})

test('where no run of the reference was sound its output is no measure, but that is reported only once', () => {
  expect(verdictOf({ ...runs(anotherDigest), models: [] })).toBe('faster')
  const twice = runs(({ deliveries }) => ({ deliveries: { ...deliveries, duplicates: 1 } }))
  expect(verdictOf({ ...twice, models: [] })).toBe('output-mismatch')
})

test('delays held too long make a variant server-bound by itself, and those that nobody knows do not', () => {
  const held = (mockServerLag: number | undefined): VariantResult => ({ ...saying('faster'), mockServerLag })
  expect(verdictOf({}, held(MAX_MOCK_SERVER_LAG))).toBe('faster')
  expect(verdictOf({}, held(MAX_MOCK_SERVER_LAG + 0.01))).toBe('mock-server-saturated')
  expect(verdictOf({}, held(undefined))).toBe('faster')
})
