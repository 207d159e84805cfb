import { expect, test } from 'vitest'
import { UserError } from '../../../../../bench/io/user-error.ts'
import { FILTER_PATTERN, type LogSpan } from '../../../../../bench/run/aws/logs/ask-logs.ts'
import { type FetchLogsOptions, fetchInvocations } from '../../../../../bench/run/aws/logs/fetch-invocations.ts'
import { errorText } from '../../../../../bench/report/messages/problems.ts'
import { aFakeClock } from '../../../../support/fake-clock.ts'
import { aFakeLogs, type FakeLogs, logsClientOf, type StoredEvent } from '../../../../support/fake-logs.ts'
import { jsonLine, requestIdOf, streamOf, textLine } from '../../../../support/log-lines.ts'
import { answering, nobodyListens } from '../../../../support/wire.ts'

const BEGAN_MS = Date.parse('2026-01-15T09:00:00Z')
const HOUR_MS = 3_600_000
const SPAN: LogSpan = { group: '/aws/lambda/orders', fromMs: BEGAN_MS, untilMs: BEGAN_MS + HOUR_MS }
const LATER_MS = SPAN.untilMs + 24 * HOUR_MS

/** So many invocations, a second between them, in containers of ten each. */
function events(count: number): StoredEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    logStreamName: streamOf(`container-${Math.floor(index / 10)}`),
    timestamp: BEGAN_MS + index * 1000,
    message: textLine({ requestId: requestIdOf(index) }),
  }))
}

/** Fetches on a clock that only pauses move, long after the span. */
async function fetched(
  { client }: Pick<FakeLogs, 'client'>,
  spans: readonly LogSpan[] = [SPAN],
  options: Partial<FetchLogsOptions> = {},
) {
  const clock = aFakeClock()
  const all = { ...clock, epochMs: () => LATER_MS, functionNames: ['orders'], ...options }
  return { ...(await fetchInvocations(client, spans, all)), clock }
}

test('every page is read, also after empty ones, and asks for the lines of Lambda alone', async () => {
  await using logs = await aFakeLogs(events(25), { pageSize: 10, emptyPages: 2 })
  const { spans, calls } = await fetched(logs)
  expect(spans[0]!.invocations).toHaveLength(25)
  expect(new Set(spans[0]!.invocations.map(({ container }) => container)).size).toBe(3)
  expect(calls).toEqual({ pages: 9, throttled: 0, polls: 1 })
  for (const request of logs.requests)
    expect(request).toMatchObject({
      logGroupName: SPAN.group,
      startTime: SPAN.fromMs,
      endTime: SPAN.untilMs - 1,
      filterPattern: FILTER_PATTERN,
    })
})

test('a token that comes again ends the pages', async () => {
  await using logs = await aFakeLogs(events(3), { repeatsToken: true })
  const { calls } = await fetched(logs)
  expect(calls.pages).toBe(2)
})

test('throttled pages are asked for again, with pauses', async () => {
  await using logs = await aFakeLogs(events(40), { pageSize: 10, throttleEvery: 2 })
  const { spans, calls, clock } = await fetched(logs)
  expect(spans[0]!.invocations).toHaveLength(40)
  expect(calls.throttled).toBe(3)
  expect(clock.pauses).toHaveLength(3)
})

const justAfter = { epochMs: () => SPAN.untilMs }
const LAST_MINUTE = SPAN.untilMs - 60_000

/** Of one invocation, found from the n-th search on. */
const late = (number: number, fromSearch: number): StoredEvent => ({
  logStreamName: streamOf('container-x'),
  timestamp: LAST_MINUTE + number,
  message: jsonLine({ requestId: requestIdOf(9000 + number), durationMs: 0.5 }),
  fromSearch,
})

// Breakage: right after some invocations a part of them was found, and reported as all.
test('a span that has just ended is searched again until two searches find nothing new, its last minutes alone', async () => {
  await using logs = await aFakeLogs([...events(5), late(1, 1), late(2, 2), late(3, 4)])
  const { spans, calls, clock } = await fetched(logs, [SPAN], justAfter)
  expect(spans[0]!.invocations).toHaveLength(8)
  expect(calls.polls).toBe(6)
  expect(clock.pauses.slice(0, 2)).toEqual([5000, 7500])
  const starts = logs.requests.map(({ startTime }) => startTime)
  expect(starts).toEqual([SPAN.fromMs, ...Array.from({ length: 5 }, () => SPAN.untilMs - 600_000)])
})

test('the search for late events ends with the patience', async () => {
  const endless = Array.from({ length: 100 }, (_, index) => late(index, index + 1))
  await using logs = await aFakeLogs(endless)
  const { calls, clock } = await fetched(logs, [SPAN], { ...justAfter, patienceMs: 20_000 })
  expect(clock.nowMs()).toBe(1000 + 20_000)
  expect(calls.polls).toBe(4)
})

test('several spans and groups are read one after the other, and only those that still grow are read again', async () => {
  const other: LogSpan = { group: '/aws/lambda/billing', fromMs: BEGAN_MS - HOUR_MS, untilMs: BEGAN_MS }
  await using logs = await aFakeLogs((group) => (group === SPAN.group ? events(5) : events(7)))
  const { spans } = await fetched(logs, [other, SPAN], { ...justAfter, functionNames: ['orders', 'billing'] })
  expect(spans.map(({ invocations }) => invocations.length)).toEqual([0, 5])
  expect(logs.requests.map(({ logGroupName }) => logGroupName)).toEqual([other.group, ...Array(3).fill(SPAN.group)])
})

test('of a log group of several functions, those count whose name is in the stream', async () => {
  const own = events(4).map((event, index) => ({
    ...event,
    logStreamName: streamOf(`shared-${index}`, { functionName: index === 0 ? 'orders' : 'billing' }),
  }))
  const unnamed = events(3)
  await using logs = await aFakeLogs([...own, ...unnamed])
  const shared = { ...SPAN, group: 'arn:aws:logs:eu-central-1:123456789012:log-group:/shared' }
  expect((await fetched(logs, [shared])).spans[0]!.invocations).toMatchObject([{ functionName: 'orders' }])
  expect(logs.requests[0]).toMatchObject({ logGroupIdentifier: shared.group })
  const ofOwn = { ...SPAN, group: 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/orders' }
  expect((await fetched(logs, [ofOwn])).spans[0]!.invocations).toHaveLength(4)
})

test('more invocations than are kept are refused, with what to do', async () => {
  await using logs = await aFakeLogs(events(31), { pageSize: 10 })
  expect((await fetched(logs, [SPAN], { maxInvocations: 31 })).spans[0]!.invocations).toHaveLength(31)
  const failure = fetched(logs, [SPAN], { maxInvocations: 30 })
  await expect(failure).rejects.toThrow(UserError)
  await expect(failure).rejects.toThrow(
    expect.objectContaining({ code: 'too-many-invocations-logged', parameters: { most: 30 } }),
  )
})

test('20,000 containers are read like one', async () => {
  const all = Array.from({ length: 20_000 }, (_, index) => ({
    logStreamName: streamOf(`container-${index}`),
    timestamp: BEGAN_MS + index,
    message: textLine({ requestId: requestIdOf(index), durationMs: 1 }),
  }))
  await using logs = await aFakeLogs(all, { pageSize: 10_000 })
  const { spans } = await fetched(logs)
  expect(new Set(spans[0]!.invocations.map(({ container }) => container)).size).toBe(20_000)
})

test.each<[number, string, string, RegExp]>([
  [
    400,
    'ResourceNotFoundException',
    'The specified log group does not exist.',
    /no log group \/aws\/lambda\/orders; .*--log-group/,
  ],
  [
    400,
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/x is not authorized to perform: logs:FilterLogEvents because no identity-based policy allows it',
    /not allowed logs:FilterLogEvents \(because no identity-based policy/,
  ],
  [
    400,
    'InvalidParameterException',
    'Invalid filter pattern',
    /does not accept what FilterLogEvents .*\(Invalid filter pattern\)/,
  ],
  [
    400,
    'InvalidOperationException',
    'The log class does not support this',
    /does not accept .*\(The log class does not support this\)/,
  ],
  [
    400,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
    /does not know the credentials/,
  ],
  [400, 'ThrottlingException', 'Rate exceeded', /CloudWatch Logs still throttles FilterLogEvents .*shorter span/],
  [503, 'ServiceUnavailableException', '', /its own failure \(503\)/],
])('CloudWatch Logs answers %i %s: one sentence says what to do', async (status, type, message, sentence) => {
  await using logs = await aFakeLogs([], { refusal: [status, type, message] })
  const error: unknown = await fetched(logs).catch((one: unknown) => one)
  expect(error).toBeInstanceOf(UserError)
  expect(errorText(error)).toMatch(sentence)
  expect(errorText(error)).not.toMatch(/\n|5ecret|123456789012/)
})

test('nobody listens', async () => {
  const client = logsClientOf(await nobodyListens())
  const error: unknown = await fetched({ client }).catch((one: unknown) => one)
  expect(errorText(error)).toMatch(/cannot be reached at .*AWS_ENDPOINT_URL_CLOUDWATCH_LOGS/)
})

test.each([{}, { events: null }, { events: [{}, { message: 7 }] }, { events: [{ logStreamName: 'x', message: 'y' }] }])(
  'an answer of another shape has no invocations: %j',
  async (answer) => {
    await using logs = await aFakeLogs([], { answer })
    expect((await fetched(logs)).spans[0]!.invocations).toEqual([])
  },
)

test('an abort ends the search at once, with its reason', async () => {
  const controller = new AbortController()
  await using silent = await answering(() => controller.abort(new Error('enough')))
  const client = logsClientOf(silent.origin)
  await expect(fetched({ client }, [SPAN], { signal: controller.signal })).rejects.toThrow('enough')
})
