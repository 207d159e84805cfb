import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { drawLive, type RunSoFar } from '../../../bench/live/page.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { ENGLISH } from '../../../bench/report/messages/en.ts'
import { SPEED } from '../../../bench/judge/selection-criteria.ts'
import { shuffledCells } from '../../../bench/trial/sweep-record.ts'
import { summarizeSweep } from '../../../bench/judge/sweep/summarize.ts'
import { invokedTrials } from '../../support/invoked-trials.ts'
import { ofSize } from '../../support/pages.ts'
import { aRecord, simulatedCells } from '../../support/sweeps.ts'
import { trialsOf } from '../../support/trials.ts'
import { loadTrialsOf } from '../judge/load/simulated.ts'

const page = (run: RunSoFar) => parseHTML(`<!doctype html><html><body>${drawLive(run, ENGLISH)}</body></html>`).document
const drawn = (trials: readonly Trial[]) => page({ trials, criteria: SPEED })
const visibleText = ({ body }: ReturnType<typeof page>) => body.textContent!.replaceAll(/\s+/g, ' ')
const textOf = (trials: readonly Trial[]) => visibleText(drawn(trials))
/** What stands of each variant in the column of verdicts, without the speed-up before it. */
const verdictsIn = ({ body }: ReturnType<typeof page>, block: string) =>
  [...body.querySelectorAll(`#${block} tbody tr`)].map((row) =>
    VERDICTS.find((verdict) => [...row.children].some((cell) => cell.textContent!.endsWith(verdict))),
  )
const { checks, live, verdicts } = ENGLISH
const VERDICTS = [verdicts.notJudged, verdicts.reference, verdicts.faster, checks.passed, checks.found]

test('before an iteration is whole there is a sentence on that, and no table', () => {
  expect(textOf([])).toContain(live.noIterationYet)
  expect(drawn(trialsOf().slice(0, 1)).querySelector('table')).toBeNull()
})

// Breakage: verdicts while it may all change, or "undecided" where nobody has looked.
test('before the first look nobody is judged, and after it all are', () => {
  const early = textOf(trialsOf({ blocks: 2 }))
  const verdictsAt = (blocks: number) => {
    const document = drawn(trialsOf({ blocks }))
    return [...verdictsIn(document, 'ranking'), ...verdictsIn(document, 'controls')]
  }
  expect(early).toContain(live.iterationProgress({ block: 2, iteration: 6, iterations: 6 }))
  expect(early).toContain(live.noVerdictsYet)
  const { notJudged, reference, faster } = verdicts
  expect(verdictsAt(2)).toEqual([notJudged, reference, notJudged, notJudged])
  expect(verdictsAt(6)).toEqual([faster, reference, checks.passed, checks.found])
  // Breakage: a next look that will never be.
  expect(textOf(trialsOf({ blocks: 6 }))).toContain(live.judgedAtLastLook('6 processes'))
  expect(textOf(trialsOf({ blocks: 6, quick: false }))).toContain(live.judgedAtLook('6 processes'))
})

// Breakage: a lab that is taken for AWS, or the pictures of two sizes with the names of one.
test('functions are listed by their containers, each size by itself, and the lab says that it is none of AWS', () => {
  const lab = invokedTrials().map((trial) => ({ ...trial, target: 'lab' as const }))
  expect(textOf(lab)).toContain(ENGLISH.emulation.banner)
  expect(textOf(lab)).toContain(live.containersPerFunction('12 containers'))
  const sizes = drawn([...ofSize(lab, 512, 2), ...ofSize(lab, 1769, 1)])
  expect([...sizes.querySelectorAll('.size')].map((title) => title.textContent)).toEqual([
    'paper at 512\u00A0MB',
    'paper at 1769\u00A0MB',
  ])
  const ids = [...sizes.querySelectorAll('[id]')].map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(5)
  expect(new Set(ids).size).toBe(ids.length)
})

// Breakage: a series that is drawn as a comparison, or variants that are held against each other before each has done its jobs.
test('jobs on a schedule are listed as their series end, and drawn once a block is whole', async () => {
  const trials = await loadTrialsOf({ blocks: 2, plannedBlocks: 3 })
  const ofFirst = trials.filter(({ block, variant }) => block === 1 && variant === 'sequential')
  expect(textOf(ofFirst)).toContain(live.loadProgress({ block: 1, finished: 1, variants: 4 }))
  expect(drawn(ofFirst).querySelector('table, figure')).toBeNull()
  const both = drawn(trials)
  expect(visibleText(both)).toContain(live.loadProgress({ block: 2, finished: 4, variants: 4 }))
  expect(visibleText(both)).toContain(live.noVerdictsYet)
  const { notJudged, reference } = verdicts
  expect(verdictsIn(both, 'ranking')).toEqual([notJudged, reference])
  expect(verdictsIn(both, 'controls')).toEqual([notJudged, notJudged])
  expect(both.querySelectorAll('figure svg').length).toBeGreaterThan(4)
})

// Breakage: a cell that is called by its place in the file instead of the order in which they are run.
test('of a sweep the cell that is measured is drawn below what the others show together', () => {
  const record = aRecord('world.items.count=[1, 3, 10, 100, 1000]')
  const raced = simulatedCells(record, () => ({ candidates: { 'promise-all': 0.5, pipelined: 0.6 } }))
  const order = shuffledCells(record).map(({ folder }) => folder)
  // One whose place in the file is another one.
  const large = raced.find(({ cell }, index) => order[index] !== cell.folder)
  const small = raced.find((one) => one !== large)
  const first = page({ trials: small!.trials, criteria: SPEED, sweep: { record, cell: small!.cell } })
  const placeOf = ({ cell: { folder, at } }: (typeof raced)[number]) =>
    live.sweepCell({
      number: order.indexOf(folder) + 1,
      total: 5,
      coordinates: `items.count ${at['world.items.count'] as number}`,
    })
  expect(visibleText(first)).toContain(placeOf(small!))
  expect(visibleText(first)).toContain(live.judgedAtLastLook('6 processes'))
  expect(first.querySelector('#lines')).toBeNull()
  const others = summarizeSweep(record, [small!])
  const second = page({
    trials: large!.trials.slice(0, 30),
    criteria: SPEED,
    sweep: { record, cell: large!.cell, others },
  })
  expect(second.querySelector('#lines')).not.toBeNull()
  const titles = [...second.querySelectorAll('h2')].map(({ textContent }) => textContent!.trim())
  expect(titles.slice(0, 2)).toEqual(['Time by items.count', placeOf(large!)])
  const ids = [...second.querySelectorAll('[id]')].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})
