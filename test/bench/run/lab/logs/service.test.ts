import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs'
import { expect, test } from 'vitest'
import { FILTER_PATTERN } from '../../../../../bench/run/aws/logs/ask-logs.ts'
import { fetchInvocations } from '../../../../../bench/run/aws/logs/fetch-invocations.ts'
import { createLogsClient } from '../../../../../bench/run/aws/logs/logs-client.ts'
import { type LogsService, startLogsService } from '../../../../../bench/run/lab/logs/service.ts'
import { jsonLine, requestIdOf, streamOf, textLine } from '../../../../support/log-lines.ts'
import { aFakeClock } from '../../../../support/fake-clock.ts'
import { signedBy } from '../../../../support/signing.ts'

const NOW_MS = Date.parse('2026-01-15T09:00:00Z')
const GROUP = '/aws/lambda/orders'

/** Logs whose clock moves by a second with each event. */
async function someLogs(options: Parameters<typeof startLogsService>[0] = {}) {
  let nowMs = NOW_MS
  const logs = await startLogsService({ now: () => nowMs, ...options })
  return {
    logs,
    log(message: string, { stream = streamOf('container-1'), group = GROUP } = {}) {
      logs.store.put(group, stream, message)
      nowMs += 1000
    },
    pass: (ms: number) => void (nowMs += ms),
    client: clientOf(logs),
    [Symbol.asyncDispose]: () => logs[Symbol.asyncDispose](),
  }
}

function clientOf({ endpoint, key }: Pick<LogsService, 'endpoint' | 'key'>): CloudWatchLogsClient {
  return createLogsClient({ endpoint, region: 'us-east-1', credentials: key })
}

async function filtered(client: CloudWatchLogsClient, input: Partial<FilterLogEventsCommandInput> = {}) {
  return await client.send(new FilterLogEventsCommand({ logGroupName: GROUP, ...input }))
}

const messagesIn = async (client: CloudWatchLogsClient, input?: Partial<FilterLogEventsCommandInput>) =>
  (await filtered(client, input)).events!.map(({ message }) => message)

test('what a function logs is found by group, stream and time, both ends included, oldest first', async () => {
  await using some = await someLogs()
  for (const message of ['a', 'b', 'c']) some.log(message)
  some.log('d', { stream: streamOf('container-2') })
  some.log('of another', { group: '/aws/lambda/billing' })
  const { events, nextToken } = await filtered(some.client)
  expect(events!.map(({ message }) => message)).toEqual(['a', 'b', 'c', 'd'])
  expect(events![1]).toMatchObject({
    logStreamName: streamOf('container-1'),
    timestamp: NOW_MS + 1000,
    ingestionTime: NOW_MS + 1000,
    message: 'b',
  })
  expect(nextToken).toBeUndefined()
  expect(await messagesIn(some.client, { startTime: NOW_MS + 1000, endTime: NOW_MS + 2000 })).toEqual(['b', 'c'])
  expect(await messagesIn(some.client, { logStreamNames: [streamOf('container-2')] })).toEqual(['d'])
  expect(await messagesIn(some.client, { logStreamNamePrefix: '2026/01/15/[$LATEST]container-2' })).toEqual(['d'])
  const arn = `arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}`
  expect(await messagesIn(some.client, { logGroupName: undefined, logGroupIdentifier: arn })).toHaveLength(4)
})

test('terms of a filter must all be there, or one of those with a question mark', async () => {
  await using some = await someLogs()
  const report = textLine()
  for (const message of [report, jsonLine(), 'an ERROR in orders', 'fine', 'say "quoted" things']) some.log(message)
  expect(await messagesIn(some.client, { filterPattern: FILTER_PATTERN })).toEqual([report, jsonLine()])
  expect(await messagesIn(some.client, { filterPattern: 'ERROR orders' })).toEqual(['an ERROR in orders'])
  expect(await messagesIn(some.client, { filterPattern: '"in orders" ERROR' })).toHaveLength(1)
  expect(await messagesIn(some.client, { filterPattern: 'ERROR nowhere' })).toEqual([])
  expect(await messagesIn(some.client, { filterPattern: '?ERROR ?fine' })).toHaveLength(2)
  expect(await messagesIn(some.client, { filterPattern: String.raw`"say \"quoted\""` })).toHaveLength(1)
  expect(await messagesIn(some.client, { filterPattern: '' })).toHaveLength(5)
})

test.each(['{ $.type = "platform.report" }', '[ip, user]', '%ERR%', '-ERROR', '?a b', '"open', 'a"b"'])(
  'a filter that is not understood is refused, not ignored: %s',
  async (filterPattern) => {
    await using some = await someLogs()
    some.log('a')
    await expect(filtered(some.client, { filterPattern })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('filterPattern: expected') as string,
    })
  },
)

test('pages end at the limit, may be empty, and go on where the last one ended, whatever comes late', async () => {
  await using some = await someLogs({ faults: { scanSize: 3 } })
  for (let number = 0; number < 10; number++)
    some.log(number < 6 ? 'noise' : textLine({ requestId: requestIdOf(number) }))
  const pages: number[] = []
  const seen = new Set<string>()
  let nextToken: string | undefined
  do {
    const page = await filtered(some.client, { filterPattern: FILTER_PATTERN, nextToken, limit: 2 })
    pages.push(page.events!.length)
    for (const { eventId } of page.events!) seen.add(eventId!)
    nextToken = page.nextToken
    some.log('noise')
  } while (nextToken !== undefined && pages.length < 20)
  expect(pages.slice(0, 4)).toEqual([0, 0, 2, 2])
  expect(seen.size).toBe(4)
})

test('a token of another request, and requests of other shapes, are refused', async () => {
  await using some = await someLogs({ faults: { scanSize: 1 } })
  some.log('a')
  some.log('b')
  const { nextToken } = await filtered(some.client)
  expect(nextToken).toBeDefined()
  const refused = async (input: Partial<FilterLogEventsCommandInput>) =>
    await expect(filtered(some.client, input), JSON.stringify(input)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  await refused({ nextToken, filterPattern: 'a' })
  await refused({ nextToken: 'made up' })
  await refused({ limit: 0 })
  await refused({ limit: 10_001 })
  await refused({ startTime: -1 })
  await refused({ logGroupName: undefined })
  await refused({ logGroupIdentifier: GROUP })
  await refused({ logStreamNames: ['a'], logStreamNamePrefix: 'a' })
  await refused({ startFromHead: false })
  await refused({ filterPattern: 'x'.repeat(1025) })
})

test('a group is unknown until something was logged to it, and so is any other operation', async () => {
  await using some = await someLogs()
  await expect(filtered(some.client)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  some.log('a')
  expect(await messagesIn(some.client)).toEqual(['a'])
  await expect(some.client.send(new DescribeLogGroupsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  })
})

// Breakage: whoever is on this machine reads what functions logged.
test('what is not signed with the key of the lab is refused', async () => {
  await using some = await someLogs()
  some.log('a secret')
  const stranger = clientOf({ ...some.logs, key: { accessKeyId: 'somebody', secretAccessKey: 'else' } })
  await expect(filtered(stranger)).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
  const post = async (headers: Record<string, string>) =>
    await (
      await fetch(some.logs.endpoint, { method: 'POST', body: JSON.stringify({ logGroupName: GROUP }), headers })
    ).text()
  const target = { 'x-amz-target': 'Logs_20140328.FilterLogEvents' }
  expect(await post(target)).not.toContain('secret"')
  expect(await post({ ...target, ...signedBy(some.logs.key) })).toContain('a secret')
  expect(await post({ ...target, ...signedBy(some.logs.key), origin: 'https://example.com' })).not.toContain('a secret')
})

test('memory is bounded: the oldest events are given up, and a long one is cut', async () => {
  await using some = await someLogs({ limits: { maxBytes: 5000, maxEventBytes: 1000 } })
  for (let number = 0; number < 100; number++) some.log(`event ${number}`)
  const { events, bytes, evicted } = some.logs.store.figures()
  expect(bytes).toBeLessThanOrEqual(5000)
  expect(events + evicted).toBe(100)
  expect((await messagesIn(some.client)).at(-1)).toBe('event 99')
  some.log('é'.repeat(2000))
  expect((await messagesIn(some.client)).at(-1)).toBe('é'.repeat(500))
})

// Breakage: throttled or late events are lost on the way of the reader.
test('throttled calls are tried again by the reader, and late events found', async () => {
  await using some = await someLogs({ faults: { throttleEvery: 3, ingestDelayMs: 8000, scanSize: 2 } })
  for (let number = 0; number < 12; number++) some.log(textLine({ requestId: requestIdOf(number), durationMs: 1 }))
  const clock = aFakeClock()
  const untilMs = NOW_MS + 12_000
  const { spans, calls } = await fetchInvocations(some.client, [{ group: GROUP, fromMs: NOW_MS, untilMs }], {
    ...clock,
    functionNames: ['orders'],
    epochMs: () => untilMs,
    async pause(ms, signal) {
      some.pass(ms)
      await clock.pause(ms, signal)
    },
  })
  expect(spans[0]!.invocations).toHaveLength(12)
  expect(calls.throttled).toBe(some.logs.figures().throttled)
  expect(calls.throttled).toBeGreaterThan(0)
  expect(calls.polls).toBeGreaterThan(2)
})
