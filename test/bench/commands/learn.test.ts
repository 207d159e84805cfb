import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { drawUnits } from '../../../mock-server/delay.ts'
import { createDraws } from '../../../mock-server/draws.ts'
import { readTraffic } from '../../../mock-server/traffic.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import { errorText } from '../../../bench/report/messages/problems.ts'
import { learn } from '../../../bench/scenario/learn/learn.ts'
import { Observations } from '../../../bench/scenario/learn/observations.ts'
import { learnTexts } from '../../../bench/report/messages/learn.ts'
import { aFolder } from '../../support/folders.ts'
import { anIo, run } from '../../support/in-process.ts'
import { main } from '../../../bench/main.ts'
import { expectWording } from '../../support/wording.ts'

/** Without the seconds in which it measures the overhead here. */
const learnAsObserved = (args: readonly string[], surroundings: { readonly cwd: string }) =>
  run(['learn', '--as-observed', ...args], surroundings)

const csvOf = (rows: number, delayMs = (nth: number) => 20 + 30 * drawUnits('learn', nth)[0]) =>
  `host,delay_ms,bytes\n${Array.from({ length: rows }, (_, nth) => `api-${nth % 3}.example,${delayMs(nth).toFixed(2)},${2000 + nth}\n`).join('')}`

test('a scenario is learned that can be measured, and whose world draws what was observed', async () => {
  const cwd = aFolder({ 'access.csv': csvOf(600) })
  const { code, stdout, stderr } = await learnAsObserved(['access.csv', '--items', '20'], { cwd })
  expect([code, stdout.match(/^ {2}ok /gm)?.length]).toEqual([0, 3])
  expect(stdout).toContain('Learned from 600 exchanges with 3 hosts')
  expect(stderr).toMatch(/bench \S*learned\/utakata\.yaml --quick/)
  const scenario = readScenario(join(cwd, 'learned/utakata.yaml'))
  expect(scenario.world).toMatchObject({ items: { count: 20 }, traffic: join(cwd, 'learned/observed.jsonl') })
  const { delayMs, bytes } = createDraws(scenario.world).fetch({ block: 'f1', iteration: 'r1' }, 3, 0)
  const nth = bytes! - 2000
  expect(delayMs).toBeCloseTo(20 + 30 * drawUnits('learn', nth)[0], 1)
})

// Breakage: a value that somebody changed on purpose, and that has no effect.
test.each([
  ['world.fetchDelay={ model: constant, ms: 100 }', 'world.fetchDelay: expected the median of world.traffic'],
  ['world.items.bytes=50KB', 'world.items.bytes: expected the median of world.traffic'],
  [
    'world.fetchErrors={ status-503: 0.2 }',
    'world.fetchErrors: expected the errors of world.traffic, 0.0% of the requests, got 20.0%',
  ],
])('what says something else than the traffic is refused: %s', async (setting, sentence) => {
  const cwd = aFolder({ 'access.csv': csvOf(600) })
  await learnAsObserved(['access.csv'], { cwd })
  const ended = await run(['bench', 'learned/utakata.yaml', '--set', setting], { cwd })
  expect([ended.code, ended.stdout]).toEqual([1, ''])
  expect(ended.stderr).toContain(sentence)
  expect(() => readScenario(join(cwd, 'learned/utakata.yaml'))).not.toThrow()
})

test.each(['--delay', '--size'])('%s, which the traffic decides, is refused', async (option) => {
  const cwd = aFolder({ 'access.csv': csvOf(600) })
  await learnAsObserved(['access.csv'], { cwd })
  const value = option === '--delay' ? '5ms,50ms' : '3KB,30KB'
  const { code, stderr } = await run(['predict', 'learned/utakata.yaml', option, value], { cwd })
  expect([code, stderr]).toEqual([1, expect.stringContaining(`${option}: expected a scenario without world.traffic`)])
})

// Breakage: delays that were mostly waiting for the client pass for those of servers.
test.each([
  [900, true],
  [300, false],
])('a recording of a program that was busy %i of 1,000 ms is one to rely on or not', async (activeMs, isRefused) => {
  const head = JSON.stringify({ recording: 'utakata', version: 1 })
  const lines = Array.from({ length: 600 }, (_, nth) => {
    const sentMs = nth * 100
    const firstByteMs = sentMs + 20 + 30 * drawUnits('busy', nth)[0]
    return JSON.stringify({
      host: nth % 3,
      to: 'fetch',
      sentMs,
      firstByteMs,
      lastByteMs: firstByteMs,
      bytes: 2000,
      status: 200,
    })
  })
  const loop = JSON.stringify({ activeMs, idleMs: 1000 - activeMs })
  const cwd = aFolder({ 'recording.jsonl': `${[head, ...lines, loop].join('\n')}\n` })
  const { code, stdout, stderr } = await learnAsObserved(['recording.jsonl'], { cwd })
  expect(code).toBe(isRefused ? 5 : 0)
  expect(stdout).toMatch(
    isRefused ? /failed +the recorded program was busy for 90% of the time/ : /ok +.* busy for 30%/,
  )
  expect(stderr.includes('Next: ')).toBe(!isRefused)
  expect(stdout).not.toContain('Left out')
})

// Breakages: a client that gave up after 0.3 s waits 20 s in the learned world; posts that failed are forgotten without a word.
test('what clients waited for in vain sets how long they wait, and posts that failed are said', async () => {
  const head = JSON.stringify({ recording: 'utakata', version: 1 })
  const lines = Array.from({ length: 600 }, (_, nth) => {
    const sentMs = nth * 100
    const answeredMs = sentMs + 20 + 30 * drawUnits('patience', nth)[0]
    const fetched = { host: nth % 3, to: 'fetch', sentMs, firstByteMs: answeredMs, lastByteMs: answeredMs, status: 200 }
    if (nth % 50 === 1) return { host: 1, to: 'fetch', sentMs, lastByteMs: sentMs + 290.5 + (nth % 3), failed: 'hang' }
    return nth % 50 === 2 ? { ...fetched, to: 'notify', status: 503 } : fetched
  })
  const text = [head, ...lines.map((line) => JSON.stringify(line))].join('\n')
  const cwd = aFolder({ 'recording.jsonl': `${text}\n` })
  const { code, stdout } = await learnAsObserved(['recording.jsonl', './recording.jsonl'], { cwd })
  expect([code, stdout]).toEqual([0, expect.stringContaining('12 posts failed or were refused.')])
  // Given twice, it was observed once.
  expect(stdout).toContain('Learned from 600 exchanges')
  const { client, world } = readScenario(join(cwd, 'learned/utakata.yaml'))
  expect(client.headersTimeoutMs).toBe(293)
  expect(world.fetchErrors!.hang).toBeCloseTo(12 / 588, 3)
})

// Breakage: too little is left, and nobody hears why.
test('where too little is left to learn from, what was left out is said', async () => {
  const cwd = aFolder({ 'access.csv': 'host,delay_ms,status\na,12,OK\nb,"x,y\nc,13,200,7\n' })
  const { code, stderr } = await learnAsObserved(['access.csv'], { cwd })
  expect(code).toBe(1)
  expect(stderr).toContain('Left out 1: no duration, or no status; the first is number 2 of access.csv.')
  expect(stderr).toContain('Left out 2: cut off, or not readable; the first is number 3 of access.csv.')
})

// Breakages: names in a comment, an address in an error, a header that is kept.
test('nothing secret that a source has is in what is written or printed', async () => {
  const secret = (nth: number) => `SECRET${nth}`
  const entry = (nth: number) => ({
    startedDateTime: '2026-01-15T09:00:00.000Z',
    request: {
      method: 'GET',
      url: `https://${secret(1)}:${secret(2)}@${secret(3)}.example/${secret(4)}?k=${secret(5)}#${secret(6)}`,
      headers: [{ name: 'authorization', value: secret(7) }],
      cookies: [{ name: 'c', value: secret(8) }],
    },
    response: {
      status: 200,
      bodySize: 3000 + nth,
      content: { size: 1, text: secret(9) },
      headers: [{ name: 'set-cookie', value: secret(10) }],
    },
    serverIPAddress: secret(11),
    timings: { wait: nth % 7 === 0 ? -1 - nth : 20 + 30 * drawUnits('learn', nth)[0], receive: 1 },
    comment: secret(12),
  })
  const har = JSON.stringify({
    log: { version: secret(13), entries: Array.from({ length: 600 }, (_, nth) => entry(nth)) },
  })
  const cwd = aFolder({ 'a.har': har })
  const { code, stdout, stderr } = await learnAsObserved(['a.har'], { cwd })
  expect(code).toBe(0)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(learnTexts.otherVersion('a.har'))
  expect(stdout).toContain('Left out 86: a duration below zero; the first is number 1 of a.har.')
  const written = readdirSync(join(cwd, 'learned')).map((file) => readFileSync(join(cwd, 'learned', file), 'utf8'))
  expect(written).toHaveLength(2)
  for (const text of [...written, stdout, stderr]) expect(text).not.toMatch(/SECRET|secret\d/)
})

test('only with --names is it written which number is which host', async () => {
  const cwd = aFolder({ 'access.csv': `${csvOf(600)}rare.example,20,2000\n` })
  await learnAsObserved(['access.csv'], { cwd })
  expect(readdirSync(join(cwd, 'learned')).toSorted()).toEqual(['observed.jsonl', 'utakata.yaml'])
  await learnAsObserved(['access.csv', '--names', '--output', 'named'], { cwd })
  expect(JSON.parse(readFileSync(join(cwd, 'named/observed-hosts.json'), 'utf8'))).toEqual({
    1: 'api-0.example',
    2: 'api-1.example',
    3: 'api-2.example',
  })
})

// Breakages: a path or a password in the place of a host; names of another world that stay; numbers of a recording passed off as names.
test('names are hosts and nothing else, and never those of another world', async () => {
  const csv = csvOf(600).replaceAll('api-1.example', 'https://u:SECRET@api-1.example:8443/SECRET')
  const cwd = aFolder({ 'access.csv': csv })
  await learnAsObserved(['access.csv', '--names'], { cwd })
  const file = join(cwd, 'learned/observed-hosts.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ 2: 'api-1.example:8443' })
  expect((await learnAsObserved(['access.csv'], { cwd })).code).toBe(1)
  expect(existsSync(file)).toBe(true)
  const head = JSON.stringify({ recording: 'utakata', version: 1 })
  const lines = Array.from({ length: 600 }, (_, nth) => {
    const line = { host: 4e9 + (nth % 3), to: 'fetch', sentMs: nth * 100, firstByteMs: nth * 100 + 20 + (nth % 30) }
    return JSON.stringify({ ...line, lastByteMs: line.firstByteMs, status: 200 })
  })
  writeFileSync(join(cwd, 'recording.jsonl'), [head, ...lines, ''].join('\n'))
  const ofRecording = await learnAsObserved(['recording.jsonl', '--names', '--force'], { cwd })
  expect([ofRecording.code, ofRecording.stderr]).toEqual([0, expect.stringContaining(learnTexts.noNames)])
  expect(existsSync(file)).toBe(false)
})

// Breakage: a folder of somebody's removed with all that is in it, or an internal error.
test('a folder in the place of the names is left as it is, and named', async () => {
  const cwd = aFolder({ 'access.csv': csvOf(600) })
  const inside = join(cwd, 'learned/observed-hosts.json/mine')
  mkdirSync(join(inside, '..'), { recursive: true })
  writeFileSync(inside, 'mine')
  const { code, stderr } = await learnAsObserved(['access.csv', '--force'], { cwd })
  expect([code, stderr]).toEqual([1, expect.stringContaining('EISDIR')])
  expect(readFileSync(inside, 'utf8')).toBe('mine')
})

// Breakages: a world that is served at the pace of this machine alone passes for one of those servers; or the reason is a delay of 0 that nobody wrote.
test('exchanges that take no longer than the overhead are counted, and a world of nothing else refused', async () => {
  const overhead = { answerMs: 5, bodyMs: 0, connectMs: 0, postMs: 0 }
  const learnedFrom = (delayMs: (nth: number) => number) => {
    const observed = new Observations()
    for (let nth = 0; nth < 600; nth++) observed.add({ host: 'a', delayMs: delayMs(nth), status: 200 }, nth)
    return learn(observed, { items: 20, seed: 1, overhead })
  }
  expect(learnedFrom((nth) => (nth % 4 === 0 ? 3 : 20 + (nth % 17))).instantShare).toBe(0.25)
  const error = (() => {
    try {
      learnedFrom(() => 4)
    } catch (refused) {
      return errorText(refused)
    }
  })()
  expect(error).toContain(
    'longer than the overhead of this machine (5.0 ms), but 600 of 600 do not; pass --as-observed',
  )
})

// Breakage: a failure of the measurement alone that ends as an internal error, or leaves half of the files.
test('a failed measurement of the overhead is reported, with a way around it', async () => {
  const io = anIo({ cwd: aFolder({ 'access.csv': csvOf(600) }) })
  vi.stubEnv('TMPDIR', join(io.cwd, 'missing'))
  const code = await main(['learn', 'access.csv'], io).finally(() => vi.unstubAllEnvs())
  expect([code, io.printed.stderr]).toEqual([
    1,
    expect.stringMatching(
      /could not measure the overhead of an exchange on this machine: ENOENT.*; pass --as-observed/,
    ),
  ])
  expect(existsSync(join(io.cwd, 'learned'))).toBe(false)
})

// Breakage: an interrupted measurement that is taken for a failed one, or a world that is written without it.
test('an interrupted measurement writes nothing and exits with 130', async () => {
  const io = anIo({ cwd: aFolder({ 'access.csv': csvOf(600) }) })
  const ended = main(['learn', 'access.csv'], io)
  await vi.waitUntil(() => io.signals.listenerCount('SIGINT') > 0, { timeout: 20_000 })
  io.signals.emit('SIGINT', 'SIGINT')
  expect([await ended, existsSync(join(io.cwd, 'learned'))]).toEqual([130, false])
})

test('files that are there are left as they are, unless --force', async () => {
  const cwd = aFolder({ 'access.csv': csvOf(600) })
  expect((await learnAsObserved(['access.csv'], { cwd })).code).toBe(0)
  const file = join(cwd, 'learned/utakata.yaml')
  writeFileSync(file, 'mine')
  const again = await learnAsObserved(['access.csv'], { cwd })
  expect([again.code, readFileSync(file, 'utf8')]).toEqual([1, 'mine'])
  expect((await learnAsObserved(['access.csv', '--force'], { cwd })).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toContain('traffic: observed.jsonl')
})

test.each([
  ['too few exchanges', csvOf(30), /expected at least \d+ requests for items \(GET or HEAD\) that succeeded, got 30: /],
  ['a file that is none', 'GET / 200\n', /expected a recording of utakata, a HAR file, /],
  ['no file', undefined, /expected a file to learn from, got "source", which /],
])('%s is refused, and nothing is written', async (_, text, expected) => {
  const cwd = aFolder(text === undefined ? {} : { source: text })
  const { code, stderr } = await learnAsObserved(['source'], { cwd })
  expect(code).toBe(1)
  expect(stderr).toMatch(expected)
  expect(existsSync(join(cwd, 'learned'))).toBe(false)
})

// Breakages: an overhead that is measured and printed, but not subtracted; or one that is added to what the file says.
test('what is served is what was observed less the overhead that the report says', async () => {
  const cwd = aFolder({ 'access.csv': csvOf(600) })
  const { stdout } = await run(['learn', 'access.csv', '--json'], { cwd })
  const { overhead } = JSON.parse(stdout) as { readonly overhead: { readonly answerMs: number } }
  expect(overhead.answerMs).toBeGreaterThan(0)
  const observedMs = csvOf(600)
    .split('\n')
    .slice(1, 601)
    .map((line) => Number(line.split(',')[1]))
  const served = readTraffic(join(cwd, 'learned/observed.jsonl'))
  for (const [at, { delayMs }] of served.entries()) expect(delayMs).toBeCloseTo(observedMs[at]! - overhead.answerMs, 3)
  const { about } = parse(readFileSync(join(cwd, 'learned/utakata.yaml'), 'utf8')) as { readonly about: string }
  expect(about).toContain(`${overhead.answerMs.toFixed(1)} ms per answer`)
})

test('delays of 0 alone are refused in words, not with a need of infinitely many', async () => {
  const { code, stderr } = await learnAsObserved(['access.csv'], {
    cwd: aFolder({ 'access.csv': csvOf(600, () => 0) }),
  })
  expect([code, stderr]).toEqual([1, expect.stringContaining('expected exchanges that take time, got 600 whose')])
})

test('--json gives how well it fits', async () => {
  const cwd = aFolder({ 'access.csv': csvOf(600) })
  const { stdout } = await learnAsObserved(['access.csv', '--json'], { cwd })
  expect(JSON.parse(stdout)).toMatchObject({
    exchanges: 600,
    hosts: 3,
    omissions: [],
    fit: { draws: 10_000, exchanges: 300 },
  })
})

const OVERHEAD = { answerMs: 0.84, bodyMs: 0.05, connectMs: 1.36, postMs: 0.4 }

test('the texts of learn are as they are kept', () => {
  const test = (isRejected: boolean) => ({ isRejected, distance: 0.0312, critical: 0.0731 })
  const omissions = ['torn', 'negative', 'absurd', 'backwards', 'unfinished', 'redirect', 'cached', 'other'] as const
  expectWording('learn.txt', {
    about: [undefined, OVERHEAD].map((overhead) =>
      learnTexts.about({ exchanges: 600, sources: ['csv', 'har'], overhead }),
    ),
    yamlHead: learnTexts.yamlHead,
    source: learnTexts.source('access.csv', 'csv'),
    learned: [1, 600].map((exchanges) =>
      learnTexts.learned({ exchanges, hosts: exchanges, fetches: exchanges, notifies: 0, files: ['access.csv: csv'] }),
    ),
    omission: omissions.map((why) => learnTexts.omission({ why, count: 3, first: 17, file: 'access.csv' })),
    measuringOverhead: learnTexts.measuringOverhead,
    overhead: learnTexts.overhead(OVERHEAD),
    otherVersion: learnTexts.otherVersion('a.har'),
    noSizes: learnTexts.noSizes,
    instant: learnTexts.instant(0.034),
    noNames: learnTexts.noNames,
    busy: [true, false].map((isMet) => learnTexts.busy(0.72, isMet)),
    failedPosts: [1, 5].map(learnTexts.failedPosts),
    lonelyHosts: [1, 5].map(learnTexts.lonelyHosts),
    learnedHalf: learnTexts.learnedHalf(300),
    drawn: learnTexts.drawn(10_000),
    otherHalf: learnTexts.otherHalf,
    faithful: [true, false].map(learnTexts.faithful),
    likeOther: [false, true].map((isRejected) => learnTexts.likeOther(test(isRejected))),
    toldApart: [true, false].map((isRejected) => learnTexts.toldApart(test(isRejected))),
  })
})
