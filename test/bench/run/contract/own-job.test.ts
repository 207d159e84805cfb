import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { digestOfModule } from '../../../../bench/io/module-digest.ts'
import { checkOwnJob } from '../../../../bench/run/contract/own-job.ts'
import { jobText, ORDERS, ownScenario, refusalOf } from '../../../support/own-jobs.ts'

test('a job that does its work is taken, with what each of its items comes to', async () => {
  const { profile } = (await checkOwnJob(ownScenario()))!
  expect(profile.map(({ fetches, posts }) => [fetches, posts])).toEqual([0, 1, 2, 0, 1, 2].map((late) => [1, late]))
  expect(profile[1]!.kilobytes).toBeCloseTo(0.13, 1)
  expect(await refusalOf(jobText())).toMatchObject({ findings: 6 })
  expect(await refusalOf(jobText({ check: '() => []' }))).toMatchObject({ findings: 0 })
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
