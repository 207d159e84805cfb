import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { checksOf } from '../../../../bench/report/sentences/checks.ts'
import { recommendationOf } from '../../../../bench/report/sentences/recommendation.ts'
import { expect, test } from 'vitest'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { foreign } from '../../../support/foreign-functions.ts'
import { invokedTrials, retraced } from '../../../support/invoked-trials.ts'
import { like } from '../../../support/like.ts'
import { drawn, flat, formsOf } from '../../../support/reported-results.ts'
import { changed, isRun, trialsOf, MOCK_SERVER_DIED, aFault } from '../../../support/trials.ts'
import { comparisonMarkdown } from '../../../support/reports.ts'
import { recommendationText } from '../../../support/recommendation-text.ts'

const { causes: texts, checks, lambda, recommendation, units } = ENGLISH

/** A sentence on the difference of a variant, whatever its numbers. */
const A_DIFFERENCE = [texts.slowerThanReference, texts.fasterThanReference].map((message) =>
  like(message({ variant: '', ms: '…', reference: 'sequential', range: '…' })),
)

function expectNoCause(text: string): void {
  for (const pattern of A_DIFFERENCE) expect(text).not.toMatch(pattern)
}

test('30 ms added to a step of one strategy are named as the cause, in every form', () => {
  const result = summarize(invokedTrials({ candidates: { pipelined: { notify: 30 }, 'look-ahead': { fetch: -30 } } }))
  // Of a difference of 29.9 ms 30.0 ms cannot be a part.
  const slower = texts.moreOfPhasePartlyOffset(
    texts.slowerThanReference({
      variant: 'pipelined',
      ms: '29.9',
      reference: 'sequential',
      range: units.range('29.2', '30.5'),
    }),
    texts.ofPhase(texts.notifyPhase),
    '30.0',
  )
  const faster = texts.lessOfPhase(
    texts.fasterThanReference({
      variant: 'look-ahead',
      ms: '30.2',
      reference: 'sequential',
      range: units.range('29.5', '30.8'),
    }),
    texts.ofPhase(texts.fetchPhase),
    '30.2',
  )
  for (const text of formsOf(result).map(flat)) {
    expect(text).toContain(slower)
    expect(text).toContain(faster)
  }
})

// Breakage: 40 ms of a difference of 20 ms.
test('a cause that is larger than the whole difference is not called a part of it', () => {
  const added = { pipelined: { notify: 40, fetch: -20 }, 'look-ahead': { notify: -15, fetch: 5 } }
  const text = flat(drawn(summarize(invokedTrials({ candidates: added })), 100))
  const phase = texts.ofPhase(texts.notifyPhase)
  expect(text).toMatch(like(texts.moreOfPhasePartlyOffset('pipelined …', phase, '…')))
  expect(text).toMatch(like(texts.lessOfPhasePartlyOffset('look-ahead …', phase, '…')))
  for (const part of [texts.moreOfPhase, texts.lessOfPhase]) expect(text).not.toMatch(like(part('…', phase, '…')))
})

test('where nothing differs, nothing is given as a cause', () => {
  for (const text of formsOf(summarize(invokedTrials({ seed: 3 }))).map(flat)) expectNoCause(text)
})

test('a difference that is spread over several phases says over which', () => {
  const result = summarize(invokedTrials({ candidates: { pipelined: { fetch: 15, notify: 15, check: 15 } } }))
  expect(flat(drawn(result, 100))).toContain(
    texts.causeUnknown(
      texts.slowerThanReference({
        variant: 'pipelined',
        ms: '44.8',
        reference: 'sequential',
        range: units.range('44.5', '45.1'),
      }),
      texts.spreadOverPhases(ENGLISH.all([texts.fetchPhase, texts.checkPhase, texts.notifyPhase].map(texts.ofPhase))),
    ),
  )
})

// Breakage: "faster" in the foot of a table, of a variant whose verdict above it is inconclusive, or of the A/A check.
test('no cause is given of a variant that is not said to be faster or slower', () => {
  const noisy = invokedTrials({ candidates: { pipelined: { fetch: 3 } } })
  const trials = changed(
    noisy,
    ({ variant, phase }) => variant === 'A/A' && phase === 'measured',
    (trial) => ({ makespanMs: trial.makespanMs * 1.07, ...retraced(trial, { totalMs: trial.traced!.totalMs + 7 }) }),
  )
  const result = summarize(trials)
  expect(result.aaCheck.code).not.toBe('passed')
  expect(result.variants.find(({ variant }) => variant === 'pipelined')!.verdict!.code).toBe('inconclusive')
  for (const text of formsOf(result).map(flat)) expectNoCause(text)
})

// Breakage: "faster" in the foot of a table, of a variant of which nothing may be said above it.
test('no cause is given of a variant that sent something else, that failed, or where traces are missing', () => {
  const trials = invokedTrials({ candidates: { pipelined: { notify: 30 } } })
  const discarded = [
    changed(trials, isRun('pipelined', 1, 1), ({ deliveries }) => ({ deliveries: { ...deliveries, digest: '0' } })),
    changed(trials, isRun('pipelined', 1, 1), () => ({ faults: [aFault('it failed')] })),
    trials.map((trial, index) =>
      index % 10 === 0 ? { ...trial, traced: undefined, untraced: { code: 'not-delivered' as const } } : trial,
    ),
  ]
  expect(comparisonMarkdown(summarize(trials))).toMatch(A_DIFFERENCE[0]!)
  for (const all of discarded) for (const text of formsOf(summarize(all)).map(flat)) expectNoCause(text)
})

test('of fewer than 12 containers there are no verdicts and no causes, and it is said why and what to do', () => {
  const result = summarize(invokedTrials({ containers: 11, candidates: { pipelined: { notify: 90 } } }))
  expect(result.variants.flatMap(({ verdict }) => verdict?.code ?? [])).toEqual([])
  expect(result.exitCode).toBe(5)
  expect(recommendationText(recommendationOf(result, ENGLISH))).toBe(recommendation.tooFewContainersRequested(12))
  for (const text of formsOf(result).map(flat)) {
    expect(text).toContain(checks.tooFewContainers(ENGLISH.count(12, 'container'), 11))
    expect(text).toContain(texts.tooFewContainers(12))
    expect(text).toContain(lambda.tooFewColdStarts(12))
    expectNoCause(text)
  }
})

test('a run of 24 containers that was stopped at 13 is to go on, and not to be requested again with fewer', () => {
  const trials = invokedTrials({ containers: 24 }).filter(({ block }) => block <= 13)
  expect(recommendationText(recommendationOf(summarize(trials), ENGLISH))).toBe(
    recommendation.tooFewContainersPlanned(24),
  )
  expect(flat(drawn(summarize(trials), 100))).toContain(checks.tooFewContainers(ENGLISH.count(24, 'container'), 13))
})

// Breakage: terms and options of a benchmark of processes where containers were compared.
test('a report of functions speaks of containers, and of no option that its command has not', () => {
  const of = (target: 'lab' | 'aws', trials: readonly Trial[]) =>
    summarize(trials.map((trial) => ({ ...trial, target })))
  const noisy = invokedTrials({ containerSd: 0.08, candidates: { pipelined: { fetch: -50 }, 'look-ahead': {} } })
  for (const target of ['lab', 'aws'] as const) {
    const results = [
      of(target, noisy),
      of(target, invokedTrials({ containers: 3 })),
      of(
        target,
        changed(noisy, isRun('pipelined', 1, 1), () => ({ discarded: MOCK_SERVER_DIED })),
      ),
    ]
    expect(results[0]!.aaCheck.code).not.toBe('passed')
    expect(results[0]!.unfit?.cause).toBe('noise')
    for (const text of results.flatMap(formsOf).map(flat)) {
      expect(text).not.toMatch(/\b(?:\d+|one|more|few) process(?:es)?\b|\bprocess \d/i)
      expect(text).not.toMatch(/--set|plan\.|warmUps|--quick/)
      if (target === 'aws') {
        expect(text).not.toContain(recommendation.remedyCloseOtherPrograms)
        expect(text).not.toContain('quieter machine')
      }
    }
  }
  expect(of('lab', noisy).variants.some(({ verdict }) => verdict?.code === 'inconclusive')).toBe(true)
  expect(
    checksOf(summarize(trialsOf({ aaCheck: 1.08 })), ENGLISH)
      .map(({ text }) => text)
      .join(),
  ).toContain(recommendation.remedyWiderMargin)
})

test('without a second copy of the reference the A/A check is absent, and that is not blamed on the machine', () => {
  const trials = invokedTrials({ target: 'aws', candidates: { pipelined: { fetch: -50 } } })
    .filter(({ variant }) => variant !== 'A/A')
    .map((trial) => ({ ...trial, scenario: { ...trial.scenario, variants: ['sequential', 'pipelined'] } }))
  const result = summarize(trials)
  expect(result.aaCheck).toEqual({ code: 'absent' })
  expect(checksOf(result, ENGLISH)).toContainEqual({
    tone: 'plain',
    name: checks.noiseName,
    text: checks.aaAbsent,
    detail: 'summary',
  })
  expect(result.recommendation).toMatchObject({ code: 'use', variant: 'pipelined' })
  expect(recommendationOf(result, ENGLISH).details).toEqual([])
})

test('the heads of the phases are explained below them, those that are there and no others', () => {
  const text = flat(drawn(summarize(invokedTrials()), 100))
  const { phaseLegendEntry } = lambda
  for (const entry of [
    phaseLegendEntry(texts.servicePhase, lambda.servicePhaseMeaning),
    phaseLegendEntry(texts.handlerPhase, lambda.handlerPhaseMeaning),
    phaseLegendEntry(texts.aroundPhase, lambda.aroundPhaseMeaning),
    phaseLegendEntry(texts.betweenPhase, lambda.betweenPhaseMeaning),
    phaseLegendEntry(texts.overheadPhase, lambda.overheadPhaseMeaning),
    lambda.stepPhasesMeaning(ENGLISH.beside([texts.fetchPhase, texts.checkPhase, texts.notifyPhase])),
  ])
    expect(text).toContain(entry)
  expect(flat(drawn(foreign(['a', 'b']), 100))).not.toContain(
    phaseLegendEntry(texts.betweenPhase, lambda.betweenPhaseMeaning),
  )
})
