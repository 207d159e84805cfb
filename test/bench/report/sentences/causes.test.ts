import { aaCheckText } from '../../../../bench/report/sentences/controls.ts'
import { recommendationText } from '../../../../bench/report/sentences/recommendation.ts'
import { expect, test } from 'vitest'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { foreign } from '../../../support/foreign-functions.ts'
import { invokedTrials, retraced } from '../../../support/invoked-trials.ts'
import { drawn, flat, formsOf } from '../../../support/told-results.ts'
import { changed, isRun, trialsOf, MOCK_SERVER_DIED, aFault } from '../../../support/trials.ts'
import { comparisonMarkdown } from '../../../support/reports.ts'

test('30 ms planted in a step of one strategy are named as the cause, in every form', () => {
  const result = summarize(invokedTrials({ candidates: { pipelined: { notify: 30 }, 'look-ahead': { fetch: -30 } } }))
  for (const text of formsOf(result).map(flat)) {
    expect(text).toMatch(
      /pipelined: (29|30|31)\.\d ms slower than sequential \(\d\d\.\d to \d\d\.\d ms\); the cause is notify: (29|30|31)\.\d ms more of it \(29\.\d to 30\.\d\)\./,
    )
    expect(text).toMatch(
      /look-ahead: \S+ ms faster than sequential \(.*?\); the cause is fetch: (29|30|31)\.\d ms less of it \(\S+ to \S+\)\./,
    )
  }
})

test('where nothing differs, nothing is given as a cause', () => {
  for (const text of formsOf(summarize(invokedTrials({ seed: 3 }))).map(flat)) {
    expect(text).not.toContain('the cause is')
    expect(text).not.toMatch(/ms (slower|faster) than/)
  }
})

test('a difference that is spread over several phases says over which', () => {
  const result = summarize(invokedTrials({ candidates: { pipelined: { fetch: 15, notify: 15, check: 15 } } }))
  expect(flat(drawn(result, 100))).toMatch(
    /pipelined: 4\d\.\d ms slower than sequential \(.*?\); spread over fetch, check and notify\./,
  )
})

// Breakage: "faster" in the foot of a table, of a variant whose word above it is undecided, or of the guard.
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
  for (const text of formsOf(result).map(flat)) expect(text).not.toMatch(/the cause is|ms slower than/)
})

// Breakage: "faster" in the foot of a table, of a variant of which nothing may be said above it.
test('no cause is given of a variant that told people something else, that failed, or where traces are missing', () => {
  const trials = invokedTrials({ candidates: { pipelined: { notify: 30 } } })
  const discarded = [
    changed(trials, isRun('pipelined', 1, 1), ({ deliveries }) => ({ deliveries: { ...deliveries, digest: '0' } })),
    changed(trials, isRun('pipelined', 1, 1), () => ({ faults: [aFault('it failed')] })),
    trials.map((trial, index) =>
      index % 10 === 0 ? { ...trial, traced: undefined, untraced: { code: 'not-delivered' as const } } : trial,
    ),
  ]
  expect(comparisonMarkdown(summarize(trials))).toContain('the cause is notify')
  for (const all of discarded)
    for (const text of formsOf(summarize(all)).map(flat)) expect(text).not.toMatch(/the cause is|slower than/)
})

test('fewer than 12 containers have no words and no causes, and are told why and what to do', () => {
  const result = summarize(invokedTrials({ containers: 11, candidates: { pipelined: { notify: 90 } } }))
  expect(result.variants.flatMap(({ verdict }) => verdict?.code ?? [])).toEqual([])
  expect(result.exitCode).toBe(5)
  expect(recommendationText(result)).toBe('Too few containers for a verdict: ask for 12 at least, with --environments.')
  for (const text of formsOf(result).map(flat)) {
    expect(text).toContain('No words: that takes 12 containers of each arm, and there are 11. Intervals at 95 %.')
    expect(text).toContain('What makes a difference is not told of fewer than 12 containers of each.')
    expect(text).toContain('Fewer than 12 containers tell nothing certain of cold starts.')
    expect(text).not.toMatch(/the cause is|slower than/)
  }
})

test('a run of 24 containers that was stopped at 13 is to go on, and not to be asked for again with fewer', () => {
  const trials = invokedTrials({ containers: 24 }).filter(({ block }) => block <= 13)
  expect(recommendationText(summarize(trials))).toBe(
    'Too few containers for a verdict: let it run to its end, 24 of each.',
  )
  expect(drawn(summarize(trials), 100)).toContain('No words: that takes 24 containers of each arm, and there are 13.')
})

// Breakage: words and options of a race of processes where containers were compared.
test('a report of functions speaks of containers, and of no option that its command has not', () => {
  const of = (target: 'lab' | 'aws', trials: readonly Trial[]) =>
    summarize(trials.map((trial) => ({ ...trial, target })))
  const noisy = invokedTrials({ containerSd: 0.08, candidates: { pipelined: { fetch: -50 }, 'look-ahead': {} } })
  const isNoisy = /too noisy|differed too much/
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
    expect(recommendationText(results[0]!)).toMatch(isNoisy)
    for (const text of results.flatMap(formsOf).map(flat)) {
      expect(text).not.toMatch(/\bforks?\b/i)
      expect(text).not.toMatch(/--set|plan\.|warmUps|--quick/)
      if (target === 'aws') expect(text).not.toMatch(/close other programs|quieter machine/)
    }
  }
  expect(of('lab', noisy).variants.some(({ verdict }) => verdict?.code === 'inconclusive')).toBe(true)
  expect(recommendationText(summarize(trialsOf({ aaCheck: 1.08 })))).toContain('--set plan.margin')
})

test('without a second copy of the reference the guard is said to be none, and is not blamed on the machine', () => {
  const trials = invokedTrials({ target: 'aws', candidates: { pipelined: { fetch: -50 } } })
    .filter(({ variant }) => variant !== 'A/A')
    .map((trial) => ({ ...trial, scenario: { ...trial.scenario, variants: ['sequential', 'pipelined'] } }))
  const result = summarize(trials)
  expect(result.aaCheck).toEqual({ code: 'absent' })
  expect(aaCheckText(result)).toBe('none, since there is no second copy of the reference: nearness proves nothing')
  expect(recommendationText(result)).toMatch(
    /^Ship pipelined: .*\. Without a second copy of the reference there are no finer words\.$/,
  )
})

test('the heads of the phases are explained below them, those that are there and no others', () => {
  const text = flat(drawn(summarize(invokedTrials()), 100))
  for (const head of ['service', 'handler', 'around', 'waiting', 'overhead'])
    expect(text).toContain(` ${head}: in`.replace(' waiting: in', ' waiting: between'))
  expect(text).toContain('fetch, check, notify: only what the run waited for')
  expect(flat(drawn(foreign(['a', 'b']), 100))).not.toContain('waiting: between')
})
