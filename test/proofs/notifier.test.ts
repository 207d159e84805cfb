import { expect, test } from 'vitest'
import { addressesOf, WORLD_NOW_MS, WORLD_WINDOW } from '../../mock-server/world.ts'
import { awsServices } from '../support/aws-services.ts'
import { serve } from '../../bench/run/contract/running.ts'
import { answering } from '../support/wire.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { aNotifier, SCHEDULED } from '../support/notifiers.ts'

test('two runs at the same time send each occurrence once', async () => {
  await using server = await serve(aWorld({ items: { count: 40, dueShare: 1 } }))
  await using aws = await awsServices()
  await using one = await aNotifier(server, aws)
  await using other = await aNotifier(server, aws)
  const answers = await Promise.all([one, other].map((container) => container.invoke(SCHEDULED)))
  expect(server.deliveries.figures()).toMatchObject({ accepted: 40, duplicates: 0 })
  const sum = (of: (figures: { sent: number; claimed?: number }) => number) =>
    answers.reduce((total, { run }) => total + of(run.figures), 0)
  expect([sum(({ sent }) => sent), sum(({ claimed = 0 }) => claimed)]).toEqual([40, 40])
})

// Breakage: the window is counted from the present: occurrences that a late run should have sent are then missed.
test('it looks at what starts from the scheduled time on, whenever it runs', async () => {
  await using server = await serve(aWorld())
  await using aws = await awsServices()
  await using container = await aNotifier(server, aws)
  const later = { scheduled: new Date(WORLD_WINDOW.untilMs).toISOString() }
  expect((await container.invoke(later)).run.figures.sent).toBe(0)
  expect((await container.invoke(SCHEDULED)).run.figures.sent).toBe(6)
})

test('what Slack refused is sent by the next run', async () => {
  await using server = await serve(aWorld({ notifyFaults: { refuse: 1 } }))
  await using aws = await awsServices()
  await using container = await aNotifier(server, aws)
  // Breakage: it is answered: nobody reads the answers of a schedule, and no alarm goes off.
  await expect(container.invoke(SCHEDULED)).rejects.toThrow('0 notifications were sent, but not all: 6 notify refused')
  expect(aws.claims.size).toBe(0)
  await using well = await serve(aWorld())
  const { slack } = addressesOf(well.world, well.origin, 'f0/r1')
  aws.secrets.set('webhook', slack)
  expect((await container.invoke(SCHEDULED)).run.figures).toMatchObject({ sent: 6, failures: {} })
})

test('claims are forgotten by themselves, weeks after their start', async () => {
  await using server = await serve(aWorld())
  await using aws = await awsServices()
  await using container = await aNotifier(server, aws)
  await container.invoke(SCHEDULED)
  for (const [key, { until }] of aws.claims) {
    expect(key).toMatch(/^[\da-f]{64}$/)
    const days = (Number(until!.N) * 1000 - Math.max(Date.now(), WORLD_NOW_MS)) / 86_400_000
    expect(days).toBeGreaterThan(14)
    expect(days).toBeLessThan(60)
  }
})

// Breakage: a mistake is answered: nobody reads the answers of a schedule, and neither retry nor dead-letter queue would see it.
test.each([
  ['no scheduled time', {}, {}, /scheduled: expected the scheduled time/],
  ['no list of feeds', SCHEDULED, { FEEDS: 'ssm:/not/there' }, /FEEDS: .* got ParameterNotFound/],
  ['no secret', SCHEDULED, { WEBHOOK_SECRET: 'not-there' }, /webhookSecret: .* got ResourceNotFoundException/],
  ['no table', SCHEDULED, { CLAIMS_TABLE: '' }, /CLAIMS_TABLE/],
])('%s: the invocation fails, so that it is tried again', async (_, event, variables, message) => {
  await using server = await serve(aWorld())
  await using aws = await awsServices()
  await using container = await aNotifier(server, aws, variables)
  await expect(container.invoke(event)).rejects.toThrow(message)
  expect(server.deliveries.figures().posts).toBe(0)
})

// Breakage: a failure of any kind counts: one event that nobody can read would fail every run for as long as it is in the calendar.
test('an event that cannot be read does not fail a run that sent all others', async () => {
  const calendar = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:good
DTSTART:${new Date(WORLD_NOW_MS + 60_000).toISOString().replaceAll(/[-:]|\.\d+/g, '')}
SUMMARY:Planning
END:VEVENT
BEGIN:VEVENT
UID:bad
DTSTART:nonsense
END:VEVENT
END:VCALENDAR
`
  await using wire = await answering((response, { method }) => response.end(method === 'POST' ? 'ok' : calendar))
  await using server = await serve(aWorld())
  await using aws = await awsServices()
  await using container = await aNotifier(server, aws)
  aws.parameters.set('/utakata/feeds', `${wire.origin}/a.ics`)
  aws.secrets.set('webhook', `${wire.origin}/hook`)
  const { run } = await container.invoke(SCHEDULED)
  expect(run.figures).toMatchObject({ sent: 1, failures: { 'check malformed': 1 } })
})

test('a feed that is down is left to the next run, and fails no run in which others were sent', async () => {
  await using server = await serve(aWorld({ fetchFaults: { 'status-503': 0.2 } }))
  await using aws = await awsServices()
  await using container = await aNotifier(server, aws)
  const answer = await container.invoke(SCHEDULED)
  expect(answer.run.figures.failures).toEqual({ 'fetch status': 2 })
  expect(answer.failedItems).toHaveLength(2)
})

// Breakage: a call of AWS has no deadline: the platform then ends the process, and what was claimed is lost.
test.each(['GetSecretValue', 'GetParameter', 'PutItem'])(
  'a service that takes %s and never answers is given up before the time is up',
  async (operation) => {
    await using server = await serve(aWorld())
    await using aws = await awsServices()
    aws.hang(operation, operation === 'PutItem' ? 'written' : undefined)
    for (const strategy of ['pipelined', 'worker-threads']) {
      await using container = await aNotifier(server, aws, { STRATEGY: strategy })
      await expect(container.invoke(SCHEDULED, { remainingMs: 3000 })).rejects.toThrow(/no answer in time|cut off/)
    }
    expect(server.deliveries.figures().posts).toBe(0)
    // What was written and never answered is taken back.
    expect(aws.claims.size).toBe(0)
  },
)
