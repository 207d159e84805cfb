import { expect, test } from 'vitest'
import { DEFAULT_BATCHES, noteOnFanOut } from '../../../../bench/commands/functions/fan-out-room.ts'
import { deployTexts } from '../../../../bench/report/messages/commands.ts'
import { readSettings } from '../../../../infra/settings.ts'
import { utakata } from '../../../support/command-line.ts'
import { withEnv } from '../../../support/env.ts'
import { aFolder } from '../../../support/folders.ts'
import { REAL } from '../../../support/stacks.ts'
import { answering } from '../../../support/wire.ts'

const NEW_ACCOUNT = '{"AccountLimit":{"ConcurrentExecutions":10,"UnreservedConcurrentExecutions":8}}'
const LARGE_ACCOUNT = '{"AccountLimit":{"ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":1000}}'
const NOT_ALLOWED = '{"__type":"AccessDeniedException","message":"User is not authorized to perform it"}'

const CREDENTIALS = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: '5ecret' }

/** The note on a deploy with such arguments, where Lambda answers so, and how often Lambda was asked. */
async function noted(
  given: readonly string[],
  { answer = NEW_ACCOUNT, status = 200, context = {} }: { answer?: string; status?: number; context?: object } = {},
) {
  await using lambda = await answering((response) => response.writeHead(status).end(answer))
  for (const [name, value] of Object.entries({ ...CREDENTIALS, AWS_ENDPOINT_URL: lambda.origin })) withEnv(name, value)
  const folder = aFolder({ 'cdk.json': JSON.stringify({ context }) })
  const note = await noteOnFanOut(given, { folder, env: process.env })
  return { note, requests: lambda.seen.map(({ path }) => path.split('?')[0]) }
}

test('the default of batches is that of the settings', () => {
  expect(readSettings({ ...REAL, fanout: 'on' }).fanOut?.batchesAtATime).toBe(DEFAULT_BATCHES)
})

// Breakage: all of an account's concurrency is taken for free, or as much as there is counts as too much.
test('more batches at a time than the account has left are said, with what to set', async () => {
  const { note, requests } = await noted(['-c', 'fanout=on'])
  expect(note).toBe(deployTexts.roomTooSmall(DEFAULT_BATCHES, { free: 8, all: 10 }))
  expect(note).toContain('-c batches=8')
  expect(requests).toEqual(['/2016-08-19/account-settings'])
  expect((await noted(['-c', 'fanout=on', '-c', 'batches=9'])).note).toBe(
    deployTexts.roomTooSmall(9, { free: 8, all: 10 }),
  )
  for (const enough of [
    await noted(['-c', 'fanout=on', '-c', 'batches=8']),
    await noted(['-c', 'fanout=on'], { answer: LARGE_ACCOUNT }),
  ])
    expect(enough).toEqual({ note: undefined, requests })
})

// Breakage: a form in which the CDK takes settings is passed over, or what cdk.json says counts for more than the command line.
test.each<[string[], object?]>([
  [['-cfanout=on', '-c=batches=9']],
  [['--context=fanout=on', '--context', 'batches=9']],
  [['--context', 'batches=9'], { fanout: 'on' }],
  [['-c', 'batches=9'], { fanout: 'on', batches: '5' }],
  [[], { fanout: 'on', batches: 9 }],
])('the settings are read as the CDK reads them: %j beside %j', async (given, context = {}) => {
  expect((await noted(given, { context })).note).toBe(deployTexts.roomTooSmall(9, { free: 8, all: 10 }))
})

// Breakage: a deploy without a fan-out asks Lambda for what it does not need.
test.each<[string[], object?]>([
  [[]],
  [['-c', 'batches=5000']],
  [['-c', 'fanout=off']],
  [['-c', 'fanout=on', '-c', 'reserved=5']],
  [['-c', 'fanout=on', '-c', 'batches=many']],
  [['-c', 'fanout=off'], { fanout: 'on' }],
])('nothing is asked where nothing is to be known: %j beside %j', async (given, context = {}) => {
  expect(await noted(given, { context })).toEqual({ note: undefined, requests: [] })
})

// Breakage: a deploy fails since a limit could not be read, or goes on without a word.
test('where Lambda does not say, that is said, and nothing fails', async () => {
  const refused = await noted(['-c', 'fanout=on'], { status: 403, answer: NOT_ALLOWED })
  expect(refused.note).toBe(deployTexts.roomUnknown(DEFAULT_BATCHES, deployTexts.notAllowedToAsk))
  const unknown = await noted(['-c', 'fanout=on'], {
    status: 400,
    answer: '{"__type":"SomethingNew","message":"5ecret"}',
  })
  expect(unknown.note).toBe(deployTexts.roomUnknown(DEFAULT_BATCHES, 'SomethingNew'))
  withEnv('HOME', aFolder())
  const profile = await noted(['-c', 'fanout=on', '--profile', 'nobody'])
  expect(profile.note).toMatch(/^Note: nobody knows/)
  expect(profile.requests).toEqual([])
})

// Breakage: the template cannot be made any more without an account.
test('deploy says it before anything is deployed, and synth asks nothing', async () => {
  await using lambda = await answering((response) => response.end(NEW_ACCOUNT))
  const env = { ...CREDENTIALS, AWS_ENDPOINT_URL: lambda.origin, HOME: aFolder() }
  // Ends with what is wrong with the arguments, before the CDK is started.
  const given = ['-c', 'fanout=on', '-c', 'nothing=1']
  const synth = await utakata(['cdk', 'synth', ...given], { env })
  expect(synth.stderr).not.toContain('Note:')
  expect(lambda.seen).toEqual([])
  const deploy = await utakata(['cdk', 'deploy', ...given], { env })
  expect(deploy.stderr.replaceAll(/\s+/g, ' ')).toMatch(
    /^Note: batches=100 is more than the 8 .* nothing: expected one of the keys/,
  )
  expect(deploy.code).toBe(1)
})
