import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { sweepCommand, type SweepRun } from '../../../bench/commands/sweep.ts'
import { codeOf } from '../../../bench/commands/sweep-code.ts'
import { openSweep } from '../../../bench/commands/sweep-folder.ts'
import { planOf } from '../../../bench/plan/plan.ts'
import { parseSweep } from '../../../bench/scenario/file.ts'
import type { Scenario } from '../../../bench/scenario/scenario.ts'
import { variantsOf } from '../../../bench/plan/schedule.ts'
import { recordOf } from '../../../bench/trial/sweep-record.ts'
import type { SweepResult } from '../../../bench/judge/sweep/judgement.ts'
import { readTrials, type Trial, writeTrials } from '../../../bench/trial/trial.ts'
import { strategies } from '../../../strategies/index.ts'
import { aFolder } from '../../support/folders.ts'
import { racedOnPaper } from '../../support/sweeps.ts'
import { anIo } from '../../support/in-process.ts'

const IO = anIo()

const TINY = `name: tiny
world:
  items: { count: [1], events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential]
plan: { warmUps: 1, iterations: 2 }
`
const SWEEP = parseSweep(TINY, 'tiny.yaml')

const isOnPaper = ({ environment }: Trial) => environment.cpu === 'Paper 3000'

/** A sweep of one cell, with races on paper of so many blocks in its folder, and beside it. */
function begun(blocksIn: Readonly<Record<string, number>>) {
  const namesOf = (scenario: Scenario) => variantsOf(scenario).map(({ name }) => name)
  const record = { ...recordOf(SWEEP, false, namesOf), code: codeOf([]) }
  const out = join(aFolder(), 'out')
  openSweep(out, record, IO)[Symbol.dispose]()
  const own = join(out, record.cells[0]!.folder)
  for (const [suffix, blocks] of Object.entries(blocksIn)) {
    const [{ trials }] = racedOnPaper(record, () => ({ candidates: {}, iterations: 2, quick: false, blocks })) as [
      ReturnType<typeof racedOnPaper>[number],
    ]
    mkdirSync(own + suffix, { recursive: true })
    writeTrials(join(own + suffix, 'trials.jsonl'), trials)
  }
  return {
    blocksIn: (suffix: string) =>
      new Set(readTrials(join(own + suffix, 'trials.jsonl')).trials.map(({ block }) => block)).size,
    isThere: (suffix: string) => existsSync(own + suffix),
    trials: () => readTrials(join(own, 'trials.jsonl')).trials,
    reported: () => (JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as SweepResult).cells[0]!.measured!,
    goOn: (run: Pick<SweepRun, 'isSettled' | 'budgetMs'>) =>
      sweepCommand({ sweep: SWEEP, planOf: (scenario) => planOf(scenario, { quick: false }), out, ...run }, {}, IO),
  }
}

test('a cell that ended early is raced again from nothing, and then stands in the place of what there was', async () => {
  const cell = begun({ '': 6 })
  await cell.goOn({ isSettled: (trials) => !trials.some(isOnPaper), budgetMs: Infinity })
  expect(cell.trials().filter(isOnPaper)).toEqual([])
  expect(cell.reported()).toMatchObject({ blocks: 6 })
  expect(cell.isThere('.again')).toBe(false)
  expect(cell.blocksIn('.unfinished')).toBe(6)
})

test('what was raced again before the process was killed is taken up, and nothing is raced for it', async () => {
  const cell = begun({ '': 6, '.again': 12 })
  await cell.goOn({ isSettled: () => false, budgetMs: 0 })
  expect(cell.reported()).toMatchObject({ blocks: 12 })
  expect(cell.blocksIn('')).toBe(12)
  expect(cell.isThere('.again')).toBe(false)
})

test('where there is no time left, what was reported is reported again', async () => {
  const cell = begun({ '': 12, '.again': 6 })
  await cell.goOn({ isSettled: () => false, budgetMs: 0 })
  expect(cell.reported()).toMatchObject({ blocks: 12 })
})

// Breakage: half the cells by a strategy as it was before it was mended.
test('a sweep with a strategy of somebody’s own is not gone on with once that has changed', async () => {
  const folder = aFolder({ 'mine.ts': 'export const mine = 1' })
  const module = pathToFileURL(join(folder, 'mine.ts')).href
  const own = [{ strategy: 'mine', module, order: strategies.sequential }]
  const begin = () =>
    sweepCommand(
      {
        sweep: SWEEP,
        planOf: (scenario) => planOf(scenario, { quick: true, own }),
        out: join(folder, 'out'),
        isSettled: () => false,
        budgetMs: 0,
      },
      {},
      IO,
    )
  expect(await begin()).toBe(5)
  expect(await begin()).toBe(5)
  writeFileSync(join(folder, 'mine.ts'), 'export const mine = 2')
  await expect(begin()).rejects.toThrow(expect.objectContaining({ code: 'sweep-of-other-code' }))
})
