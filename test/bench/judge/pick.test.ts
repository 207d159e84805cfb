import { expect, test } from 'vitest'
import { parseObjective, type SelectionCriteria } from '../../../bench/judge/selection-criteria.ts'
import { summarize } from '../../../bench/judge/summarize.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { changed, isMeasured, isRun, type Paper, trialsOf } from '../../support/trials.ts'

const FOUR = { 'look-ahead': 0.8, 'promise-all': 0.25, pipelined: 0.25, 'worker-threads': 0.4 }
const CALM = { candidates: FOUR, blockSd: 0.002, iterationSd: 0.004 }
const calm = trialsOf(CALM)

const choosing = (objective: string, bounds: SelectionCriteria['bounds'] = {}): SelectionCriteria => ({
  objective: parseObjective(objective),
  bounds,
})
const of = (variant: string, change: (trial: Trial) => Partial<Trial>, trials = calm) =>
  changed(trials, (trial) => isMeasured(trial) && trial.variant === variant, change)

test('of those that cannot be told apart from the best the simplest is picked, whatever its place in the scenario', () => {
  const { pick, advice } = summarize(
    trialsOf({ ...CALM, candidates: { pipelined: 0.25, 'promise-all': 0.25, 'look-ahead': 0.8 } }),
  )
  expect(pick!.set).toEqual(['promise-all', 'pipelined'])
  expect(advice).toMatch(
    /^Ship promise-all: 4\.0 times as fast as sequential, in 0\.249 of its time \(0\.249 to 0\.250\); not told apart from it: pipelined\.$/,
  )
})

// Breakage: picking the fastest on average whatever the others are, or sharing no letter with what is as fast.
test('a strategy that beats every other is picked alone', () => {
  const { pick, variants } = summarize(trialsOf({ ...CALM, candidates: { ...FOUR, 'promise-all': 0.2 } }))
  expect(pick!.set).toEqual(['promise-all'])
  const letters = Object.fromEntries(variants.map(({ variant, letters }) => [variant, letters]))
  expect(letters).toEqual({
    sequential: 'e',
    'look-ahead': 'd',
    'promise-all': 'a',
    pipelined: 'b',
    'worker-threads': 'c',
    'A/A': undefined,
    '+10 %': undefined,
  })
})

// Breakage: a winner alone, though another variant, of which less is known, may be as fast.
test('who is not told apart from the best, yet not surely better than the reference, is named beside it', () => {
  const trials = of(
    'pipelined',
    ({ makespanMs, block }) => ({ makespanMs: makespanMs * (block % 2 === 0 ? 1.25 : 0.8) }),
    trialsOf({ ...CALM, candidates: { 'promise-all': 0.8, pipelined: 0.8, 'look-ahead': 1.4 } }),
  )
  const { pick, advice, variants } = summarize(trials)
  expect(variants.find(({ variant }) => variant === 'pipelined')!.verdict!.word).not.toBe('faster')
  expect([pick!.set, pick!.unsure]).toEqual([['promise-all'], ['pipelined']])
  expect(advice).toMatch(/; neither told apart from it nor surely faster than sequential: pipelined\.$/)
})

test('what is undecided is told with what to do about it, once', () => {
  const adviceOf = (paper: Paper) => {
    const trials = of(
      'pipelined',
      ({ makespanMs, block }) => ({ makespanMs: makespanMs * (block % 2 === 0 ? 1.2 : 0.8) }),
      trialsOf({ ...CALM, candidates: { pipelined: 0.98 }, ...paper }),
    )
    const { variants, advice } = summarize(trials)
    expect(variants.find(({ variant }) => variant === 'pipelined')!.verdict!.word).toBe('undecided')
    return advice
  }
  const open = 'Nothing is surely faster than sequential so far, and not all is decided'
  const withoutClosest = (advice: string) => advice.replace(/ Closest is pipelined: its time is [^)]+\)\./, '')
  expect(adviceOf({})).toContain(' Closest is pipelined: its time is ')
  expect(withoutClosest(adviceOf({}))).toBe(`${open}: without --quick it goes on to 24 forks.`)
  expect(withoutClosest(adviceOf({ quick: false, blocks: 12 }))).toBe(`${open}.`)
  expect(withoutClosest(adviceOf({ quick: false, blocks: 24 }))).toBe(
    `${open}: a race has no more forks, so try a quieter machine, or a wider --set plan.margin.`,
  )
  expect(withoutClosest(adviceOf({ aaCheck: 1.2 }))).toBe(
    `${open}. This machine was too noisy for finer words: close other programs, let it run to more forks (without --quick), or widen --set plan.margin.`,
  )
})

// Breakage: minutes for words on speed alone.
test('what is undecided by another objective is told with how long it would take, too', () => {
  const trials = of(
    'pipelined',
    ({ makespanMs, block }) => ({ makespanMs: makespanMs * (block % 2 === 0 ? 1.08 : 0.93) }),
    trialsOf({ ...CALM, candidates: { pipelined: 0.99 } }),
  )
  const { verdict } = summarize(trials, choosing('cost')).pick!.scored.find(({ variant }) => variant === 'pipelined')!
  expect(verdict.word).toBe('undecided')
  expect(verdict.moreMs).toBeGreaterThan(0)
})

// Breakage: limits that hold for warm runs alone, though the first run of a process stalls longest.
test('nothing is picked beside a reference that nothing is better than by more than the margin', () => {
  const { pick, advice } = summarize(trialsOf({ ...CALM, candidates: { 'look-ahead': 0.98, pipelined: 1.3 } }))
  expect(pick!.set).toEqual([])
  // Breakage: a verdict without its number.
  expect(advice).toMatch(
    /^Keep sequential: nothing is faster by more than 5 %\. Closest is look-ahead: its time is 0\.9\d\d of sequential's \(0\.9\d\d to \d\.\d\d\d\)\.$/,
  )
})

test('for the first notification the strategy that is first with it is picked, though another one is faster', () => {
  const trials = of('worker-threads', () => ({ firstNotificationMs: 2 }))
  expect(summarize(trials).pick!.set).toEqual(['promise-all', 'pipelined'])
  const { pick, advice } = summarize(trials, choosing('first-notification'))
  expect(pick!.set).toEqual(['worker-threads'])
  expect(advice).toBe(
    "Ship worker-threads: its time to the first notification is 0.333 of sequential's (0.333 to 0.333).",
  )
})

// Breakage: cost taken from typical times, which one slow run in ten leaves as they are.
test('cost follows the mean: a strategy with a few very slow runs is the fastest and not the cheapest', () => {
  const trials = of('promise-all', ({ makespanMs, block, iteration }) => ({
    makespanMs: makespanMs * (iteration === 1 + (block % 6) ? 6 : 0.9),
  }))
  expect(summarize(trials).pick!.set).toEqual(['promise-all'])
  const { pick, advice } = summarize(trials, choosing('cost'))
  expect(pick!.set[0]).toBe('pipelined')
  expect(advice).toMatch(/^Ship pipelined: its mean cost is 0\.250 of sequential's/)
})

test('balanced weighs both, and all weight on one is that one', () => {
  const trials = of('promise-all', ({ makespanMs, block, iteration }) => ({
    makespanMs: makespanMs * (iteration === 1 + (block % 6) ? 6 : 0.9),
  }))
  const scored = (objective: string) =>
    summarize(trials, choosing(objective)).pick!.scored.map(({ variant, ratio }) => [variant, ratio.ratio.toFixed(9)])
  expect(scored('balanced=1')).toEqual(scored('speed'))
  // Per block, where the table of costs joins the means themselves.
  for (const [index, [variant, ratio]] of scored('cost').entries())
    expect(Number(scored('balanced=0')[index]![1]), variant).toBeCloseTo(Number(ratio), 2)
  const half = Number(new Map(scored('balanced=0.5') as [string, string][]).get('promise-all'))
  const [speed, cost] = ['speed', 'cost'].map((one) =>
    Number(new Map(scored(one) as [string, string][]).get('promise-all')),
  )
  expect(half).toBeCloseTo(Math.sqrt(speed! * cost!), 3)
})

// Breakage: ranking the eligible alone, by a milder correction than the letters have: a sole winner that shares its letter.
test('who is picked alone shares a letter with nobody who is surely better than the reference', () => {
  const close = { 'look-ahead': 1, 'promise-all': 0.5, pipelined: 0.494, 'worker-threads': 1.01 }
  for (let seed = 1; seed <= 40; seed++) {
    const { pick, variants } = summarize(trialsOf({ candidates: close, seed, blockSd: 0.004, iterationSd: 0.004 }))
    const [one, other] = ['promise-all', 'pipelined'].map(
      (name) => new Set(variants.find(({ variant }) => variant === name)!.letters),
    )
    expect(pick!.set.length, `seed ${seed}`).toBe(one!.isDisjointFrom(other!) ? 1 : 2)
  }
})

// Breakage: "nothing keeps to the limits" of strategies that failed, and "nothing is faster" of what nobody knows.
test('where no other strategy could be judged, that is what is said', () => {
  const failing = changed(
    calm,
    (trial) => isMeasured(trial) && trial.role === 'candidate',
    () => ({ faults: ['it died'] }),
  )
  expect(summarize(failing).advice).toMatch(
    /^Nothing can be picked: no strategy beside sequential could be judged by speed\. Left out: look-ahead \(unreliable\); /,
  )
  const alone = of('sequential', () => ({ eventLoopDelayMs: 300 }), failing)
  expect(summarize(alone, choosing('speed', { eventLoopDelayMs: 200 })).advice).toMatch(
    /^Nothing that could be judged keeps to the limits\. Left out: sequential \(a stall of 300 ms in one run, over 200 ms\); look-ahead \(unreliable\); /,
  )
  expect(summarize(trialsOf({ ...CALM, candidates: {} })).advice).toBe('There is nothing to compare sequential with.')
})

test('by the first notification nothing is picked where nobody was told anything', () => {
  const silent = changed(calm, isMeasured, () => ({ firstNotificationMs: undefined }))
  expect(summarize(silent, choosing('first-notification')).advice).toMatch(
    /^Nothing can be picked: no strategy beside sequential could be judged by first-notification\. Left out: sequential \(not every run told somebody\); /,
  )
})

test('where the reference alone told nobody, nothing is held against it', () => {
  const { pick, advice } = summarize(
    of('sequential', () => ({ firstNotificationMs: undefined })),
    choosing('first-notification'),
  )
  expect(pick!.set).toEqual([])
  expect(pick!.scored).toEqual([])
  expect(advice).toMatch(/^Nothing can be picked: .* Left out: sequential \(not every run told somebody\)\.$/)
})

test('beside what is picked stands who failed and might have been better', () => {
  const { advice } = summarize(of('promise-all', () => ({ faults: ['it died'] })))
  expect(advice).toMatch(/^Ship pipelined: .*\. Left out: promise-all \(unreliable\)\.$/)
})

test('nobody who told something else, or failed, is picked', () => {
  const wrong = of('promise-all', ({ deliveries }) => ({ deliveries: { ...deliveries, accepted: 7, duplicates: 1 } }))
  expect(summarize(wrong).pick!.set).toEqual(['pipelined'])
  const failing = of('promise-all', () => ({ faults: ['it died'] }))
  expect(summarize(failing).pick!.set).toEqual(['pipelined'])
})

// Breakage: the best rank for a strategy that does nothing, and is quick about it.
test('who told something else, or failed, has no rank', () => {
  const lettersOf = (trials: readonly Trial[]) =>
    Object.fromEntries(
      summarize(trials).variants.flatMap(({ variant, letters }) => (letters ? [[variant, letters]] : [])),
    )
  const quick = trialsOf({ ...CALM, candidates: { pipelined: 0.5, 'promise-all': 0.25 } })
  const failing = of('promise-all', () => ({ faults: ['it died'] }), quick)
  const wrong = of('promise-all', ({ deliveries }) => ({ deliveries: { ...deliveries, digest: 'another' } }), quick)
  for (const trials of [failing, wrong]) expect(lettersOf(trials)).toEqual({ pipelined: 'a', sequential: 'b' })
})

// Breakage: telling equal ones apart on a machine that tells two copies of the reference apart.
test('on a machine that is not fit only those are told apart whose interval lies beyond the margin', () => {
  const near = { 'promise-all': 0.25, pipelined: 0.24, 'worker-threads': 0.5 }
  expect(summarize(trialsOf({ ...CALM, candidates: near })).pick!.set).toEqual(['pipelined'])
  const unfit = summarize(trialsOf({ ...CALM, candidates: near, aaCheck: 1.2 }))
  expect(unfit.pick!.set).toEqual(['promise-all', 'pipelined'])
  const letters = Object.fromEntries(unfit.variants.map(({ variant, letters }) => [variant, letters]))
  expect(letters).toMatchObject({ 'promise-all': 'a', pipelined: 'a', 'worker-threads': 'b', sequential: 'c' })
})

test('before the first look nothing is picked', () => {
  expect(summarize(trialsOf({ ...CALM, blocks: 5 })).pick).toBeUndefined()
})

// Breakage: dollars of those runs that have a REPORT beside the milliseconds of those that have none.
test('where what was billed is not known of every run, cost is of time', () => {
  const billed = (billedMs: number | undefined): Trial['invocation'] => ({
    function: 'f',
    memoryMb: 1769,
    container: 'c',
    ...(billedMs !== undefined && { billedMs }),
  })
  const all = changed(calm, isMeasured, ({ makespanMs, block, variant }) => ({
    invocation: { ...billed(Math.ceil(2 * makespanMs)), container: `${variant} ${block}` } as Trial['invocation'],
  }))
  const one = changed(all, isRun('pipelined', 2, 3), ({ invocation }) => ({
    invocation: { ...invocation!, billedMs: undefined },
  }))
  expect(summarize(all).isBilled).toBe(true)
  const result = summarize(one)
  expect(result.isBilled).toBe(false)
  expect(result.variants.find(({ variant }) => variant === 'pipelined')!.costRatio!.ratio).toBeCloseTo(0.25, 2)
})
