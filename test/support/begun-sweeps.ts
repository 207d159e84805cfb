import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sweepCommand, type SweepRun } from '../../bench/commands/sweep/sweep.ts'
import { codeOf } from '../../bench/commands/sweep/code.ts'
import { openSweep } from '../../bench/commands/sweep/folder.ts'
import { planOf } from '../../bench/plan/plan.ts'
import { parseSweep } from '../../bench/scenario/file.ts'
import type { Scenario } from '../../bench/scenario/scenario.ts'
import { variantsOf } from '../../bench/plan/schedule.ts'
import { recordOf } from '../../bench/trial/sweep-record.ts'
import type { SweepResult } from '../../bench/judge/sweep/judgement.ts'
import { readTrials, writeTrials } from '../../bench/trial/trial.ts'
import { aFolder } from './folders.ts'
import { simulatedCells } from './sweeps.ts'
import { anIo } from './in-process.ts'

export const IO = anIo()

const TINY = `name: tiny
world:
  items: { count: [1], events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential]
plan: { warmUps: 1, iterations: 2 }
`

export const SWEEP = parseSweep(TINY, 'tiny.yaml')

/** A sweep of one cell, with simulated benchmarks of so many blocks in its folder, and beside it. */
export function begun(blocksIn: Readonly<Record<string, number>>) {
  const namesOf = (scenario: Scenario) => variantsOf(scenario).map(({ name }) => name)
  const record = { ...recordOf(SWEEP, { quick: false }, namesOf), code: codeOf([]) }
  const out = join(aFolder(), 'out')
  openSweep(out, record, IO)[Symbol.dispose]()
  const own = join(out, record.cells[0]!.folder)
  for (const [suffix, blocks] of Object.entries(blocksIn)) {
    const [{ trials }] = simulatedCells(record, () => ({ candidates: {}, iterations: 2, quick: false, blocks })) as [
      ReturnType<typeof simulatedCells>[number],
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
      sweepCommand(
        {
          sweep: SWEEP,
          planOf: (scenario) => planOf(scenario, { quick: false }),
          requested: { name: 'tiny.yaml', options: {}, cwd: '.' },
          output: out,
          ...run,
        },
        {},
        IO,
      ),
  }
}
