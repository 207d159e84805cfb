import { expect, test } from 'vitest'
import { addressesOf, WORLD_WINDOW } from '../../mock-server/world.ts'
import { startServer } from '../../mock-server/server.ts'
import { strategies } from '../../strategies/index.ts'
import { awsServices } from '../support/aws-services.ts'
import { aDaemon } from '../support/daemon.ts'
import { digestOf, expectedOf } from '../../bench/run/contract/judge.ts'
import { eventually } from '../support/eventually.ts'
import { startFunction, theBundle, worldEvent } from '../support/functions.ts'
import { connectionsOf } from '../support/processes.ts'
import { type Served, serve } from '../../bench/run/contract/running.ts'
import { readDocument, type SentDocument } from '../../bench/run/lab/xray/document.ts'
import { viewOf } from '../../bench/run/lab/xray/view.ts'
import { lambdaSegments } from '../support/lambda-segments.ts'
import { HEADER } from '../support/traced-runs.ts'
import { answering } from '../support/wire.ts'
import { aWorld, constant } from '../../bench/run/contract/worlds.ts'

/** The event that brings the job of a world along. */
function jobEvent({ world, origin }: Served) {
  const { feeds } = addressesOf(world, origin, 'f0/r1')
  return { job: { feeds: feeds.map((url, index) => ({ id: `feed ${index}`, url })), window: WORLD_WINDOW } }
}

const webhookOf = ({ world, origin }: Served) => addressesOf(world, origin, 'f0/r1').slack

// Breakage: a strategy's function sends any other notification, or leaves a socket open that a freeze would break.
test('the bundle does the same job by every strategy, warm and cold, and leaves no socket open', async () => {
  await using server = await serve(aWorld({ https: true, items: { count: 30 } }))
  const digest = digestOf(expectedOf(server.world).flatMap(({ text }) => text ?? []))
  for (const strategy of Object.keys(strategies)) {
    await using container = await startFunction(await theBundle(), { variables: { STRATEGY: strategy } })
    const ids = new Set<string>()
    for (const invocation of [1, 2, 3]) {
      server.reset()
      const answer = await container.invoke(worldEvent(server))
      expect(connectionsOf(container.pid), strategy).toBe(0)
      expect(answer, strategy).toMatchObject({
        strategy,
        container: { isCold: invocation === 1, invocation, initialization: 'on-demand', memoryMb: 1769 },
        run: { figures: { feeds: 30, sent: 15, failures: {} }, examples: [] },
        isCutOff: false,
      })
      expect(answer.run.makespanMs).toBeGreaterThan(0)
      expect(answer.container.initMs).toBeGreaterThan(0)
      expect(server.deliveries.figures()).toMatchObject({ accepted: 15, duplicates: 0, digest })
      ids.add(answer.container.id)
    }
    expect(ids.size).toBe(1)
  }
})

// Breakage: a run's state stays in the module: feeds, pause, agents or headers of an earlier invocation.
test('an invocation knows nothing of the one before: another world, another token, another window', async () => {
  await using first = await serve(aWorld({ seed: 1 }))
  // Its Slack demands a longer wait than there is time for.
  await using throttled = await serve(aWorld({ notifyRate: { perSecond: 0.01, burst: 1 } }))
  const second = await startServer(aWorld({ seed: 2, items: { count: 5, dueShare: 1 } }), {
    token: 'a-token-of-a-world',
  })
  for (const strategy of ['pipelined', 'worker-threads', 'check-threads']) {
    await using container = await startFunction(await theBundle(), { variables: { STRATEGY: strategy } })
    await container.invoke(worldEvent(first))
    expect(await container.invoke(worldEvent(throttled), { remainingMs: 2500 })).toMatchObject({ isCutOff: true })
    const other = worldEvent(second)
    const answer = await container.invoke({ world: { ...other.world, token: 'a-token-of-a-world' } })
    expect(answer.run.figures).toMatchObject({ feeds: 5, sent: 5, failures: {} })
    const nothing = { fromMs: Date.UTC(2001), untilMs: Date.UTC(2001, 1) }
    const third = await container.invoke({ world: { ...worldEvent(first).world, window: nothing } })
    expect(third.run.figures).toMatchObject({ feeds: 12, sent: 0, failures: {} })
  }
  await second.close()
})

// Breakage: the monitor of the event loop neither stops nor begins afresh: a freeze would count as event-loop delay of the next run.
test("the time that a container is frozen is nobody's stall", async () => {
  await using server = await serve(aWorld())
  await using container = await startFunction(await theBundle())
  await container.invoke(worldEvent(server))
  process.kill(container.pid, 'SIGSTOP')
  const stopped = performance.now()
  await eventually('a second had passed', () => performance.now() - stopped > 1000)
  process.kill(container.pid, 'SIGCONT')
  const { run } = await container.invoke(worldEvent(server))
  expect(run.eventLoopDelayMs).toBeLessThan(900)
})

test('nothing in the event: the feeds and the webhook are those of the configuration', async () => {
  await using server = await serve(aWorld())
  await using aws = await awsServices()
  const { feeds } = addressesOf(server.world, server.origin, 'f0/r1')
  aws.parameters.set('/utakata/feeds', `# ours\n${feeds.join('\n')}\n`)
  aws.secrets.set('webhook', webhookOf(server))
  const variables = { ...aws.variables, FEEDS: 'ssm:/utakata/feeds', WEBHOOK_SECRET: 'webhook' }
  await using container = await startFunction(await theBundle(), { variables })
  for (const nothing of [undefined, null, {}]) {
    const answer = await container.invoke(nothing)
    expect(answer.run.figures).toMatchObject({ feeds: 12, failures: {} })
  }
})

test('a dry run needs no webhook and posts nothing', async () => {
  await using server = await serve(aWorld())
  await using container = await startFunction(await theBundle())
  const answer = await container.invoke({ ...jobEvent(server), dryRun: true, outcomes: true })
  expect(answer).toMatchObject({ dryRun: true, run: { figures: { sent: 6 } } })
  expect(answer.outcomes![0]).toHaveProperty('wouldBeSent')
  expect(server.deliveries.figures().posts).toBe(0)
})

test.each([
  [{ jobs: [] }, 'jobs'],
  [{ job: { feeds: [{ id: 'a' }], window: WORLD_WINDOW } }, 'job.feeds[0].url'],
  ['https://hooks.slack.com/services/T/B/s3cr3t', 'event'],
  [{ job: { feeds: [], window: WORLD_WINDOW } }, 'webhookSecret'],
  [{}, 'event'],
  [{ webhookSecret: 'webhook' }, 'webhookSecret'],
  [{ limits: { threads: 2 } }, 'limits.threads'],
  [
    { world: { feedsUrl: 'http://127.0.0.1:9/feeds.txt', slackUrl: 'http://127.0.0.1:9/', window: WORLD_WINDOW } },
    'world.feedsUrl',
  ],
])('%j is answered with an error object that names %s', async (event, key) => {
  await using container = await startFunction(await theBundle())
  const answer = await container.invoke(event)
  expect(answer).toEqual({
    error: { key, expected: expect.any(String), got: expect.any(String), message: expect.stringContaining(key) },
  })
  expect(JSON.stringify(answer)).not.toContain('s3cr3t')
})

// Breakage: a batch in which nothing was done counts as done: whoever starts batches looks at nothing else than whether they failed.
test('a strict invocation fails where it is refused, cut off, or every feed has failed', async () => {
  await using server = await serve(aWorld({ fetchFaults: { 'status-503': 1 } }))
  await using hanging = await serve(aWorld({ fetchFaults: { hang: 0.2 } }))
  await using container = await startFunction(await theBundle())
  const job = { feeds: [], window: WORLD_WINDOW }
  await expect(container.invoke({ strict: true, job })).rejects.toThrow(/^webhookSecret: expected/)
  await expect(container.invoke({ strict: true, jobs: 1 })).rejects.toThrow(/^jobs: expected no such key/)
  await expect(container.invoke({ strict: true, ...worldEvent(server) })).rejects.toThrow(
    /^0 notifications were sent, but every item failed \(fetch status\), such as .* #1,/,
  )
  const answer = await container.invoke(worldEvent(server))
  expect(answer.failedItems).toHaveLength(12)
  const late = container.invoke({ strict: true, ...worldEvent(hanging) }, { remainingMs: 2000 })
  await expect(late).rejects.toThrow('it was cut off')
})

test('a variable that the stack would not set is an error object with its name', async () => {
  await using container = await startFunction(await theBundle(), { variables: { STRATEGY: 'fastest' } })
  expect((await container.invoke({})).error).toMatchObject({ key: 'STRATEGY', got: '"fastest"' })
})

// Breakage: a header of the function is sent to every feed.
test('the header of the trace goes to the hosts that are configured for it, and to no others', async () => {
  const calendar = 'BEGIN:VCALENDAR\nEND:VCALENDAR\n'
  await using configured = await answering((response) => response.end(calendar))
  await using other = await answering((response) => response.end(calendar))
  for (const strategy of ['pipelined', 'worker-threads']) {
    await using container = await startFunction(await theBundle(), { variables: { STRATEGY: strategy } })
    const feeds = [configured, other].map(({ origin }, index) => ({ id: `feed ${index}`, url: `${origin}/a.ics` }))
    const event = { job: { feeds, window: WORLD_WINDOW }, dryRun: true, traceHosts: [new URL(configured.origin).host] }
    await container.invoke(event)
    expect(configured.seen.at(-1)!.headers['x-amzn-trace-id']).toBe(HEADER)
    expect(other.seen.at(-1)!.headers).not.toHaveProperty('x-amzn-trace-id')
  }
})

test('a daemon address that is none loses the trace and nothing else', async () => {
  await using server = await serve(aWorld())
  await using container = await startFunction(await theBundle(), { variables: { AWS_XRAY_DAEMON_ADDRESS: 'nonsense' } })
  const { trace, run } = await container.invoke(worldEvent(server))
  expect(run.figures.sent).toBe(6)
  expect(trace).toMatchObject({ documents: 0, lost: expect.stringContaining('expected AWS_XRAY_DAEMON_ADDRESS') })
})

test('TRACE=off answers with all figures and sends nothing', async () => {
  await using server = await serve(aWorld({ fetchDelay: constant(1) }))
  await using daemon = await aDaemon()
  const variables = { TRACE: 'off', AWS_XRAY_DAEMON_ADDRESS: daemon.address }
  await using container = await startFunction(await theBundle(), { variables })
  const { trace, run } = await container.invoke(worldEvent(server))
  expect(run.figures.steps.fetch).toMatchObject({ count: 12, failed: 0 })
  expect(trace).toMatchObject({ mode: 'off', documents: 0 })
  expect(daemon.datagrams).toEqual([])
})

test('TRACE=sdk sends a document for each step under the run, and says what threads it cannot see', async () => {
  await using server = await serve(aWorld())
  for (const [strategy, steps] of [
    ['pipelined', 12 + 12 + 6],
    ['worker-threads', 0],
  ] as const) {
    await using daemon = await aDaemon()
    const variables = { STRATEGY: strategy, TRACE: 'sdk', AWS_XRAY_DAEMON_ADDRESS: daemon.address }
    await using container = await startFunction(await theBundle(), { variables })
    const { trace, run } = await container.invoke(worldEvent(server))
    expect(run.figures.sent).toBe(6)
    const documents = await daemon.documents(steps + 1)
    const main = documents.find(({ name }) => name === `utakata:${strategy}`)!
    expect(main.annotations).toMatchObject({ strategy, feeds: 12 })
    expect(documents.filter((document) => document !== main).every(({ parent_id }) => parent_id === main.id)).toBe(true)
    expect(trace.documents).toBe(steps + 1)
    if (strategy === 'worker-threads') expect(trace.note).toContain('main thread')
    else expect(trace.note).toBeUndefined()
  }
})

// Breakage: each step has an annotation: 50 of them are indexed, and those of the run may not be among them, in whatever order they come.
test('TRACE=sdk over 60 feeds: X-Ray indexes what the run is found by, whichever document it takes first', async () => {
  await using server = await serve(aWorld({ items: { count: 60 } }))
  await using daemon = await aDaemon()
  const variables = { TRACE: 'sdk', AWS_XRAY_DAEMON_ADDRESS: daemon.address }
  await using container = await startFunction(await theBundle(), { variables })
  const trial = { run: 'ab-20260115-090000-1a2b3c4d', block: 1, iteration: 2 }
  const { trace, strategy } = await container.invoke({ ...worldEvent(server), trial })
  const documents = await daemon.documents(trace.documents)
  expect(documents.length).toBeGreaterThan(60 + 60)
  const beganMs = documents[0]!.start_time * 1000
  const segments = lambdaSegments({ format: 'new', beganMs }).map((segment) => JSON.stringify(segment))
  const texts = [...segments, ...documents.map((document) => JSON.stringify(document))]
  const sent = texts.map((text) => (readDocument(text, Date.now()) as { document: SentDocument }).document)
  const wanted = { ...trial, strategy, cold: true, container: expect.any(String), memory_mb: 1769 }
  for (const arrived of [sent, sent.toReversed()]) {
    // As nested in their segment, and as pieces of a trace whose segments have not come yet.
    for (const documents of [arrived, arrived.filter(({ type }) => type === 'subsegment')]) {
      const { annotations } = viewOf(documents)
      expect(annotations.length).toBeLessThan(50)
      expect(Object.fromEntries(annotations.map(({ key, value }) => [key, value]))).toMatchObject(wanted)
    }
  }
  expect(documents.filter(({ name }) => name === 'check').map(({ metadata }) => metadata?.utakata.feed)).toHaveLength(
    60,
  )
})

// Breakage: an error of the SDK's socket comes out of the step that is traced: then the job itself fails.
test.each([
  ['[::1]:2000', /could not be sent|not sent/],
  ['127.0.0.1:0', /could not be sent|not sent/],
  ['127.0.0.1:99999', /could not be sent|not sent/],
  ['127.0.0.1:9', /no daemon listens there/],
])('TRACE=sdk with a daemon at %s harms nothing and says that the trace was lost', async (address, lost) => {
  await using server = await serve(aWorld())
  const variables = { TRACE: 'sdk', AWS_XRAY_DAEMON_ADDRESS: address }
  await using container = await startFunction(await theBundle(), { variables })
  const { trace, run } = await container.invoke(worldEvent(server))
  expect(run.figures).toMatchObject({ sent: 6, failures: {} })
  expect(trace.lost).toMatch(lost)
})
