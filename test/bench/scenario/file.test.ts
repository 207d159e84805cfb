import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { digestOf, headingOf, scenarioSchema, strategiesOf } from '../../../bench/scenario/scenario.ts'
import { builtInScenarios, parseScenario, parseSweep, readScenario } from '../../../bench/scenario/file.ts'
import { planOf } from '../../../bench/plan/plan.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { expectationFor } from '../../support/expectations.ts'
import { aFolder } from '../../support/folders.ts'
import { ownScenario } from '../../support/own-jobs.ts'
import { problemIn } from '../../support/problems.ts'

const TEXT = `name: mine
about: A scenario of this test.
world:
  items: { count: 12, events: 4, dueShare: 0.5 }
  fetchDelay: { model: lognormal, medianMs: 3, sigma: 0.6 }
  notifyDelay: { model: constant, ms: 1 }
variants: [sequential, pipelined]
`

const KEYS = [
  'name',
  'about',
  'job',
  'deliveries',
  'world',
  'variants',
  'reference',
  'limits',
  'check',
  'checkCpuMs',
  'client',
  'plan',
]

const problemOf = (text: string, settings: readonly string[] = []) =>
  problemIn(() => parseScenario(text, 'mine.yaml', settings))
const FINITE = expectationFor({ code: 'invalid_type', expected: 'number' })
const unexpected = (expectation: string, got: string) =>
  ({ code: 'unexpected', expectation, got, isMissing: false }) as const
/** Whatever else is known there. */
const unknownKey = (key: string) => ({ code: 'unknown-key', given: `"${key}"` })
const aMistake = (place: string, key: string, wrong: object) => ({
  code: 'scenario-mistakes',
  parameters: { mistakes: [{ place, key, wrong }] },
})

const setting = (...settings: string[]) => parseScenario(TEXT, 'mine.yaml', settings)

// Breakage: a key that is known one level below, and a list in which it is not.
test('a key that is known elsewhere stands with where that is', () => {
  const mistakeOf = (setting: string) => problemIn(() => readScenario('demo', [setting]))
  const elsewhere = (key: string, ...paths: string[]) => ({ ...unknownKey(key), elsewhere: paths })
  expect(mistakeOf('items.count=5')).toMatchObject(
    aMistake('--set', 'items', { ...elsewhere('items', 'world.items'), known: KEYS }),
  )
  expect(mistakeOf('world.count=5')).toMatchObject(
    aMistake('--set', 'world.count', elsewhere('count', 'world.items.count')),
  )
  expect(mistakeOf('ms=5')).toMatchObject(
    aMistake('--set', 'ms', elsewhere('ms', 'world.fetchDelay.ms', 'world.notifyDelay.ms', 'world.connectDelay.ms')),
  )
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

// Breakage: a result that is not that of the same scenario which lists its reference.
test('a reference that is not listed is measured first; listing it in front gives the same digest', () => {
  const unlisted = setting('variants=[pipelined]')
  expect(strategiesOf(unlisted)).toEqual(['sequential', 'pipelined'])
  expect(planOf(unlisted, { quick: true }).variants[0]).toMatchObject({ name: 'sequential', role: 'reference' })
  expect(strategiesOf(setting('variants=[pipelined,sequential]'))).toEqual(['pipelined', 'sequential'])
  expect(digestOf(unlisted)).toBe(digestOf(setting('variants=[sequential,pipelined]')))
})

test('an unknown key is named with its place and answered with the known ones', () => {
  expect(problemOf(TEXT, ['world.feed.count=3'])).toMatchObject(aMistake('--set', 'world.feed', unknownKey('feed')))
  expect(problemOf(`${TEXT}speed: 9\n`)).toEqual(
    aMistake('mine.yaml:8:1', 'speed', { ...unknownKey('speed'), known: KEYS, elsewhere: [] }),
  )
  expect(problemOf(TEXT.replace('sigma: 0.6', 'sigma: 0.6, tail: 2'))).toEqual(
    aMistake('mine.yaml:5:60', 'world.fetchDelay.tail', {
      ...unknownKey('tail'),
      known: ['model', 'ms', 'medianMs', 'sigma', 'p50Ms', 'p99Ms', 'leastMs', 'shape', 'mostMs', 'quantilesMs'],
      elsewhere: [],
    }),
  )
})

// Breakage: the values of a distribution taken for those of a sweep.
test('the quantiles of a distribution are no values of a sweep, and have to ascend', () => {
  const empirical = (values: string) =>
    TEXT.replace(/fetchDelay: .*/, `fetchDelay: { model: empirical, quantilesMs: ${values} }`)
  expect(parseScenario(empirical('[1, 5, 90]'), 'mine.yaml').world.fetchDelay).toEqual({
    model: 'empirical',
    quantilesMs: [1, 5, 90],
  })
  expect(parseSweep(empirical('[1, 5, 90]'), 'mine.yaml').axes).toEqual([])
  const expected = 'expected 2 to 1001 numbers of milliseconds in ascending order, from the least to the greatest'
  for (const [values, got] of [
    ['[5, 1]', '[5,1]'],
    ['[1]', '[1]'],
    ['[]', '[]'],
  ] as const)
    expect(problemOf(empirical(values))).toMatchObject({
      parameters: { mistakes: [{ key: 'world.fetchDelay.quantilesMs', wrong: { expectation: expected, got } }] },
    })
})

test('a value of the wrong type or out of range is named with its place', () => {
  expect(problemOf(TEXT.replace('12', 'twelve'))).toEqual(
    aMistake('mine.yaml:4:12', 'world.items.count', unexpected(FINITE, '"twelve"')),
  )
  expect(problemOf(TEXT.replace('12', '.inf'))).toEqual(
    aMistake('mine.yaml:4:12', 'world.items.count', unexpected(FINITE, 'Infinity')),
  )
  expect(problemOf(TEXT.replace('0.5', '50'))).toEqual(
    aMistake(
      'mine.yaml:4:34',
      'world.items.dueShare',
      unexpected(expectationFor({ code: 'too_big', origin: 'number', maximum: 1, inclusive: true }), '50'),
    ),
  )
  expect(problemOf(TEXT.replace('lognormal', 'weibull'))).toEqual(
    aMistake(
      'mine.yaml:5:17',
      'world.fetchDelay.model',
      unexpected(
        expectationFor({ code: 'invalid_union', options: ['constant', 'lognormal', 'pareto', 'empirical'] }),
        '"weibull"',
      ),
    ),
  )
  expect(problemOf(TEXT.replace('pipelined', 'piplined'))).toMatchObject(
    aMistake('mine.yaml:7:24', 'variants.1', {
      ...unexpected('', '"piplined"'),
      expectation: expect.stringMatching(/sequential, .*pipelined/),
    }),
  )
})

test('a missing key is named at what it is missing from, and every mistake stands by itself', () => {
  expect(problemOf(TEXT.replace('count', 'cuont'))).toEqual({
    code: 'scenario-mistakes',
    parameters: {
      mistakes: [
        {
          place: 'mine.yaml:4:3',
          key: 'world.items.count',
          wrong: { ...unexpected(FINITE, 'nothing'), isMissing: true },
        },
        {
          place: 'mine.yaml:4:12',
          key: 'world.items.cuont',
          wrong: {
            ...unknownKey('cuont'),
            known: ['count', 'events', 'bytes', 'bodies', 'descriptionBytes', 'dueShare', 'recurringShare'],
            elsewhere: [],
          },
        },
      ],
    },
  })
})

test('what is not YAML is named with its place', () => {
  expect(problemOf(TEXT.replace('pipelined]', 'pipelined'))).toEqual({
    code: 'scenario-not-yaml',
    parameters: {
      place: expect.stringMatching(/^mine\.yaml:\d+:\d+$/),
      message: expect.stringMatching(/^Flow sequence /),
    },
  })
  expect(problemOf(`${TEXT}name: again\n`)).toEqual({
    code: 'scenario-key-twice',
    parameters: { place: 'mine.yaml:8:1', key: '"name"' },
  })
  expect(problemOf('reference: *nowhere')).toEqual({
    code: 'scenario-alias',
    parameters: { file: 'mine.yaml', message: expect.stringMatching(/^Unresolved alias/) },
  })
})

// Breakage: a stack that overflows.
test('an alias within what it stands for is a mistake, not a scenario without an end', () => {
  for (const text of ['reference: &all [*all]', 'world: &world { items: *world }'])
    expect(problemOf(text)).toEqual({ code: 'scenario-endless', parameters: { file: 'mine.yaml' } })
})

test('a text that is no map, or empty, is no scenario', () => {
  const wrong = (got: string) => unexpected(expectationFor({ code: 'invalid_type', expected: 'object' }), got)
  expect(problemOf('hello')).toEqual(aMistake('mine.yaml:1:1', 'the scenario', wrong('"hello"')))
  expect(problemOf('')).toEqual(aMistake('mine.yaml', 'the scenario', wrong('null')))
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
  const unknown = { code: 'unknown-key', known: KEYS, given: '"speed"', elsewhere: [] } as const
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

test('a --set without a path or a value is refused', () => {
  for (const given of ['world.seed', '=1'])
    expect(problemOf(TEXT, [given])).toEqual({ code: 'not-a-setting', parameters: { option: '--set', given } })
})

test('a --set below something that holds nothing, or of no YAML, is a mistake of the caller, not of ours', () => {
  const misplaced = (given: string, message: RegExp) => ({
    code: 'setting-misplaced',
    parameters: { option: '--set', given, message: expect.stringMatching(message) },
  })
  expect(problemOf(TEXT, ['name.first=1'])).toEqual(misplaced('name.first=1', /./))
  expect(problemOf(TEXT, ['world.seed=['])).toEqual(misplaced('world.seed=[', /^Flow sequence/))
})

// Breakage: --set world.items.count=[1, 3] runs a sweep, which nobody meant who took the value of a list from a file.
test('a --set with a list is refused where the key takes one value, and names the sweep', () => {
  expect(problemOf(TEXT, ['world.items.count=[1, 3]'])).toEqual({
    code: 'list-in-setting',
    parameters: { path: 'world.items.count', values: ['1', '3'] },
  })
  expect(problemOf(TEXT, ['world={ fetchDelay: { ms: [] } }'])).toEqual({
    code: 'list-in-setting',
    parameters: { path: 'world.fetchDelay.ms', values: [] },
  })
  expect(problemIn(() => parseSweep(TEXT, 'mine.yaml', [], ['variants=sequential']))).toEqual({
    code: 'sweep-of-list',
    parameters: { path: 'variants' },
  })
})

// Breakage: a mistake of the command line that is looked for in the file.
test('what --set added or replaced has its place there', () => {
  expect(problemOf(TEXT, ['world.sed=1'])).toMatchObject(
    aMistake('--set', 'world.sed', { ...unknownKey('sed'), known: expect.arrayContaining(['seed', 'items']) }),
  )
  expect(problemOf(TEXT, ['world.items.count=3', 'world.items.count=many'])).toEqual(
    aMistake('--set', 'world.items.count', unexpected(FINITE, '"many"')),
  )
  expect(problemOf(`${TEXT}speed: 9\n`, ['world.items.count=3'])).toMatchObject(
    aMistake('mine.yaml:8:1', 'speed', unknownKey('speed')),
  )
})

// Breakage: a default for any of them, which gives every scenario there is another digest, and its results another scenario.
test('what a scenario does not use of sizes, percentiles and CPU of checks is not in it', () => {
  expect(JSON.stringify(setting())).not.toMatch(/"bytes"|p50Ms|p99Ms|checkCpuMs/)
})

test('sizes may have a unit of 1,000 bytes', () => {
  for (const [size, bytes] of [
    ['40KB', 40_000],
    ['40 KB', 40_000],
    ['1.5MB', 1_500_000],
    ['40000', 40_000],
    ['1200B', 1200],
  ] as const)
    expect(setting(`world.items.bytes=${size}`).world.items.bytes).toBe(bytes)
})

// Breakage: what is set laid beside what the file says in another way, so that nothing but the whole map can be set.
test('what is set takes the place of what the file says in another way', () => {
  expect(setting('world.items.bytes=40KB').world.items).not.toHaveProperty('events')
  const delay = setting('world.fetchDelay.p50Ms=20', 'world.fetchDelay.p99Ms=200').world.fetchDelay
  expect(delay).toEqual({ model: 'lognormal', p50Ms: 20, p99Ms: 200 })
  const sized = TEXT.replace('events: 4', 'bytes: 4KB')
  expect(parseScenario(sized, 'mine.yaml', ['world.items.events=3']).world.items).not.toHaveProperty('bytes')
})

test.each([
  ['a mix of both pairs', 'medianMs: 3, sigma: 0.6, p99Ms: 9', '5:60', 'p99Ms', /not a mix/, '9'],
  ['a p99 below the p50', 'p50Ms: 9, p99Ms: 8', '5:45', 'p99Ms', /from p50Ms/, '8'],
  ['a p99 far beyond the p50', 'p50Ms: 1, p99Ms: 1001', '5:45', 'p99Ms', /from p50Ms to 1000 times/, '1001'],
])('%s is refused with its place', (_, pair, place, key, expectation, got) => {
  expect(problemOf(TEXT.replace('medianMs: 3, sigma: 0.6', pair))).toEqual(
    aMistake(`mine.yaml:${place}`, `world.fetchDelay.${key}`, {
      ...unexpected('', got),
      expectation: expect.stringMatching(expectation),
    }),
  )
})

test.each([
  ['fetchDelay.sigma', (text: string) => text.replace(', sigma: 0.6', '')],
  ['fetchDelay.p99Ms', (text: string) => text.replace('medianMs: 3, sigma: 0.6', 'p50Ms: 3')],
  ['fetchDelay.medianMs', (text: string) => text.replace(', medianMs: 3, sigma: 0.6', '')],
  ['items.events', (text: string) => text.replace(' events: 4,', '')],
])('a scenario without %s is refused', (key, without) => {
  expect(problemOf(without(TEXT))).toMatchObject(
    aMistake(expect.stringMatching(/^mine\.yaml:[45]:/), `world.${key}`, { code: 'unexpected', isMissing: true }),
  )
})

test('both events and bytes in a file are refused, and so is a size that is none', () => {
  expect(problemOf(TEXT.replace('events: 4', 'events: 4, bytes: 40KB'))).toMatchObject(
    aMistake('mine.yaml:4:34', 'world.items.bytes', { code: 'unexpected', got: '"40KB"' }),
  )
  for (const size of ['40', '40GB', '40kilo', '11MB', '0.5KB', '-1KB'])
    expect(problemOf(TEXT, [`world.items.bytes=${size}`]), size).toMatchObject(
      aMistake('--set', 'world.items.bytes', { code: 'unexpected' }),
    )
  for (const [key, value] of [
    ['world.fetchDelay.p50Ms', '0'],
    ['checkCpuMs', '1001'],
    ['checkCpuMs', '-1'],
  ])
    expect(problemOf(TEXT, [`${key}=${value}`])).toMatchObject({
      parameters: { mistakes: expect.arrayContaining([expect.objectContaining({ place: '--set', key })]) },
    })
})

test('the digest does not depend on name, about, or how the file is written', () => {
  const digest = digestOf(setting())
  expect(digest).toMatch(/^[0-9a-f]{12}$/)
  expect(digestOf(setting('name=other', 'about=something else'))).toBe(digest)
  expect(digestOf({ ...setting(), itemProfile: [{ fetches: 1, posts: 1, kilobytes: 1, checkMs: 0 }] })).toBe(digest)
  const rewritten = TEXT.replace('{ count: 12, events: 4, dueShare: 0.5 }', '{ dueShare: 0.50, events: 4, count: 12 }')
  expect(digestOf(parseScenario(`# A comment.\n${rewritten}check: prefilter\n`, 'mine.yaml'))).toBe(digest)
})

test('the digest changes with everything that decides what is measured', () => {
  const changes: string[] = [
    'world.seed=2',
    'world.items.count=13',
    'world.fetchDelay.sigma=0.7',
    'world.notifyDelay.ms=2',
    'world.items.bytes=40KB',
    'world.fetchDelay={ model: lognormal, p50Ms: 3, p99Ms: 12 }',
    'world.fetchFaults={ gzip: 0.5 }',
    'world.https=true',
    'world.dnsDelayMs=1',
    'variants=[sequential, look-ahead]',
    'reference=pipelined',
    'limits.concurrency=9',
    'check=full',
    'checkCpuMs=5',
    'client.descriptors=1024',
    'plan.warmUps=4',
    'plan.iterations=7',
    'plan.margin=0.1',
  ]
  const own = ownScenario()
  const digests = [
    setting(),
    ...changes.map((change) => setting(change)),
    own,
    { ...own, deliveries: 'counts' as const },
  ].map(digestOf)
  expect(new Set(digests).size).toBe(changes.length + 3)
  // Whatever a scenario will hold one day has a line above.
  const covered = new Set([...changes.map((change) => /^\w+/.exec(change)![0]), 'job', 'codeDigest', 'deliveries'])
  const measured = Object.keys(scenarioSchema.shape).filter((key) => !['name', 'about', 'itemProfile'].includes(key))
  expect([...covered].toSorted()).toEqual(measured.toSorted())
})
