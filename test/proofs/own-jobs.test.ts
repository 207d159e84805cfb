import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { planOf } from '../../bench/plan/plan.ts'
import { raceTrials } from '../../bench/run/local/race.ts'
import { SPEED } from '../../bench/judge/selection-criteria.ts'
import { jobText, ORDERS, ownScenario } from '../support/own-jobs.ts'

async function raced(text: string, settings: readonly string[] = []) {
  const trials = await raceTrials(planOf(ownScenario(text, settings), { quick: true, budgetMs: Infinity, own: [] }))
  return { trials, result: summarize(trials, SPEED) }
}

const CLIENTS = {
  'the fetch of Node': '',
  'node:https': `import { request } from 'node:https'
const get = (url, options = {}, body = '') => new Promise((resolve, reject) => request(url, options, async (response) => {
  const chunks = []
  for await (const chunk of response) chunks.push(chunk)
  resolve(Buffer.concat(chunks))
}).on('error', reject).end(body))`,
  undici: `import { request } from ${JSON.stringify(import.meta.resolve('undici'))}
const get = async (url, options = {}, body = undefined) => {
  const response = await request(url, { ...options, body })
  return new Uint8Array(await response.body.arrayBuffer())
}`,
}
const WITH_GET = {
  fetch: '(_item, { url, signal }) => get(url, { signal })',
  notify: `(line, { url, signal }) => get(url, { method: 'PUT', signal }, JSON.stringify(line))`,
}
const FIELD = ['world.https=true', 'world.hosts=many', 'world.dnsDelayMs=1']

// Breakage: a client of the user's that does not find the hosts of the mock world, or does not trust them, or keeps its connections.
test.each(Object.entries(CLIENTS))(
  'every strategy does an own job with %s, over HTTPS and many hosts',
  async (_, before) => {
    const { trials, result } = await raced(jobText(before === '' ? {} : WITH_GET, before), FIELD)
    expect(trials.flatMap(({ faults }) => faults)).toEqual([])
    expect(trials.flatMap(({ failedItems = [] }) => failedItems)).toEqual([])
    expect(result.deliveries).toMatchObject({ same: true, accepted: 6, duplicates: 0 })
    for (const { deliveries, peakConnections } of trials) {
      expect(deliveries.posts).toBe(6)
      // None is left from the run before.
      expect(peakConnections).toBeGreaterThan(0)
    }
  },
)

// Breakage: the runs of two versions of the code, or on other bodies, are one result.
test.each([
  ['its code', 'my-job.mjs', jobText({ check: '() => []' })],
  ['one of its samples', 'samples/0.json', '{ "lines": [{ "late": true }] }'],
])('a job of which %s changes while it is measured ends the benchmark', async (_, name, text) => {
  const scenario = ownScenario()
  const change = () => writeFileSync(join(dirname(scenario.job!), name), text)
  const plan = planOf(scenario, { quick: true, budgetMs: Infinity, own: [] })
  await expect(raceTrials(plan, { ended: change })).rejects.toMatchObject({
    problem: { code: 'job-changed', parameters: { file: scenario.job } },
  })
})

test('an own job meets delays and faults as the built-in one does, alike in every variant', async () => {
  const faults = ['world.fetchFaults={ status-500: 0.34, truncate: 0.17 }', 'world.notifyFaults={ error-500: 0.5 }']
  const fetch = `async (_item, { url, signal }) => {
    const response = await fetch(url, { signal })
    if (!response.ok) throw new Error('answered ' + response.status)
    return new Uint8Array(await response.arrayBuffer())
  }`
  const notify = `async (line, { url, signal }) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(line), signal })
    if (!response.ok) throw new Error('answered ' + response.status)
  }`
  const { trials, result } = await raced(jobText({ fetch, notify }), faults)
  expect(result.deliveries.same).toBe(true)
  const measured = trials.filter(({ phase }) => phase === 'measured')
  const failed = new Set(measured.map(({ failedItems }) => JSON.stringify(failedItems)))
  expect([...failed]).toEqual([expect.stringMatching(/"fetch","kind":"thrown","message":"Error: answered 500/)])
  expect(measured.every(({ mock, idealMs }) => mock!.heldMs > 0 && idealMs! > 0)).toBe(true)
})

// Breakage: deliveries alone are compared: an item that fails without having anything to send would go unnoticed.
test('a variant that fails on other items than the reference is no match, though it sends the same', async () => {
  const before = `import { isMainThread } from 'node:worker_threads'`
  const check = `(bytes) => {
    const late = (${ORDERS.check})(bytes)
    if (late.length === 0 && !isMainThread) throw new Error('not on a thread')
    return late
  }`
  const { result } = await raced(jobText({ check }, before))
  const codes = Object.fromEntries(result.variants.map(({ variant, verdict }) => [variant, verdict?.code]))
  expect(codes).toMatchObject({ 'worker-threads': 'output-mismatch', 'check-threads': 'output-mismatch' })
  expect(codes['promise-all']).not.toBe('output-mismatch')
  expect(result.variants.find(({ variant }) => variant === 'worker-threads')!.verdict).toMatchObject({
    fails: {
      item: 0,
      step: 'check',
      kind: 'thrown',
      message: expect.stringMatching(/^Error: not on a thread \(my-job/),
    },
  })
})
