import { expect, test } from 'vitest'
import { jobText, ORDERS, refusalOf } from '../../../support/own-jobs.ts'

test('a job that does its work is taken', async () => {
  expect(await refusalOf(jobText())).toEqual({})
})

test.each([
  {
    name: 'fetches something else',
    text: jobText({ fetch: `async () => { await fetch('http://127.0.0.1:6001/') }` }),
    refusal: { code: 'elsewhere', to: ['127.0.0.1:6001'] },
  },
  {
    name: 'ignores the signal of a fetch',
    text: jobText({ fetch: ORDERS.fetch.replace(', { signal }', '') }),
    refusal: { code: 'goes-on', step: 'fetch', line: 4 },
  },
  { name: 'is none', text: 'export const job = {}', refusal: { code: 'no-job', exported: ['job'] } },
])('a job that $name is refused', async ({ text, refusal }) => {
  expect(await refusalOf(text)).toMatchObject(refusal)
})

test('posts that hold the time are compared by how many an item has where the scenario says so', async () => {
  const text = jobText({ notify: ORDERS.notify.replace('JSON.stringify(line)', 'String(performance.now())') })
  expect(await refusalOf(text, ['deliveries=counts'])).toEqual({})
})

test('a job that fails on some items is taken, and says on how many and where', async () => {
  const check = `(bytes) => { if (String.fromCharCode(...bytes).includes('true')) throw new TypeError('late'); return [] }`
  const text = jobText({ check })
  expect(await refusalOf(text)).toEqual({
    failing: { items: 4, of: 6, example: expect.stringMatching(/^check: TypeError: .* \(my-job\.mjs:5\)$/) },
  })
})
