import { expect, test } from 'vitest'
import { marginMs, ONE_VCPU_MB } from '../../infra/deadline.ts'
import { WORLD_NOW_MS } from '../../mock-server/world.ts'
import { DEFAULT_THREADS } from '../../strategies/limits.ts'
import { awsServices } from '../support/aws-services.ts'
import { connectionsOf } from '../support/processes.ts'
import { sampleOf } from '../support/samples.ts'
import { serve } from '../../bench/run/contract/running.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { aNotifier, SCHEDULED } from '../support/notifiers.ts'

// Breakage: what is sent is not claimed, or a claim is looked at after the post.
test.each(sampleOf(['pipelined', 'worker-threads', 'sequential', 'check-threads']))(
  'a schedule that fires twice, and spans that overlap, send each occurrence once: %s',
  async (strategy) => {
    await using server = await serve(aWorld())
    await using aws = await awsServices()
    await using container = await aNotifier(server, aws, { STRATEGY: strategy })
    expect((await container.invoke(SCHEDULED)).run.figures).toMatchObject({ feeds: 12, sent: 6, failures: {} })
    expect(connectionsOf(container.pid)).toBe(0)
    await using another = await aNotifier(server, aws, { STRATEGY: strategy })
    expect((await another.invoke(SCHEDULED)).run.figures).toMatchObject({ sent: 0, claimed: 6, failures: {} })
    const earlier = { scheduled: new Date(WORLD_NOW_MS - 60_000).toISOString() }
    await container.invoke(earlier)
    expect(server.deliveries.figures()).toMatchObject({ accepted: 6, duplicates: 0 })
    expect(aws.claims.size).toBe(6)
  },
)

test('where the table cannot be reached nothing is posted, and the invocation fails', async () => {
  await using server = await serve(aWorld())
  await using aws = await awsServices()
  aws.fail('PutItem', 400, 'AccessDeniedException')
  await using container = await aNotifier(server, aws)
  await expect(container.invoke(SCHEDULED)).rejects.toThrow(
    '0 notifications were sent, but not all: 6 notify unclaimed',
  )
  expect(server.deliveries.figures().posts).toBe(0)
})

test('nothing it says or logs holds an address', async () => {
  await using server = await serve(
    aWorld({ fetchFaults: { 'status-500': 0.2, html: 0.2 }, notifyFaults: { refuse: 0.3 } }),
  )
  await using aws = await awsServices()
  await using container = await aNotifier(server, aws)
  const thrown: unknown = await container.invoke(SCHEDULED).catch((error: Error) => error.message + error.stack)
  expect(thrown).toContain('notify refused')
  expect(thrown + container.log()).not.toMatch(/\.ics|\/slack|f0\/r1/)
})

// Breakage: a run that was cut off, or in which every feed failed, is a success.
test.each([
  ['every feed fails', { 'status-503': 1 }, /every item failed \(fetch status\)/],
  ['it is cut off', { hang: 0.3 }, /it was cut off since its time was nearly over/],
])('when %s the invocation fails', async (_, fetchFaults, message) => {
  await using server = await serve(aWorld({ fetchFaults }))
  await using aws = await awsServices()
  await using container = await aNotifier(server, aws)
  await expect(container.invoke(SCHEDULED, { remainingMs: 2500 })).rejects.toThrow(message)
})

// Breakage: what is claimed and waits to be posted again is not given back when the time is up.
test('when Slack demands a longer wait than there is time for, nothing stays claimed but what was sent, or under way when the time was up', async () => {
  await using server = await serve(
    aWorld({ items: { count: 200, dueShare: 1 }, notifyRate: { perSecond: 1, burst: 3 } }),
  )
  await using aws = await awsServices()
  for (const strategy of sampleOf(['pipelined', 'promise-all', 'worker-threads'])) {
    aws.claims.clear()
    server.reset()
    await using container = await aNotifier(server, aws, { STRATEGY: strategy })
    const cutOffMs = Date.now() + 4000 - marginMs(4000, ONE_VCPU_MB, strategy === 'worker-threads')
    await expect(container.invoke(SCHEDULED, { remainingMs: 4000 })).rejects.toThrow(/cut off/)
    // Retries come in whole seconds, and one may be under way just when the time is up: nobody reads that it was refused, and it stays claimed.
    const { accepted } = server.deliveries.figures()
    const unread = server.deliveries.entries.filter(
      ({ to, accepted, endedMs }) => to === 'slack' && !accepted && (endedMs === 0 || endedMs >= cutOffMs),
    )
    // No more are open at a time, in each thread.
    expect(unread.length).toBeLessThanOrEqual(8 * (strategy === 'worker-threads' ? DEFAULT_THREADS : 1))
    expect(aws.claims.size).toBeGreaterThanOrEqual(accepted)
    expect(aws.claims.size).toBeLessThanOrEqual(accepted + unread.length)
  }
})
