import { expect, test } from 'vitest'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { isScheduled } from '../../../../bench/judge/load/blocks.ts'
import { loadRecommendation } from '../../../../bench/report/sentences/load-recommendation.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { changed } from '../../../support/trials.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'

const textOf = (trials: readonly Trial[]) => {
  const { headline, details } = loadRecommendation(summarizeLoad(trials), ENGLISH)
  return ENGLISH.sentences([headline, ...details])
}
const textAt = async (serviceMs: Readonly<Record<string, number>>, more = {}) =>
  textOf(await loadTrialsOf({ serviceMs, ...more }))

test('who keeps up is recommended with how long people wait', async () => {
  const text = textOf(await loadTrialsOf())
  expect(text).toMatch(
    /^Ship pipelined: it keeps up with 10 jobs a second, and .* 0\.33\d .* times as long as with sequential\.$/,
  )
  expect(text).not.toContain('noisy')
  expect(await textAt({ sequential: 150, pipelined: 30 })).toBe(
    'Ship pipelined: it keeps up with 10 jobs a second, and sequential falls behind, so that its jobs wait ever longer.',
  )
})

test('where nobody keeps up, that is the advice, and what comes nearest', async () => {
  const text = await textAt({ sequential: 300, pipelined: 150 })
  expect(text).toMatch(/^No strategy keeps up with 10 jobs a second: pipelined is the nearest, with a load of 1\.\d\d /)
  expect(text).toMatch(/start jobs less often, or share them among more processes than that\.$/)
})

test('where the webhook answered 429, nobody is told that more processes would help', async () => {
  const trials = await loadTrialsOf({ serviceMs: { sequential: 300 } })
  const throttled = changed(trials, isScheduled, ({ deliveries }) => ({ deliveries: { ...deliveries, throttled: 1 } }))
  expect(textOf(throttled)).toMatch(/start jobs less often; it is the webhook's rate that decides/)
})

test('what keeps anything from being said is told first', async () => {
  const trials = await loadTrialsOf({ blocks: 3 })
  const of = (variant: string, change: (trial: Trial) => Partial<Trial>) =>
    changed(trials, (trial) => isScheduled(trial) && trial.variant === variant, change)
  expect(textOf(of('pipelined', ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'other' } })))).toMatch(
    /^Do not pick by latency/,
  )
  expect(textOf(of('sequential', () => ({ faults: [{ code: 'timed-out', withinMs: 60_000 }] })))).toMatch(
    /^Mend sequential first/,
  )
  expect(textOf(of('pipelined', ({ plannedIdealMs }) => ({ idealMs: plannedIdealMs! * 1.3 })))).toMatch(
    /^Do not decide yet: the mock server was too late for pipelined to be judged/,
  )
  const cut = trials.filter(({ block, variant }) => block < 3 || variant === 'sequential')
  expect(textOf(cut)).toContain('let it run to its end, 3 forks')
})

// Breakage: a machine on which nothing finer can be said, and nobody is told what to do about it.
test('where the guard failed it is told what to do, the margin among it, whatever else is said', async () => {
  const whatToDo =
    / This machine was too noisy for finer words on latency: close other programs, ask for more --forks, or widen --set plan\.margin\.$/
  const quick = await textAt({ sequential: 60, pipelined: 20 }, { aaCheck: 1.2 })
  expect(quick).toMatch(/^Ship pipelined/)
  expect(quick).toMatch(whatToDo)
  const slow = await textAt({ sequential: 300, pipelined: 150 }, { aaCheck: 1.2 })
  expect(slow).toMatch(/^No strategy keeps up/)
  expect(slow).toMatch(whatToDo)
})
