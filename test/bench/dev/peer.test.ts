import { expect, test } from 'vitest'
import { type Row, ROWS, rowsNamed } from '../../../bench/dev/peer/rows.ts'
import { HEAD, rateRow } from '../../../bench/dev/peer/table.ts'
import { EXIT } from '../../../bench/cli/exit-code.ts'
import type { Result, VariantResult } from '../../../bench/judge/comparison/judgement.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import { namesOf } from '../../../bench/scenario/scenario.ts'
import { trialsOf } from '../../support/trials.ts'

const RESULT = summarize(trialsOf())
const CANDIDATES = RESULT.variants.filter(({ role }) => role === 'candidate').map(({ variant }) => variant)
const [FIRST = ''] = CANDIDATES

/** The same with these ratios, each from low to high. */
function resultWith(
  ratios: Readonly<Record<string, readonly [low: number, ratio: number, high: number]>>,
  more: Partial<Result> = {},
) {
  const variants = RESULT.variants.map((one): VariantResult => {
    const given = ratios[one.variant]
    if (!given) return one
    const [low, ratio, high] = given
    return { ...one, ratio: { ...one.ratio!, low, ratio, high } }
  })
  return { ...RESULT, variants, aaCheck: { ...RESULT.aaCheck, code: 'passed' }, ...more } as Result
}
const rowWith = (atMost: Row['atMost'], bestAtMost?: number): Row => ({
  name: 'row',
  file: 'go.yaml',
  settings: [],
  atMost,
  ...(bestAtMost !== undefined && { bestAtMost }),
})
const ratingsOf = (rated: ReturnType<typeof rateRow>) =>
  Object.fromEntries(rated.cells.map((cells) => [cells[1], cells[5]]))

test('a target is met or missed by the ratio, and unsure where its interval has the target in it', () => {
  const rate = (low: number, ratio: number, high: number) => {
    const rated = rateRow(rowWith({ [FIRST]: 1.05 }), [resultWith({ [FIRST]: [low, ratio, high] })])
    expect(rated.cells.every((cells) => cells.length === HEAD.length)).toBe(true)
    return [ratingsOf(rated)[FIRST], rated.exitCode]
  }
  expect(rate(1, 1.01, 1.04)).toEqual(['met', EXIT.done])
  expect(rate(1, 1.04, 1.07)).toEqual(['met, unsure', EXIT.done])
  expect(rate(1.03, 1.06, 1.09)).toEqual(['missed, unsure', EXIT.thresholdFailed])
  expect(rate(1.06, 1.08, 1.1)).toEqual(['missed', EXIT.thresholdFailed])
})

test('a target for the best is that of the smallest ratio alone', () => {
  const ratios = Object.fromEntries(CANDIDATES.map((name, place) => [name, [1, 1.1 + place, 9] as const]))
  const ratings = ratingsOf(rateRow(rowWith({}, 1.4), [resultWith(ratios)]))
  expect(ratings).toEqual(Object.fromEntries(CANDIDATES.map((name, place) => [name, place === 0 ? 'met, unsure' : ''])))
})

// Breakage: ratings of a machine that cannot tell two copies of Go apart from two programs.
test('nothing is rated where the A/A check fails, or the output differs', () => {
  const met = { [FIRST]: [1, 1.01, 1.04] } as const
  const unfit = rateRow(rowWith({ [FIRST]: 1.05 }), [
    resultWith(met, { aaCheck: { ...RESULT.aaCheck, code: 'failed' } as Result['aaCheck'] }),
  ])
  expect([ratingsOf(unfit)[FIRST], unfit.exitCode]).toEqual(['not judged', EXIT.cannotJudge])
  const other = rateRow(rowWith({ [FIRST]: 1.05 }), [
    resultWith(met, { deliveries: { ...RESULT.deliveries, same: false } }),
  ])
  expect([ratingsOf(other)[FIRST], other.exitCode]).toEqual(['not judged', EXIT.wrongOutput])
})

// Breakage: a target that is met because both had to wait for the same mock server.
test('nothing is rated by a run whose verdict on the variant does not speak of speed', () => {
  const withVerdict = (verdict: VariantResult['verdict'], ratio: number) => {
    const result = resultWith({ [FIRST]: [ratio - 0.01, ratio, ratio + 0.01] })
    const variants = result.variants.map((one) => (one.variant === FIRST ? { ...one, verdict } : one))
    return { ...result, variants }
  }
  const saturated = withVerdict({ code: 'mock-server-saturated' }, 1.01)
  const rowOf = (results: readonly Result[]) => {
    const { cells, exitCode } = rateRow(rowWith({ [FIRST]: 1.05 }), results)
    return [cells[0]![3], cells[0]![5], cells[0]!.at(-1), exitCode]
  }
  expect(rowOf([saturated])).toEqual(['1.010 (1.000 to 1.020)', 'not judged', '0 of 1', EXIT.cannotJudge])
  expect(rowOf([saturated, withVerdict({ code: 'slower' }, 1.2)])).toEqual([
    '1.200 (1.190 to 1.210)',
    'missed',
    '1 of 2',
    EXIT.thresholdFailed,
  ])
})

// Breakage: the mean, or a run of a machine that was not fit among those that count.
test('of several runs the median of those that are fit counts, with its own interval', () => {
  const failed = { aaCheck: { ...RESULT.aaCheck, code: 'failed' } as Result['aaCheck'] }
  const runs = [1.2, 1.04, 1.03].map((ratio) => resultWith({ [FIRST]: [ratio - 0.01, ratio, ratio + 0.01] }))
  const rated = rateRow(rowWith({ [FIRST]: 1.05 }), [...runs, resultWith({ [FIRST]: [0.1, 0.2, 0.3] }, failed)])
  const [cells] = rated.cells
  expect([cells![3], cells![5], cells!.at(-1)]).toEqual(['1.040 (1.030 to 1.050)', 'met', '3 of 4'])
})

test('of a variant that has both, the smaller target holds, and CPU and memory have targets of their own', () => {
  const resources = { variant: FIRST, cpuShare: 1.6, rssBytes: 180e6 }
  const row = { ...rowWith({ [FIRST]: 1.6 }, 1.3), resources }
  const result = resultWith({ [FIRST]: [0.01, 0.02, 0.03] })
  const { cells, targets } = rateRow(row, [result])
  expect(cells.find((one) => one[1] === FIRST)![4]).toBe('1.3')
  const [own, reference] = [FIRST, RESULT.scenario.reference].map((name) =>
    result.variants.find(({ variant }) => variant === name)!,
  )
  expect(targets.map(({ measured, atMost }) => [measured, atMost])).toEqual([
    [own!.cpuMs.median / reference!.cpuMs.median, 1.6],
    [own!.peakRssBytes.median / 1e6, 180],
  ])
})

test('every row is a scenario in which all that have a target are measured', () => {
  for (const { file, settings, atMost } of ROWS) {
    const names = namesOf(readScenario(new URL(`../../../examples/go/${file}`, import.meta.url).pathname, settings))
    expect(names).toEqual(expect.arrayContaining(Object.keys(atMost)))
  }
  expect(rowsNamed([])).toBe(ROWS)
  expect(() => rowsNamed(['fastest'])).toThrow('--only: expected 2k-100ms')
})
