import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { jsonOf, resultsOf } from '../../../bench/judge/comparison/results.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { invokedTrials, reinvoked } from '../../support/invoked-trials.ts'
import { changed, isRun, trialsOf, MOCK_SERVER_DIED } from '../../support/trials.ts'

const published = readFileSync(new URL('../../../bench/judge/report.schema.json', import.meta.url), 'utf8')
const schema = z.fromJSONSchema(JSON.parse(published) as Parameters<typeof z.fromJSONSchema>[0])

/** What is written to report.json, read again. */
const reportOf = (trials: readonly Trial[]) => JSON.parse(JSON.stringify(jsonOf(resultsOf(trials)))) as object

const problemsOf = (report: object) => schema.safeParse(report).error?.issues ?? []

/** A report in which one value is another, by its path. */
function altered(report: object, path: readonly (string | number)[], value: unknown): object {
  const copy = structuredClone(report) as Record<string | number, unknown>
  const holder = path.slice(0, -1).reduce((part, key) => part[key] as typeof copy, copy)
  if (value === undefined) delete holder[path.at(-1)!]
  else holder[path.at(-1)!] = value
  return copy
}

test('reports of all kinds are as it says', () => {
  const raced = trialsOf({ candidates: { pipelined: 0.5, 'promise-all': 0.3, 'look-ahead': 1.01 } })
  const wrong = changed(raced, isRun('pipelined', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'another' },
  }))
  const failing = changed(wrong, isRun('promise-all', 1, 2), () => ({
    faults: [{ code: 'timed-out', withinMs: 60_000 }],
  }))
  const discarded = changed(failing, isRun('look-ahead', 2, 2), () => ({
    discarded: MOCK_SERVER_DIED,
  }))
  const reports = [
    raced,
    discarded,
    trialsOf({ blocks: 12, quick: false, aaCheck: 1.3, slowedBy: 1 }),
    trialsOf({ blocks: 1, iterations: 1 }),
    invokedTrials(),
    invokedTrials({ containers: 40, target: 'aws' }),
    invokedTrials({ containers: 3, isTraced: false }),
  ].map(reportOf)
  for (const report of reports) expect(problemsOf(report)).toEqual([])
})

test('the report of several sizes of memory is as it says', () => {
  const sized = [512, 1769].flatMap((memoryMb) =>
    invokedTrials().map((trial) => ({
      ...trial,
      ...reinvoked(trial, { memoryMb }),
      scenario: { ...trial.scenario, digest: `of ${memoryMb}`, memoryMb },
    })),
  )
  const report = reportOf(sized)
  expect(report).toHaveProperty('sizes.1.variants')
  expect(problemsOf(report)).toEqual([])
  expect(problemsOf(altered(report, ['sizes', 1, 'variants', 0, 'makespanMs', 'median'], 'long'))).not.toEqual([])
})

// Breakage: a schema that lets everything pass, as one of `{}` does.
test('what is no report is not', () => {
  const report = reportOf(trialsOf())
  for (const [path, value] of [
    [['schema'], 99],
    [['variants', 0, 'makespanMs', 'median'], '60 ms'],
    [['variants', 1, 'verdict', 'code'], 'fastest'],
    [['variants', 0, 'makespanMs'], undefined],
    [['variants', 1, 'makespan'], 60],
    [['scenario', 'margin'], null],
    [['exitCode'], 1],
    [['recommendation'], undefined],
  ] as const)
    expect(problemsOf(altered(report, path, value)), path.join('.')).not.toEqual([])
  expect(problemsOf({})).not.toEqual([])
})
