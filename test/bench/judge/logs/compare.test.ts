import { expect, test } from 'vitest'
import type { Compared } from '../../../../bench/judge/logs/judgement.ts'
import { normalNumbers } from '../../statistics/simulated-blocks.ts'
import { aSubject, judged, traffic } from '../../../support/logged.ts'
import { samples } from '../../../support/samples.ts'

type Given = NonNullable<Parameters<typeof traffic>[0]>

/** One function compared with another, from traffic of both. */
function compared(reference: Given, candidate: Given) {
  const of = (functionName: string, given: Given) =>
    aSubject({ functionName, invocations: traffic({ functionName, ...given }) })
  return judged([of('old', reference), of('new', candidate)]).comparisons[0]!
}

const codeOf = (one: Compared) => (one.code === 'judged' ? one.verdict.code : one.code)
const differs = (one: Compared) => /^(faster|slower)/.test(codeOf(one))

const SEED = Number(process.env.UTAKATA_SEED ?? 7)

// Breakage: invocations are taken for the unit, or the level is not shared among what is compared.
test('of functions that do not differ, at most one comparison in twenty finds any difference', () => {
  const normal = normalNumbers(SEED)
  const runs = samples(2000)
  let [any, warm] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const given = { spread: 0.3, normal }
    const { warm: ofWarm, init, cold } = compared({ containers: 14, ...given }, { containers: 20, ...given })
    if (differs(ofWarm)) warm++
    if ([ofWarm, init, cold].some(differs)) any++
  }
  // Three standard errors beyond the level.
  const most = runs * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs))
  expect(any).toBeLessThan(most)
  expect(warm).toBeLessThan(most / 2)
})

test('of functions that do not differ, nineteen in twenty are called equivalent where there are containers enough', () => {
  const normal = normalNumbers(SEED)
  const runs = samples(100)
  const codes = Array.from({ length: runs }, () =>
    codeOf(compared({ containers: 400, normal }, { containers: 400, normal }).warm),
  )
  expect(codes.filter((code) => code === 'equivalent').length).toBeGreaterThan(runs * 0.95 - 1)
})

test('a shift of 20% is found, of what it is and of nothing else', () => {
  const normal = normalNumbers(SEED)
  const runs = samples(300)
  let [found, missed] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const { warm, init } = compared({ containers: 40, normal }, { containers: 40, times: 1.2, initTimes: 1, normal })
    if (codeOf(warm) === 'slower') found++
    if (differs(init)) missed++
  }
  expect(found).toBeGreaterThan(runs * 0.95 - 1)
  expect(missed).toBeLessThan(runs * 0.05 + 3)
  const { warm, init } = compared({ containers: 200 }, { containers: 200, times: 1, initTimes: 0.7, normal })
  expect(codeOf(init)).toBe('faster')
  expect(codeOf(warm)).not.toBe('faster')
})

test('the interval holds the truth as often as it says', () => {
  const normal = normalNumbers(SEED)
  const runs = samples(1000)
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const { warm } = compared({ containers: 15, normal }, { containers: 15, times: 1.3, normal })
    if (warm.code === 'judged' && warm.low <= 1.3 && warm.high >= 1.3) covered++
  }
  expect(covered).toBeGreaterThan(runs * (1 - 0.05 / 3 - 3 * Math.sqrt(0.017 / runs)))
})

test('cold starts are compared by themselves, and only where there are enough', () => {
  const { warm, init, cold } = compared({ containers: 24, oldEvery: 2 }, { containers: 24, oldEvery: 3 })
  expect(warm.code).toBe('judged')
  for (const one of [init, cold])
    expect(one).toMatchObject({ code: 'judged', containers: { variant: 16, reference: 12 } })
  const few = compared({ containers: 22, oldEvery: 2 }, { containers: 24 })
  expect(few.init).toEqual({ code: 'too-few-containers', containers: { variant: 24, reference: 11 }, needed: 12 })
  expect(few.warm).toMatchObject({ code: 'judged', alpha: 0.05 })
})

test('where more than one invocation in twenty failed, nothing is said of speed', () => {
  expect(compared({}, { failEvery: 3 }).warm).toMatchObject({
    verdict: { code: 'unreliable', cause: { code: 'runs-failed' } },
  })
  expect(compared({ failEvery: 3 }, {}).warm).toMatchObject({
    verdict: { code: 'unreliable', cause: { code: 'reference', verdict: 'unreliable' } },
  })
})

test('containers that are all alike have an interval of no width', () => {
  const same = () => 0
  const { warm } = compared({ normal: same }, { normal: same, times: 2 })
  expect(warm).toMatchObject({ code: 'judged', verdict: { code: 'slower' } })
  if (warm.code === 'judged')
    expect([warm.low, warm.ratio, warm.high].map((one) => one.toFixed(6))).toEqual(Array(3).fill('2.000000'))
})

test('invocations that took no time at all are compared too', () => {
  const none = { times: 0, initTimes: 1 }
  expect(compared({}, none).warm).toMatchObject({ verdict: { code: 'faster' } })
})
