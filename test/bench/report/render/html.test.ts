import { recommendationOf } from '../../../../bench/report/sentences/recommendation.ts'
import fc from 'fast-check'
import { html } from 'hono/html'
import { expect, test } from 'vitest'
import { isSelectable } from '../../../../bench/plan/schedule.ts'
import type { Answer, ReportDocument } from '../../../../bench/report/document.ts'
import type { Interval } from '../../../../bench/statistics/interval.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import type { VariantResult, Result } from '../../../../bench/judge/comparison/judgement.ts'
import { jsonOf, resultsOf } from '../../../../bench/judge/comparison/results.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import { drawingIn, expectNear } from '../../../support/drawings.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { drawHtml } from '../../../../bench/report/render/html.ts'
import { bySpeed } from '../../../../bench/report/tables/ranking.ts'
import { type DrawnPage, readPage } from '../../../support/drawn-pages.ts'
import { invokedTrials } from '../../../support/invoked-trials.ts'
import { aRace, HOSTILE, hostileTrials, ofSize, timelinesFor } from '../../../support/pages.ts'
import { samples } from '../../../support/samples.ts'
import { like } from '../../../support/like.ts'
import { changed, trialsOf } from '../../../support/trials.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'
import { comparisonPage, loadPage, sweepPage } from '../../../support/reports.ts'

const { comparison: texts } = ENGLISH

/** By another way than the page's: rounded to three digits, never with an exponent. */
function formatted(value: number): string {
  const rounded = Number(value.toPrecision(3))
  const decimals = Math.abs(rounded) >= 100 ? 0 : Math.abs(rounded) >= 10 ? 1 : 2
  return value.toFixed(decimals).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')
}

const simulations = fc.record({
  candidates: fc.dictionary(
    fc.constantFrom('look-ahead', 'promise-all', 'pipelined', 'worker-threads', 'mine'),
    fc.double({ min: 0.05, max: 20, noNaN: true }),
    { minKeys: 1 },
  ),
  blocks: fc.integer({ min: 2, max: 8 }),
  iterations: fc.integer({ min: 1, max: 6 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  referenceMs: fc.double({ min: 0.5, max: 30_000, noNaN: true }),
  iterationSd: fc.double({ min: 0, max: 0.2, noNaN: true }),
  aaCheck: fc.double({ min: 0.8, max: 1.3, noNaN: true }),
})

const interval = ({ low, high }: Interval, write: (value: number) => string) =>
  ENGLISH.units.ratioIntervalSuffix(write(low), write(high))
const decimals = (value: number) => value.toFixed(3)

/** What a page has to say of a variant, by the name of the column. */
function expectedCells(variant: VariantResult): Readonly<Record<string, string>> {
  const { role, ratio, letters, makespanMs, failed, computedUsdPerMillion, peakConnections, mockServerLag } = variant
  const { overIdeal, firstNotificationMs, eventLoopDelayMs, cpuMs, peakRssBytes, measuredOverPredicted } = variant
  return {
    [texts.variantColumn]: variant.variant,
    [texts.timeRatioColumn('sequential')]:
      role === 'reference' ? '1' : decimals(ratio!.ratio) + interval(ratio!, decimals),
    [texts.tieGroupColumn]: letters ?? '–',
    [texts.makespanColumn]:
      formatted(makespanMs.median) + (makespanMs.interval ? interval(makespanMs.interval, formatted) : ''),
    [texts.usdPerMillionRunsColumn]: computedUsdPerMillion?.toFixed(2) ?? '–',
    [texts.failedRunsColumn]: texts.failedOfRuns(failed.trials, failed.of),
    [texts.overIdealColumn]: overIdeal?.median.toFixed(2) ?? '–',
    [texts.overPredictedColumn]: measuredOverPredicted?.toFixed(2) ?? '–',
    [texts.firstNotificationColumn]: firstNotificationMs ? formatted(firstNotificationMs.median) : '–',
    [texts.eventLoopDelayColumn]: formatted(eventLoopDelayMs!.median),
    [texts.cpuColumn]: formatted(cpuMs.median),
    [texts.peakRssColumn]: String(Math.round(peakRssBytes.median / 1e6)),
    [texts.peakConnectionsColumn]: String(peakConnections ?? '–'),
    [texts.mockServerLagColumn]: mockServerLag?.toFixed(2) ?? '–',
  }
}

/** Every run takes other processor time, memory and whatever else is shown of it. */
function varied(trials: Trial[], seed: number): Trial[] {
  return changed(
    trials,
    () => true,
    ({ variant, block, iteration, makespanMs }) => {
      const own = variant.length + 3 * block + 7 * iteration + (seed % 11)
      return {
        cpuMs: makespanMs / 3 + own,
        eventLoopDelayMs: own / 2,
        peakRssBytes: (60 + own) * 1e6,
        peakConnections: own,
        firstNotificationMs: makespanMs / 5 + own,
      }
    },
  )
}

// Breakage: a column read from another field, a row of another variant, an interval of another level, a unit of another size.
test('numbers in the page are those of report.json, whatever was measured', () => {
  fc.assert(
    fc.property(simulations, (simulation) => {
      const result = withPredicted(summarize(varied(trialsOf(simulation), simulation.seed)), simulation.seed)
      const page = readPage(comparisonPage({ results: [result] }))
      expect(page.saved).toEqual(JSON.parse(JSON.stringify(jsonOf([result]))))
      const saved = page.saved as Result
      const sorted = bySpeed(saved.variants)
      for (const [table, shown] of [
        ['#variants', sorted],
        // What a copy took is no fact about a variant.
        ['#resources', sorted.filter(({ role }) => isSelectable(role))],
      ] as const) {
        const [head, ...rows] = page.table(table)
        expect(rows).toHaveLength(shown.length)
        for (const [index, row] of rows.entries()) {
          const expected = expectedCells(shown[index]!)
          for (const [column, title] of head!.entries()) {
            // The ratio has its level behind its name.
            const name = Object.keys(expected)
              .filter((one) => title.startsWith(one))
              .toSorted((a, b) => b.length - a.length)[0]
            // The verdict has its own tests.
            if (title !== texts.verdictColumn) expect(row[column], title).toBe(expected[name!])
          }
        }
      }
      expect(page.table('#variants')[0]).toHaveLength(page.table('#variants')[1]!.length)
      const header = page.document.querySelector('header')!.textContent!.replaceAll(/\s+/g, ' ')
      const { headline, answer, details } = recommendationOf(saved, ENGLISH)
      const shown = answer ? [answer.label, answer.variant, answer.figure, answer.meaning] : partsOf(headline)
      for (const text of [...shown, ...details]) expect(header).toContain(text)
    }),
    { numRuns: samples(25) },
  )
})

/** A headline without its first colon, where one comes soon: what stands before it is large. */
function partsOf(headline: string): string[] {
  const at = headline.search(/[:：]/u)
  return at > 0 && at <= 60 ? [headline.slice(0, at), headline.slice(at + 1).trim()] : [headline]
}

/** As if a model had said so. */
function withPredicted(result: Result, seed: number): Result {
  return {
    ...result,
    variants: result.variants.map((variant, index) => ({
      ...variant,
      measuredOverPredicted: 0.9 + index / 10 + seed / 1e8,
    })),
  }
}

// Breakage: an axis whose numbers stand at other places than its marks.
test('dots lie where the axis says that their ratios are', () => {
  fc.assert(
    fc.property(simulations, (simulation) => {
      const result = summarize(trialsOf(simulation))
      const { axis, dots } = drawingIn(readPage(comparisonPage({ results: [result] })), 'ratios')
      const ratios = bySpeed(result.variants).flatMap(({ role, ratio }) => (role === 'candidate' ? ratio!.ratio : []))
      expect(dots()).toHaveLength(ratios.length)
      for (const [index, ratio] of ratios.entries()) expectNear(dots()[index]!.x, axis('x')(ratio), String(ratio))
    }),
    { numRuns: samples(25) },
  )
})

test('hostile names stay text', () => {
  const names = Object.values(HOSTILE)
  const race = summarize(hostileTrials())
  const html = comparisonPage({ results: [race], timelines: timelinesFor(race) })
  const { document, table } = readPage(html)
  expect(document.title).toContain(HOSTILE.script)
  expect(document.querySelectorAll('script, img, iframe, object, link, base, form')).toHaveLength(0)
  expect(html).not.toMatch(/<(?:script|img)/i)
  expect(table('#variants').map(([name]) => name)).toEqual(expect.arrayContaining(names))
  const countOf = (selector: string) => document.querySelectorAll(selector).length
  // Each picture for a page with room and for a telephone, but for the one beside the answer; with a closer view twice as many.
  expect(countOf('figure.beside')).toBe(1)
  expect(countOf('svg')).toBe(2 * countOf('figure') - 1 + 2 * countOf('figure > h3') + countOf('.sample'))
})

test('a page lets nothing be loaded and nothing be run', () => {
  const race = aRace()
  const html = comparisonPage({ results: [race], timelines: timelinesFor(race) })
  const { document } = readPage(html)
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')!.getAttribute('content')
  expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")
  // Names of namespaces are addresses that nobody requests.
  expect(html.replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(/https?:|url\(|@import|\son\w+=/i)
})

test('every picture has a title, a description and its numbers', () => {
  const race = aRace()
  const { document } = readPage(comparisonPage({ results: [race], timelines: timelinesFor(race) }))
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

// Breakage: numbers that everybody reads, in a column as narrow as a telephone.
test('numbers that are shown without being asked for stand below the picture beside the answer, not in it', () => {
  const record = aRecord('world.items.count=[1,3]', 'world.fetchDelay.ms=[1,5]')
  const result = summarizeSweep(
    record,
    simulatedCells(record, () => ({})),
  )
  const { document } = readPage(sweepPage({ result }))
  expect(document.querySelectorAll('#map.beside svg[role=img]')).toHaveLength(1)
  expect(document.querySelector('#map table')).toBeNull()
  expect(document.querySelectorAll('main #map-numbers > details[open] tbody tr')).toHaveLength(4)
})

test('a page of a demo has at most 300 KB, and one of 10,000 runs 1 MB', () => {
  const demo = aRace()
  expect(Buffer.byteLength(comparisonPage({ results: [demo], timelines: timelinesFor(demo) }))).toBeLessThan(300_000)
  const large = aRace({ blocks: 24, iterations: 60, quick: false })
  const runs = large.variants.reduce((sum, { samplesMs }) => sum + samplesMs.length, 0)
  expect(runs).toBeGreaterThan(10_000)
  expect(Buffer.byteLength(comparisonPage({ results: [large], timelines: timelinesFor(large, 1000) }))).toBeLessThan(
    1_000_000,
  )
})

// Breakage: a mark on the fastest, which need not be what the advice names.
test('the strategy that the advice names is marked, and none where it names none', async () => {
  const race = aRace()
  expect(race.recommendation).toMatchObject({ code: 'use', variant: 'promise-all' })
  const page = readPage(comparisonPage({ results: [race] }))
  // Breakage: a mark in the full table alone, which is folded.
  for (const table of ['#ranking', '#variants']) {
    const marked = [...page.document.querySelectorAll(`${table} tr:has(.mark) bdi`)].map((name) => name.textContent)
    expect(marked, table).toEqual(['promise-all'])
  }
  // Breakage: jobs on a schedule, of which no row is marked.
  const load = summarizeLoad(await loadTrialsOf({ serviceMs: { sequential: 120, 'promise-all': 30, pipelined: 99 } }))
  expect(load.recommendation).toMatchObject({ code: 'use', variant: 'promise-all' })
  const { document } = readPage(loadPage({ result: load }))
  expect([...document.querySelectorAll('#ranking tr:has(.mark) bdi')].map((name) => name.textContent)).toEqual([
    'promise-all',
  ])
  const inconclusive = readPage(comparisonPage({ results: [aRace({ blocks: 2 })] }))
  expect(inconclusive.document.querySelectorAll('.mark')).toHaveLength(0)
})

/** What a page shows large. */
function answerIn({ document }: DrawnPage): Answer {
  const [label, variant, figure, meaning] = ['.label', '.answer bdi', '.answer .figure', '.answer small'].map(
    (selector) => document.querySelector(`header ${selector}`)!.textContent!.trim(),
  ) as [string, string, string, string]
  return { label, variant, figure, meaning }
}

// Breakage: a headline without its number, or a check that failed without what to do about it.
test('the recommended variant and its speed-up stand at the top, in both languages; of several sizes each has one', () => {
  const noisy = aRace({ aaCheck: 1.15, slowedBy: 1 })
  const page = readPage(comparisonPage({ results: [noisy] }))
  const answer = recommendationOf(noisy, ENGLISH).answer!
  expect(answer).toMatchObject({ variant: 'promise-all', figure: ENGLISH.units.times('5.0') })
  expect(answerIn(page)).toEqual(answer)
  const failed = page.document.querySelector('#checks dt.bad + dd')!
  const { remedies, ...texts } = ENGLISH.recommendation
  expect(failed.textContent!.replaceAll('\u00A0', ' ')).toContain(
    remedies(
      ENGLISH.either([texts.remedyCloseOtherPrograms, texts.remedyMoreBlocksWithoutQuick, texts.remedyWiderMargin]),
    ),
  )
  // What one can type stays in one piece.
  expect([...failed.querySelectorAll('code')].map((code) => code.textContent)).toEqual(['--quick', '--margin'])
  const japanese = aRace()
  const translated = readPage(comparisonPage({ results: [japanese], messages: JAPANESE }))
  expect(answerIn(translated)).toEqual(recommendationOf(japanese, JAPANESE).answer)
  const sizes = resultsOf([...ofSize(invokedTrials(), 512, 2), ...ofSize(invokedTrials(), 1769, 1)])
  const { document } = readPage(comparisonPage({ results: sizes }))
  const sentences = [...document.querySelectorAll('h1, h1 ~ p')].map((one) => one.textContent!).join(' ')
  expect(Array.from(sentences.matchAll(/(\d+)\sMB: /g), ([, size]) => size)).toEqual(['512', '1769'])
  // Breakage: a list of headings in which nobody sees what is of which size.
  const outline = [...document.querySelectorAll('h2, h3')].map(
    ({ localName, className }) => `${localName}.${className}`,
  )
  const [first, second] = [outline.indexOf('h2.size'), outline.lastIndexOf('h2.size')]
  expect(outline.slice(0, first).every((one) => one === 'h2.')).toBe(true)
  for (const own of [outline.slice(first + 1, second), outline.slice(second + 1)])
    expect([own.length > 5, [...new Set(own)]]).toEqual([true, ['h3.']])
})

// Breakage: a unit at the beginning of the next line, and a script that is changed after its hash was taken.
test('numbers keep their units beside them, and nothing but text is changed', () => {
  const source = '// 5 ms'
  const document: ReportDocument = {
    kind: 'any',
    title: 't',
    recommendation: { headline: 'All in 5 ms.', details: [] },
    measured: ['3%'],
    checks: [],
    blocks: [{ id: 'any', title: '', detail: 'summary', body: { is: 'notes', notes: ['12 MB'] } }],
    next: [],
  }
  const page = drawHtml(document, { messages: ENGLISH, live: { body: html``, script: { source, hash: 'x' } } })
  for (const text of ['5\u00A0ms.', '12\u00A0MB']) expect(page).toContain(text)
  expect(page).toContain(`<script>${source}</script>`)
})

test('what columns mean is explained for each column that is there, and for no other', () => {
  const page = readPage(comparisonPage({ results: [aRace()] }))
  const terms = [...page.document.querySelectorAll('dl:not(.checks) dt')].map((term) =>
    term.textContent!.replaceAll('\u00A0', ' '),
  )
  const heads = [...page.table('#variants')[0]!, ...page.table('#resources')[0]!].filter(
    (head) => head !== texts.variantColumn,
  )
  expect(terms).toEqual(heads)
})

// Breakage: a cause of another strategy than the recommended one.
test('under the headline stands the cause of the difference, of what is advised alone', () => {
  const race = aRace()
  const headerOf = (result: Result) =>
    [...readPage(comparisonPage({ results: [result] })).document.querySelectorAll('header p')].map((one) =>
      one.textContent!.replaceAll('\u00A0', ' '),
    )
  const { causes, recommendation } = ENGLISH
  const of = (variant: string) =>
    like(recommendation.why(causes.lessOfPhase(causes.fasterOnAverage(variant, '…', '…'), causes.ofWaiting, '…')))
  expect(headerOf(race).filter((one) => of('…').test(one))).toEqual([expect.stringMatching(of('promise-all'))])
  expect(headerOf(aRace({ blocks: 2 })).join()).not.toMatch(like(recommendation.why('…')))
})

// Breakage: dollars of an emulation, or of a model, shown as if somebody had been billed.
test('a price stands under the headline only where somebody was billed', () => {
  const headerOf = (result: Result) =>
    readPage(comparisonPage({ results: [result] })).document.querySelector('header')!.textContent!
  const invokedOn = (target: 'lab' | 'aws') =>
    resultsOf(invokedTrials({ target, candidates: { pipelined: { fetch: -40 } } }))[0]!
  const { costPerMillionAws } = ENGLISH.recommendation
  expect(headerOf(invokedOn('aws'))).toContain(costPerMillionAws('1.76', '2.68'))
  for (const result of [invokedOn('lab'), aRace()]) expect(headerOf(result)).not.toContain('USD')
})
