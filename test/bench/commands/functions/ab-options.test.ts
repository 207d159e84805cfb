import { join } from 'node:path'
import type { ServerResponse } from 'node:http'
import { expect, test, vi } from 'vitest'
import { inputForMock, inputOf, readAuthority, readPayloads } from '../../../../bench/commands/functions/ab-options.ts'
import type { Problem } from '../../../../bench/io/problems.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { makeCertificates } from '../../../../mock-server/certificate.ts'
import { anAbPlan, aVariant } from '../../../support/comparisons.ts'
import { aFolder } from '../../../support/folders.ts'
import { answering } from '../../../support/wire.ts'
import { anIo } from '../../../support/in-process.ts'
import { errorOf } from '../../../support/reconfiguring.ts'

const TURN = { variant: aVariant(), block: 1, iteration: 0, position: 0, attempt: 0 }

// Breakage: a report says "prefilter" of functions that know no such thing.
test('how feeds are checked is known of payloads that say it, all of them the same', () => {
  const checkOf = (...events: unknown[]) =>
    inputOf(
      events.map((event) => ({ weight: 1, event })),
      false,
    ).check
  expect(checkOf({ dryRun: true })).toBe('unknown')
  expect(checkOf('text', null, 7, [])).toBe('unknown')
  expect(checkOf({ check: 'full' }, { check: 'full' })).toBe('full')
  expect(checkOf({ check: 'full' }, { check: 'prefilter' })).toBe('unknown')
  expect(checkOf({ check: 'full' }, {})).toBe('unknown')
  expect(checkOf({ check: 'x'.repeat(1000) })).toBe('unknown')
})

// Breakage: every variant slowed as much as the sensitivity check, which is then missed.
test('a payload that slows a function itself is refused, of functions of ours', () => {
  const payloads = [{ dryRun: true }, { dryRun: true, slowedBy: 0.2 }].map((event) => ({ weight: 1, event }))
  expect(() => inputOf(payloads, true)).toThrow(
    expect.objectContaining({ code: 'payload-slowed', parameters: { number: 2 } }),
  )
  expect(() => inputOf(payloads, false)).not.toThrow()
})

test('functions of others get the user’s payload, unchanged', () => {
  const event = { anything: 1 }
  const turn = { ...TURN, variant: aVariant('+10%', 'sensitivity-check') }
  expect(inputOf([{ weight: 1, event }], false).eventFor(anAbPlan())(turn)).toBe(event)
})

test('a mock world is checked as our functions do it by default', async () => {
  const input = await inputForMock({ mock: 'http://127.0.0.1:8080', outputs: new Map(), isPlanOnly: false })
  expect(input.check).toBe('prefilter')
  expect(input.eventFor(anAbPlan())(TURN)).not.toHaveProperty('world.ca')
})

// Breakage: functions refuse the certificate of a mock world that was named by hand.
test('the authority of a mock world that is named by hand is passed to the functions', async () => {
  const ca = '-----BEGIN CERTIFICATE-----'
  const input = await inputForMock({
    mock: 'https://127.0.0.1:8443',
    mockCa: ca,
    outputs: new Map(),
    isPlanOnly: false,
  })
  expect(input.eventFor(anAbPlan())(TURN)).toHaveProperty('world.ca', ca)
})

test('an authority without a world named by hand is refused: the stack has its own', async () => {
  const outputs = new Map([['MockOrigin', 'https://mock.test']])
  const error = await errorOf(inputForMock({ mockCa: 'a', outputs, isPlanOnly: true }))
  expect(error).toEqual(new UserError('authority-without-mock', {}))
})

const IO = anIo()

/** Why a payload is refused, which is a mistake of whoever typed it. */
async function reasonFor(given: string): Promise<Problem | undefined> {
  try {
    await readPayloads([given], IO)
  } catch (error) {
    if (error instanceof UserError) return error.problem
    throw error
  }
  return undefined
}

test('each file is a payload, drawn as often as the others unless it says otherwise', async () => {
  const folder = aFolder({ 'a.json': '{"a":1}', 'b.json': '[2]', 'c=d.json': 'null' })
  expect(
    await readPayloads([`${folder}/a.json`, `${folder}/b.json=2.5`, `${folder}/c=d.json=10`, `${folder}/c=d.json`], IO),
  ).toEqual([
    { weight: 1, event: { a: 1 } },
    { weight: 2.5, event: [2] },
    { weight: 10, event: null },
    { weight: 1, event: null },
  ])
  expect(await readPayloads([], IO)).toEqual([])
})

// Breakage: a weight without end, beside which no draw is a number and the last payload is always the one.
test('a weight is a number above 0 that has an end', async () => {
  const file = join(aFolder({ 'a.json': '{}' }), 'a.json')
  for (const weight of ['0', '0.0', '9'.repeat(400)])
    expect(await reasonFor(`${file}=${weight}`)).toEqual({
      code: 'not-a-payload-option',
      parameters: { given: `${file}=${weight}` },
    })
})

test('what is no file, or none with JSON, is refused by its name', async () => {
  const folder = aFolder({ 'a.json': '{"half":' })
  expect(await reasonFor(`${folder}/none.json`)).toEqual({
    code: 'payload-unreadable',
    parameters: { file: `${folder}/none.json`, why: { code: 'missing' } },
  })
  expect(await reasonFor(folder)).toMatchObject({
    code: 'payload-unreadable',
    parameters: { file: folder, why: { code: 'not-regular', kind: 'folder' } },
  })
  expect(await reasonFor(`${folder}/a.json`)).toEqual({
    code: 'payload-not-json',
    parameters: { file: `${folder}/a.json` },
  })
  expect(await reasonFor(`${folder}/a.json=-1`)).toMatchObject({ parameters: { why: { code: 'missing' } } })
  expect(await reasonFor('')).toMatchObject({ code: 'not-a-payload-option' })
})

test('an authority is read as it is', async () => {
  const { ca } = await makeCertificates(['localhost'], 1)
  expect(readAuthority(join(aFolder({ 'ca.pem': ca }), 'ca.pem'))).toBe(ca)
})

test('what is no certificate is refused before any request, and so is what is not there', () => {
  const folder = aFolder({
    'empty.pem': '',
    'text.pem': 'a text',
    'torn.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  })
  for (const name of ['empty.pem', 'text.pem', 'torn.pem']) {
    const file = join(folder, name)
    expect(() => readAuthority(file)).toThrow(expect.objectContaining({ code: 'not-an-authority' }))
  }
  expect(() => readAuthority(join(folder, 'none.pem'))).toThrow(
    expect.objectContaining({ code: 'authority-unreadable' }),
  )
})

/** What S3 answers, as far as objects are read from it. */
async function inS3(given: string, answer: (response: ServerResponse) => void) {
  await using s3 = await answering((response) => answer(response))
  vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.origin)
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'made-up')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', '5ecret')
  try {
    const read = await readPayloads([given], IO).catch((error: unknown) => error)
    return { read, seen: s3.seen.map(({ path }) => path) }
  } finally {
    vi.unstubAllEnvs()
  }
}

// Breakage: an object of S3 is looked for as a file, or its weight is taken for a part of its key.
test('a payload may be an object in S3, with a weight, and what is not there is a sentence', async () => {
  const found = await inS3('s3://events/orders/large.json=3', (response) => response.end('{"a":1}'))
  expect(found.read).toEqual([{ weight: 3, event: { a: 1 } }])
  expect(found.seen[0]).toContain('/orders/large.json')
  const missing = await inS3('s3://events/none.json', (response) => {
    response.writeHead(404, { 'content-type': 'application/xml' })
    response.end('<Error><Code>NoSuchKey</Code><Message>no</Message></Error>')
  })
  expect(missing.read).toMatchObject({ code: 'object-unknown', parameters: { given: 's3://events/none.json' } })
  expect(await reasonFor('s3://events')).toMatchObject({ code: 'not-an-object' })
})
