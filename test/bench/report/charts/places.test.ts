import { describe, expect, test } from 'vitest'
import { SLOWED_BY } from '../../../../bench/plan/schedule.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import type { Interval } from '../../../../bench/statistics/interval.ts'
import type { VariantResult, Result } from '../../../../bench/judge/comparison/judgement.ts'
import { endOf } from '../../../../bench/report/charts/waterfall.ts'
import type { Timeline } from '../../../../bench/trial/timelines.ts'
import { colourOf, drawingIn, drawingOf, expectNear, readDrawing, type Place } from '../../../support/drawings.ts'
import { readPage } from '../../../support/drawn-pages.ts'
import { comparisonDocument } from '../../../../bench/report/documents/comparison.ts'
import { bySpeed } from '../../../../bench/report/tables/ranking.ts'
import { aRace, timelinesFor } from '../../../support/pages.ts'
import { changed, trialsOf, aFault } from '../../../support/trials.ts'
import { comparisonPage } from '../../../support/reports.ts'

/** Of a benchmark whose runs differ in everything that is drawn. */
function aVariedRace(): Result {
  const candidates = { 'look-ahead': 0.77, 'promise-all': 0.2, pipelined: 0.21 }
  const trials = changed(
    trialsOf({ candidates, cold: 3, iterationSd: 0.05, causes: { 'look-ahead': 'waitingMs' } }),
    () => true,
    ({ makespanMs, block, iteration, variant }) => ({
      cpuMs: 8 + makespanMs / 4 + variant.length + ((block * 7 + iteration * 3) % 5),
    }),
  )
  return summarize(trials)
}

const RACE = aVariedRace()
const VARIANTS = bySpeed(RACE.variants)
const SELECTABLE = VARIANTS.filter(({ role }) => role === 'candidate' || role === 'reference')
const CANDIDATES = VARIANTS.filter(({ role }) => role === 'candidate')
const COPIES = VARIANTS.filter(({ role }) => role === 'aa-check' || role === 'sensitivity-check')
const TIMELINES = timelinesFor(RACE).toSorted((a, b) => placeOf(a.variant) - placeOf(b.variant))
const DOCUMENT = comparisonDocument({ results: [RACE], timelines: TIMELINES }, ENGLISH)
const PAGE = readPage(comparisonPage({ results: [RACE], timelines: TIMELINES }))

function placeOf(name: string): number {
  return VARIANTS.findIndex(({ variant }) => variant === name)
}

function expectReach(
  [from, until]: readonly { readonly x: number }[],
  { low, high }: Interval,
  at: Place,
  what: string,
) {
  expectNear(from!.x, at(low), `${what}, low end`)
  expectNear(until!.x, at(high), `${what}, high end`)
}

// Breakage of all of these: a mark that is drawn from another field, of another variant, on another scale, or the other way around.
describe.each(['wide', 'narrow'] as const)('marks lie where the axes say that their numbers are, %s', (room) => {
  const drawing = (picture: string) => drawingIn(PAGE, picture, room)

  test.each([
    ['ratios', CANDIDATES],
    ['controls', COPIES],
  ])('ratios with their intervals and the band: %s', (picture, variants) => {
    const { axis, dots, paths, boxes } = drawingOf(DOCUMENT, picture, room)
    const at = axis('x')
    const links = paths('.link path')
    for (const [index, { variant, ratio }] of variants.entries()) {
      expectNear(dots()[index]!.x, at(ratio!.ratio), variant)
      expectReach(links[index]!, ratio!, at, variant)
    }
    const [band] = boxes('.rect rect')
    expectReach([{ x: band!.left }, { x: band!.right }], { low: 1 / 1.05, high: 1.05 }, at, 'band')
  })

  test('where the slower copy was meant to lie', () => {
    const { axis } = drawing('controls')
    const lines = [...PAGE.document.querySelectorAll(`#controls .${room} .rule line`)].map((one) =>
      Number(one.getAttribute('x1')),
    )
    expectNear(lines[0]!, axis('x')(1), '1')
    expectNear(lines[1]!, axis('x')(1 + SLOWED_BY), 'meant')
  })

  test('every run, its hill and its median', () => {
    const { axis, dots, paths } = drawing('distributions')
    const at = axis('x')
    const ticks = paths('path.runs')
    const hills = paths('.line path')
    for (const [index, { variant, samplesMs }] of SELECTABLE.entries()) {
      const sorted = samplesMs.toSorted((a, b) => a - b)
      const own = PAGE.document.querySelectorAll(`#distributions .${room} path.runs`)[index]!.getAttribute('d')!
      const places = [...own.matchAll(/M(-?[\d.]+)/g)].map(([, x]) => Number(x)).toSorted((a, b) => a - b)
      expect(places, variant).toHaveLength(sorted.length)
      for (const [place, ms] of sorted.entries()) expectNear(places[place]!, at(ms), `${variant} ${ms}`)
      expect(ticks[index]!.length).toBeGreaterThan(0)
      const middle = (sorted[17]! + sorted[18]!) / 2
      expect(sorted).toHaveLength(36)
      expectNear(dots()[index]!.x, at(middle), `${variant}, median`)
      for (const { x } of hills[index]!) {
        expect(x).toBeGreaterThan(at(sorted[0]!) - 1)
        expect(x).toBeLessThan(at(sorted.at(-1)!) + 1)
      }
      // The hill is highest where runs are densest, and its feet are where the row stands.
      const foot = hills[index]![0]!.y
      const peak = hills[index]!.reduce((best, one) => (one.y < best.y ? one : best))
      expect(peak.y).toBeLessThan(foot - 10)
      // Within the narrowest half of the runs, or hardly beside it.
      const halves = sorted.slice(0, 19).map((ms, place) => ({ from: ms, until: sorted[place + 17]! }))
      const dense = halves.reduce((best, one) => (one.until / one.from < best.until / best.from ? one : best))
      expect(peak.x).toBeGreaterThan(at(dense.from) - 10)
      expect(peak.x).toBeLessThan(at(dense.until) + 10)
      expect(hills[index]!.at(-1)!.y).toBeCloseTo(foot, 1)
    }
  })

  test('which share of the runs had ended by when', () => {
    const { axis, paths } = drawing('ecdf')
    const [x, y] = [axis('x'), axis('y', 'linear')]
    const lines = paths('.line path')
    const strokes = [...PAGE.document.querySelectorAll(`#ecdf .${room} g.line`)].map((one) =>
      one.getAttribute('stroke'),
    )
    expect(strokes).toEqual(SELECTABLE.map(({ variant }) => colourOf(variant)))
    for (const [index, { variant, samplesMs }] of SELECTABLE.entries()) {
      const sorted = samplesMs.toSorted((a, b) => a - b)
      expectNear(lines[index]![0]!.y, y(0), `${variant} begins`)
      for (const [rank, ms] of sorted.entries()) {
        const share = (100 * (rank + 1)) / sorted.length
        const isThere = lines[index]!.some(
          (corner) => Math.abs(corner.x - x(ms)) < 1.5 && Math.abs(corner.y - y(share)) < 1.5,
        )
        expect(isThere, `${variant}: ${share}% at ${ms}`).toBe(true)
      }
      expect(lines[index]!.at(-1)!.x).toBeLessThan(x(sorted.at(-1)!) + 1.5)
    }
  })

  test('cold starts full, later runs hollow', () => {
    const { axis, dots, paths } = drawing('cold')
    const at = axis('x')
    const [hollow, full] = [dots().slice(0, SELECTABLE.length), dots().slice(SELECTABLE.length)]
    const reaches = paths('.link path').slice(SELECTABLE.length)
    for (const [index, { variant, makespanMs }] of SELECTABLE.entries()) {
      const { median, interval } = RACE.cold.find((row) => row.variant === variant)!.makespanMs
      expect(hollow[index]!.fill).toBe('var(--page)')
      expect(full[index]!.fill).toBe(colourOf(variant))
      expectNear(hollow[index]!.x, at(makespanMs.median), `${variant}, warm`)
      expectNear(full[index]!.x, at(median), `${variant}, cold`)
      expectReach(reaches[index]!, interval!, at, variant)
    }
  })

  test('what a run waited for, part by part', () => {
    const { axis, boxes } = drawing('phases')
    const at = axis('x', 'linear')
    const parts = ['waitingMs', 'cpuMs', 'queueingMs', 'startUpMs'] as const
    const fills = ['var(--waiting)', 'var(--cpu)', 'var(--queueing)', 'var(--start-up)']
    const bars = boxes('.rect rect')
    const breakdowns = SELECTABLE.map(({ variant }) => RACE.timeBreakdowns.find((one) => one.variant === variant)!)
    for (const [row, where] of breakdowns.entries()) {
      let fromMs = 0
      for (const [place, part] of parts.entries()) {
        const box = bars[row * parts.length + place]!
        expect(box.fill).toBe(fills[place])
        expectReach([{ x: box.left }, { x: box.right }], { low: fromMs, high: fromMs + where[part] }, at, part)
        fromMs += where[part]
      }
    }
  })

  test('processor time against time, with both intervals', () => {
    const { axis, dots, paths } = drawing('cost')
    const [x, y] = [axis('x'), axis('y')]
    const links = paths('.link path')
    for (const [index, { variant, makespanMs, cpuMs }] of SELECTABLE.entries()) {
      const dot = dots()[index]!
      expect(dot.fill).toBe(colourOf(variant))
      expectNear(dot.x, x(makespanMs.median), `${variant}, time`)
      expectNear(dot.y, y(cpuMs.median), `${variant}, cost`)
      expectReach(links[index]!, makespanMs.interval!, x, variant)
      const [low, high] = links[SELECTABLE.length + index]!
      expectNear(low!.y, y(cpuMs.interval!.low), `${variant}, least cost`)
      expectNear(high!.y, y(cpuMs.interval!.high), `${variant}, most cost`)
    }
  })

  test('every step of a run, and how many were under way', () => {
    const { axis, strokes, paths } = drawing('waterfall')
    const at = axis('x', 'linear')
    for (const [place, step] of (['fetch', 'check', 'notify'] as const).entries()) {
      const spans = TIMELINES.flatMap(({ feeds }) => feeds.flatMap((feed) => (feed[step] ? [feed[step]] : [])))
      const drawn = strokes(`path.lanes.${step}`)
      expect(drawn).toHaveLength(spans.length)
      for (const [index, [from, until]] of spans.entries())
        expectReach(drawn[index]!, { low: from, high: until }, at, `${step} ${index}`)
      // All steps of a kind together, one after another, are as wide as the area under its upper edge is large.
      const areas = paths('path.under-way').filter((_, index) => index % 3 === place)
      expect(areas).toHaveLength(TIMELINES.length)
      const busiest = 12
      for (const [index, timeline] of TIMELINES.entries()) {
        const busyMs = timeline.feeds.reduce((sum, { [step]: span }) => sum + (span ? span[1] - span[0] : 0), 0)
        const pixelsOf = (at(1) - at(0)) * (30 / busiest)
        const ends = timeline.feeds.flatMap(({ [step]: span }) => span ?? [])
        const lit = areas[index]!.filter(({ y }, place, all) => y !== all[(place + 1) % all.length]!.y)
        expect(lit.length).toBeGreaterThan(0)
        // It rises with the first of them, and falls with the last, but for the length of a stretch.
        const stretch = (at(Math.max(...TIMELINES.map(endOf))) - at(0)) / 80 + 2
        const turns = lit.map(({ x }) => x)
        expect(Math.min(...turns)).toBeLessThan(at(Math.min(...ends)) + stretch)
        expect(Math.max(...turns)).toBeGreaterThan(at(Math.max(...ends)) - stretch)
        expect(areaOf(areas[index]!) / pixelsOf, `${timeline.variant}, ${step}`).toBeCloseTo(busyMs, -1)
      }
    }
  })
})

/** Within a path, by the shoelace formula. */
function areaOf(corners: readonly { readonly x: number; readonly y: number }[]): number {
  const twice = corners.reduce((sum, { x, y }, index) => {
    const next = corners[(index + 1) % corners.length]!
    return sum + x * next.y - next.x * y
  }, 0)
  return Math.abs(twice) / 2
}

test('a stall is marked from its begin to its end, behind the strategy that had it', () => {
  const timelines = TIMELINES.map((one) => (one.variant === 'look-ahead' ? { ...one, eventLoop: [[12, 29]] } : one))
  const page = readPage(comparisonPage({ results: [RACE], timelines: timelines as Timeline[] }))
  const { axis, boxes, texts } = drawingIn(page, 'waterfall')
  const [stall] = boxes('.rect rect')
  expectReach([{ x: stall!.left }, { x: stall!.right }], { low: 12, high: 29 }, axis('x', 'linear'), 'stall')
  const heightOf = (variant: string) => texts().find(({ text }) => text.startsWith(`${variant}:`))!.y
  expect(stall!.top).toBeGreaterThan(heightOf('look-ahead'))
  expect(stall!.bottom).toBeLessThan(heightOf('sequential'))
})

test.each(['wide', 'narrow'] as const)(
  'within the waterfall, those that are done long before the slowest are drawn again on an axis of their own, %s',
  (room) => {
    const { axis, strokes } = readDrawing(PAGE.closerView('waterfall', room), 'closer view')
    const short = TIMELINES.filter(({ variant }) => variant === 'promise-all' || variant === 'pipelined')
    const spans = short.flatMap(({ feeds }) => feeds.map(({ fetch }) => fetch!))
    const drawn = strokes('path.lanes.fetch')
    expect(drawn).toHaveLength(spans.length)
    for (const [index, [from, until]] of spans.entries())
      expectReach(drawn[index]!, { low: from, high: until }, axis('x', 'linear'), `fetch ${index}`)
  },
)

test('what may not be spoken of is drawn hollow, and is advised by no picture', () => {
  const race = aRace()
  const variants: VariantResult[] = race.variants.map((one) =>
    one.variant === 'promise-all'
      ? { ...one, verdict: { code: 'output-mismatch', runs: 1, of: 36, duplicates: 0 } }
      : one,
  )
  const page = readPage(comparisonPage({ results: [{ ...race, variants }] }))
  for (const picture of ['ratios', 'cost']) {
    const hollow = drawingIn(page, picture)
      .dots()
      .filter(({ fill }) => fill === 'var(--page)')
    expect(hollow.map(({ stroke }) => stroke)).toEqual([colourOf('promise-all')])
    expect(page.document.querySelector(`#${picture} .keys`)!.textContent).toContain('hollow')
  }
  expect(page.document.querySelector('#cost figcaption')!.textContent).not.toContain('promise-all')
})

test('a run that failed has no time: its tick is missing, and its line never reaches the top', () => {
  const trials = changed(
    trialsOf({ candidates: { pipelined: 0.5 } }),
    ({ variant, iteration, phase }) => variant === 'pipelined' && phase === 'measured' && iteration <= 2,
    () => ({ makespanMs: 60_000, faults: [aFault('its process died')] }),
  )
  const result = summarize(trials)
  const page = readPage(comparisonPage({ results: [result] }))
  const pipelined = result.variants.find(({ variant }) => variant === 'pipelined')!
  expect(pipelined).toMatchObject({ samplesFailed: 12 })
  expect(pipelined.samplesMs).toHaveLength(24)
  expect(pipelined.computedUsdPerMillion).toBeUndefined()
  expect(page.strokes('distributions', 'path.runs')).toBe(2 * 36 - 12)
  const { axis, paths } = drawingIn(page, 'ecdf')
  // Last, since its speed is not judged.
  const line = paths('.line path')[1]!
  expectNear(line.at(-1)!.y, axis('y', 'linear')((100 * 24) / 36), 'top of the line')
  expect(axis('x')(200)).toBeGreaterThan(line.at(-1)!.x)
  expect(
    page
      .table('#ecdf')
      .find(([name]) => name === 'pipelined')!
      .at(-1),
  ).toBe(ENGLISH.charts.ecdfNeverReached)
  // Of what has failed, no time is set beside those of the others.
  expect(page.document.querySelector('#cost .dot circle')).toBeNull()
  expect(page.document.querySelector('#distributions figcaption')!.textContent).toContain(
    ENGLISH.charts.distributionsFailedRuns(12),
  )
})

// Breakage: a table that interpolates towards a run that never ended.
test('when exactly three quarters of the runs have ended, the table has when that was', () => {
  const trials = changed(
    trialsOf({ candidates: { pipelined: 0.5 }, iterations: 4 }),
    ({ variant, iteration, phase }) => variant === 'pipelined' && phase === 'measured' && iteration === 1,
    () => ({ makespanMs: 60_000, faults: [aFault('its process died')] }),
  )
  const result = summarize(trials)
  const { samplesMs } = result.variants.find(({ variant }) => variant === 'pipelined')!
  const row = readPage(comparisonPage({ results: [result] }))
    .table('#ecdf')
    .find(([name]) => name === 'pipelined')!
  expect(row.slice(4)).toEqual([Math.max(...samplesMs).toFixed(1), ENGLISH.charts.ecdfNeverReached])
})

// Breakage: places of a density that lie wider apart than all runs do.
test('runs that took all but the same time still have a hill', () => {
  const race = aRace({ candidates: { pipelined: 0.01 }, iterationSd: 1e-6, blockSd: 1e-6 })
  const variants = race.variants.map((one) =>
    one.variant === 'sequential' ? { ...one, samplesMs: one.samplesMs.map((_, index) => 60 + index / 1e4) } : one,
  )
  const { paths } = drawingIn(readPage(comparisonPage({ results: [{ ...race, variants }] })), 'distributions')
  for (const hill of paths('.line path')) expect(hill.length).toBeGreaterThan(4)
})
