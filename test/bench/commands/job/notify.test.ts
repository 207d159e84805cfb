import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFeeds } from '../../../../bench/commands/job/notify.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { aFolder } from '../../../support/folders.ts'
import type { Problem } from '../../../../bench/io/problems.ts'
import { problemText } from '../../../../bench/report/messages/problems.ts'

const aList = (text: string) => `${aFolder({ 'feeds.txt': text })}/feeds.txt`
const idsOf = (text: string) => readFeeds(aList(text), []).map(({ id }) => id)
const urlsOf = (text: string) => readFeeds(aList(text), []).map(({ url }) => url)

function mistakeOf(read: () => unknown): Problem | undefined {
  try {
    read()
  } catch (error) {
    if (error instanceof UserError) return error.problem
    throw error
  }
  return undefined
}

test('a feed is known by its name, else by its host and place', () => {
  expect(idsOf('https://one.test/a.ics\nTeam = https://two.test/b.ics\nhttps://one.test/c.ics\n')).toEqual([
    'one.test #1',
    'Team',
    'one.test #3',
  ])
})

test('empty lines and comments are passed over', () => {
  expect(idsOf('# the feeds\n\n  \nA = https://one.test/a.ics\n  # B = https://one.test/b.ics\n')).toEqual(['A'])
})

test('a byte-order mark and the line ends of Windows do no harm', () => {
  expect(readFeeds(aList('\uFEFFA = https://one.test/a.ics\r\nB = https://one.test/b.ics\r\n'), [])).toEqual([
    { id: 'A', name: 'A', url: 'https://one.test/a.ics' },
    { id: 'B', name: 'B', url: 'https://one.test/b.ics' },
  ])
})

test('an address may hold equals signs, with a name and without', () => {
  expect(urlsOf('https://one.test/a.ics?key=x=y\nA=https://one.test/b.ics?key=z\n')).toEqual([
    'https://one.test/a.ics?key=x=y',
    'https://one.test/b.ics?key=z',
  ])
})

test('webcal addresses are addresses', () => {
  expect(urlsOf('webcal://one.test/a.ics\nWEBCAL://one.test/b.ics\n')).toHaveLength(2)
})

test('names that are given twice get their places, so that each id is there once', () => {
  const ids = idsOf('A = https://one.test/a.ics\nB = https://one.test/b.ics\nA = https://one.test/c.ics\n')
  expect(ids).toEqual(['A #1', 'B', 'A #3'])
})

test('a name that looks like the place of another feed does not become the same id', () => {
  const ids = idsOf(
    'https://one.test/a.ics\none.test #1 = https://one.test/b.ics\nA #3 = https://x.test/c\nA = https://x.test/d\nA = https://x.test/e',
  )
  expect(new Set(ids).size).toBe(5)
})

// Breakage: the same feed under two names, which sends everything twice.
test('an address that is given twice is refused, with both places and without the address', () => {
  const file = aList('A = https://one.test/SECRET.ics\n# a comment\nB = https://one.test/SECRET.ics\n')
  expect(mistakeOf(() => readFeeds(file, []))).toEqual({
    code: 'feed-list-wrong',
    parameters: {
      sentence: `${file}:1 and ${file}:3: expected each calendar once, got the same calendar in both lines; remove one of them`,
    },
  })
  const single = aList('A = https://one.test/SECRET.ics\n')
  expect(mistakeOf(() => readFeeds(single, ['https://two.test/', 'https://one.test/SECRET.ics']))).toMatchObject({
    code: 'feed-list-wrong',
    parameters: { sentence: expect.stringMatching(`${single}:1 and feed 2: expected each calendar once`) },
  })
})

// Breakage: addresses compared as they are written.
test.each([
  ['case of scheme and host', 'HTTP://X.test/a.ics', 'http://x.test/a.ics'],
  ['dot segments', 'https://x.test/./b/../a.ics', 'https://x.test/a.ics'],
  ['a fragment', 'https://x.test/a.ics#SECRET', 'https://x.test/a.ics'],
  ['an empty query and fragment', 'https://x.test/a.ics?#', 'https://x.test/a.ics'],
  ['a short IP address', 'http://127.1/a.ics', 'http://127.0.0.1/a.ics'],
  ['webcal', 'webcal://x.test/a.ics', 'https://x.test/a.ics'],
  ['webcals', 'WebCals://x.test/a.ics', 'https://x.test/a.ics'],
  ['a default port', 'https://x.test:443/a.ics', 'https://x.test/a.ics'],
  ['an escape that none is needed for', 'https://x.test/%7Ea/%41.ics?%62', 'https://x.test/~a/A.ics?b'],
  ['digits of an escape', 'https://x.test/a%2fb?c%3d', 'https://x.test/a%2Fb?c%3D'],
  ['a dot behind the host', 'https://x.test./a.ics', 'https://x.test/a.ics'],
  ['no path', 'https://x.test', 'https://x.test/'],
  ['a host in another alphabet', 'https://bücher.test/', 'https://xn--bcher-kva.test/'],
])('one calendar in two spellings is refused: %s', (_, one, other) => {
  const file = aList(`A = ${one}\nB = https://other.test/\nC = ${other}\n`)
  expect(mistakeOf(() => readFeeds(file, []))).toEqual({
    code: 'feed-list-wrong',
    parameters: {
      sentence: `${file}:1 and ${file}:3: expected each calendar once, got the same calendar in both lines; remove one of them`,
    },
  })
})

// Breakage: a normalization that goes too far, so that a calendar cannot be listed.
test('addresses that may be of two calendars are both read', () => {
  const addresses = [
    'https://x.test/a',
    'http://x.test/a',
    'https://x.test/A',
    'https://x.test/a/',
    'https://x.test//a',
    'https://x.test:8443/a',
    'https://x.test/a?b',
    'https://x.test/a?b=',
    'https://x.test/a%2Fb',
    'https://x.test/a/b',
    'https://x.test/a%252Fb',
    'https://user@x.test/a',
    'https://user:SECRET@x.test/a',
    'https://www.x.test/a',
  ]
  expect(urlsOf(addresses.join('\n'))).toEqual(addresses)
})

test('arguments follow the list', () => {
  const ids = readFeeds(aList('A = https://one.test/a.ics'), ['B=https://two.test/b.ics', 'https://three.test/']).map(
    ({ id }) => id,
  )
  expect(ids).toEqual(['A', 'B', 'three.test #3'])
})

test('no feeds at all says how to give some', () => {
  expect(mistakeOf(() => readFeeds(undefined, []))).toEqual({ code: 'feeds-missing', parameters: {} })
  const empty = aList('# nothing yet\n')
  expect(mistakeOf(() => readFeeds(empty, []))).toEqual({
    code: 'feed-list-empty',
    parameters: { file: empty },
  })
})

test('a list that is not there is named', () => {
  expect(mistakeOf(() => readFeeds('/nowhere/feeds.txt', []))).toEqual({
    code: 'feed-list-unreadable',
    parameters: { file: '/nowhere/feeds.txt', why: { code: 'missing' } },
  })
})

// Breakage: an error that quotes the line, which lands in logs and issues.
test('a bad address is named by its line, and never shown', () => {
  const bad = [
    'ftp://one.test/SECRET.ics',
    'one.test/SECRET',
    'A = SECRET',
    'mailto:SECRET@one.test',
    'https://:SECRET',
    'A = B = https://one.test/SECRET',
    'file:///SECRET',
  ]
  for (const line of bad) {
    const file = aList(`# first\nhttps://one.test/a.ics\n${line}\n`)
    const mistake = problemText(mistakeOf(() => readFeeds(file, []))!)
    expect(mistake, line).toMatch(new RegExp(`^${file}:3: expected `))
    expect(mistake).not.toContain('SECRET')
  }
  expect(mistakeOf(() => readFeeds(undefined, ['https://one.test/', 'SECRET']))).toMatchObject({
    parameters: { sentence: expect.stringMatching(/^feed 2: expected /) },
  })
})

test('a name that holds an address does not give it away', () => {
  const [id] = idsOf('see https://one.test/SECRET = https://one.test/a.ics\n')
  expect(id).not.toContain('SECRET')
})

// Breakage: a list that is only read from a regular file: a shell hands over one that a program writes as a FIFO.
test('a list may come from another program', async () => {
  const fifo = join(aFolder(), 'feeds')
  execFileSync('mkfifo', [fifo])
  const writer = spawn('sh', ['-c', 'echo "A = https://one.test/a.ics" > "$0"', fifo])
  expect(readFeeds(fifo, [])).toEqual([{ id: 'A', name: 'A', url: 'https://one.test/a.ics' }])
  await once(writer, 'close')
})

// Breakage: a list that is read to its end before it is looked at, which this one has not.
test('what is no text, or has no end, is no list', () => {
  const refused = (file: string) => mistakeOf(() => readFeeds(file, []))
  expect(refused('/dev/zero')).toEqual({
    code: 'feed-list-unreadable',
    parameters: { file: '/dev/zero', why: { code: 'zero-byte' } },
  })
  const large = join(aFolder(), 'feeds')
  closeSync(openSync(large, 'w'))
  truncateSync(large, 1e9)
  expect(refused(large)).toMatchObject({ parameters: { why: { code: 'too-long', mostBytes: 16_000_000 } } })
  expect(refused(aFolder())).toMatchObject({ parameters: { why: { code: 'not-regular', kind: 'folder' } } })
})
