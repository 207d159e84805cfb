import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { placeAt } from '../../../../bench/judge/prediction/axis.ts'
import { MODEL } from '../../../../bench/model/costs.ts'
import {
  isAmong,
  OWN_VALIDATION_FILE,
  readValidation,
  errorOfRatioBy,
  untestedIn,
  writeValidation,
} from '../../../../bench/judge/prediction/validation.ts'
import { readScenario } from '../../../../bench/scenario/file.ts'
import { type StrategyName, strategies } from '../../../../strategies/index.ts'
import { hasThreads } from '../../../../strategies/limits.ts'
import { aFolder } from '../../../support/folders.ts'

const demo = readScenario('demo')
const shipped = readValidation()!

// Breakage: a model that was changed and not measured again, fewer cells, narrower ones, or a bar that was missed.
test('the errors that stand beside predictions were measured of this model, in 60 cells over a factor of 10, within the bars', () => {
  expect(shipped.model).toBe(MODEL)
  for (const { least, most } of Object.values(shipped.spans)) expect(most / least).toBeGreaterThanOrEqual(10)
  // One that was added since has no errors yet, which its predictions say.
  expect(Object.keys(strategies)).toEqual(expect.arrayContaining(Object.keys(shipped.strategies)))
  expect(Object.keys(shipped.strategies).length).toBeGreaterThanOrEqual(6)
  for (const [name, { cells, medianError }] of Object.entries(shipped.strategies)) {
    expect(cells, name).toBeGreaterThanOrEqual(60)
    expect(medianError, name).toBeLessThanOrEqual(hasThreads(strategies[name as StrategyName]) ? 0.25 : 0.1)
  }
})

// Breakage: the errors of another model, or of an older file, shown as those of this one.
test('a file of another model or form counts as none', () => {
  const file = pathToFileURL(join(aFolder(), 'validation.json'))
  writeValidation(shipped, file)
  expect(readValidation(file)).toEqual(shipped)
  writeValidation({ ...shipped, model: MODEL - 1 }, file)
  expect(readValidation(file)).toBeUndefined()
  writeFileSync(file, '{"cells": 60}')
  expect(readValidation(file)).toBeUndefined()
})

test('a place is among the measured cells where its items, delay and size are', () => {
  const { spans } = shipped
  const middle = { items: 20, delay: 10, size: 10_000 }
  expect(isAmong(shipped, placeAt(demo, middle))).toBe(true)
  for (const beyond of [
    { items: spans.items.most + 1 },
    { items: spans.items.least - 1 },
    { delay: 2 * spans.delayMs.most },
    { size: 2000 * spans.kilobytes.most },
  ])
    expect(isAmong(shipped, placeAt(demo, { ...middle, ...beyond })), JSON.stringify(beyond)).toBe(false)
})

// Breakage: predictions of jobs of a user are printed that were held against nothing, or the sizes that were measured count as untested.
test('what comes along for jobs of a user was measured in enough cells, and close enough', () => {
  const own = readValidation(OWN_VALIDATION_FILE)!
  expect(own.cells).toBeGreaterThanOrEqual(30)
  expect(Object.keys(strategies)).toEqual(expect.arrayContaining(Object.keys(own.strategies)))
  expect(Object.keys(own.strategies).length).toBeGreaterThanOrEqual(6)
  for (const [name, { medianError }] of Object.entries(own.strategies))
    expect(medianError, name).toBeLessThanOrEqual(hasThreads(strategies[name as StrategyName]) ? 0.25 : 0.1)
  const { most } = own.spans.kilobytes
  const scenario = { ...placeAt(demo, { items: 20, delay: 10 }).scenario, job: 'my-job.mts' }
  const at = (kilobytes: number) => ({
    limits: {},
    scenario: { ...scenario, itemProfile: [{ fetches: 1, posts: 1, kilobytes, checkMs: 0 }] },
  })
  expect(isAmong(own, at(most + 0.04))).toBe(true)
  expect(isAmong(own, at(most + 0.1))).toBe(false)
})

test('what no measured cell had is named', () => {
  expect(untestedIn(placeAt(demo, {}))).toEqual([])
  expect(untestedIn(placeAt(readScenario('field'), { concurrency: 9, notifyRate: 1 }))).toEqual([
    'https',
    'host-per-item',
    'notify-rate',
    'limits',
  ])
  expect(untestedIn(placeAt(readScenario('demo', ['world.fetchFaults={gzip: 0.5, hang: 0}']), {}))).toEqual([
    'compressed-items',
  ])
  expect(untestedIn(placeAt(readScenario('demo', ['checkCpuMs=5']), {}))).toEqual(['check-cpu'])
  const slow = [
    'world.notifyDelay={model: constant, ms: 4000}',
    'world.items.dueShare=0.9',
    'world.fetchFaults={hang: 0.1}',
  ]
  expect(untestedIn(placeAt(readScenario('demo', slow), {}))).toEqual(['fetch-faults', 'many-due', 'slow-posts'])
})

test('the ratio of two predictions may be off by both errors, and by 1%', () => {
  const { 'promise-all': all, pipelined } = shipped.strategies
  const errorOf = errorOfRatioBy(shipped)
  const sum = all!.medianError + pipelined!.medianError
  expect(errorOf('promise-all', 'pipelined')).toBe(Math.log1p(Math.max(0.01, sum)))
  const worst = Math.max(...Object.values(shipped.strategies).map(({ medianError }) => medianError))
  expect(errorOf('mine', 'yours')).toBe(Math.log1p(2 * worst))
  expect(errorOfRatioBy(undefined)('promise-all', 'pipelined')).toBe(Math.log1p(0.01))
})
