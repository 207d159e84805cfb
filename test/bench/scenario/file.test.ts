import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { digestOf, headingOf, scenarioSchema } from '../../../bench/scenario/scenario.ts'
import { builtInScenarios, parseScenario, readScenario } from '../../../bench/scenario/file.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { aFolder } from '../../support/folders.ts'
import { errorText } from '../../../bench/report/messages/problems.ts'

const TEXT = `name: mine
about: A scenario of this test.
world:
  items: { count: 12, events: 4, dueShare: 0.5 }
  fetchDelay: { model: lognormal, medianMs: 3, sigma: 0.6 }
  notifyDelay: { model: constant, ms: 1 }
variants: [sequential, pipelined]
`

const KEYS = 'name, about, world, variants, reference, limits, check, client, plan'

/** What is said of a text that is refused. */
function mistakeOf(text: string, settings: readonly string[] = []): string {
  try {
    parseScenario(text, 'mine.yaml', settings)
  } catch (error) {
    if (error instanceof UserError) return errorText(error)
    throw error
  }
  return 'nothing was refused'
}

const setting = (...settings: string[]) => parseScenario(TEXT, 'mine.yaml', settings)

// Breakage: a key that is known one level below, and a list in which it is not.
test('a key that is known elsewhere is told with where that is', () => {
  const told = (...settings: string[]) => {
    try {
      readScenario('demo', settings)
    } catch (error) {
      return errorText(error)
    }
    return 'nothing'
  }
  expect(told('items.count=5')).toMatch(
    /^--set: items: expected one of name, .*, got the unknown key "items"; there is world\.items$/,
  )
  expect(told('world.count=5')).toMatch(/got the unknown key "count"; there is world\.items\.count$/)
  expect(told('ms=5')).toMatch(/there is world\.fetchDelay\.ms, world\.notifyDelay\.ms$/)
})

test('every scenario that comes along can be read, bears its own name and holds its reference', () => {
  expect(builtInScenarios()).toEqual([
    'article',
    'demo',
    'faulty',
    'field',
    'heavy',
    'lab',
    'slack-bound',
    'typical',
    'wide',
  ])
  for (const name of builtInScenarios()) {
    const scenario = readScenario(name)
    expect(scenario.name).toBe(name)
    expect(scenario.about).not.toBe('')
    expect(scenario.variants).toContain(scenario.reference)
    expect(scenario.variants.length).toBeGreaterThan(1)
  }
})

test('every scenario that comes along names the schema for editors in its first line', () => {
  for (const name of builtInScenarios()) {
    const text = readFileSync(new URL(`../../../bench/scenario/built-in/${name}.yaml`, import.meta.url), 'utf8')
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=scenario.schema.json')
  }
})

test('what is left out has its default', () => {
  const scenario = setting()
  expect(scenario).toMatchObject({ reference: 'sequential', check: 'prefilter', limits: {} })
  expect(scenario.plan).toEqual({ warmUps: 8, iterations: 6, margin: 0.05 })
  expect(scenario.world).toMatchObject({ seed: 1, https: false, hosts: 'one', fetchFaults: {}, notifyFaults: {} })
})

test('a scenario is announced by its name, and what it is about where that is said', () => {
  expect(headingOf(setting())).toBe('mine: A scenario of this test.')
  expect(headingOf(parseScenario(TEXT.replace(/about: .*\n/, ''), 'mine.yaml'))).toBe('mine')
})

test('a reference that is not among the strategies joins them, in front', () => {
  expect(setting('variants=[pipelined]').variants).toEqual(['sequential', 'pipelined'])
})

test('an unknown key is named with its place and answered with the known ones', () => {
  expect(mistakeOf(TEXT, ['world.feed.count=3'])).toMatch(/^--set: world\.feed: .* unknown key "feed"$/)
  expect(mistakeOf(`${TEXT}speed: 9\n`)).toBe(
    `mine.yaml:8:1: speed: expected one of ${KEYS}, got the unknown key "speed"`,
  )
  expect(mistakeOf(TEXT.replace('sigma: 0.6', 'sigma: 0.6, tail: 2'))).toBe(
    'mine.yaml:5:60: world.fetchDelay.tail: expected one of model, ms, medianMs, sigma, leastMs, shape, mostMs, got the unknown key "tail"',
  )
})

test('a value of the wrong type or out of range is named with its place', () => {
  expect(mistakeOf(TEXT.replace('12', 'twelve'))).toBe(
    'mine.yaml:4:12: world.items.count: expected a finite number, got "twelve"',
  )
  expect(mistakeOf(TEXT.replace('12', '.inf'))).toBe(
    'mine.yaml:4:12: world.items.count: expected a finite number, got Infinity',
  )
  expect(mistakeOf(TEXT.replace('0.5', '50'))).toBe('mine.yaml:4:34: world.items.dueShare: expected 1 or less, got 50')
  expect(mistakeOf(TEXT.replace('lognormal', 'weibull'))).toBe(
    'mine.yaml:5:17: world.fetchDelay.model: expected one of constant, lognormal, pareto, got "weibull"',
  )
  expect(mistakeOf(TEXT.replace('pipelined', 'piplined'))).toMatch(
    /^mine\.yaml:7:24: variants\.1: expected one of sequential, .*pipelined.*, got "piplined"$/,
  )
})

test('a missing key is named at what it is missing from, and every mistake has its own line', () => {
  expect(mistakeOf(TEXT.replace('count', 'cuont'))).toBe(
    `mine.yaml:4:3: world.items.count: expected a finite number, got nothing; the key is missing
mine.yaml:4:12: world.items.cuont: expected one of count, events, descriptionBytes, dueShare, recurringShare, got the unknown key "cuont"`,
  )
})

test('what is not YAML is named with its place', () => {
  expect(mistakeOf(TEXT.replace('pipelined]', 'pipelined'))).toMatch(
    /^mine\.yaml:\d+:\d+: expected YAML, got a mistake in it: Flow sequence /,
  )
  expect(mistakeOf(`${TEXT}name: again\n`)).toBe('mine.yaml:8:1: expected each key once, got "name" again')
  expect(mistakeOf('reference: *nowhere')).toMatch(/^mine\.yaml: Unresolved alias/)
})

// Breakage: a stack that overflows.
test('an alias within what it stands for is a mistake, not a scenario without an end', () => {
  expect(mistakeOf('reference: &all [*all]')).toBe(
    'mine.yaml: expected no alias within what it stands for, got one; write its value out',
  )
  expect(mistakeOf('world: &world { items: *world }')).toBe(
    'mine.yaml: expected no alias within what it stands for, got one; write its value out',
  )
})

test('a text that is no map, or empty, is no scenario', () => {
  expect(mistakeOf('hello')).toBe('mine.yaml:1:1: the scenario: expected keys with values, got "hello"')
  expect(mistakeOf('')).toBe('mine.yaml: the scenario: expected keys with values, got null')
})

test('an unknown name is answered with the known ones', () => {
  expect(() => readScenario('dmeo')).toThrow(
    new UserError('scenario-unknown', {
      known: ['article', 'demo', 'faulty', 'field', 'heavy', 'lab', 'slack-bound', 'typical', 'wide'],
      given: 'dmeo',
    }),
  )
})

test('a file of one’s own is read by its path, and mistakes in it are named by that', () => {
  const folder = aFolder({ 'mine.yaml': TEXT, 'torn.yaml': `${TEXT}speed: 9\n` })
  expect(readScenario(`${folder}/mine.yaml`)).toEqual(setting())
  const unknown = { code: 'unknown-key', known: KEYS.split(', '), given: '"speed"', elsewhere: [] } as const
  expect(() => readScenario(`${folder}/torn.yaml`)).toThrow(
    new UserError('scenario-mistakes', {
      mistakes: [{ place: `${folder}/torn.yaml:8:1`, key: 'speed', wrong: unknown }],
    }),
  )
})

test('a folder in place of a scenario file is a mistake of the caller, not of ours', () => {
  expect(() => readScenario('/')).toThrow(
    new UserError('scenario-unreadable', { file: '/', why: { code: 'not-regular', kind: 'folder' } }),
  )
})

test('--set replaces what is there and adds what is not, values being YAML', () => {
  expect(setting('world.items.count=50').world.items.count).toBe(50)
  expect(setting('plan.margin=0.1').plan).toEqual({ warmUps: 8, iterations: 6, margin: 0.1 })
  expect(setting('world.notifyRate={ perSecond: 3, burst: 2 }').world.notifyRate).toEqual({ perSecond: 3, burst: 2 })
  expect(setting('variants=[sequential, look-ahead]').variants).toEqual(['sequential', 'look-ahead'])
  expect(setting('world.https=true', 'world.https=false').world.https).toBe(false)
  expect(setting('about=a = b').about).toBe('a = b')
})

test('--set on a scenario that comes along leaves its file alone', () => {
  expect(readScenario('demo', ['world.seed=99']).world.seed).toBe(99)
  expect(readScenario('demo').world.seed).toBe(1)
})

test('a --set that makes no sense says what one looks like', () => {
  const expected = 'expected --set path=value, such as --set world.items.count=50, got'
  expect(mistakeOf(TEXT, ['world.seed'])).toBe(`${expected} "world.seed"`)
  expect(mistakeOf(TEXT, ['=1'])).toBe(`${expected} "=1"`)
})

test('a --set below something that holds nothing, or of no YAML, is a mistake of the caller, not of ours', () => {
  expect(mistakeOf(TEXT, ['name.first=1'])).toMatch(
    /^--set: expected a path of the scenario and a YAML value, got "name\.first=1": /,
  )
  expect(mistakeOf(TEXT, ['world.seed=['])).toMatch(/got "world\.seed=\[": Flow sequence/)
})

// Breakage: a mistake of the command line that is looked for in the file.
test('what --set added or replaced has its place there', () => {
  expect(mistakeOf(TEXT, ['world.sed=1'])).toMatch(
    /^--set: world\.sed: expected one of seed, items, .*, got the unknown key "sed"$/,
  )
  expect(mistakeOf(TEXT, ['world.items.count=3', 'world.items.count=many'])).toMatch(
    /^--set: world\.items\.count: .*"many"$/,
  )
  expect(mistakeOf(TEXT, ['world.feed.count=3'])).toMatch(/^--set: world\.feed: .* unknown key "feed"$/)
  expect(mistakeOf(`${TEXT}speed: 9\n`, ['world.items.count=3'])).toMatch(/^mine\.yaml:\d+:1: speed: /)
})

test('the digest does not depend on name, about, or how the file is written', () => {
  const digest = digestOf(setting())
  expect(digest).toMatch(/^[0-9a-f]{12}$/)
  expect(digestOf(setting('name=other', 'about=something else'))).toBe(digest)
  const rewritten = TEXT.replace('{ count: 12, events: 4, dueShare: 0.5 }', '{ dueShare: 0.50, events: 4, count: 12 }')
  expect(digestOf(parseScenario(`# A comment.\n${rewritten}check: prefilter\n`, 'mine.yaml'))).toBe(digest)
})

test('the digest changes with everything that decides what is measured', () => {
  const changes: string[] = [
    'world.seed=2',
    'world.items.count=13',
    'world.fetchDelay.sigma=0.7',
    'world.notifyDelay.ms=2',
    'world.fetchFaults={ gzip: 0.5 }',
    'world.https=true',
    'world.dnsDelayMs=1',
    'variants=[sequential, look-ahead]',
    'reference=pipelined',
    'limits.concurrency=9',
    'check=full',
    'client.descriptors=1024',
    'plan.warmUps=4',
    'plan.iterations=7',
    'plan.margin=0.1',
  ]
  const digests = [setting(), ...changes.map((change) => setting(change))].map(digestOf)
  expect(new Set(digests).size).toBe(changes.length + 1)
  // Whatever a scenario will hold one day has a line above.
  const covered = new Set(changes.map((change) => /^\w+/.exec(change)![0]))
  const measured = Object.keys(scenarioSchema.shape).filter((key) => key !== 'name' && key !== 'about')
  expect([...covered].toSorted()).toEqual(measured.toSorted())
})
