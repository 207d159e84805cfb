import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { strategiesOf } from '../../../bench/scenario/scenario.ts'
import { parseScenario, parseSweep, readSweep } from '../../../bench/scenario/file.ts'
import { isNumeric } from '../../../bench/scenario/axes.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { expectationFor } from '../../support/expectations.ts'
import { aFolder } from '../../support/folders.ts'
import { problemIn } from '../../support/problems.ts'

const TEXT = `name: mine
world:
  items: { count: [1, 3, 10], events: 4, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: [5, 50] }
  notifyDelay: { model: constant, ms: 1 }
variants: [sequential, pipelined]
`

const problemOf = (text: string, sweeps: readonly string[] = []) =>
  problemIn(() => parseSweep(text, 'mine.yaml', [], sweeps))
const aMistake = (place: string, key: string, wrong: object) => ({
  code: 'scenario-mistakes',
  parameters: { mistakes: [{ place, key, wrong }] },
})
const FINITE = expectationFor({ code: 'invalid_type', expected: 'number' })
const unexpected = (expectation: string, got: string) =>
  ({ code: 'unexpected', expectation, got, isMissing: false }) as const

test('a scenario without lists is a sweep of one cell and no axes', () => {
  const text = TEXT.replace('[1, 3, 10]', '3').replace('[5, 50]', '5')
  expect(parseSweep(text, 'mine.yaml')).toEqual({
    axes: [],
    cells: [{ at: {}, scenario: parseScenario(text, 'mine.yaml') }],
  })
})

test('lists make a grid, the last one changing fastest, each cell with its own values', () => {
  const { axes, cells } = parseSweep(TEXT, 'mine.yaml')
  expect(axes).toEqual([
    { path: 'world.items.count', values: [1, 3, 10] },
    { path: 'world.fetchDelay.ms', values: [5, 50] },
  ])
  expect(cells.map(({ at }) => Object.values(at))).toEqual([
    [1, 5],
    [1, 50],
    [3, 5],
    [3, 50],
    [10, 5],
    [10, 50],
  ])
  for (const { at, scenario } of cells) {
    expect(scenario.world.items.count).toBe(at['world.items.count'])
    expect(scenario.world.fetchDelay).toEqual({ model: 'constant', ms: at['world.fetchDelay.ms'] })
    expect(scenario.variants).toEqual(['sequential', 'pipelined'])
  }
})

test('any key may be a list, of maps and of names too, by --sweep as well', () => {
  const swept = (...sweeps: string[]) => parseSweep(TEXT, 'mine.yaml', ['world.items.count=3'], sweeps)
  const onlySwept = (...sweeps: string[]) =>
    parseSweep(TEXT, 'mine.yaml', ['world.items.count=3', 'world.fetchDelay.ms=5'], sweeps)
  const delays = swept('world.fetchDelay={ model: constant, ms: 5 }, { model: lognormal, medianMs: 5, sigma: 1 }')
  expect(delays.cells.map(({ scenario }) => scenario.world.fetchDelay.model)).toEqual(['constant', 'lognormal'])
  const others = onlySwept('check=full,prefilter', 'world.https=[false, true]', 'plan.iterations=2')
  expect(others.axes.map(({ path }) => path)).toEqual(['world.https', 'check', 'plan.iterations'])
  expect(others.cells).toHaveLength(4)
  expect(onlySwept('limits={ concurrency: 4 },{}').cells[0]!.scenario.limits).toEqual({
    concurrency: 4,
  })
})

test('sizes, percentiles and the CPU of checks make axes of numbers', () => {
  const axesOf = (...sweeps: string[]) =>
    parseSweep(
      TEXT,
      'mine.yaml',
      ['world.items.count=3', 'world.fetchDelay={ model: lognormal, p50Ms: 5, p99Ms: 50 }'],
      sweeps,
    )
  const sizes = axesOf('world.items.bytes=[4KB, 40KB, 1.5MB, 9000]')
  expect(sizes.axes).toEqual([{ path: 'world.items.bytes', values: [4000, 40_000, 1_500_000, 9000] }])
  for (const { at, scenario } of sizes.cells) expect(scenario.world.items.bytes).toBe(at['world.items.bytes'])
  const others = axesOf('world.fetchDelay.p50Ms=[5, 10]', 'world.fetchDelay.p99Ms=[50, 100]', 'checkCpuMs=[0, 5]')
  expect(others.cells).toHaveLength(8)
  expect([...sizes.axes, ...others.axes].every(isNumeric)).toBe(true)
  expect(() => axesOf('world.items.bytes=[4KB, 4000]')).toThrow(UserError)
})

test('the reference is among the strategies of every cell', () => {
  const { cells } = parseSweep(
    TEXT,
    'mine.yaml',
    ['world.items.count=3', 'world.fetchDelay.ms=5'],
    ['reference=pipelined,look-ahead'],
  )
  expect(cells.map(({ scenario }) => strategiesOf(scenario))).toEqual([
    ['sequential', 'pipelined'],
    ['look-ahead', 'sequential', 'pipelined'],
  ])
})

test('a file of one’s own and one that comes along are read alike', () => {
  const folder = aFolder({ 'mine.yaml': TEXT })
  expect(readSweep(`${folder}/mine.yaml`).cells).toHaveLength(6)
  expect(readSweep('demo', [], ['world.items.count=3,30']).cells).toHaveLength(2)
  expect(readSweep('demo').axes).toEqual([])
})

test('an empty list, a value twice and a list in a list are refused, each with its place', () => {
  const delays = '{ model: constant, ms: [5, 50] }'
  expect(problemOf(TEXT.replace('[1, 3, 10]', '[]'))).toEqual(
    aMistake('mine.yaml:3:12', 'world.items.count', { code: 'empty-list' }),
  )
  expect(problemOf(TEXT.replace('[1, 3, 10]', '[1, 3, 1]'))).toEqual(
    aMistake('mine.yaml:3:12', 'world.items.count', { code: 'value-twice', value: '1' }),
  )
  const maps = '[{ model: constant, ms: 5 }, { ms: 5, model: constant }]'
  expect(problemOf(TEXT.replace(delays, maps))).toEqual(
    aMistake('mine.yaml:4:3', 'world.fetchDelay', { code: 'value-twice', value: '{"ms":5,"model":"constant"}' }),
  )
  expect(problemOf(TEXT.replace(delays, `[${delays}]`))).toEqual(
    aMistake('mine.yaml:4:3', 'world.fetchDelay', { code: 'nested-list', value: '[5,50]' }),
  )
  expect(problemOf(TEXT.replace('[1, 3, 10]', '[[1, 3], [10]]'))).toEqual(
    aMistake('mine.yaml:3:12', 'world.items.count', { code: 'nested-list', value: '[1,3]' }),
  )
})

test('more than 400 cells are refused, with how they come about', () => {
  const many = (most: number) => JSON.stringify(Array.from({ length: most }, (_, index) => index + 1))
  expect(problemOf(TEXT, [`world.items.count=${many(201)}`])).toEqual({
    code: 'sweep-too-large',
    parameters: { place: '--sweep', path: 'world.items.count', most: 400, cells: 402, lengths: [201, 2] },
  })
  expect(parseSweep(TEXT, 'mine.yaml', [], [`world.items.count=${many(200)}`]).cells).toHaveLength(400)
})

test('a value that does not fit is named with its own place in the list, once however many cells it is in', () => {
  expect(problemOf(TEXT.replace('[1, 3, 10]', '[1, 0, ten]'))).toEqual({
    code: 'scenario-mistakes',
    parameters: {
      mistakes: [
        {
          place: 'mine.yaml:3:23',
          key: 'world.items.count',
          wrong: unexpected(expectationFor({ code: 'too_small', origin: 'number', minimum: 1, inclusive: true }), '0'),
        },
        { place: 'mine.yaml:3:26', key: 'world.items.count', wrong: unexpected(FINITE, '"ten"') },
      ],
    },
  })
  const maps = '[{ model: constant, ms: 5 }, { model: constant, ms: -1 }]'
  expect(problemOf(TEXT.replace('{ model: constant, ms: [5, 50] }', maps))).toEqual({
    code: 'scenario-mistakes',
    parameters: {
      mistakes: [
        {
          place: 'mine.yaml:4:63',
          key: 'world.fetchDelay.ms',
          wrong: unexpected(expectationFor({ code: 'too_small', origin: 'number', minimum: 0, inclusive: true }), '-1'),
          inValue: '{"model":"constant","ms":-1}',
        },
      ],
    },
  })
  expect(problemOf(`${TEXT}speed: [1, 2]\n`)).toMatchObject(
    aMistake('mine.yaml:7:1', 'speed', { code: 'unknown-key', given: '"speed"' }),
  )
})

test('values that make no difference are refused: they would be measured twice', () => {
  expect(problemOf(TEXT.replace('name: mine', 'name: [mine, yours]'))).toEqual({
    code: 'sweep-values-alike',
    parameters: { place: 'mine.yaml:1:1', path: 'name', one: '"mine"', other: '"yours"' },
  })
})

test('strategies are a list by nature, and no axis', () => {
  expect(problemOf(TEXT.replace('[sequential, pipelined]', '[[sequential], [pipelined]]'))).toMatchObject({
    parameters: {
      mistakes: [
        { place: 'mine.yaml:6:12', key: 'variants.0', wrong: { code: 'unexpected' } },
        { key: 'variants.1', wrong: { code: 'unexpected' } },
      ],
    },
  })
})

test('whoever takes one scenario says that a list is none', () => {
  expect(() => parseScenario(TEXT, 'mine.yaml')).toThrow(
    new UserError('list-in-scenario', { place: 'mine.yaml:3:12', path: 'world.items.count', values: 3 }),
  )
})

test('the JSON Schema for editors takes lists at any key, and nothing in them that does not fit', () => {
  const file = new URL('../../../bench/scenario/built-in/scenario.schema.json', import.meta.url)
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0])
  const fits = (text: string) => schema.safeParse(parse(text)).success
  const maps = '[{ model: constant, ms: 5 }, { model: constant, ms: 6 }]'
  for (const text of [
    TEXT,
    TEXT.replace('[1, 3, 10]', '3'),
    TEXT.replace('{ model: constant, ms: [5, 50] }', maps),
    `${TEXT}check: [full, prefilter]\nlimits: [{ concurrency: 4 }, {}]\n`,
    TEXT.replace('events: 4', 'bytes: [4KB, 40000]'),
    TEXT.replace('constant, ms: [5, 50]', 'lognormal, p50Ms: [5, 50], p99Ms: 100'),
  ])
    expect(fits(text), text).toBe(true)
  for (const text of [
    TEXT.replace('[1, 3, 10]', '[]'),
    TEXT.replace('[1, 3, 10]', '[1, 0]'),
    TEXT.replace('[1, 3, 10]', '0'),
    TEXT.replace('{ model: constant, ms: [5, 50] }', maps.replace('6', '[6, 7]')),
    TEXT.replace('[sequential, pipelined]', '[[sequential], [pipelined]]'),
    `${TEXT}speed: [1]\n`,
    TEXT.replace('events: 4', 'events: 4, bytes: 4KB'),
    TEXT.replace('events: 4', 'bytes: 4k'),
    TEXT.replace('events: 4,', ''),
    TEXT.replace('constant, ms: [5, 50]', 'lognormal, medianMs: 5, sigma: 1, p99Ms: 100'),
    TEXT.replace('constant, ms: [5, 50]', 'lognormal, medianMs: 5, p99Ms: 100'),
  ])
    expect(fits(text), text).toBe(false)
})
