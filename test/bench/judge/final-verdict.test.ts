import { expect, test } from 'vitest'
import { type Gate, finalVerdict, MAX_MOCK_SERVER_LAG, NO_DIGEST } from '../../../bench/judge/final-verdict.ts'
import type { VariantResult } from '../../../bench/judge/result.ts'
import { summarize } from '../../../bench/judge/summarize.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import type { Word } from '../../../bench/judge/verdict.ts'
import { changed, isMeasured, isRun, trialsOf } from '../../support/trials.ts'

const TRIALS = trialsOf().filter(isMeasured)
const MODEL = summarize(trialsOf()).variants.find(({ variant }) => variant === 'pipelined')!
const FINE: Gate = {
  isFit: true,
  bound: false,
  untraced: false,
  digest: TRIALS[0]!.deliveries.digest,
  told: TRIALS,
  scenario: TRIALS[0]!.scenario,
}

const saying = (word: Word): VariantResult => ({ ...MODEL, verdict: { word, moreBlocks: 3 } })
const wordOf = (gate: Partial<Gate>, variant: VariantResult = saying('faster')) =>
  finalVerdict(variant, { ...FINE, ...gate }).verdict?.word
const failing = { ...saying('faster'), failed: { ...MODEL.failed, trials: 2, of: 36 } }
const told = (change: (trial: Trial) => Partial<Trial>, variant = 'pipelined') => ({
  told: changed(TRIALS, isRun(variant, 1, 1), change),
})
const anotherDigest = ({ deliveries }: Trial) => ({ deliveries: { ...deliveries, digest: 'another' } })
const itDied = () => ({ faults: ['it died'] })

test('where nothing is wrong the word stays as it is', () => {
  expect(finalVerdict(saying('undecided'), FINE)).toEqual({ verdict: { word: 'undecided', moreBlocks: 3 } })
  expect(wordOf({})).toBe('faster')
  const { verdict: _, ...reference } = MODEL
  expect(finalVerdict(reference, FINE)).toEqual({})
})

test('what is worse hides what is less bad: output, failures, those of the reference, traces, the server, the machine', () => {
  const wrong = changed(changed(TRIALS, isRun('pipelined', 1, 1), anotherDigest), isRun('sequential', 1, 1), itDied)
  const deadReference = told(itDied, 'sequential')
  const all = { isFit: false, bound: true, untraced: true }
  expect(wordOf({ ...all, told: wrong }, failing)).toBe('wrong output')
  expect(finalVerdict(failing, { ...FINE, ...all, ...deadReference })).toEqual({
    verdict: { word: 'unreliable', because: '2 of 36 failed' },
  })
  expect(finalVerdict(saying('faster'), { ...FINE, ...all, ...deadReference })).toEqual({
    verdict: { word: 'unreliable', because: 'the reference failed' },
  })
  expect(wordOf(all)).toBe('untraced')
  expect(wordOf({ ...all, untraced: false })).toBe('server-bound')
  expect(wordOf({ isFit: false }, saying('equivalent'))).toBe('undecided')
})

test('on a machine that is not fit only what lies beyond the margin stays, and without a forecast nothing else', () => {
  const unfit = (word: Word) => finalVerdict(saying(word), { ...FINE, isFit: false }).verdict
  expect([unfit('faster')!.word, unfit('slower')!.word]).toEqual(['faster', 'slower'])
  for (const word of ['equivalent', 'undecided', 'faster, size unsure', 'slower, size unsure'] as const)
    expect(unfit(word), word).toEqual({ word: 'undecided' })
})

test('one wrong or doubled output is enough, of a sound run of the variant itself', () => {
  expect(wordOf(told(anotherDigest))).toBe('wrong output')
  expect(wordOf(told(({ deliveries }) => ({ deliveries: { ...deliveries, duplicates: 1 } })))).toBe('wrong output')
  expect(wordOf(told(anotherDigest, 'A/A'))).toBe('faster')
  expect(wordOf(told((trial) => ({ ...anotherDigest(trial), ...itDied() })))).toBe('faster')
})

test('a first run counts for its output as any other does', () => {
  const cold: Trial = { ...TRIALS.find(isRun('pipelined', 1, 1))!, phase: 'cold', iteration: 0 }
  expect(wordOf({ told: [...TRIALS, { ...cold, ...anotherDigest(cold) }] })).toBe('wrong output')
})

test('where no run of the reference was sound its output is no measure, but nobody is told twice', () => {
  expect(wordOf({ ...told(anotherDigest), digest: NO_DIGEST })).toBe('faster')
  const twice = told(({ deliveries }) => ({ deliveries: { ...deliveries, duplicates: 1 } }))
  expect(wordOf({ ...twice, digest: NO_DIGEST })).toBe('wrong output')
})

test('delays held too long make a variant server-bound by itself, and those that nobody knows do not', () => {
  const held = (mockServerLag: number | undefined): VariantResult => ({ ...saying('faster'), mockServerLag })
  expect(wordOf({}, held(MAX_MOCK_SERVER_LAG))).toBe('faster')
  expect(wordOf({}, held(MAX_MOCK_SERVER_LAG + 0.01))).toBe('server-bound')
  expect(wordOf({}, held(undefined))).toBe('faster')
})
