import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { comparisonDocument } from '../../../../bench/report/documents/comparison.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { discardText } from '../../../../bench/report/messages/trial-reasons.ts'
import type { Result } from '../../../../bench/judge/comparison/judgement.ts'
import { axisOf, drawAxis, drawStrip } from '../../../../bench/report/render/strips.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { layOut, widthOf, wrap } from '../../../../bench/report/table.ts'
import { isSelectable } from '../../../../bench/plan/schedule.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { changed, isRun, trialsOf, MOCK_SERVER_DIED, aFault } from '../../../support/trials.ts'
import { blocksOf, cellsIn, comparisonMarkdown, comparisonText, notesIn, tableIn } from '../../../support/reports.ts'

const { checks, comparison: texts, units, verdicts } = ENGLISH

const LIMITS: Readonly<Record<string, Trial['limits']>> = {
  'promise-all': { concurrency: 'unbounded' },
  pipelined: { concurrency: 256, buffer: 16 },
  'worker-threads': { concurrency: 256, threads: 2 },
}
const CANDIDATES = { 'look-ahead': 0.99, 'promise-all': 0.25, pipelined: 0.26, 'worker-threads': 1.3 }

const LONG_FAULT = `${'failure after failure '.repeat(4)}connect ECONNREFUSED`

/** Seven variants with everything that makes a line long: a wrong one, a failing one, an inconclusive one, thousands of milliseconds. */
function aLongResult(): Result {
  const otherOutput = ({ deliveries }: Trial) => ({ deliveries: { ...deliveries, digest: '0000000000000000' } })
  const fault = {
    faults: [aFault(LONG_FAULT)],
  }
  let trials = trialsOf({ candidates: CANDIDATES, referenceMs: 23_456, blockSd: 0.05, blocks: 6, seed: 2 })
  trials = changed(
    trials,
    () => true,
    ({ variant }) => ({ limits: LIMITS[variant] ?? {} }),
  )
  trials = changed(trials, isRun('pipelined', 1, 1), otherOutput)
  trials = changed(trials, isRun('worker-threads', 1, 2), () => fault)
  trials = changed(trials, isRun('promise-all', 2, 2), () => ({
    discarded: MOCK_SERVER_DIED,
  }))
  return summarize(trials)
}

const aCalmResult = (): Result =>
  summarize(
    changed(
      trialsOf({ candidates: CANDIDATES }),
      () => true,
      ({ variant }) => ({ limits: LIMITS[variant] ?? {} }),
    ),
  )

const drawn = (result: Result, width: number) => comparisonText(result, { width, colour: false })

test('no line is longer than the terminal is wide', () => {
  const long = { ...aLongResult().scenario, name: 'a-scenario-of-the-longest-name-that-there-can-be-in-any-file' }
  for (const result of [
    aCalmResult(),
    aLongResult(),
    { ...aLongResult(), scenario: long },
    summarize(trialsOf({ blocks: 1, iterations: 2 })),
  ]) {
    for (const width of [60, 61, 72, 80, 99, 100, 120, 200]) {
      for (const line of drawn(result, width).split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width)
    }
  }
})

test('a terminal narrower than 60 columns gets 60', () => {
  expect(drawn(aLongResult(), 20)).toBe(drawn(aLongResult(), 60))
})

test('at every width there are the verdicts, the ratios, the checks, the notes, the limits and the recommendation', () => {
  const result = aCalmResult()
  const { blocks, checks: all, recommendation } = comparisonDocument({ results: [result] }, ENGLISH)
  const { ratio, low, high } = result.variants[2]!.ratio!
  const cells = cellsIn(tableIn(blocks, 'variants')!, 'promise-all')
  expect(cells).toMatchObject({ [texts.verdictColumn]: verdicts.faster, [texts.tieGroupColumn]: 'a' })
  const [estimate, least, most] = [ratio, low, high].map((one) => one.toFixed(3)) as [string, string, string]
  expect(Object.values(cells)).toContain(units.withInterval({ estimate, low: least, high: most }))
  for (const width of [60, 80, 100, 120]) {
    const text = drawn(result, width).replaceAll(/\s+/g, ' ')
    for (const { cells } of tableIn(blocks, 'variants')!.rows) for (const cell of cells) expect(text).toContain(cell)
    for (const { text: check } of all) expect(text).toContain(check)
    for (const note of notesIn(blocks)) expect(text).toContain(note)
    for (const sentence of [recommendation.headline, ...recommendation.details]) expect(text).toContain(sentence)
    expect(text).toContain(units.unitsTimesIterations(ENGLISH.count(6, 'process'), ENGLISH.count(6, 'iteration')))
    expect(text).toContain(ENGLISH.beside([`${texts.limitConcurrency} 256`, `${texts.limitThreads} 2`]))
  }
})

test('long words are wrapped and not cut', () => {
  const text = drawn(aLongResult(), 60).replaceAll(/\s+/g, ' ')
  expect(text).toContain(verdicts.runsFailedReason(1, 35))
  expect(text).toContain(verdicts.outputMismatchReason(1, 35))
  const reason = discardText(MOCK_SERVER_DIED, ENGLISH)
  expect(text).toContain(checks.discardedInProcess({ block: 2, iteration: 2, reason }))
  expect(text).toContain(LONG_FAULT)
})

// Breakage: columns that a narrow terminal has no room for, without a note.
test('every column is shown at every width, below the others where there is no room beside them', () => {
  const { columns, rows } = tableIn(blocksOf(aCalmResult()), 'resources')!
  const known = columns.filter((_, place) => rows.some(({ cells }) => cells[place] !== '–'))
  expect(known.length).toBeGreaterThan(6)
  for (const width of [60, 70, 80, 120, 200]) {
    const text = drawn(aCalmResult(), width)
    for (const { head, shortHead = head } of known) expect(text.includes(head) || text.includes(shortHead)).toBe(true)
  }
})

// Breakage: tables between the ranking and what to do, which nobody sees who does not scroll.
test('tables stand first, then the ranking, the checks and the reason, and the recommendation last, its details below it', () => {
  const lines = drawn(aCalmResult(), 200).split('\n')
  const { headline, details } = comparisonDocument({ results: [aCalmResult()] }, ENGLISH).recommendation
  expect(details.length).toBeGreaterThan(0)
  expect(lines.slice(-1 - details.length)).toEqual([headline, ...details.map((detail) => `  ${detail}`)])
  const places = [texts.tieGroupColumn, texts.speedUpColumn, checks.title, headline].map((text) =>
    lines.findIndex((line) => line.includes(text)),
  )
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('without colour there is no control code, and colour changes nothing else', () => {
  for (const width of [60, 80, 120]) {
    const plain = drawn(aLongResult(), width)
    const coloured = comparisonText(aLongResult(), { width, colour: true })
    expect(plain).toBe(stripVTControlCharacters(plain))
    expect(coloured).not.toBe(plain)
    expect(stripVTControlCharacters(coloured)).toBe(plain)
  }
})

test('faster is green, and wrong output red', () => {
  const coloured = comparisonText(aLongResult(), { width: 120, colour: true }).split('\n')
  // In the ranking, whose rows alone have room for strips.
  const rowOf = (name: string) => coloured.findLast((line) => line.includes(`${name}  `) && line.includes('█'))
  expect(rowOf('promise-all')).toContain('\u001B[32m')
  expect(rowOf('pipelined')).toContain('\u001B[31m')
  expect(rowOf('pipelined')).toContain(verdicts.outputMismatch)
})

test('strips share one axis, end where it ends, and each has one full cell at least', () => {
  const result = aCalmResult()
  const lines = drawn(result, 100).split('\n')
  const first = lines.findIndex((line) => line.endsWith(ENGLISH.charts.makespanAxis))
  const strips = lines.slice(first + 1, first + 1 + result.variants.filter(({ role }) => isSelectable(role)).length)
  for (const strip of strips) expect(strip).toContain('█')
  const axis = lines[first]!
  const end = axis.indexOf(ENGLISH.charts.makespanAxis)
  for (const strip of strips) {
    // The median stands right behind the strip, where the axis has its unit.
    expect(
      Array.from(strip)
        .slice(end - 2, end)
        .join(''),
    ).toBe('  ')
    expect(Array.from(strip).slice(end).join('')).toMatch(/^\d+(\.\d+)? \(\d+.*\d\)$/)
  }
})

test('a strip is as wide as its axis, its fullest cell full and its emptiest sample still seen', () => {
  const axis = axisOf([[1, 10, 100], [5]], 30)
  const samples = [...Array<number>(100).fill(10), 1, 100]
  const strip = drawStrip(samples, axis)
  expect(strip).toHaveLength(30)
  expect(strip.match(/█/g)).toHaveLength(1)
  expect(strip[0]).toBe('▁')
  expect(strip.at(-1)).toBe('▁')
  expect(strip.replaceAll(' ', '')).toBe('▁█▁')
})

test('the axis is logarithmic: ten times as long is as far everywhere', () => {
  const strip = drawStrip([1, 10, 100], axisOf([[1, 10, 100]], 61))
  const [first, second, third] = Array.from(strip).flatMap((cell, index) => (cell === ' ' ? [] : index))
  expect(second! - first!).toBeCloseTo(third! - second!, -0.5)
})

test('numbers under an axis stand where their values are, apart from each other', () => {
  const axis = axisOf([[10, 20, 40]], 50)
  const labels = drawAxis(axis)
  expect(labels).toHaveLength(50)
  for (const [label] of labels.matchAll(/\S+/g)) {
    const mark = drawStrip([Number(label)], axis)
    expect(labels.indexOf(label)).toBe(mark.search(/\S/))
  }
  expect(labels.trim().split(/\s{2,}/).length).toBeGreaterThan(2)
})

test('all samples alike still draw', () => {
  const axis = axisOf([[7, 7, 7]], 20)
  expect(drawStrip([7, 7, 7], axis).trim()).toBe('█')
  expect(drawAxis(axis)).toHaveLength(20)
})

test('the rows of each Markdown table have as many cells as its head, a row in the first for each variant that can be used, and nothing is missing', () => {
  for (const result of [aCalmResult(), aLongResult(), summarize(trialsOf({ blocks: 1, iterations: 1 }))]) {
    const text = comparisonMarkdown(result)
    const tables = text.match(/(^\|.*\n)+/gm)!.map((table) => table.trimEnd().split('\n'))
    expect(tables[0]).toHaveLength(2 + result.variants.filter(({ role }) => isSelectable(role)).length)
    for (const [head, ...rows] of tables) {
      expect(rows.length).toBeGreaterThan(1)
      for (const row of rows) expect(row.split('|')).toHaveLength(head!.split('|').length)
    }
    expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/)
    expect(drawn(result, 100)).not.toMatch(/undefined|NaN|\[object|Infinity/)
  }
})

test('the Markdown begins with its title and the recommendation', () => {
  const { title, recommendation } = comparisonDocument({ results: [aLongResult()] }, ENGLISH)
  const [first, second, ...others] = comparisonMarkdown(aLongResult()).split('\n\n')
  expect([first, second]).toEqual([`# ${title}`, `**${recommendation.headline}**`])
  expect(others.slice(0, recommendation.details.length)).toEqual(recommendation.details)
})

test('where nothing was sent, and nothing had to be waited for, no column is of it', () => {
  const silent = { firstNotificationMs: undefined, medianNotificationMs: undefined, idealMs: 0 }
  const result = summarize(
    changed(
      trialsOf(),
      () => true,
      () => silent,
    ),
  )
  for (const text of [comparisonMarkdown(result), drawn(result, 80)]) {
    expect(text).not.toMatch(/undefined|NaN/)
    for (const head of [
      texts.firstNotificationColumn,
      texts.firstNotificationShortColumn,
      texts.overIdealColumn,
      texts.overIdealShortColumn,
    ])
      expect(text).not.toContain(head)
  }
})

test('columns are laid out by their widest cell, numbers to the right, by what characters take on a terminal', () => {
  expect(
    layOut(
      [
        ['', 'n'],
        ['打ち合わせ', '1'],
        ['👍', '1000'],
      ],
      [1],
    ),
  ).toEqual(['               n', '打ち合わせ     1', '👍          1000'])
})

test('text is wrapped at spaces, and a word longer than a line within itself', () => {
  expect(wrap('one two three four', 9)).toEqual(['one two', '  three', '  four'])
  expect(wrap('one', 9)).toEqual(['one'])
  expect(wrap('one   two', 9)).toEqual(['one   two'])
  expect(wrap('', 9)).toEqual([''])
  expect(wrap('a verylongword here', 8)).toEqual(['a verylo', '  ngword', '  here'])
  expect(wrap('打ち合わせは明日', 8)).toEqual(['打ち合わ', '  せは明', '  日'])
  // A mark that ends a sentence begins no line, and a number stays with what it counts.
  expect(wrap('六つの実行、数に入れた。', 12)).toEqual(['六つの実行、', '  数に入れ', '  た。'])
})
