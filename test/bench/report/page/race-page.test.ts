import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawRacePage } from '../../../../bench/report/page/race-page.ts'
import type { ArmResult, Result } from '../../../../bench/report/result.ts'
import { jsonOf } from '../../../../bench/report/results.ts'
import { summarize } from '../../../../bench/report/summarize.ts'
import { readPage } from '../../../support/drawn-pages.ts'
import { aRace, HOSTILE, timelinesFor } from '../../../support/pages.ts'
import { trialsOf } from '../../../support/trials.ts'

/** By another way than the page's: rounded to three digits, never with an exponent. */
function told(value: number): string {
  const rounded = Number(value.toPrecision(3))
  const decimals = Math.abs(rounded) >= 100 ? 0 : Math.abs(rounded) >= 10 ? 1 : 2
  return value.toFixed(decimals).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')
}

const papers = fc.record({
  candidates: fc.dictionary(
    fc.constantFrom('look-ahead', 'promise-all', 'pipelined', 'worker-threads', 'mine'),
    fc.double({ min: 0.05, max: 20, noNaN: true }),
    { minKeys: 1 },
  ),
  forks: fc.integer({ min: 2, max: 8 }),
  rounds: fc.integer({ min: 1, max: 6 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  referenceMs: fc.double({ min: 0.5, max: 30_000, noNaN: true }),
  roundSd: fc.double({ min: 0, max: 0.2, noNaN: true }),
  guard: fc.double({ min: 0.8, max: 1.3, noNaN: true }),
})

function expectedRow({ arm, role, ratio, letters, makespanMs, samplesMs }: ArmResult) {
  const { low, high } = makespanMs.interval ?? {}
  const makespan = told(makespanMs.median) + (low === undefined ? '' : ` (${told(low)} to ${told(high!)})`)
  expect(makespanMs.count).toBe(samplesMs.length)
  return {
    arm,
    ratio:
      role === 'reference' ? '1' : `${ratio!.ratio.toFixed(3)} (${ratio!.low.toFixed(3)} to ${ratio!.high.toFixed(3)})`,
    letters: letters ?? '',
    makespan,
  }
}

// Breakage: a column read from another field, a row of another arm, an interval of another level.
test('numbers in the page are those of report.json, whatever was measured', () => {
  fc.assert(
    fc.property(papers, (paper) => {
      const result = summarize(trialsOf(paper))
      const page = readPage(drawRacePage({ results: [result] }))
      expect(page.saved).toEqual(JSON.parse(JSON.stringify(jsonOf([result]))))
      const saved = page.saved as Result
      const [head, ...rows] = page.table('.strategies')
      expect(head!.slice(0, 5)).toEqual(['strategy', 'time over sequential', 'word', 'rank', 'makespan, ms (95 %)'])
      expect(rows.map(([arm, ratio, , letters, makespan]) => ({ arm, ratio, letters, makespan }))).toEqual(
        saved.arms.map(expectedRow),
      )
      expect(page.document.querySelector('.verdict')!.textContent).toBe(saved.advice)
    }),
    { numRuns: 25 },
  )
})

// Breakage: an axis whose numbers stand at other places than its marks.
test('dots lie where the axis says that their ratios are', () => {
  fc.assert(
    fc.property(papers, (paper) => {
      const result = summarize(trialsOf(paper))
      const { document } = readPage(drawRacePage({ results: [result] }))
      const figure = document.querySelector('#ratios .wide')!
      const ticks = [...figure.querySelectorAll('.x-grid line')].map((line) => Number(line.getAttribute('x1')))
      const labels = [...figure.querySelectorAll('g.text')]
        .map((group) => [...group.querySelectorAll('text')].map((text) => Number(text.textContent)))
        .find((numbers) => numbers.length === ticks.length && numbers.every(Number.isFinite))!
      const [first, last] = [0, ticks.length - 1]
      const scale = (ticks[last]! - ticks[first]!) / Math.log(labels[last]! / labels[first]!)
      const placeOf = (ratio: number) => ticks[first]! + scale * Math.log(ratio / labels[first]!)
      const dots = [...figure.querySelectorAll('.dot circle')].map((dot) => Number(dot.getAttribute('cx')))
      const ratios = result.arms.flatMap(({ role, ratio }) => (role === 'candidate' ? ratio!.ratio : []))
      expect(dots).toHaveLength(ratios.length)
      // Both ends of the axis, by which the scale is found, are rounded to a tenth of a pixel.
      for (const [index, ratio] of ratios.entries()) expect(Math.abs(dots[index]! - placeOf(ratio))).toBeLessThan(1.5)
    }),
    { numRuns: 25 },
  )
})

test('hostile names stay text', () => {
  const names = Object.values(HOSTILE)
  const race = aRace({ candidates: Object.fromEntries(names.map((name) => [name, 0.5])) })
  const html = drawRacePage({ results: [race], timelines: timelinesFor(race) })
  const { document, table } = readPage(html)
  expect(document.querySelectorAll('script, img, iframe, object, link, base, form')).toHaveLength(0)
  expect(html).not.toMatch(/<(?:script|img)/i)
  expect(table('.strategies').map(([name]) => name)).toEqual(expect.arrayContaining(names))
  expect(document.querySelectorAll('svg')).toHaveLength(
    2 * document.querySelectorAll('figure').length + document.querySelectorAll('.sample').length,
  )
})

test('a page lets nothing be loaded and nothing be run', () => {
  const race = aRace()
  const html = drawRacePage({ results: [race], timelines: timelinesFor(race) })
  const { document } = readPage(html)
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')!.getAttribute('content')
  expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'")
  // Names of namespaces are addresses that nobody asks for.
  expect(html.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(/https?:|url\(|@import|\son\w+=/i)
})

test('every picture has a title, a description and its numbers', () => {
  const race = aRace()
  const { document } = readPage(drawRacePage({ results: [race], timelines: timelinesFor(race) }))
  for (const figure of document.querySelectorAll('figure')) {
    for (const svg of figure.querySelectorAll('svg[role=img]')) {
      for (const name of ['aria-labelledby', 'aria-describedby']) {
        const said = document.getElementById(svg.getAttribute(name))!.textContent!.trim()
        expect(said, figure.id).not.toBe('')
      }
    }
    expect(figure.querySelectorAll('details table td').length, figure.id).toBeGreaterThan(0)
  }
})

test('a page of a demo has at most 300 KB, and one of 10,000 runs 1 MB', () => {
  const demo = aRace()
  expect(Buffer.byteLength(drawRacePage({ results: [demo], timelines: timelinesFor(demo) }))).toBeLessThan(300_000)
  const large = aRace({ forks: 24, rounds: 60, quick: false })
  const runs = large.arms.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0)
  expect(runs).toBeGreaterThan(10_000)
  expect(Buffer.byteLength(drawRacePage({ results: [large], timelines: timelinesFor(large, 1000) }))).toBeLessThan(
    1_000_000,
  )
})
