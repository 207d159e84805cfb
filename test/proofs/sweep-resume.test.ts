import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { codeOf } from '../../bench/commands/sweep/code.ts'
import { beginCell, openSweep } from '../../bench/commands/sweep/folder.ts'
import type { Scenario } from '../../bench/scenario/scenario.ts'
import { parseSweep } from '../../bench/scenario/file.ts'
import { variantsOf } from '../../bench/plan/schedule.ts'
import { recordOf } from '../../bench/trial/sweep-record.ts'
import type { SweepResult } from '../../bench/judge/sweep/judgement.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { readTrials, writeTrials } from '../../bench/trial/trial.ts'
import { start } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { flat } from '../support/reported-results.ts'
import { simulatedCells } from '../support/sweeps.ts'
import type { Simulation } from '../support/trials.ts'
import { anIo, run } from '../support/in-process.ts'

const IO = anIo()

const TINY = `name: tiny
about: A sweep of milliseconds.
world:
  items: { count: [1, 2], events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 0.2 }
  notifyDelay: { model: constant, ms: 0.2 }
variants: [sequential]
plan: { warmUps: 1, iterations: 2 }
`

/** Far beyond any load. */
const LONG_MS = 200_000

/** The trials of each cell that has some, as they stand in their files, and when they were written. */
function cellsIn(out: string): Map<string, { readonly text: string; readonly atMs: number }> {
  const cells = readdirSync(join(out, 'cells')).filter((name) => !/\.(unfinished|again)$/.test(name))
  return new Map(
    cells.map((name) => {
      const file = join(out, 'cells', name, 'trials.jsonl')
      return [name, { text: readFileSync(file, 'utf8'), atMs: statSync(file).mtimeMs }]
    }),
  )
}

/** A sweep of which cells of these counts of items were measured, by simulated runs, each as long as its cell says. */
function beginSimulated(out: string, quick: boolean, simulations: Readonly<Record<number, Simulation>>): void {
  const sweep = parseSweep(TINY, 'tiny.yaml')
  const namesOf = (scenario: Scenario) => variantsOf(scenario).map(({ name }) => name)
  const record = { ...recordOf(sweep, { quick }, namesOf), code: codeOf([]) }
  openSweep(out, record, IO)[Symbol.dispose]()
  for (const { cell, trials } of simulatedCells(record, (at) => simulations[Number(at['world.items.count'])]))
    writeTrials(join(beginCell(out, cell), 'trials.jsonl'), trials)
}

test(
  'a sweep that was interrupted reports what is finished, goes on with the rest, and never runs or mixes anything twice',
  async () => {
    const folder = aFolder({ 'tiny.yaml': TINY })
    const out = `${folder}/out`
    const args = ['bench', `${folder}/tiny.yaml`, '--quick', '--output', out]
    beginSimulated(out, true, { 1: { candidates: {}, iterations: 2 } })

    const first = start(args)
    const isInOtherCell = () => /items\.count 2\n[^]*process 2 of 6/.test(first.saidSoFar())
    await eventually('its other cell was under way', isInOtherCell, LONG_MS)
    first.interrupt()
    const stopped = await first.end
    expect(stopped.code).toBe(130)
    expect(stopped.stderr).toMatch(
      /A sweep over items\.count \(1, 2\): 2 grid points .* 3 variants .* 6 processes x 2 iterations\./,
    )
    expect(stopped.stderr).toMatch(/About \d+ (s|min \d+ s) in all\./)
    expect(stopped.stdout).toContain(ENGLISH.sweep.cellsMeasured(1, 2))
    expect(flat(stopped.stdout)).toContain(ENGLISH.sweep.cellsLeft(1, 2))
    expect(stopped.stderr.match(/Grid point \d of 2/g)).toHaveLength(1)
    const before = cellsIn(out)
    const [done, begun] = ['1-items.count-1', '2-items.count-2'] as const
    expect([...before.keys()].toSorted()).toEqual([done, begun])

    const second = await run(args)
    expect(second.code).toBe(0)
    expect(second.stderr).toContain(`1 of 2 grid points are finished in ${out}, and are not run again.`)
    expect(second.stderr.match(/Grid point \d of 2/g)).toHaveLength(1)
    expect(second.stdout).toContain(ENGLISH.sweep.cellsMeasured(2, 2))
    const after = cellsIn(out)
    expect(after.size).toBe(2)
    expect(after.get(done)).toEqual(before.get(done))
    // Six blocks of three variants of two iterations each, and none of them twice.
    for (const name of after.keys()) {
      const { trials, warnings } = readTrials(join(out, 'cells', name, 'trials.jsonl'))
      expect(warnings).toEqual([])
      expect(
        new Set(trials.map(({ variant, block, iteration, phase }) => `${variant} ${block} ${phase} ${iteration}`)).size,
      ).toBe(trials.length)
      expect(trials.filter(({ phase }) => phase === 'measured')).toHaveLength(6 * 3 * 2)
    }
    const aside = readFileSync(join(out, 'cells', `${begun}.unfinished`, 'trials.jsonl'), 'utf8')
    expect(aside).toBe(before.get(begun)!.text)

    const report = readFileSync(join(out, 'report.json'), 'utf8')
    const rebuilt = await run(['report', out, '--json'])
    expect(rebuilt.stdout).toBe(report)
    expect(rebuilt.code).toBe(0)
    const again = await run([...args, '--json'])
    expect(again.stderr).toContain('There is nothing left to run.')
    expect(again.stdout).toBe(report)
    expect(cellsIn(out)).toEqual(after)

    const alone = await run(['report', join(out, 'cells', begun)])
    expect(alone.stdout).toMatch(/^tiny, items\.count 2: 2 items/)
  },
  2 * LONG_MS,
)

// Breakage: a cell that stood in the report is deleted by tries that come to nothing.
test(
  'a cell that had ended early stays in the report when two tries to measure it again are interrupted',
  async () => {
    const folder = aFolder({ 'tiny.yaml': TINY })
    const out = `${folder}/out`
    const simulation = { candidates: {}, iterations: 2, quick: false }
    // The A/A check of the one is undecided after 6 of 24 blocks, the other is finished.
    beginSimulated(out, false, { 1: { ...simulation, blocks: 6, blockSd: 0.2 }, 2: { ...simulation, blocks: 24 } })
    const before = cellsIn(out)
    expect([...before.keys()].toSorted()).toEqual(['1-items.count-1', '2-items.count-2'])
    for (const _ of [1, 2]) {
      const started = start(['bench', `${folder}/tiny.yaml`, '--output', out])
      const isInThatCell = () => /items\.count 1\n[^]*process [23] of/.test(started.saidSoFar())
      await eventually('the cell was raced again', isInThatCell, LONG_MS)
      started.interrupt()
      const stopped = await started.end
      expect(stopped.code).toBe(130)
      expect(stopped.stderr).toContain(
        '1 grid point that ended early is run again from the first process; what was measured there stays until there is more.',
      )
      const { cells } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as SweepResult
      expect(cells[0]).toMatchObject({ at: { 'world.items.count': 1 }, measured: { blocks: 6, isLastLook: false } })
      expect(cellsIn(out).get('1-items.count-1')).toEqual(before.get('1-items.count-1'))
    }
  },
  2 * LONG_MS,
)
