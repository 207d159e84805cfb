import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readTrials } from '../../bench/trial/trial.ts'
import { strategies } from '../../strategies/index.ts'
import { start, utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { ab, aKeptLab, invokeWith, resultIn } from '../support/labs.ts'
import { jobText, ownScenarioFile } from '../support/own-jobs.ts'

const ORDERS = join(import.meta.dirname, '../../examples/orders/orders.yaml')
const TWO = ['--strategies', 'sequential,worker-threads']
const FEW = ['--containers', '2', '--warm-invocations', '1']

// Breakage: the functions do the built-in job, trust no mock server, or post to where no variant is compared.
test('the lab compares an own job, each strategy a function, traced, over HTTPS', async () => {
  const out = join(aFolder(), 'lab')
  const settings = ['--set', 'world.items.count=6', '--set', 'world.https=true']
  const ended = await utakata(['lab', ORDERS, ...settings, ...FEW, '--output', out])
  expect([0, 5], ended.stderr).toContain(ended.code)
  const { trials } = readTrials(join(out, 'trials.jsonl'))
  // The reference has two copies.
  expect(trials).toHaveLength(2 * 2 * (Object.keys(strategies).length + 2))
  for (const { faults, deliveries, scenario, items, failures } of trials) {
    expect({ faults, failures, items, check: scenario.check }).toEqual({
      faults: [],
      failures: {},
      items: 6,
      check: 'own',
    })
    expect(deliveries).toMatchObject({ duplicates: 0, accepted: trials[0]!.sent })
    expect(deliveries.digest).toBe(trials[0]!.deliveries.digest)
  }
  expect(trials[0]!.sent).toBeGreaterThan(0)
  const { deliveries, tracing } = resultIn(out)!
  expect(deliveries).toMatchObject({ same: true })
  expect(tracing!.crossCheck).toMatchObject({ invocations: trials.length, matched: trials.length, unmatched: [] })
  expect(readFileSync(join(out, 'report.md'), 'utf8')).not.toMatch(/\bfeeds?\b/i)
})

// Breakage: which items fail is not asked for, so that a variant that fails on others counts as the same.
test('items that fail by themselves are compared, item by item', async () => {
  const file = ownScenarioFile(
    jobText({ check: `(_bytes, { id }) => { if (id === 'item-2') throw new Error('no order') ; return [] }` }),
  )
  const out = join(aFolder(), 'lab')
  const ended = await utakata(['lab', file, ...TWO, ...FEW, '--output', out])
  expect([0, 5], ended.stderr).toContain(ended.code)
  const { trials } = readTrials(join(out, 'trials.jsonl'))
  for (const { faults, failedItems } of trials) {
    expect(faults).toEqual([])
    expect(failedItems).toMatchObject([
      { item: 2, step: 'check', kind: 'thrown', message: expect.stringContaining('no order') },
    ])
  }
})

// Breakage: a function has none of the variables, so that it does not even start.
test('ab compares the functions of a kept lab that do an own job, by the events that they take', async () => {
  const file = ownScenarioFile(jobText({}, `if (process.env.SHOP_TOKEN !== 'shop') throw new Error('no token')`))
  const variables = join(aFolder({ 'job.env': 'SHOP_TOKEN=shop' }), 'job.env')
  await using lab = await aKeptLab([file, ...TWO, '--variables', variables])
  const event = JSON.parse(readFileSync(lab.event, 'utf8')) as object
  expect(await invokeWith(lab, 'utakata-sequential-1769', event)).toMatchObject({
    run: { figures: { feeds: 6, sent: 6 } },
  })
  const compared = await ab(lab, [...FEW])
  expect([0, 5], compared.stderr).toContain(compared.code)
  const { trials } = readTrials(join(compared.out, 'trials.jsonl'))
  for (const { faults, deliveries, scenario } of trials) {
    expect({ faults, check: scenario.check }).toEqual({ faults: [], check: 'own' })
    expect(deliveries).toMatchObject({ by: 'answer', accepted: 6, digest: trials[0]!.deliveries.digest })
  }
})

// Breakage of a row: it is found out when the functions are invoked, or in the words of a bundler.
test.each([
  [
    'cannot be loaded',
    `import 'no-such-package'\n${jobText()}`,
    /my-job\.mjs: the module cannot be loaded .*no-such-package/,
  ],
  [
    'reads a file beside it',
    jobText({}, `import { readFileSync } from 'node:fs'\nreadFileSync(new URL('./orders.yaml', import.meta.url))`),
    /the job cannot run as a Lambda function: job: expected a module .* got .*ENOENT/,
  ],
])('a job that %s is refused before anything is invoked', async (_, text, words) => {
  const { code, stderr } = await start(['lab', ownScenarioFile(text), ...TWO]).end
  expect(stderr).toMatch(words)
  expect(code).toBe(1)
})
