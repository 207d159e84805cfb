import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { median } from '../../bench/statistics/quantile.ts'
import { readTrials, type Trial } from '../../bench/trial/trial.ts'
import { start } from '../support/command-line.ts'
import { OF_THE_MACHINE } from '../support/gate-reasons.ts'
import { jobText, ORDERS, ownScenarioFile } from '../support/own-jobs.ts'
import { isEverySampleTried, sampleOf } from '../support/samples.ts'

const SLOWER = jobText({
  fetch:
    ORDERS.fetch.replace('=> new', '=> { await new Promise((resolve) => setTimeout(resolve, 60)); return new') + ' }',
})
const SLOW_SERVERS = 'world.fetchDelay={ model: constant, ms: 30 }'
const FEW = ['--set', SLOW_SERVERS, '--quick', '--strategies', 'promise-all', '--iterations', '3', '--warmup', '1']

// Breakage: only ratios to the reference are compared, which the job has made slower, too: the slower job passes, and the faster one fails.
test.each(
  sampleOf([
    ['slower', { now: SLOWER, before: jobText() }, { code: 3, outcome: 'regression' }],
    ['faster', { now: jobText(), before: SLOWER }, { code: 0, outcome: 'pass' }],
  ] as const),
)('a gate against an earlier job sees that today’s is %s', async (_, { now, before }, expected) => {
  const file = ownScenarioFile(now)
  const earlier = join(dirname(file), 'earlier.mjs')
  writeFileSync(earlier, before)
  const output = join(dirname(file), 'result')
  const gated = ['--baseline-job', earlier, '--fail-if', 'promise-all: time > +50%', '--output', output]
  const { code, stderr, stdout } = await start(['bench', file, ...FEW, ...gated]).end
  const { trials } = readTrials(join(output, 'trials.jsonl'))
  const medianOf = (role: Trial['role']) =>
    median(
      trials
        .filter((trial) => trial.strategy === 'promise-all' && trial.role === role && trial.phase === 'measured')
        .map(({ makespanMs }) => makespanMs),
    )
  const change = medianOf('candidate') / medianOf('baseline')
  expect(expected.code === 3 ? change : 1 / change).toBeGreaterThan(1.5)
  const gate = JSON.parse(readFileSync(join(output, 'gate.json'), 'utf8')) as {
    outcome: string
    against: object
    changes: readonly object[]
  }
  expect(gate.against).toMatchObject({ job: earlier })
  // How quiet the machine is decides whether it can be judged; nothing else may keep it from that.
  if (!isEverySampleTried && code === 5) {
    expect(gate.changes, stdout).toEqual([expect.objectContaining({ reason: OF_THE_MACHINE })])
    return
  }
  expect(code, stdout + stderr).toBe(expected.code)
  expect(gate.outcome).toBe(expected.outcome)
  expect(stdout).toContain(earlier)
})

test('an earlier job is tried like the present one', async () => {
  const file = ownScenarioFile()
  const refused = await start(['bench', file, ...FEW, '--baseline-job', join(dirname(file), 'orders.yaml')]).end
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/orders\.yaml: the module cannot be loaded/)
  const missing = await start(['bench', file, ...FEW, '--baseline-job', 'no-such-file.mjs']).end
  expect(missing.stderr).toMatch(
    /--baseline-job: expected the file of a module with a job, got .*no-such-file\.mjs", which is no file/,
  )
})
