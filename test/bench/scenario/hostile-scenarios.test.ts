import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseScenario, parseSweep, readScenario } from '../../../bench/scenario/file.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { aFolder } from '../../support/folders.ts'
import { errorText } from '../../../bench/report/messages/problems.ts'

const scenarioOf = (feeds: string, more = '') => `name: mine
world:
  items: { count: ${feeds}, events: 4, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 3 }
  notifyDelay: { model: constant, ms: 1 }
variants: [sequential, pipelined]
${more}`

function mistake(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return errorText(error)
    throw error
  }
  return 'nothing was refused'
}

const mistakeIn = (text: string) => mistake(() => parseSweep(text, 'mine.yaml'))
const numbers = (count: number) => `[${Array.from({ length: count }, (_, at) => at + 1).join(',')}]`

// Breakage: values that are held against each other, or combined, before they are counted: a minute for 60,000 of them.
test('a sweep of too many cells is refused before anything is made of its values', () => {
  expect(mistakeIn(scenarioOf(numbers(15_000)))).toBe(
    'mine.yaml:3:12: world.items.count: expected a sweep of at most 400 cells, got 15000; take fewer values',
  )
  const many = Array.from({ length: 40 }, (_, at) => `k${at}: [1, 2]`).join('\n')
  expect(mistakeIn(`${scenarioOf('12')}${many}`)).toMatch(
    /got 1099511627776 \(2 × 2 × 2 × 2 × 2 × 2 × 2 × 2 × \.\.\.\)/,
  )
})

// Breakage: a file without a size, for which the library takes seconds.
test('a scenario of more than 100 kB is refused, as a text and as a file', () => {
  const text = scenarioOf(numbers(60_000))
  expect(mistakeIn(text)).toBe('mine.yaml: expected a scenario of at most 100 kB, got a longer text')
  const file = join(aFolder({ 'mine.yaml': text }), 'mine.yaml')
  expect(mistake(() => readScenario(file))).toBe(
    `expected a scenario as a YAML file, got "${file}", which has more than 100 kB`,
  )
})

// Breakage: the library's own look for keys that are there twice: the square of their number, 3 seconds for these.
test('many keys are looked up once each, and one that is there twice has its place', () => {
  const keys = Array.from({ length: 5000 }, (_, at) => `k${at}: 1`).join('\n')
  expect(mistakeIn(`${scenarioOf('12')}${keys}\n`)).toMatch(
    /^mine\.yaml:7:1: k0: expected one of name, .* unknown key "k0"$/,
  )
  expect(mistakeIn(scenarioOf('12', 'check: full\ncheck: full\n'))).toBe(
    'mine.yaml:8:1: expected each key once, got "check" again',
  )
})

test('of a thousand mistakes twenty are told', () => {
  const text = scenarioOf('12').replace('[sequential, pipelined]', `[${'x, '.repeat(1000)}x]`)
  const told = mistakeIn(text).split('\n')
  expect(told).toHaveLength(21)
  expect(told.at(-1)).toBe('and 981 more')
})

test.each([
  [
    'a bomb of aliases',
    `a: &a [1,1,1,1]\n${Array.from('bcdefghi')
      .map((one, at) => `${one}: &${one} [${`*${'abcdefgh'[at]},`.repeat(9)}]`)
      .join('\n')}`,
    /alias/,
  ],
  ['lists in lists', `a: ${'['.repeat(30_000)}`, /expected maps and lists that are not nested so deeply$/],
  ['maps in maps', `a: ${'{a: '.repeat(20_000)}`, /expected maps and lists that are not nested so deeply$/],
  ['a key of 90 kB', `${'k'.repeat(90_000)}: 1`, /mine\.yaml:1:1: /],
  [
    'a prototype',
    scenarioOf('12', '__proto__: { check: full }'),
    /^mine\.yaml:7:1: __proto__: .* unknown key "__proto__"$/,
  ],
  ['an unknown key of control characters', scenarioOf('12', '"\\e[2Jx": 1'), /unknown key "\\u001B\[2Jx"$/],
])('%s is refused', (_, text, why) => {
  expect(mistakeIn(text)).toMatch(why)
})

test.each([
  ['items.count', '1000000000', '3:12', '100000 or less, got 1000000000'],
  ['items.count', '.inf', '3:12', 'a finite number, got Infinity'],
  ['items.count', '.nan', '3:12', 'a finite number, got NaN'],
])('world.%s: %s is refused with its place', (path, value, place, why) => {
  expect(mistakeIn(scenarioOf(value))).toBe(`mine.yaml:${place}: world.${path}: expected ${why}`)
})

// Breakage: a key without an end. A delay of 1e308 ms is waited for, and a rate of 5e-324 lets nothing pass.
test('no number of a scenario may be without end', () => {
  const keys = [
    'world.fetchDelay.ms',
    'world.fetchDelay={ model: lognormal, medianMs: N, sigma: 0.5 }',
    'world.fetchDelay={ model: lognormal, medianMs: 1, sigma: N }',
    'world.fetchDelay={ model: pareto, leastMs: N, shape: 1, mostMs: 5 }',
    'world.fetchDelay={ model: pareto, leastMs: 1, shape: N, mostMs: 5 }',
    'world.fetchDelay={ model: pareto, leastMs: 1, shape: 1, mostMs: N }',
    'world.bytesPerSecond',
    'world.notifyRate={ perSecond: N, burst: 1 }',
    'world.notifyRate={ perSecond: 1, burst: N }',
    'world.dnsDelayMs',
    'world.items.events',
    'world.items.descriptionBytes',
    'world.items.dueShare',
    'world.fetchFaults.hang',
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
          mistake(() => parseScenario(scenarioOf('12'), 'mine.yaml', [setting])),
          setting,
        )
        .toMatch(/^--set: /)
    }
})

// Breakage: a scenario that is opened as if it were a file: nobody ever writes to this one.
test('a FIFO, a folder and what is no text are refused as a scenario', () => {
  const folder = aFolder()
  const at = (name: string) => join(folder, name)
  execFileSync('mkfifo', [at('fifo')])
  mkdirSync(at('inner'))
  writeFileSync(at('binary'), Buffer.from([0xff, 0xfe, 0x41]))
  const whyNot = (name: string) => mistake(() => readScenario(at(name))).replace(/^.*which /, '')
  expect(['fifo', 'inner', 'binary'].map(whyNot)).toEqual([
    'is a FIFO, not a regular file',
    'is a folder, not a regular file; name a file in it',
    'is not text in UTF-8',
  ])
})
