import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { summarizeLoad } from '../../../bench/judge/load/summarize.ts'
import { predictBetween } from '../../../bench/judge/sweep/predict.ts'
import { summarizeSweep } from '../../../bench/judge/sweep/summarize.ts'
import { aRecord, simulatedCells } from '../../support/sweeps.ts'
import { changed, MOCK_SERVER_DIED } from '../../support/trials.ts'
import { loadTrialsOf } from '../judge/load/simulated.ts'

const published = (name: 'load' | 'sweep') =>
  readFileSync(new URL(`../../../bench/judge/${name}.schema.json`, import.meta.url), 'utf8')

/** What a published schema has against a report, as it is written and read again. */
function problemsOf(name: 'load' | 'sweep', report: object): readonly unknown[] {
  const schema = z.fromJSONSchema(JSON.parse(published(name)) as Parameters<typeof z.fromJSONSchema>[0])
  return schema.safeParse(JSON.parse(JSON.stringify(report))).error?.issues ?? []
}

test('reports of jobs on a schedule are as theirs says, and others are not', async () => {
  const behind = await loadTrialsOf({ serviceMs: { sequential: 150, pipelined: 30 } })
  const failing = changed(
    behind,
    ({ variant, block, iteration }) => variant === 'pipelined' && block === 2 && iteration === 9,
    () => ({ faults: [{ code: 'no-result', variant: 'pipelined', failure: { code: 'exited', signal: 'SIGKILL' } }] }),
  )
  const discarded = changed(
    behind,
    ({ block, arrival }) => block === 2 && arrival !== undefined,
    () => ({ discarded: MOCK_SERVER_DIED }),
  )
  const others = [failing, discarded, await loadTrialsOf({ blocks: 1, plannedBlocks: 6, jobs: 8 })]
  for (const trials of [behind, ...others]) expect(problemsOf('load', summarizeLoad(trials))).toEqual([])
  const { variants, ...rest } = summarizeLoad(behind)
  expect(variants[0]!.pace!.code).toBe('falls-behind')
  expect(problemsOf('load', rest)).not.toEqual([])
  expect(problemsOf('load', { ...rest, variants: [{ ...variants[0], stoodStillMs: 3 }] })).not.toEqual([])
  expect(problemsOf('load', { ...rest, variants: [{ ...variants[0], pace: { code: 'falls-behind' } }] })).not.toEqual(
    [],
  )
  expect(problemsOf('load', { ...rest, variants, kind: 'sweep' })).not.toEqual([])
})

test('reports of sweeps are as theirs says, and others are not', async () => {
  const record = aRecord(
    'world.items.count=[1, 10, 100]',
    'world.fetchDelay=[{ model: constant, ms: 1 }, { model: constant, ms: 5 }]',
  )
  const raced = simulatedCells(record, (at) =>
    at['world.items.count'] === 10
      ? undefined
      : { candidates: { 'promise-all': at['world.items.count'] === 1 ? 2 : 0.5 } },
  )
  const measured = summarizeSweep(record, raced)
  const report = await predictBetween(record, raced, measured)
  expect(report.crossovers).not.toEqual([])
  expect(report.cells.some(({ isPredicted }) => isPredicted)).toBe(true)
  for (const one of [measured, report]) expect(problemsOf('sweep', one)).toEqual([])
  const { cells, ...rest } = report
  expect(problemsOf('sweep', rest)).not.toEqual([])
  expect(problemsOf('sweep', { ...rest, cells: [{ ...cells[0], best: 'pipelined' }] })).not.toEqual([])
  expect(problemsOf('sweep', { ...report, exitCode: 1 })).not.toEqual([])
})
