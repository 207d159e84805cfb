import { expect, test } from 'vitest'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { isScheduled } from '../../../../bench/judge/load/blocks.ts'
import { loadRecommendation } from '../../../../bench/report/sentences/load-recommendation.ts'
import { aaCheckText } from '../../../../bench/report/messages/controls.ts'
import { formatPercent } from '../../../../bench/report/format.ts'
import { loadChecks } from '../../../../bench/report/sentences/load-checks.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { like } from '../../../support/like.ts'
import { changed } from '../../../support/trials.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'

const { recommendation: texts, load, units } = ENGLISH
const RATE = load.perSecond(ENGLISH.count(10, 'job'))

const adviceOn = (trials: readonly Trial[]) => loadRecommendation(summarizeLoad(trials), ENGLISH)
const adviceAt = async (serviceMs: Readonly<Record<string, number>>, more = {}) =>
  adviceOn(await loadTrialsOf({ serviceMs, ...more }))
const only = (headline: string) => ({ headline, details: [] })
/** The same of a variant that a page shows large. */
const using = (variant: string, headline: string) => ({
  ...only(headline),
  answer: {
    label: ENGLISH.page.scheduleAnswerLabel,
    variant,
    figure: ENGLISH.load.keepsUp,
    meaning: texts.withRate(RATE),
  },
})

const FALLING_BEHIND = texts.loadUseReferenceFallsBehind('pipelined', RATE, 'sequential')

test('who keeps up is recommended with how long people wait', async () => {
  expect(adviceOn(await loadTrialsOf())).toEqual(
    using(
      'pipelined',
      texts.loadUse({ variant: 'pipelined', rate: RATE, share: formatPercent(0.334), reference: 'sequential' }),
    ),
  )
  expect(await adviceAt({ sequential: 150, pipelined: 30 })).toEqual(using('pipelined', FALLING_BEHIND))
})

test('where nobody keeps up, that is the advice, and what comes nearest', async () => {
  const nearest = texts.loadNearest('pipelined', units.withInterval({ estimate: '1.52', low: '1.48', high: '1.56' }))
  expect(await adviceAt({ sequential: 300, pipelined: 150 })).toEqual(only(texts.loadNoneKeepsUp(RATE, nearest)))
})

test('where the webhook answered 429, nobody is advised to use more processes', async () => {
  const trials = await loadTrialsOf({ serviceMs: { sequential: 300 } })
  const throttled = changed(trials, isScheduled, ({ deliveries }) => ({ deliveries: { ...deliveries, throttled: 1 } }))
  const nearest = texts.loadNearest('sequential', units.withInterval({ estimate: '3.03', low: '2.97', high: '3.09' }))
  expect(adviceOn(throttled)).toEqual(only(texts.loadNoneKeepsUpByWebhook(RATE, nearest)))
})

test('what keeps anything from being said stands first', async () => {
  const trials = await loadTrialsOf({ blocks: 3 })
  const of = (variant: string, change: (trial: Trial) => Partial<Trial>) =>
    changed(trials, (trial) => isScheduled(trial) && trial.variant === variant, change)
  expect(adviceOn(of('pipelined', ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'other' } })))).toEqual(
    only(texts.wrongOutput(ENGLISH.checks.outputDiffers('pipelined', 'sequential'))),
  )
  expect(adviceOn(of('sequential', () => ({ faults: [{ code: 'timed-out', withinMs: 60_000 }] })))).toEqual(
    only(texts.referenceFailed('sequential')),
  )
  expect(adviceOn(of('pipelined', ({ plannedIdealMs }) => ({ idealMs: plannedIdealMs! * 1.3 })))).toEqual(
    only(texts.loadWaitForMockServer('pipelined')),
  )
  const cut = trials.filter(({ block, variant }) => block < 3 || variant === 'sequential')
  expect(adviceOn(cut)).toEqual(only(texts.loadTooFewBlocksOfNeeded(3)))
})

// Breakage: a machine on which nothing finer can be said, and nobody reads what to do about it.
test('where the A/A check failed it is said what to do with it, the margin among it, whatever else is said', async () => {
  const remedies = [texts.remedyCloseOtherPrograms, texts.loadMoreBlocks, texts.remedyWiderMargin]
  const whatToDo = texts.remedies(ENGLISH.either(remedies))
  const judged = async (serviceMs: Readonly<Record<string, number>>) => {
    const result = summarizeLoad(await loadTrialsOf({ serviceMs, aaCheck: 1.2 }))
    const noise = loadChecks(result, ENGLISH).filter(({ name }) => name === ENGLISH.checks.noiseName)
    expect(noise).toEqual([
      {
        tone: 'bad',
        name: ENGLISH.checks.noiseName,
        text: ENGLISH.checks.withRemedy(aaCheckText(result), whatToDo),
        detail: 'summary',
      },
    ])
    return loadRecommendation(result, ENGLISH)
  }
  const quick = await judged({ sequential: 60, pipelined: 20 })
  expect(quick.headline).toMatch(
    like(texts.loadUse({ variant: 'pipelined', rate: RATE, share: '…', reference: 'sequential' })),
  )
  expect(quick.details).toEqual([])
  const slow = await judged({ sequential: 300, pipelined: 150 })
  expect(slow.headline).toMatch(like(texts.loadNoneKeepsUp(RATE, texts.loadNearest('pipelined', '…'))))
  expect(slow.details).toEqual([])
})

const SIMILAR = { sequential: 60, pipelined: 20, 'promise-all': 20 }

test('variants that are close to the recommended one are named', async () => {
  const { recommendation } = summarizeLoad(await loadTrialsOf({ serviceMs: SIMILAR }))
  if (recommendation.code !== 'use') throw new Error(`expected a recommendation, got ${recommendation.code}`)
  expect(recommendation.close).toHaveLength(1)
  expect((await adviceAt(SIMILAR)).details).toEqual([texts.loadClose(recommendation.close[0]!)])
})
