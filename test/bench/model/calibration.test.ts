import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { featuresOf } from '../../../bench/model/calibration.ts'
import { digestOfCode } from '../../../bench/trial/code-digest.ts'
import { keepCalibration, readCalibration } from '../../../bench/model/calibration.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import { aFolder } from '../../support/folders.ts'
import { REAL } from './simulated.ts'

const machine = { cpu: 'A processor', cores: 2, node: 'v24.0.0' }
const calibration = { costs: REAL, machine, measuredAt: '2026-01-15T09:00:00.000Z', runs: 40, load: 0.1 }
const newFile = () => join(aFolder(), 'kept', 'calibration.json')

test('a calibration is found again for the same features and machine, and for no others', () => {
  const file = newFile()
  expect(readCalibration('abc', machine, file)).toBeUndefined()
  keepCalibration('abc', calibration, file)
  expect(readCalibration('abc', machine, file)).toEqual(calibration)
  expect(readCalibration('other', machine, file)).toBeUndefined()
  for (const change of [{ cpu: 'Another' }, { cores: 4 }, { node: 'v26.0.0' }])
    expect(readCalibration('abc', { ...machine, ...change }, file)).toBeUndefined()
})

test('calibrations are kept beside each other, a later one of the same kind in place of the earlier', () => {
  const file = newFile()
  keepCalibration('abc', calibration, file)
  keepCalibration('other', { ...calibration, runs: 7 }, file)
  keepCalibration('abc', { ...calibration, runs: 8 }, file)
  expect(readCalibration('abc', machine, file)?.runs).toBe(8)
  expect(readCalibration('other', machine, file)?.runs).toBe(7)
})

test('a file that cannot be read counts as none', () => {
  const file = join(aFolder(), 'calibration.json')
  for (const text of ['{', '{"a": {"costs": 1}}']) {
    writeFileSync(file, text)
    expect(readCalibration('abc', machine, file)).toBeUndefined()
  }
})

// Breakage: one entry of another version, and all that was kept beside it is measured again.
test('an entry that cannot be read costs no other', () => {
  const file = newFile()
  keepCalibration('abc', calibration, file)
  const kept = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ 'another version': { costs: 1 }, ...kept }))
  expect(readCalibration('abc', machine, file)).toEqual(calibration)
  keepCalibration('more', calibration, file)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ 'another version': { costs: 1 }, ...kept })
})

// Breakage: another processor load than that of the steps in every prediction from then on.
test('what a busy machine yielded is not kept, by how many processors it has', () => {
  const file = newFile()
  keepCalibration('abc', { ...calibration, load: 1.6 }, file)
  expect(readCalibration('abc', machine, file)).toBeUndefined()
  keepCalibration('abc', { ...calibration, load: 1.6, machine: { ...machine, cores: 16 } }, file)
  expect(readCalibration('abc', { ...machine, cores: 16 }, file)).toBeDefined()
})

// Breakage: costs of steps as they were before somebody changed them.
test('a calibration is kept for the code that was calibrated, and for that of predictions', () => {
  const file = newFile()
  keepCalibration('abc', calibration, file)
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)[0]).toContain(digestOfCode())
})

test('features are those that decide what a step costs, not how many feeds there are or how slow servers are', () => {
  const features = (...settings: string[]) => featuresOf(readScenario('demo', settings))
  expect(
    features('world.items.count=99', 'world.items.events=50', 'world.fetchDelay.medianMs=80', 'limits.concurrency=3'),
  ).toBe(features())
  for (const setting of ['world.https=true', 'world.hosts=many', 'check=full', 'world.items.descriptionBytes=10'])
    expect(features(setting), setting).not.toBe(features())
})
