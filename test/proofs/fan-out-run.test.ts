import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Served, serve } from '../../bench/run/contract/running.ts'
import { aWorld, constant } from '../../bench/run/contract/worlds.ts'
import type { FunctionSettings } from '../../bench/run/lab/lambda/function-settings.ts'
import type { LocalLambda } from '../../bench/run/lab/lambda/local-lambda.ts'
import type { Answer } from '../../infra/answer.ts'
import { dueFeeds } from '../../mock-server/feeds.ts'
import { startServer } from '../../mock-server/server.ts'
import { addressesOf, ownItemsOf, WORLD_WINDOW } from '../../mock-server/world.ts'
import { type Emulator, emulatorIsInstalled, startEmulator } from '../support/aws-emulator.ts'
import {
  accountOf,
  type DeployedAccount,
  type DeployedFanOut,
  deployFanOut,
  setWebhook,
  WEBHOOK_SECRET,
} from '../support/deployed-fan-outs.ts'
import { cdk } from '../support/deployments.ts'
import { changed, findingsIn, linesOf, resultsOf } from '../support/fan-outs.ts'
import { aLambda } from '../support/local-functions.ts'
import { type Execution, type Reading, runDistributedMap } from '../support/map-run.ts'
import { ownScenario, ownScenarioFile } from '../support/own-jobs.ts'

const IS_THERE = emulatorIsInstalled()
if (!IS_THERE) {
  const packages = 'python3-moto, python3-flask and python3-flask-cors'
  if (process.env.CI) throw new Error(`expected Debian's ${packages}, which the proof of a fan-out needs, got none`)
  console.warn(`SKIPPED: no deployed fan-out is run without an emulator of AWS; apt-get install Debian's ${packages}`)
}

const LIST = 'lists/feeds.jsonl'

interface Deployed {
  readonly emulator: Emulator
  readonly fanOut: DeployedFanOut
}

const folder = mkdtempSync(join(tmpdir(), 'utakata-fan-out-'))
let emulated: Promise<Emulator> | undefined
let deploying: Promise<Deployed> | undefined

/** An account with a fan-out of the built-in job, made for the first test that asks for it: it takes as long as most of them. */
function deployed(): Promise<Deployed> {
  return (deploying ??= deploy())
}

async function deploy(): Promise<Deployed> {
  const emulator = await (emulated = startEmulator())
  await cdk(emulator, 'bootstrap', '--output', join(folder, 'bootstrap'))
  const settings = { webhookSecret: WEBHOOK_SECRET, batch: '100', batches: '4', tolerated: '20' }
  return { emulator, fanOut: await deployFanOut(emulator, folder, settings) }
}

afterAll(async () => {
  await (await emulated)?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A world with so many feeds, half of them with something to be sent. */
const aWorldOf = (count: number) =>
  serve(aWorld({ items: { ...aWorld().items, count }, fetchDelay: constant(0), notifyDelay: constant(0) }))

const feedsOf = ({ world, origin }: Served) =>
  addressesOf(world, origin, 'f0/r1').feeds.map((url, index) => ({ id: `feed ${index}`, url }))

interface Ran {
  readonly execution: Execution
  readonly account: DeployedAccount
}

interface HowToRun {
  readonly reading?: Reading
  /** In place of what was deployed. */
  readonly settings?: Partial<FunctionSettings>
  /** Called before each invocation, with its number. */
  readonly before?: (lambda: LocalLambda, attempt: number) => void
}

/** One execution of the deployed fan-out over a list, its results read before its account is closed. */
async function runOn(
  server: Served,
  list: string,
  look: (ran: Ran) => Promise<void> | void,
  { reading, settings, before }: HowToRun = {},
): Promise<void> {
  const { emulator, fanOut } = await deployed()
  await setWebhook(emulator, addressesOf(server.world, server.origin, 'f0/r1').slack)
  await using lambda = aLambda({ ...fanOut.settings, ...settings })
  using account = accountOf(emulator, fanOut, lambda)
  await account.write(fanOut.bucket, LIST, list)
  const invoke: DeployedAccount['invoke'] = (resource, payload) => {
    before?.(lambda, account.attempts() + 1)
    return account.invoke(resource, payload)
  }
  const input = { list: LIST, window: WORLD_WINDOW }
  const execution = await runDistributedMap(
    fanOut.definition,
    input,
    { ...account, invoke },
    { ...(reading && { reading }) },
  )
  await look({ execution, account })
}

/** The places of the feeds whose event was delivered, each as often as it was. */
function deliveredOf({ deliveries }: Served): number[] {
  return deliveries.entries.flatMap(({ accepted, feed }) => (accepted === undefined ? [] : [feed])).toSorted(ascending)
}

/** Those whose event has to be delivered, once each, of all feeds with a place for which `sent` holds. */
function expectedOf({ world }: Served, sent: (place: number) => boolean = () => true): number[] {
  return [...dueFeeds(world)].filter(sent).toSorted(ascending)
}

const ascending = (one: number, other: number) => one - other

// Breakage: the definition that reaches an account is another one than that of the template, such as by a parameter that is not filled in.
test.skipIf(!IS_THERE)("AWS's own linter finds nothing in the definition as it was deployed", async () => {
  const { fanOut } = await deployed()
  expect(await findingsIn(fanOut.definition)).toEqual([])
  expect(JSON.stringify(fanOut.definition)).not.toMatch(/Fn::|\$\{|AWS::/)
  const wrong = changed(fanOut.definition, ({ ItemReader }) => (ItemReader.ReaderConfig.InputType = 'JSONLINES'))
  expect(await findingsIn(wrong)).toHaveLength(1)
})

// Breakage: a batch is lost, sent twice or refused, runs beside more than three others, or an answer is not among the results.
test.skipIf(!IS_THERE)('10,000 feeds in 100 batches, 4 at a time: each notification is delivered once', async () => {
  await using server = await aWorldOf(10_000)
  await runOn(server, linesOf(feedsOf(server)), async ({ execution, account }) => {
    expect(execution).toMatchObject({ status: 'SUCCEEDED' })
    expect(execution.batches.map(({ items }) => items)).toEqual(Array(100).fill(100))
    expect(deliveredOf(server)).toEqual(expectedOf(server))
    expect(server.deliveries.figures()).toMatchObject({ accepted: 5000, duplicates: 0 })
    expect({ attempts: account.attempts(), peak: account.peakConcurrency() }).toEqual({ attempts: 100, peak: 4 })
    const results = await resultsOf(execution, account, 'SUCCEEDED')
    expect(results).toHaveLength(100)
    const answers = results.map((line) => JSON.parse(line) as Answer)
    for (const answer of answers)
      expect(answer).toMatchObject({ strategy: 'pipelined', run: { figures: { feeds: 100 } } })
    expect(answers.reduce((sum, { run }) => sum + run.figures.sent, 0)).toBe(5000)
    expect(results.join('')).not.toMatch(/\.ics|\/slack/)
  })
})

// Breakage: refused batches count as done, or batches are counted instead of items: one of three is 33% either way.
test.skipIf(!IS_THERE).each([
  ['the last, of 50 items of 250', 249, 'SUCCEEDED', undefined],
  ['the first, of 100 items of 250', 50, 'FAILED', 'States.ExceedToleratedFailureThreshold'],
])('with tolerated=20, of three batches one is refused: %s', async (_, twin, status, error) => {
  await using server = await aWorldOf(250)
  const feeds = feedsOf(server)
  // The function refuses a batch that has a calendar twice.
  feeds[twin] = { ...feeds[twin]!, url: feeds[twin - 1]!.url }
  await runOn(server, linesOf(feeds), async ({ execution, account }) => {
    expect({ status: execution.status, error: execution.error }).toEqual({ status, error })
    const failedBatch = Math.floor(twin / 100)
    expect(deliveredOf(server)).toEqual(expectedOf(server, (place) => Math.floor(place / 100) !== failedBatch))
    expect(account.attempts()).toBe(3)
    const [failed, ...others] = await resultsOf(execution, account, 'FAILED')
    expect(others).toEqual([])
    expect(failed).toContain('each calendar once')
  })
})

// Breakage: a line that cannot be read is left out in silence.
test.skipIf(!IS_THERE).each<[Reading, number]>([
  ['first', 0],
  ['meanwhile', 100],
])('a malformed line fails the execution, and nothing is sent twice (the list is read %s)', async (reading, sent) => {
  await using server = await aWorldOf(250)
  const lines = linesOf(feedsOf(server)).split('\n')
  lines[120] = lines[120]!.slice(0, -3)
  await runOn(
    server,
    lines.join('\n'),
    ({ execution }) => {
      expect(execution).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' })
      expect(deliveredOf(server)).toEqual(expectedOf(server, (place) => place < sent))
    },
    { reading },
  )
})

// Breakage: a batch without items is sent.
test.skipIf(!IS_THERE)('an empty list invokes nothing', async () => {
  await using server = await aWorldOf(1)
  await runOn(server, '', ({ execution, account }) => {
    expect(execution).toMatchObject({ status: 'SUCCEEDED', batches: [] })
    expect(account.attempts()).toBe(0)
  })
})

// Breakage: no Retry, or the error that it names is none that Lambda gives.
test.skipIf(!IS_THERE)('a batch that Lambda refuses twice with 429 is delivered once', async () => {
  await using server = await aWorldOf(20)
  await runOn(
    server,
    linesOf(feedsOf(server)),
    ({ execution, account }) => {
      expect(execution).toMatchObject({ status: 'SUCCEEDED' })
      expect(account.attempts()).toBe(3)
      expect(deliveredOf(server)).toEqual(expectedOf(server))
    },
    {
      before: (lambda, attempt) =>
        lambda.reconfigure(lambda.names()[0]!, { reservedConcurrency: attempt <= 2 ? 0 : undefined }),
    },
  )
})

// Breakage: a Retry of States.ALL or States.TaskFailed, or the CDK's own: the second try sends what the first has sent.
test.skipIf(!IS_THERE)('a batch that was cut off after it has sent is not tried again', async () => {
  await using server = await serve(aWorld({ items: { ...aWorld().items, count: 20 }, fetchFaults: { hang: 1 / 20 } }))
  await runOn(
    server,
    linesOf(feedsOf(server)),
    ({ execution, account }) => {
      expect(execution).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' })
      expect(execution.batches[0]!.error!.message).toContain('cut off')
      expect(account.attempts()).toBe(1)
      const { accepted, duplicates } = server.deliveries.figures()
      expect(accepted).toBeGreaterThanOrEqual(9)
      expect(duplicates).toBe(0)
    },
    { settings: { timeoutMs: 5000 } },
  )
})

// Breakage: its batches are sent as feeds, or with a window, or its bundle is not what was deployed.
test.skipIf(!IS_THERE)("a fan-out of a job of a user's own delivers each finding once", async () => {
  const { world } = ownScenario(undefined, ['world.items.count=30'])
  const server = await startServer(world)
  try {
    const job = join(dirname(ownScenarioFile()), 'my-job.mjs')
    const { emulator } = await deployed()
    const own = await deployFanOut(emulator, folder, { job, batch: '7', batches: '2' })
    expect(await findingsIn(own.definition)).toEqual([])
    await using lambda = aLambda(own.settings)
    using account = accountOf(emulator, own, lambda)
    await account.write(own.bucket, LIST, linesOf(ownItemsOf(world, server.origin, 'f0/r1')))
    const execution = await runDistributedMap(own.definition, { list: LIST }, account)
    expect(execution).toMatchObject({ status: 'SUCCEEDED' })
    expect(account.attempts()).toBe(5)
    const { entries } = server.deliveries
    const posts = (item: number) =>
      entries.filter(({ accepted, feed }) => accepted !== undefined && feed === item).length
    // Its orders have no, one and two late lines in turn.
    expect(Array.from({ length: 30 }, (_, item) => posts(item))).toEqual(
      Array.from({ length: 30 }, (_, item) => item % 3),
    )
    expect(await resultsOf(execution, account, 'SUCCEEDED')).toHaveLength(5)
  } finally {
    await server.close()
  }
})
