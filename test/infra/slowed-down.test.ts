import { expect, test } from 'vitest'
import { serve } from '../../bench/run/contract/running.ts'
import { aWorld, constant } from '../../bench/run/contract/worlds.ts'
import { aDaemon } from '../support/daemon.ts'
import { startFunction, theBundle, worldEvent } from '../support/functions.ts'

// Breakage: the share is not added to what is measured, or not in the trace, so that nobody sees that a run was slowed.
test('a run that is to be slower takes its share longer, does the same job and says so in its trace', async () => {
  await using daemon = await aDaemon()
  await using server = await serve(aWorld({ fetchDelay: constant(150) }))
  await using container = await startFunction(await theBundle(), {
    variables: { STRATEGY: 'promise-all', TRACE: 'summary', AWS_XRAY_DAEMON_ADDRESS: daemon.address },
  })
  const plain = await container.invoke({ ...worldEvent(server), outcomes: true })
  const slowedBy = await container.invoke({ ...worldEvent(server), outcomes: true, slowedBy: 1 })
  for (const { run } of [plain, slowedBy]) expect(run.makespanMs).toBeGreaterThanOrEqual(150)
  expect(slowedBy.run.makespanMs).toBeGreaterThanOrEqual(300)
  expect(slowedBy).toMatchObject({ isCutOff: false, run: { figures: { sent: 6, failures: {} } } })
  const keysOf = ({ outcomes }: typeof plain) => JSON.stringify(outcomes).match(/"key":"[^"]+"/g)
  expect(keysOf(slowedBy)).toEqual(keysOf(plain))
  expect(keysOf(plain)).toHaveLength(6)
  const [first, second] = await daemon.documents(2)
  expect(first!.annotations).not.toHaveProperty('slowedBy')
  expect(second!.annotations).toMatchObject({ slowedBy: 1, strategy: 'promise-all' })
})

// Breakage: a slowed run waits on past its deadline: Lambda would end it without an answer and without a trace.
test('a run that is to be slower gives up at its deadline like any other, be it at work or waiting', async () => {
  const givesUp = async (fetchDelay: ReturnType<typeof constant>) => {
    await using server = await serve(aWorld({ fetchDelay }))
    await using container = await startFunction(await theBundle(), { variables: { STRATEGY: 'promise-all' } })
    const beganMs = performance.now()
    const answer = await container.invoke({ ...worldEvent(server), slowedBy: 1 }, { remainingMs: 2600 })
    expect(answer.isCutOff).toBe(true)
    expect(answer.run.figures.feeds).toBe(12)
    expect(performance.now() - beganMs).toBeLessThan(2600)
  }
  await Promise.all([constant(60_000), constant(900)].map(givesUp))
})
