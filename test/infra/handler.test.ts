import { expect, test } from 'vitest'
import { addressesOf, WORLD_WINDOW } from '../../mock-server/world.ts'
import { awsServices } from '../support/aws-services.ts'
import { aDaemon } from '../support/daemon.ts'
import { startFunction, theBundle, worldEvent } from '../support/functions.ts'
import { connectionsOf } from '../support/processes.ts'
import { sampleOf } from '../support/samples.ts'
import { type Served, serve } from '../../bench/run/contract/running.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

/** The event that brings the job of a world along. */
function jobEvent({ world, origin }: Served) {
  const { feeds } = addressesOf(world, origin, 'f0/r1')
  return { job: { feeds: feeds.map((url, index) => ({ id: `feed ${index}`, url })), window: WORLD_WINDOW } }
}

const webhookOf = ({ world, origin }: Served) => addressesOf(world, origin, 'f0/r1').slack

test('a job in the event is sent to the webhook under the secret that is named, which is nowhere else', async () => {
  await using server = await serve(aWorld())
  await using aws = await awsServices()
  aws.secrets.set('team/webhook', ` ${webhookOf(server)}\n`)
  const variables = { ...aws.variables, WEBHOOK_SECRET: 'team/webhook' }
  await using container = await startFunction(await theBundle(), { variables })
  const answer = await container.invoke({ ...jobEvent(server), webhookSecret: 'team/webhook', outcomes: true })
  expect(answer.run.figures).toMatchObject({ feeds: 12, sent: 6 })
  expect(answer.outcomes).toHaveLength(12)
  expect(JSON.stringify(answer) + container.log()).not.toMatch(/\/slack|\.ics/)
  expect(connectionsOf(container.pid)).toBe(0)
})

// Breakage: the deadline is the platform's: it kills the process, and neither outcomes nor trace come out.
test('it stops itself before its time is up: every feed has an outcome and the trace is out', async () => {
  await using server = await serve(aWorld({ fetchFaults: { hang: 0.5 } }))
  await using daemon = await aDaemon()
  for (const strategy of sampleOf(['pipelined', 'sequential', 'worker-threads'])) {
    const variables = { STRATEGY: strategy, AWS_XRAY_DAEMON_ADDRESS: daemon.address }
    await using container = await startFunction(await theBundle(), { variables })
    const answer = await container.invoke({ ...worldEvent(server), outcomes: true }, { remainingMs: 2000 })
    expect(answer.isCutOff, strategy).toBe(true)
    expect(answer.outcomes).toHaveLength(12)
    expect(Object.keys(answer.run.figures.failures)).toContain('fetch aborted')
    expect(answer.trace.documents).toBeGreaterThan(1)
    expect(answer.run.makespanMs).toBeLessThan(1900)
    expect(connectionsOf(container.pid)).toBe(0)
  }
})

test('a secret, a parameter or a webhook that cannot be read is an error object with its key', async () => {
  await using server = await serve(aWorld())
  await using aws = await awsServices()
  aws.secrets.set('no-address', 'T0TEAM/s3cr3t')
  const variables = { ...aws.variables, FEEDS: 'ssm:/not/there', WEBHOOK_SECRET: 'not-there' }
  await using container = await startFunction(await theBundle(), { variables })
  expect((await container.invoke()).error).toMatchObject({ key: 'FEEDS', got: 'ParameterNotFound' })
  const secret = await container.invoke(jobEvent(server))
  expect(secret.error).toMatchObject({ key: 'webhookSecret', got: 'ResourceNotFoundException' })
  const changed = { variables: { WEBHOOK_SECRET: 'no-address' } }
  const noAddress = await container.invoke(jobEvent(server), changed)
  expect(noAddress.error).toMatchObject({ key: 'webhookSecret', got: '13 characters that are none' })
  expect(server.deliveries.entries).toEqual([])
})

test('each run writes one line of metrics that CloudWatch understands', async () => {
  await using server = await serve(aWorld())
  await using container = await startFunction(await theBundle())
  await container.invoke(worldEvent(server))
  const lines = container.log().trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0]!)).toMatchObject({
    Function: 'a-function',
    Strategy: 'pipelined',
    Feeds: 12,
    Notifications: 6,
  })
})
