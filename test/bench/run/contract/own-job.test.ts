import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { digestOfModule } from '../../../../bench/io/module-digest.ts'
import { checkOwnJob } from '../../../../bench/run/contract/own-job.ts'
import { withEnv } from '../../../support/env.ts'
import { jobText, ORDERS, ownScenario, refusalOf } from '../../../support/own-jobs.ts'

test('a job that does its work is taken, with what each of its items comes to', async () => {
  const { profile, findings } = (await checkOwnJob(ownScenario()))!
  expect(findings).toBe(6)
  expect(profile.map(({ fetches, posts }) => [fetches, posts])).toEqual([0, 1, 2, 0, 1, 2].map((late) => [1, late]))
  expect(profile[1]!.kilobytes).toBeCloseTo(0.13, 1)
  const slow = jobText({
    check: '() => { const untilMs = performance.now() + 20; while (performance.now() < untilMs); return [] }',
  })
  const idle = (await checkOwnJob(ownScenario(slow)))!
  for (const { checkMs } of idle.profile) expect(checkMs).toBeGreaterThanOrEqual(20)
  expect(idle.findings).toBe(0)
})

test.each([
  {
    name: 'fetches something else',
    text: jobText({ fetch: `async () => { await fetch('http://127.0.0.1:6001/') }` }),
    refusal: { code: 'elsewhere', to: ['127.0.0.1:6001'], line: 4 },
  },
  {
    name: 'ignores the signal of a fetch',
    text: jobText({ fetch: ORDERS.fetch.replace(', { signal }', '') }),
    refusal: { code: 'goes-on', step: 'fetch', line: 4 },
  },
  {
    name: 'leaves a timer',
    text: jobText({ notify: 'async () => {}', check: '() => {\n    setInterval(() => {}, 1000)\n    return []\n  }' }),
    refusal: { code: 'left-open', leftovers: [{ code: 'timer' }], line: 6 },
  },
  { name: 'is none', text: 'export const job = {}', refusal: { code: 'no-job', exported: ['job'] } },
  // Breakage: nobody is told where to look.
])('a job that $name is refused, with its line', async ({ text, refusal }) => {
  expect(await refusalOf(text)).toMatchObject(refusal)
})

// Breakage: it is waited for, item by item, until the process in which it is tried is killed.
test('a job whose step does not end is refused after three items', async () => {
  const text = jobText({ check: '(bytes) => (bytes.length > 0 ? new Promise(() => {}) : [])' })
  expect(await refusalOf(text, ['client.stepTimeoutMs=300'])).toEqual({
    code: 'hangs',
    step: 'check',
    items: 3,
    withinMs: 300,
    line: 5,
  })
})

// Breakage: the items that are cancelled have nothing to send, or are still being checked, so that no post is cancelled.
test('a post is cancelled once it is under way, of whichever item', async () => {
  const text = jobText({
    check: `(bytes, { id }) => {
    const untilMs = performance.now() + 60
    while (performance.now() < untilMs);
    return id === 'item-5' ? [{ late: bytes.length }] : []
  }`,
    notify: ORDERS.notify.replace('(line), signal', '(line)'),
  })
  expect(await refusalOf(text)).toMatchObject({ code: 'goes-on', step: 'notify' })
})

// Breakage: a client asks the proxy of the shell for the mock world, and the job is refused for it.
test('a proxy in the environment is not asked for the mock world', async () => {
  withEnv('HTTP_PROXY', 'http://127.0.0.1:1')
  withEnv('NODE_USE_ENV_PROXY', '1')
  expect(await refusalOf(jobText())).toMatchObject({ findings: 6 })
})

// Breakage: it is tried with what no function has, and fails for every item when it is measured.
test('as a function a job is tried with its own variables alone', async () => {
  withEnv('SHOP_TOKEN', 'shop')
  const text = jobText({
    fetch: `async (_item, { url, signal }) => {
    if (process.env.SHOP_TOKEN === undefined) throw new Error('no SHOP_TOKEN')
    return new Uint8Array(await (await fetch(url, { signal })).arrayBuffer())
  }`,
  })
  await expect(checkOwnJob(ownScenario(text), { variables: {} })).rejects.toMatchObject({
    problem: { parameters: { breach: { code: 'every-item-fails' } } },
  })
  expect(await checkOwnJob(ownScenario(text), { variables: { SHOP_TOKEN: 'other' } })).toMatchObject({ findings: 6 })
})

// Breakage: a job outside of any project finds no utakata, and one written for a compiler none of its own modules.
test('a job finds utakata wherever it lies, and TypeScript by the name of what it is compiled to', async () => {
  const scenario = ownScenario(
    `import { defineJob } from 'utakata/job'\nimport { late } from './orders.js'\nexport default defineJob(late)\n`,
  )
  const { fetch, check, notify } = ORDERS
  const orders = join(dirname(scenario.job!), 'orders.ts')
  const text = (checks: string) =>
    `type Line = { late: boolean }\nexport const late = { fetch: ${fetch}, check: ${checks}, notify: ${notify} }`
  writeFileSync(orders, text(check))
  expect(await checkOwnJob(scenario)).toMatchObject({ findings: 6 })
  // Its code is that of the job.
  const before = digestOfModule(pathToFileURL(scenario.job!).href)
  writeFileSync(orders, text('() => []'))
  expect(digestOfModule(pathToFileURL(scenario.job!).href)).not.toBe(before)
})

test('posts that hold the time are compared by how many an item has where the scenario says so', async () => {
  const text = jobText({ notify: ORDERS.notify.replace('JSON.stringify(line)', 'String(performance.now())') })
  expect(await refusalOf(text, ['deliveries=counts'])).toMatchObject({ findings: 6 })
})

test('a job that fails on some items is taken, and says on how many and where', async () => {
  const check = `(bytes) => { if (String.fromCharCode(...bytes).includes('true')) throw new TypeError('late'); return [] }`
  const text = jobText({ check })
  expect(await refusalOf(text)).toMatchObject({
    findings: 0,
    failing: { items: 4, of: 6, example: expect.stringMatching(/^check: TypeError: .* \(my-job\.mjs:5\)$/) },
  })
})
