import { expect, test } from 'vitest'
import { recommendationOf } from '../../../../bench/report/sentences/recommendation.ts'
import { formatDuration } from '../../../../bench/report/format.ts'
import { asPercent } from '../../../../bench/report/messages/formats.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { parseObjective, type SelectionCriteria } from '../../../../bench/judge/selection-criteria.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { gatedTrials } from '../../../support/gates.ts'
import { invokedTrials, reinvoked } from '../../../support/invoked-trials.ts'
import { like } from '../../../support/like.ts'
import { changed, isMeasured, isRun, type Simulation, trialsOf, aFault } from '../../../support/trials.ts'

const { beside, either, recommendation: texts, units, verdicts } = ENGLISH

const FOUR = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.25, 'worker-threads': 0.4 }
const CALM = { candidates: FOUR, blockSd: 0.002, iterationSd: 0.004 }
const calm = trialsOf(CALM)

const adviceOn = (trials: readonly Trial[], objective = 'speed', constraints: SelectionCriteria['constraints'] = {}) =>
  recommendationOf(summarize(trials, { objective: parseObjective(objective), constraints }), ENGLISH)
const of = (variant: string, change: (trial: Trial) => Partial<Trial>, trials = calm) =>
  changed(trials, (trial) => isMeasured(trial) && trial.variant === variant, change)

/** As fast as the reference by such a factor, such as `4.0`. */
const asFast = (factor: string) => texts.asFast(units.times(factor), 'sequential')
/** What a page shows large. */
const answer = (variant: string, figure: string, low: string, high: string) => ({
  answer: {
    label: ENGLISH.page.answerLabel,
    variant,
    figure: units.times(figure),
    meaning: texts.answerMeaning(units.timesRange(low, high), 'sequential'),
  },
})
const leftOut = (...variants: string[]) => texts.excludedVariants(beside(variants))
const TIED = texts.tied('promise-all', 'pipelined', true)
const unreliable = (...variants: string[]) => variants.map((variant) => `${variant} (${verdicts.unreliable})`)

test('the recommended variant stands with how much faster it is, and with those that tie with it', () => {
  expect(
    adviceOn(trialsOf({ ...CALM, candidates: { pipelined: 0.25, 'promise-all': 0.25, 'look-ahead': 0.8 } })),
  ).toEqual({
    headline: texts.use('promise-all', asFast('4.0')),
    details: [TIED],
    ...answer('promise-all', '4.0', '4.0', '4.0'),
  })
  const unclear = of(
    'pipelined',
    ({ makespanMs, block }) => ({ makespanMs: makespanMs * (block % 2 === 0 ? 1.25 : 0.8) }),
    trialsOf({ ...CALM, candidates: { 'promise-all': 0.8, pipelined: 0.8, 'look-ahead': 1.4 } }),
  )
  expect(adviceOn(unclear)).toEqual({
    headline: texts.use('promise-all', asFast('1.3')),
    details: [texts.unclear({ advantage: verdicts.faster, reference: 'sequential', variants: 'pipelined' })],
    ...answer('promise-all', '1.3', '1.2', '1.3'),
  })
  const many = adviceOn(
    trialsOf({ ...CALM, candidates: { pipelined: 0.25, 'promise-all': 0.25, 'worker-threads': 0.25 } }),
  )
  expect(many.details).toEqual([texts.tied('promise-all', either(['pipelined', 'worker-threads']), false)])
})

// Breakage: a recommendation that hides what is risky in it, or one that warns of what is not.
test('that its concurrency is unbounded is said of what is recommended or kept, and of nothing else', () => {
  const unbounded = (variant: string) => of(variant, () => ({ limits: { concurrency: 'unbounded' } }))
  expect(adviceOn(unbounded('promise-all')).details).toEqual([TIED, texts.unboundedConcurrency])
  expect(adviceOn(unbounded('pipelined')).details).toEqual([TIED])
  const kept = changed(
    trialsOf({ ...CALM, candidates: { pipelined: 1 } }),
    ({ variant }) => variant === 'sequential',
    () => ({ limits: { concurrency: 'unbounded' } }),
  )
  expect(adviceOn(kept).headline).toContain('sequential')
  expect(adviceOn(kept).details).toContain(texts.unboundedConcurrency)
  const bounded = of('promise-all', () => ({ limits: { concurrency: 256 } }))
  expect(adviceOn(bounded).details).not.toContain(texts.unboundedConcurrency)
})

/** What is said where some variants take so many megabytes, and all others 100. */
const takingMb = (megabytes: Readonly<Record<string, number>>, trials: readonly Trial[] = calm) =>
  adviceOn(changed(trials, isMeasured, ({ variant }) => ({ peakRssBytes: (megabytes[variant] ?? 100) * 1e6 }))).details

// Breakage: megabytes of another variant, or a quarter less than it.
test('where what is recommended takes a quarter more memory than what is as fast, both are said', () => {
  const more = texts.moreMemoryThanTied({ own: '126 MB', other: '100 MB', name: 'pipelined' })
  expect(takingMb({ 'promise-all': 126 })).toEqual([TIED, more])
  expect(takingMb({ 'promise-all': 125 })).toEqual([TIED])
  expect(takingMb({ pipelined: 300 })).toEqual([TIED])
})

// Breakage: the fastest recommended with nothing said of one that is nearly as fast in much less memory.
test('where the fastest takes much more memory than the next best, or else than the reference, both are said', () => {
  const two = trialsOf({ ...CALM, candidates: { pipelined: 0.4, 'worker-threads': 0.2 } })
  expect(takingMb({ 'worker-threads': 192, pipelined: 130 }, two)).toEqual([
    texts.moreMemoryThanNext({ own: '192 MB', other: '130 MB', name: 'pipelined' }),
  ])
  expect(takingMb({ 'worker-threads': 192, pipelined: 190 }, two)).toEqual([
    texts.moreMemory({ own: '192 MB', other: '100 MB', name: 'sequential' }),
  ])
  // What is slower than the reference is no alternative to anything.
  const slower = trialsOf({ ...CALM, candidates: { pipelined: 1.4, 'worker-threads': 0.2 } })
  expect(takingMb({ 'worker-threads': 192, pipelined: 80 }, slower)).toEqual([
    texts.moreMemory({ own: '192 MB', other: '100 MB', name: 'sequential' }),
  ])
})

// Breakage: a verdict without its number.
test('where nothing is better by more than the margin, the closest stands with its speed-up', () => {
  expect(adviceOn(trialsOf({ ...CALM, candidates: { 'look-ahead': 0.98, pipelined: 1.3 } }))).toEqual({
    headline: texts.keepReference({ reference: 'sequential', advantage: verdicts.faster, margin: asPercent(0.05) }),
    details: [texts.closest('look-ahead', asFast('1.02'))],
  })
})

test('what is inconclusive stands with what to do about it, once', () => {
  const swayed = (simulation: Simulation) =>
    adviceOn(
      of(
        'pipelined',
        ({ makespanMs, block }) => ({ makespanMs: makespanMs * (block % 2 === 0 ? 1.2 : 0.8) }),
        trialsOf({ ...CALM, candidates: { pipelined: 0.98 }, ...simulation }),
      ),
    )
  const headline = texts.inconclusive({ advantage: verdicts.faster, reference: 'sequential', margin: '5%' })
  const closest = expect.stringMatching(like(texts.closest('pipelined', asFast('…')))) as string
  expect(swayed({})).toEqual({ headline, details: [closest, texts.runWithoutQuick(24)] })
  expect(swayed({ quick: false, blocks: 12 })).toEqual({ headline, details: [closest] })
  expect(swayed({ quick: false, blocks: 24 })).toEqual({ headline, details: [closest, texts.maxBlocksReached(24)] })
  // What to do is said with the check that failed.
  expect(swayed({ aaCheck: 1.2 })).toEqual({ headline, details: [closest] })
})

test('where more blocks would decide it, about how many stands with how long they would take', () => {
  const simulation = { candidates: { pipelined: 0.955 }, blockSd: 0.01, iterationSd: 0.004, quick: false }
  const result = summarize(trialsOf(simulation))
  const { verdict } = result.variants[1]!
  if (verdict?.code !== 'inconclusive') throw new Error(`expected it to be inconclusive, got ${verdict?.code}`)
  const { moreBlocks = NaN, moreMs = NaN } = verdict
  const needed = ENGLISH.count(moreBlocks, 'more process')
  expect(recommendationOf(result, ENGLISH).details).toContain(
    texts.undecidedTime('pipelined', needed, formatDuration(moreMs)),
  )
})

test('by another objective the share is that of what is wanted less of, and there is no speed-up to show large', () => {
  const soon = of('worker-threads', () => ({ firstNotificationMs: 2 }))
  const soonest = adviceOn(soon, 'first-notification')
  expect(soonest.headline).toMatch(
    like(
      texts.useBy('first-notification', 'worker-threads', texts.shareOfFirstNotification('33.3% (…)', 'sequential')),
    ),
  )
  expect(soonest).not.toHaveProperty('answer')
  const spiky = of('promise-all', ({ makespanMs, block, iteration }) => ({
    makespanMs: makespanMs * (iteration === 1 + (block % 6) ? 6 : 0.9),
  }))
  expect(adviceOn(spiky, 'cost').headline).toMatch(
    like(texts.useBy('cost', 'pipelined', texts.shareOfCost('25.… (…)', 'sequential'))),
  )
})

// Breakage: a size is recommended in the lab as if it had had less of the processor.
test('where a lab could not give sizes their share of the processor, that stands beside what it recommends', () => {
  const sizes = ({ achieved, ...more }: { readonly achieved?: number; readonly isUnmeasured?: true }) =>
    changed(
      invokedTrials({ candidates: { pipelined: { fetch: -50 } } }),
      () => true,
      (trial) => {
        const [memoryMb, wanted] = trial.variant === 'pipelined' ? [512, 0.29] : [1769, 1]
        const share = { wanted, ...more, ...(achieved !== undefined && { achieved: achieved * wanted }) }
        return { ...reinvoked(trial, { memoryMb }), emulation: { ...trial.emulation!, share } }
      },
    )
  const caveats = (trials: readonly Trial[]) =>
    adviceOn(trials).details.filter((text) => [texts.sizesAreLabels, texts.sizesUnverified].includes(text))
  expect(caveats(sizes({ achieved: 1 }))).toEqual([])
  for (const share of [{}, { achieved: 3 }]) expect(caveats(sizes(share))).toEqual([texts.sizesAreLabels])
  expect(caveats(sizes({ isUnmeasured: true as const }))).toEqual([texts.sizesUnverified])
})

test('where nothing can be picked, that is what is said, with why each is left out', () => {
  const candidates = ['look-ahead', 'promise-all', 'pipelined', 'worker-threads']
  const slowLoop = (variant: string) => `${variant} (${texts.excludedLoopDelay('300 ms', '200 ms')})`
  const failing = changed(
    calm,
    (trial) => isMeasured(trial) && trial.role === 'candidate',
    () => ({ faults: [aFault('it died')] }),
  )
  expect(adviceOn(failing)).toEqual({
    headline: texts.noneJudged('sequential', 'speed'),
    details: [leftOut(...unreliable(...candidates))],
  })
  const alone = of('sequential', () => ({ eventLoopDelayMs: 300 }), failing)
  expect(adviceOn(alone, 'speed', { eventLoopDelayMs: 200 })).toEqual({
    headline: texts.noneJudgedMeetsConstraints,
    details: [leftOut(slowLoop('sequential'), ...unreliable(...candidates))],
  })
  const beyond = changed(
    calm,
    (trial) => isMeasured(trial) && trial.role === 'candidate',
    () => ({ eventLoopDelayMs: 300 }),
  )
  expect(adviceOn(beyond, 'speed', { eventLoopDelayMs: 200 })).toEqual({
    headline: texts.onlyReferenceEligible('sequential'),
    details: [leftOut(...candidates.map(slowLoop))],
  })
  const everybody = of('sequential', () => ({ eventLoopDelayMs: 300 }), beyond)
  expect(adviceOn(everybody, 'speed', { eventLoopDelayMs: 200 })).toEqual({
    headline: texts.noneMeetsConstraints,
    details: [leftOut(...['sequential', ...candidates].map(slowLoop))],
  })
  const silent = (variant: string) => `${variant} (${texts.excludedNoNotification})`
  expect(
    adviceOn(
      changed(calm, isMeasured, () => ({ firstNotificationMs: undefined })),
      'first-notification',
    ),
  ).toEqual({
    headline: texts.noneJudged('sequential', 'first-notification'),
    details: [leftOut(...['sequential', ...candidates].map(silent))],
  })
  expect(
    adviceOn(
      of('sequential', () => ({ firstNotificationMs: undefined })),
      'first-notification',
    ),
  ).toEqual({
    headline: texts.noneJudged('sequential', 'first-notification'),
    details: [leftOut(silent('sequential'))],
  })
  expect(adviceOn(trialsOf({ ...CALM, candidates: {} })).headline).toBe(texts.noCandidates('sequential'))
  expect(adviceOn(gatedTrials({ ratios: {} })).headline).toBe(texts.onlyBaseline('sequential'))
})

test('beside what is recommended stands what is left out, and why', () => {
  const failing = of('promise-all', () => ({ faults: [aFault('it died')] }))
  expect(adviceOn(failing)).toEqual({
    headline: texts.use('pipelined', asFast('4.0')),
    details: [leftOut(...unreliable('promise-all'))],
    ...answer('pipelined', '4.0', '4.0', '4.0'),
  })
})

/** Why a variant is left out that differs from the others by this. */
const whyLeftOut = (constraints: SelectionCriteria['constraints'], change: Partial<Trial>) =>
  adviceOn(
    of('pipelined', () => change),
    'speed',
    constraints,
  ).details

test.each<[SelectionCriteria['constraints'], Partial<Trial>, string]>([
  [{ rssBytes: 256e6 }, { peakRssBytes: 300e6 }, texts.excludedRss('300 MB', '256 MB')],
  [{ eventLoopDelayMs: 2 }, { eventLoopDelayMs: 2.1 }, texts.excludedLoopDelay('2.1 ms', '2 ms')],
  [{ inFlight: 5 }, { peakItemsInFlight: 6 }, texts.excludedInFlight(6, 5)],
  [{ failures: 0 }, { failures: { 'fetch status': 1 } }, texts.excludedFailures(1, 0)],
  [{ inFlight: 5 }, { peakItemsInFlight: undefined }, texts.excludedInFlightUnknown],
  // Breakage: a value that is beyond a constraint by little and reads as if it met it.
  [{ rssBytes: 256e6 }, { peakRssBytes: 256.04e6 }, texts.excludedRss('256.04 MB', '256 MB')],
  [{ eventLoopDelayMs: 200 }, { eventLoopDelayMs: 200.4 }, texts.excludedLoopDelay('200.4 ms', '200 ms')],
])('a variant is left out by %j with what it took: %j', (constraints, change, reason) => {
  expect(whyLeftOut(constraints, change)).toEqual([leftOut(`pipelined (${reason})`)])
})

test('a constraint of less than a megabyte is not rounded to none', () => {
  expect(whyLeftOut({ rssBytes: 500e3 }, {}).join()).toContain(texts.excludedRss('90 MB', '0.5 MB'))
})

test('what keeps anything from being said of speed is all that is said', () => {
  const only = (headline: string) => ({ headline, details: [] })
  const wrong = changed(calm, isRun('pipelined', 4, 2), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: '0000000000000000' },
  }))
  expect(adviceOn(wrong)).toEqual(only(texts.wrongOutput(ENGLISH.checks.outputDiffers('pipelined', 'sequential'))))
  expect(adviceOn(of('sequential', () => ({ faults: [aFault('it died')] })))).toEqual(
    only(texts.referenceFailed('sequential')),
  )
  const late = (variant: string, trials = calm) =>
    of(variant, ({ idealMs }) => ({ plannedIdealMs: idealMs! / 1.16 }), trials)
  expect(adviceOn(late('sequential'))).toEqual(only(texts.mockServerLate))
  const isWarmUp = ({ phase }: Trial) => phase === 'warmup'
  const busy = changed(calm, isWarmUp, ({ mock }) => ({ mock: { ...mock!, cpuMs: 28 } }))
  expect(adviceOn(busy)).toEqual(only(texts.mockServerSaturated))
  expect(adviceOn(trialsOf({ ...CALM, blocks: 5 }))).toEqual(only(texts.tooFewBlocksLocal(ENGLISH.count(5, 'process'))))
  const two = trialsOf({ ...CALM, candidates: { 'look-ahead': 0.9, pipelined: 0.5, 'promise-all': 0.5 } })
  expect(adviceOn(late('promise-all', late('pipelined', two)))).toEqual(
    only(texts.wait(ENGLISH.all(['pipelined', 'promise-all']), verdicts.faster)),
  )
  const one = trialsOf({ ...CALM, candidates: { 'look-ahead': 0.9, pipelined: 0.5 } })
  expect(adviceOn(late('pipelined', one))).toEqual(only(texts.wait('pipelined', verdicts.faster)))
})

test('too few traces stand with what to do, where their X-Ray is not gone with the lab', () => {
  const untraced = summarize(
    invokedTrials().map((trial) => ({ ...trial, traced: undefined, untraced: { code: 'not-delivered' as const } })),
  )
  expect(untraced.recommendation).toEqual({ code: 'insufficient-traces' })
  const headlineAt = (target: Trial['target']) => recommendationOf({ ...untraced, target }, ENGLISH).headline
  expect(headlineAt('lab')).toBe(texts.insufficientTracesLab)
  expect(headlineAt('aws')).toBe(texts.insufficientTracesAws)
})
