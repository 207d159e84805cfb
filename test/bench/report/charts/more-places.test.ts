import { describe, expect, test } from 'vitest'
import { SPEED } from '../../../../bench/judge/selection-criteria.ts'
import { summarizeLoad } from '../../../../bench/judge/load/summarize.ts'
import { resultsOf } from '../../../../bench/judge/comparison/results.ts'
import { summarizeSweep } from '../../../../bench/judge/sweep/summarize.ts'
import type { VariantResult } from '../../../../bench/judge/comparison/judgement.ts'
import type { CellResult, SweepResult } from '../../../../bench/judge/sweep/judgement.ts'
import { isSelectable } from '../../../../bench/plan/schedule.ts'
import { comparisonDocument } from '../../../../bench/report/documents/comparison.ts'
import { sweepDocument } from '../../../../bench/report/documents/sweep.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { byLatency } from '../../../../bench/report/tables/load.ts'
import { colourOf, type Drawing, drawingIn, drawingOf, expectNear } from '../../../support/drawings.ts'
import { readPage } from '../../../support/drawn-pages.ts'
import { invokedTrials, reinvoked } from '../../../support/invoked-trials.ts'
import { ofSize } from '../../../support/pages.ts'
import { aRecord, simulatedCells } from '../../../support/sweeps.ts'
import { loadTrialsOf } from '../../judge/load/simulated.ts'
import { loadPage, sweepPage } from '../../../support/reports.ts'

const AT = 'world.items.count'
const countOf = ({ at }: CellResult) => at[AT] as number

/** Of four measured cells, of which one is said to be predicted, and one has nothing decided. */
function aSweep(): SweepResult {
  const record = aRecord(`${AT}=[1,3,10,30]`)
  const raced = simulatedCells(record, (at) => ({
    candidates: { 'promise-all': 1.4 / (at[AT] as number) ** 0.4, pipelined: 0.5 },
  }))
  const result = summarizeSweep(record, raced, SPEED)
  const cells = result.cells.map((cell): CellResult => {
    if (countOf(cell) === 10) return { ...cell, isPredicted: true }
    return countOf(cell) === 30 ? { ...cell, best: [] } : cell
  })
  return { ...result, cells }
}

// Breakage of all of these: a mark that is drawn from another field, of another strategy or cell, or on another scale.
describe.each(['wide', 'narrow'] as const)('marks lie where the axes say that their numbers are, %s', (room) => {
  test('of a sweep: medians, bands, crossovers and what is best', () => {
    const result = aSweep()
    const drawing = drawingOf(sweepDocument(result, ENGLISH), 'lines', room)
    const [x, y] = [drawing.axis('x'), drawing.axis('y')]
    const measured = result.cells.filter(({ isPredicted }) => !isPredicted)
    const dots = drawing.dots()
    const bands = drawing.paths('.area path')
    const lines = drawing.paths('.line path')
    for (const [index, variant] of result.variants.entries()) {
      // The predicted ones come first, and are on no line.
      const [predicted, ...own] = dots.slice(index * 4, index * 4 + 4)
      const timeIn = (cell: CellResult) => cell.variants.find((one) => one.variant === variant)!.makespanMs
      expectNear(predicted!.x, x(10), `${variant}, predicted`)
      expect(lines[index]).toHaveLength(3)
      for (const [place, cell] of measured.entries()) {
        const { median, low, high } = timeIn(cell)
        expect(own[place]!.fill).toBe(colourOf(variant))
        expectNear(own[place]!.x, x(countOf(cell)), `${variant}, place`)
        expectNear(own[place]!.y, y(median), `${variant}, median`)
        expectNear(lines[index]![place]!.y, y(median), `${variant}, line`)
        const edges = bands[index]!.filter((corner) => Math.abs(corner.x - x(countOf(cell))) < 1.5).map((one) => one.y)
        expectNear(Math.max(...edges), y(low!), `${variant}, low edge`)
        expectNear(Math.min(...edges), y(high!), `${variant}, high edge`)
      }
    }
    expectCrossovers(drawing, result)
    expectBest(drawing, result)
  })

  test('of sizes of memory: times and dollars', () => {
    const trials = invokedTrials()
    const results = resultsOf([...ofSize(trials, 512, 2), ...ofSize(trials, 1769, 1)])
    const document = comparisonDocument({ results }, ENGLISH)
    const variants = ['sequential', 'pipelined']
    for (const [picture, expectedOf] of [
      ['memory-time', (index: number, variant: string) => timeOf(results[index]!, variant)],
      ['memory-cost', (index: number, variant: string) => priceOf(results[index]!, variant)],
    ] as const) {
      const drawing = drawingOf(document, picture, room)
      const [x, y] = [drawing.axis('x'), drawing.axis('y')]
      for (const [place, variant] of variants.entries()) {
        for (const [index, memoryMb] of [512, 1769].entries()) {
          const dot = drawing.dots()[place * 2 + index]!
          const [low, high] = drawing.paths('.link path')[place * 2 + index]!
          const { value, interval } = expectedOf(index, variant)
          expectNear(dot.x, x(memoryMb), `${variant}, size`)
          expectNear(dot.y, y(value), `${variant}, ${picture}`)
          expectNear(low!.y, y(interval.low), `${variant}, low`)
          expectNear(high!.y, y(interval.high), `${variant}, high`)
        }
      }
    }
  })

  test('of the sizes of one function: its time and cost at each, and which is recommended', () => {
    const named = (variant: string) => ({ sequential: 'mine@512', pipelined: 'mine@1769' })[variant] ?? variant
    const trials = invokedTrials({ target: 'aws', candidates: { pipelined: { fetch: -50 } } }).map((trial) => ({
      ...trial,
      scenario: { ...trial.scenario, variants: trial.scenario.variants.map(named), reference: 'mine@512' },
      variant: named(trial.variant),
      strategy: 'mine',
      ...reinvoked(trial, { memoryMb: trial.variant === 'pipelined' ? 1769 : 512, architecture: 'arm64' }),
    }))
    const results = resultsOf(trials)
    const drawing = drawingOf(comparisonDocument({ results }, ENGLISH), 'memory-sizes', room)
    const [x, axis] = [drawing.axis('x'), drawing.axis('y')]
    const { variants } = results[0]!
    const [{ makespanMs }, { ratio, costRatio }] = ['mine@512', 'mine@1769'].map((name) =>
      variants.find(({ variant }) => variant === name)!,
    ) as [VariantResult, VariantResult]
    // Its time stands at the left for each place.
    const y = (over: number) => axis(over * makespanMs.median)
    for (const [place, over] of [ratio!, costRatio!].entries()) {
      const [own, other] = drawing.dots().slice(place * 2, place * 2 + 2)
      expectNear(own!.x, x(512), 'its size')
      expectNear(own!.y, y(1), 'over itself')
      expectNear(other!.x, x(1769), 'the other size')
      expectNear(other!.y, y(over.ratio), place === 0 ? 'time' : 'cost')
    }
    const { mean: usd } = results[0]!.lambda!.warm.find(({ variant }) => variant === 'mine@512')!.usdPerMillion!
    const texts = drawing.texts()
    const atRight = texts.filter((one) => one.x > x(1769) && /^[\d.]+$/.test(one.text))
    expect(atRight.length).toBeGreaterThan(1)
    for (const one of atRight) expectNear(one.y, y(Number(one.text) / usd), `USD ${one.text}`)
    expectNear(texts.find(({ text }) => text === ENGLISH.page.recommendedBadge)!.x, x(1769), 'what is recommended')
    const strategies = comparisonDocument({ results: resultsOf(invokedTrials()) }, ENGLISH)
    expect(strategies.blocks.map(({ id }) => id)).not.toContain('memory-sizes')
  })

  test('of jobs on a schedule: latency, service and backlog', async () => {
    const result = summarizeLoad(await loadTrialsOf({ serviceMs: { sequential: 120, pipelined: 99 } }))
    const page = readPage(loadPage({ result }))
    const variants = byLatency(result.variants).filter(({ role }) => isSelectable(role))
    const latency = drawingIn(page, 'latency', room)
    const at = latency.axis('x')
    const reaches = latency.paths('.link path').slice(variants.length)
    for (const [index, { variant, serviceMs, latencyMs, tails }] of variants.entries()) {
      expectNear(latency.dots()[index]!.x, at(serviceMs.median), `${variant}, service`)
      expect(latency.dots()[index]!.fill).toBe('var(--page)')
      expectNear(latency.dots()[variants.length + index]!.x, at(latencyMs.median), `${variant}, latency`)
      const furthest = tails.flatMap((tail) => ('value' in tail ? tail.value : [])).at(-1)!
      expectNear(reaches[index]!.at(-1)!.x, at(furthest), `${variant}, furthest`)
    }
    const backlog = drawingIn(page, 'backlog', room)
    const [x, y] = [backlog.axis('x', 'linear'), backlog.axis('y', 'linear')]
    for (const [index, { variant, backlog: waiting }] of variants.entries()) {
      const line = backlog.paths('.line path')[index]!
      expect(line).toHaveLength(waiting.byJob.length)
      for (const [job, due] of waiting.byJob.entries()) {
        expectNear(line[job]!.x, x(job + 1), `${variant}, job`)
        expectNear(line[job]!.y, y(due), `${variant}, due`)
      }
    }
  })
})

function expectCrossovers(drawing: Drawing, { crossovers }: SweepResult) {
  const x = drawing.axis('x')
  const bands = drawing.boxes('.rect rect').filter(({ fill }) => fill === 'var(--band)')
  expect(bands).toHaveLength(crossovers.length)
  // Those that change the recommendation are listed first.
  const listed = crossovers.toSorted((a, b) => Number(b.isDecisive) - Number(a.isDecisive))
  for (const [index, { at, low, high }] of listed.entries()) {
    expectNear(bands[index]!.left, x(low), 'crossover, low')
    expectNear(bands[index]!.right, x(high), 'crossover, high')
    const numbers = drawing.texts().filter(({ text }) => text === String(index + 1))
    expect(
      numbers.some((one) => Math.abs(one.x - x(at)) < 1.5),
      `number ${index + 1}`,
    ).toBe(true)
  }
}

/** Pieces of the strip lie around their cells, from left to right, in the colour of the best. */
function expectBest(drawing: Drawing, { cells }: SweepResult) {
  const x = drawing.axis('x')
  const pieces = drawing.boxes('.rect rect').filter(({ fill }) => fill !== 'var(--band)')
  const around = (cell: CellResult) =>
    pieces.find(({ left, right }) => left - 1 <= x(countOf(cell)) && right + 1 >= x(countOf(cell)))!
  for (const cell of cells) {
    const [first] = cell.best
    expect(around(cell).fill, String(countOf(cell))).toBe(first === undefined ? 'none' : colourOf(first))
  }
  const isBetween = Math.sqrt(3 * 10)
  expectNear(around(cells.find((cell) => countOf(cell) === 3)!).right, x(isBetween) - 0.5, 'middle')
}

function timeOf({ variants }: ReturnType<typeof resultsOf>[number], name: string) {
  const { median, interval } = variants.find(({ variant }) => variant === name)!.makespanMs
  return { value: median, interval: interval! }
}

function priceOf({ lambda }: ReturnType<typeof resultsOf>[number], name: string) {
  const { mean, interval } = lambda!.warm.find(({ variant }) => variant === name)!.usdPerMillion!
  return { value: mean, interval: interval! }
}

// Breakage: a map whose rows are its columns, or whose colour is that of another cell.
test('of a grid each cell has the colour, the names and the ratio of its best', () => {
  const record = aRecord('world.items.count=[1,3,10]', 'world.fetchDelay.ms=[1,5]')
  const raced = simulatedCells(record, (at) => ({
    candidates: {
      'promise-all': at['world.fetchDelay.ms'] === 1 ? 1.3 : 0.4,
      pipelined: (at[AT] as number) > 1 ? 0.3 + (at[AT] as number) / 100 : 2,
    },
  }))
  const result = summarizeSweep(record, raced, SPEED)
  const drawing = drawingIn(readPage(sweepPage({ result })), 'map')
  const boxes = drawing.boxes('.rect rect')
  for (const { at, best, variants } of result.cells) {
    const headAcross = drawing.texts().find(({ text, y }) => text === String(at['world.fetchDelay.ms']) && y < 60)!
    const headDown = drawing
      .texts()
      .filter(({ text }) => text === String(at[AT]))
      .toSorted((a, b) => a.x - b.x)[0]!
    const box = boxes.find(
      ({ left, right, top, bottom }) =>
        left < headAcross.x && right > headAcross.x && top < headDown.y && bottom > headDown.y,
    )!
    expect(box.fill).toBe(colourOf(best[0]!))
    const within = drawing
      .texts()
      .filter(({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom)
      .map(({ text }) => text)
    const ratio = variants.find(({ variant }) => variant === best[0])!.ratio
    expect(within[0]).toContain(best[0]!.slice(0, 4))
    expect(within[1]).toBe(ratio ? ratio.ratio.toFixed(3) : '1')
  }
})
