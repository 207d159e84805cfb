import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { backoffMs } from '../../../../../bench/run/aws/client/backoff.ts'
import { fetchTraces } from '../../../../../bench/run/aws/traces/fetch-traces.ts'
import { aFakeClock } from '../../../../support/fake-clock.ts'
import { clientOf } from '../../../../support/fake-xray.ts'
import { answering, type Wire } from '../../../../support/wire.ts'

/** A server that fails a first call, and all further ones where configured to, and otherwise has no traces. */
function failing(fail: (response: ServerResponse) => void, calls = 1): Promise<Wire> {
  return answering((response, _, nth) => {
    if (nth <= calls) fail(response)
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"Traces":[]}')
  })
}

async function fetched({ origin }: Wire) {
  const clock = aFakeClock()
  const { calls } = await fetchTraces(clientOf(origin), { ids: ['1-2-3'] }, { ...clock, patienceMs: 0 })
  return { calls, pauses: clock.pauses }
}

test('a pause is anything up to a bound that doubles and then stays', () => {
  const bounds = Array.from({ length: 12 }, (_, attempt) => backoffMs(attempt, () => 1))
  expect(bounds.slice(0, 4)).toEqual([250, 500, 1000, 2000])
  expect(bounds.slice(-2)).toEqual([20_000, 20_000])
  expect(backoffMs(5, () => 0)).toBe(0)
})

test.each<[string, (response: ServerResponse) => void]>([
  ['503', (response) => void response.writeHead(503).end('{}')],
  ['a connection that breaks off', (response) => void response.destroy()],
])('%s passes: the call is made again after a pause, and is not counted as throttled', async (_, fail) => {
  await using wire = await failing(fail)
  const { calls, pauses } = await fetched(wire)
  expect(wire.seen).toHaveLength(2)
  expect(pauses).toEqual([125])
  expect(calls).toMatchObject({ batches: 1, throttled: 0 })
})

test('what fails again and again is given up after the fourth time', async () => {
  await using wire = await failing((response) => response.writeHead(500).end('{}'), Infinity)
  await expect(fetched(wire)).rejects.toThrow(
    expect.objectContaining({
      code: 'aws-failed',
      parameters: { service: 'X-Ray', action: 'BatchGetTraces', status: 500 },
    }),
  )
  expect(wire.seen).toHaveLength(4)
})

// Breakage: nothing is tried again: the SDK sets its clock by the first refusal, and with one attempt leaves it at that.
test('a clock that is off by an hour costs one call', async () => {
  await using wire = await failing((response) => {
    const date = new Date(Date.now() + 3_600_000).toUTCString()
    response
      .writeHead(403, { 'x-amzn-errortype': 'InvalidSignatureException', date })
      .end('{"message":"Signature expired"}')
  })
  await fetched(wire)
  expect(wire.seen).toHaveLength(2)
  const [first, second] = wire.seen.map(({ headers }) => String(headers['x-amz-date']))
  expect(second!.slice(0, 11)).not.toBe(first!.slice(0, 11))
})

test('what is refused for a reason is not tried again', async () => {
  await using wire = await failing((response) =>
    response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{"message":"no"}'),
  )
  await expect(fetched(wire)).rejects.toThrow(
    expect.objectContaining({ code: 'aws-not-allowed', parameters: { permission: 'xray:BatchGetTraces' } }),
  )
  expect(wire.seen).toHaveLength(1)
})
