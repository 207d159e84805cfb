import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { readEvent } from '../../infra/event.ts'
import { readOwnEvent } from '../../infra/own-job.ts'
import { type Json, StatesError } from '../support/distributed-map.ts'
import {
  type Answering,
  anAccountInMemory,
  changed,
  fanOutDefinition,
  findingsIn,
  linesOf,
  type MapState,
  resultsOf,
} from '../support/fan-outs.ts'
import { type Reading, runDistributedMap } from '../support/map-run.ts'

const INPUT = {
  list: 'lists/feeds.jsonl',
  window: { fromMs: Date.UTC(2026), untilMs: Date.UTC(2026) + 1_800_000 },
}
const fanOut = () => fanOutDefinition({ batch: '10', batches: '2', tolerated: '20' })
const ownFanOut = () => fanOutDefinition({ batch: '10', batches: '2', job: 'examples/orders/job.ts' })

const feedsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `feed ${first + index}`,
    url: `https://calendars.example/${first + index}.ics`,
  }))
const idsIn = (payload: Json) => (payload as { job: { feeds: { id: string }[] } }).job.feeds.map(({ id }) => id)

/** A function that fails wherever one of its feeds has this id. */
const failingWith =
  (id: string): Answering =>
  (payload) => {
    if (idsIn(payload).includes(id)) throw new StatesError('Error', 'it was refused')
    return { done: true }
  }

const run = (definition: unknown, account: ReturnType<typeof anAccountInMemory>, reading?: Reading) =>
  runDistributedMap(definition, INPUT, account, { ...(reading && { reading }) })

// Breakage: a field with a typo, or a value that Step Functions does not know, in infra/fan-out.ts.
test.each([
  ['of calendars', fanOut],
  ['of a job of a user’s own', ownFanOut],
])("AWS's own linter finds nothing in the definition %s", async (_, definition) => {
  expect(await findingsIn(definition())).toEqual([])
})

test.each<[string, RegExp, (map: MapState) => void]>([
  ['an unknown input type', /"JSONL"/, ({ ItemReader }) => (ItemReader.ReaderConfig.InputType = 'JSONLINES')],
  ['an unknown field of a map', /not supported/, (map) => (map.ToleratedFailureShare = 5)],
  [
    'an unknown transformation',
    /"COMPACT"/,
    ({ ResultWriter: { WriterConfig } }) => (WriterConfig.Transformation = 'SHORT'),
  ],
  ['a tolerance that is a text', /Expected one of integer/, (map) => (map.ToleratedFailurePercentage = '5%')],
])('the linter finds %s', async (_, finding, change) => {
  expect(await findingsIn(changed(fanOut(), change))).toEqual([expect.stringMatching(finding)])
})

// The linter passes over most of these: without this, a field that nothing here does would seem to be proven.
test.each<[string, (map: MapState) => void]>([
  ['Label', (map) => (map.Label = 'Batches')],
  ['ToleratedFailureCount', (map) => (map.ToleratedFailureCount = 5)],
  ['MaxItems', ({ ItemReader }) => (ItemReader.ReaderConfig.MaxItems = 5)],
  ['VersionId', ({ ItemReader }) => (ItemReader.Parameters.VersionId = '5')],
  ['MaxItemPerBatch', ({ ItemBatcher }) => (ItemBatcher.MaxItemPerBatch = 5)],
  ['ExpectedBucketOwner', ({ ResultWriter }) => (ResultWriter.Parameters.ExpectedBucketOwner = '5')],
  ['Compression', ({ ResultWriter }) => (ResultWriter.WriterConfig.Compression = 'GZIP')],
])('a field that is not run here, such as %s, is an error and not passed over', async (field, change) => {
  const account = anAccountInMemory(linesOf(feedsFrom(0, 3)))
  await expect(run(changed(fanOut(), change), account)).rejects.toThrow(field)
  expect(account.payloads).toEqual([])
})

// Breakage: the payload, the window or the batches are such that the function would refuse them.
test('each batch is sent as an event that the function takes, so many at a time', async () => {
  const feeds = feedsFrom(0, 45)
  const account = anAccountInMemory(linesOf(feeds), async () => {
    await setImmediate()
    return { done: true }
  })
  const execution = await run(fanOut(), account)
  expect(execution).toMatchObject({ status: 'SUCCEEDED' })
  expect(account.payloads).toHaveLength(5)
  for (const payload of account.payloads) {
    expect(payload).toMatchObject({ job: { window: INPUT.window }, strict: true })
    expect(readEvent(payload)).toEqual(payload)
  }
  expect(account.payloads.flatMap(idsIn)).toEqual(feeds.map(({ id }) => id))
  expect(account.peakConcurrency()).toBe(2)
  // Breakage: what was sent to each batch stands in the results, with the addresses of its feeds.
  expect(await resultsOf(execution, account, 'SUCCEEDED')).toEqual(Array(5).fill('{"done":true}'))
})

test('each batch of a job of a user’s own is sent as items that its function takes, without a window', async () => {
  const items = feedsFrom(0, 15).map((item) => ({ ...item, sinkUrl: 'https://desk.example/a' }))
  const account = anAccountInMemory(linesOf(items))
  expect(await runDistributedMap(ownFanOut(), { list: INPUT.list }, account)).toMatchObject({ status: 'SUCCEEDED' })
  expect(account.payloads).toEqual([
    { job: { items: items.slice(0, 10) }, strict: true },
    { job: { items: items.slice(10) }, strict: true },
  ])
  for (const payload of account.payloads) expect(readOwnEvent(payload)).toEqual(payload)
})

// Breakage: the stand-in has numbers of its own.
test('what runs is what the definition says: other numbers in it make other batches', async () => {
  const other = changed(fanOut(), (map) => {
    map.ItemBatcher.MaxItemsPerBatch = 7
    map.MaxConcurrency = 3
  })
  const account = anAccountInMemory(linesOf(feedsFrom(0, 20)), async () => setImmediate({}))
  const { batches } = await run(other, account)
  expect(batches.map(({ items }) => items)).toEqual([7, 7, 6])
  expect(account.peakConcurrency()).toBe(3)
})

// Breakage: MAX_BATCH_BYTES is so large that window, commas and brackets, or what stands around the job, do not fit.
test('batches of long addresses, as large as they may be, fit into what a state takes', async () => {
  const long = feedsFrom(0, 6000).map((feed) => ({ ...feed, url: feed.url + 'x'.repeat(80) }))
  const account = anAccountInMemory(linesOf(long))
  const { status, batches } = await run(fanOutDefinition({ batch: '2000' }), account)
  expect(status).toBe('SUCCEEDED')
  expect(Math.max(...batches.map(({ items }) => items))).toBeLessThan(2000)
  expect(Math.max(...batches.map(({ inputBytes }) => inputBytes))).toBeGreaterThan(235_000)
  expect(account.payloads.flatMap(idsIn)).toHaveLength(6000)
})

// Breakage: MaxInputBytesPerBatch is not there: a batch of 2,000 such feeds has more than a state takes.
test('without a limit of bytes such batches would not fit', async () => {
  const long = feedsFrom(0, 2000).map((feed) => ({ ...feed, url: feed.url + 'x'.repeat(80) }))
  const unlimited = changed(fanOutDefinition({ batch: '2000' }), ({ ItemBatcher }) => {
    ItemBatcher.MaxInputBytesPerBatch = 262_144
  })
  const account = anAccountInMemory(linesOf(long))
  const { status, batches } = await run(unlimited, account)
  expect(status).toBe('FAILED')
  expect(batches.some(({ error }) => error?.name === 'States.DataLimitExceeded')).toBe(true)
})

// Breakage: batches are counted: one of three would be 33% in both.
test.each([
  ['the last, 5 of 25 items', 'feed 24', 'SUCCEEDED', undefined],
  ['the first, 10 of 25 items', 'feed 3', 'FAILED', 'States.ExceedToleratedFailureThreshold'],
])('tolerated=20 counts items: of 3 batches fails %s', async (_, id, status, error) => {
  const account = anAccountInMemory(linesOf(feedsFrom(0, 25)), failingWith(id))
  const execution = await run(fanOut(), account)
  expect({ status: execution.status, error: execution.error }).toEqual({ status, error })
  expect(account.payloads.filter((payload) => idsIn(payload).includes(id))).toHaveLength(1)
  // AWS writes what has failed as it is, with what was sent to it.
  expect(await resultsOf(execution, account, 'FAILED')).toEqual([expect.stringContaining(id)])
})

test('a percentage of failed items that is the tolerance is within it, and one below is not', async () => {
  const failing = () => anAccountInMemory(linesOf(feedsFrom(0, 50)), failingWith('feed 0'))
  expect(await run(fanOut(), failing())).toMatchObject({ status: 'SUCCEEDED' })
  const less = changed(fanOut(), (map) => (map.ToleratedFailurePercentage = 19))
  expect(await run(less, failing())).toMatchObject({ status: 'FAILED' })
})

test('with the defaults, one failed batch of a list of fewer than 20 batches is beyond the tolerance', async () => {
  const definition = fanOutDefinition()
  const failing = (count: number) => anAccountInMemory(linesOf(feedsFrom(0, count)), failingWith('feed 0'))
  expect(await run(definition, failing(19_000))).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' })
  expect(await run(definition, failing(20_000))).toMatchObject({ status: 'SUCCEEDED' })
})

// Which batches were sent then is not documented: whichever it is, none is sent twice.
test.each<[Reading, number]>([
  ['first', 0],
  ['meanwhile', 2],
])('a line that is no JSON fails the execution (the list is read %s)', async (reading, sent) => {
  const list = linesOf(feedsFrom(0, 25)) + '{ "id": "feed 25", "url":\n' + linesOf(feedsFrom(26, 20))
  const account = anAccountInMemory(list)
  const execution = await run(fanOut(), account, reading)
  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' })
  expect(account.payloads).toHaveLength(sent)
  expect(new Set(account.payloads.flatMap(idsIn)).size).toBe(sent * 10)
})

// Breakage: a line that is JSON, but no feed, is passed over by the function, or its batch counts as done.
test('a line that is no feed is sent, and refused with its whole batch', async () => {
  const list = linesOf([...feedsFrom(0, 15), { id: 'feed 15' }, ...feedsFrom(16, 44)])
  const account = anAccountInMemory(list, (payload) => {
    readEvent(payload)
    return { done: true }
  })
  const execution = await run(fanOut(), account)
  expect(execution).toMatchObject({ status: 'SUCCEEDED' })
  const [failed, ...others] = execution.batches.filter(({ error }) => error)
  expect(others).toEqual([])
  expect(failed).toMatchObject({ items: 10 })
  expect(failed!.error!.message).toContain('job.feeds[5].url')
})

// Breakage: a batch without items is sent, which the function would refuse.
test.each(['', '\n'])('an empty list (%j) invokes nothing', async (list) => {
  const account = anAccountInMemory(list)
  expect(await run(fanOut(), account)).toMatchObject({ status: 'SUCCEEDED', batches: [] })
  expect(account.payloads).toEqual([])
})

test('a list that is not there fails the execution, and an input without a window does too', async () => {
  expect(await run(fanOut(), anAccountInMemory(undefined))).toMatchObject({ error: 'States.ItemReaderFailed' })
  const account = anAccountInMemory(linesOf(feedsFrom(0, 5)))
  const withoutWindow = await runDistributedMap(fanOut(), { list: INPUT.list }, account)
  expect(withoutWindow).toMatchObject({ status: 'FAILED', error: expect.stringMatching(/^States\./) })
  expect(account.payloads).toEqual([])
})

// Breakage: no Retry, or one with so few attempts that the batch is lost.
test('a batch that Lambda did not start is tried again up to eight times', async () => {
  const refusing = (times: number): Answering => {
    return (_, attempt) => {
      if (attempt <= times) throw new StatesError('Lambda.TooManyRequestsException', 'Rate Exceeded.')
      return { done: true }
    }
  }
  for (const [times, status] of [
    [8, 'SUCCEEDED'],
    [9, 'FAILED'],
  ] as const) {
    const account = anAccountInMemory(linesOf(feedsFrom(0, 5)), refusing(times))
    expect(await run(fanOut(), account)).toMatchObject({ status })
    expect(account.payloads).toHaveLength(9)
  }
})

// Breakage: the CDK's own retries (of Lambda.ServiceException, Lambda.SdkClientException and others), or States.ALL among ours: the function may
// have run, and would send what it has sent once more.
test.each([
  'Error',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'States.TaskFailed',
  'States.Timeout',
])('a batch that may have run is not tried again: %s', async (name) => {
  const account = anAccountInMemory(linesOf(feedsFrom(0, 5)), () => {
    throw new StatesError(name, 'it failed')
  })
  const execution = await run(fanOut(), account)
  expect(execution).toMatchObject({ status: 'FAILED', batches: [{ error: { name } }] })
  expect(account.payloads).toHaveLength(1)
})
