import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseScenario, parseSweep, readScenario } from '../../../bench/scenario/file.ts'
import { problemText } from '../../../bench/report/messages/problems.ts'
import { aFolder } from '../../support/folders.ts'
import { problemIn } from '../../support/problems.ts'

const scenarioOf = (feeds: string, more = '') => `name: mine
world:
  items: { count: ${feeds}, events: 4, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 3 }
  notifyDelay: { model: constant, ms: 1 }
variants: [sequential, pipelined]
${more}`

const problemOf = (text: string) => problemIn(() => parseSweep(text, 'mine.yaml'))
const numbers = (count: number) => `[${Array.from({ length: count }, (_, at) => at + 1).join(',')}]`
const aMistake = (place: string, key: string, wrong: object) => ({
  code: 'scenario-mistakes',
  parameters: { mistakes: [{ place, key, wrong }] },
})

// Breakage: values that are held against each other, or combined, before they are counted: a minute for 60,000 of them.
test('a sweep of too many cells is refused before anything is made of its values', () => {
  expect(problemOf(scenarioOf(numbers(15_000)))).toEqual({
    code: 'sweep-too-large',
    parameters: { place: 'mine.yaml:3:12', path: 'world.items.count', most: 400, cells: 15_000, lengths: [15_000] },
  })
  const many = Array.from({ length: 40 }, (_, at) => `k${at}: [1, 2]`).join('\n')
  const problem = problemOf(`${scenarioOf('12')}${many}`)
  expect(problem).toMatchObject({
    code: 'sweep-too-large',
    parameters: { cells: 2 ** 40, lengths: Array.from({ length: 40 }, () => 2) },
  })
  expect(problemText(problem)).toContain(` 1099511627776 (${'2 × '.repeat(8)}...)`)
})

// Breakage: a file without a size, for which the library takes seconds.
test('a scenario of more than 100 kB is refused, as a text and as a file', () => {
  const text = scenarioOf(numbers(60_000))
  expect(problemOf(text)).toEqual({ code: 'scenario-too-long', parameters: { file: 'mine.yaml', mostKb: 100 } })
  const file = join(aFolder({ 'mine.yaml': text }), 'mine.yaml')
  expect(problemIn(() => readScenario(file))).toEqual({
    code: 'scenario-unreadable',
    parameters: { file, why: { code: 'too-long', mostBytes: 100_000 } },
  })
})

// Breakage: the library's own look for keys that are there twice: the square of their number, 3 seconds for these.
test('many keys are looked up once each, and one that is there twice has its place', () => {
  const keys = Array.from({ length: 5000 }, (_, at) => `k${at}: 1`).join('\n')
  expect(problemOf(`${scenarioOf('12')}${keys}\n`)).toMatchObject(
    aMistake('mine.yaml:7:1', 'k0', { code: 'unknown-key', given: '"k0"' }),
  )
  expect(problemOf(scenarioOf('12', 'check: full\ncheck: full\n'))).toEqual({
    code: 'scenario-key-twice',
    parameters: { place: 'mine.yaml:8:1', key: '"check"' },
  })
})

test('of a thousand mistakes twenty are listed, and the others counted', () => {
  const text = scenarioOf('12').replace('[sequential, pipelined]', `[${'x, '.repeat(1000)}x]`)
  const problem = problemOf(text)
  expect(problem).toMatchObject({ code: 'scenario-mistakes', parameters: { more: 981 } })
  expect(problem.code === 'scenario-mistakes' && problem.parameters.mistakes).toHaveLength(20)
})

test.each<[string, string, object]>([
  [
    'a bomb of aliases',
    `a: &a [1,1,1,1]\n${Array.from('bcdefghi')
      .map((one, at) => `${one}: &${one} [${`*${'abcdefgh'[at]},`.repeat(9)}]`)
      .join('\n')}`,
    { code: 'scenario-alias' },
  ],
  ['lists in lists', `a: ${'['.repeat(30_000)}`, { code: 'scenario-nested-deeply' }],
  ['maps in maps', `a: ${'{a: '.repeat(20_000)}`, { code: 'scenario-nested-deeply' }],
  ['a key of 90 kB', `${'k'.repeat(90_000)}: 1`, { parameters: { place: 'mine.yaml:1:1' } }],
  [
    'a prototype',
    scenarioOf('12', '__proto__: { check: full }'),
    aMistake('mine.yaml:7:1', '__proto__', { code: 'unknown-key', given: '"__proto__"' }),
  ],
  [
    'an unknown key of control characters',
    scenarioOf('12', '"\\e[2Jx": 1'),
    aMistake('mine.yaml:7:1', '\u001B[2Jx', { code: 'unknown-key', given: String.raw`"\u001B[2Jx"` }),
  ],
])('%s is refused', (_, text, problem) => {
  expect(problemOf(text)).toMatchObject(problem)
})

test.each([
  ['1000000000', /\b100000\b/, '1000000000'],
  ['.inf', /finite/, 'Infinity'],
  ['.nan', /finite/, 'NaN'],
])('world.items.count: %s is refused with its place', (value, expectation, got) => {
  expect(problemOf(scenarioOf(value))).toEqual(
    aMistake('mine.yaml:3:12', 'world.items.count', {
      code: 'unexpected',
      expectation: expect.stringMatching(expectation),
      got,
      isMissing: false,
    }),
  )
})

// Breakage: a key without an end. A delay of 1e308 ms is waited for, and a rate of 5e-324 lets nothing pass.
test('no number of a scenario may be without end', () => {
  const keys = [
    'world.fetchDelay.ms',
    'world.fetchDelay={ model: lognormal, medianMs: N, sigma: 0.5 }',
    'world.fetchDelay={ model: lognormal, medianMs: 1, sigma: N }',
    'world.fetchDelay={ model: lognormal, p50Ms: N, p99Ms: 5 }',
    'world.fetchDelay={ model: lognormal, p50Ms: 1, p99Ms: N }',
    'world.fetchDelay={ model: pareto, leastMs: N, shape: 1, mostMs: 5 }',
    'world.fetchDelay={ model: pareto, leastMs: 1, shape: N, mostMs: 5 }',
    'world.fetchDelay={ model: pareto, leastMs: 1, shape: 1, mostMs: N }',
    'world.bytesPerSecond',
    'world.notifyRate={ perSecond: N, burst: 1 }',
    'world.notifyRate={ perSecond: 1, burst: N }',
    'world.dnsDelayMs',
    'world.items.events',
    'world.items.bytes',
    'world.items.descriptionBytes',
    'world.items.dueShare',
    'world.fetchFaults.hang',
    'checkCpuMs',
    'limits.concurrency',
    'limits.threads',
    'limits.buffer',
    'client.headersTimeoutMs',
    'client.bodyTimeoutMs',
    'client.runTimeoutMs',
    'client.descriptors',
    'plan.warmUps',
    'plan.iterations',
    'plan.margin',
  ]
  for (const key of keys)
    for (const value of ['1e308', '.inf', '.nan', '-1e308']) {
      const setting = key.includes('N') ? key.replace('N', value) : `${key}=${value}`
      expect
        .soft(
          problemIn(() => parseScenario(scenarioOf('12'), 'mine.yaml', [setting])),
          setting,
        )
        .toMatchObject({
          parameters: { mistakes: expect.arrayContaining([expect.objectContaining({ place: '--set' })]) },
        })
    }
})

// Breakage: a scenario that is opened as if it were a file: nobody ever writes to this one.
test('a FIFO, a folder and what is no text are refused as a scenario', () => {
  const folder = aFolder()
  const at = (name: string) => join(folder, name)
  execFileSync('mkfifo', [at('fifo')])
  mkdirSync(at('inner'))
  writeFileSync(at('binary'), Buffer.from([0xff, 0xfe, 0x41]))
  const reasons = {
    fifo: { code: 'not-regular', kind: 'fifo' },
    inner: { code: 'not-regular', kind: 'folder' },
    binary: { code: 'not-text' },
  }
  for (const [name, why] of Object.entries(reasons))
    expect(problemIn(() => readScenario(at(name)))).toEqual({
      code: 'scenario-unreadable',
      parameters: { file: at(name), why },
    })
})
