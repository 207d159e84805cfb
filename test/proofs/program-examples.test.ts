import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { planOf } from '../../bench/plan/plan.ts'
import { preparePrograms } from '../../bench/run/contract/programs.ts'
import { raceTrials } from '../../bench/run/local/race.ts'
import { readScenario } from '../../bench/scenario/file.ts'
import { namesOf } from '../../bench/scenario/scenario.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples')
const FEW = ['plan.iterations=1', 'plan.warmUps=1', 'world.items.count=20']

const isThere = (tool: string) => {
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${tool}`])
    return true
  } catch {
    return false
  }
}
/** In CI a tool that is missing is a failure. */
const lacks = (tool: string) => !isThere(tool) && process.env.CI === undefined

async function measure(file: string, settings: readonly string[]) {
  const scenario = readScenario(join(EXAMPLES, file), settings)
  const digests = await preparePrograms(scenario)
  const plan = planOf(scenario, { quick: true, digests })
  return { scenario, trials: await raceTrials({ ...plan, looks: [{ blocks: 1, alpha: 0.05 }] }) }
}

const OVER_HTTPS = ['world.https=true', 'world.hosts=many', 'world.dnsDelayMs=5']

// Breakages: a message that is written in another way than ours, a calendar read wrongly, an answer before the last post.
describe.each([
  ['go', 'go/go.yaml', []],
  ['go', 'go/article.yaml', []],
  ['go', 'go/hosts.yaml', []],
  ['python3', 'python/python.yaml', []],
  ['python3', 'python/python.yaml', OVER_HTTPS],
  ['node', 'node/node.yaml', ['world.https=true']],
])('%s: %s %j', (tool, file, further) => {
  test.skipIf(lacks(tool))('programs send what strategies send', async () => {
    const { scenario, trials } = await measure(file, [...FEW, ...further])
    expect(trials.flatMap(({ faults }) => faults)).toEqual([])
    const { deliveries, variants } = summarize(trials)
    expect(deliveries).toMatchObject({ same: true, duplicates: 0 })
    expect(deliveries.accepted).toBeGreaterThan(0)
    expect(variants.map(({ variant }) => variant)).toEqual(expect.arrayContaining(namesOf(scenario)))
  })
})

test.skipIf(lacks('go'))('the checker of the Go example passes its own tests', () => {
  expect(execFileSync('go', ['test', '.'], { cwd: join(EXAMPLES, 'go'), encoding: 'utf8' })).toMatch(/^ok /)
})

/** Of times; as far as a machine that does other work beside the proofs may be off. */
const MOST_APART = 1.15

// Breakages: a clock that begins before the request is written, or accounts that leave out threads. `npm run bench:peer -- --only inside-outside`
// holds it to the margin of 5%.
test('a strategy takes the time and the CPU that it takes as a program outside', { timeout: 300_000 }, async () => {
  const scenario = readScenario(join(EXAMPLES, 'node/node.yaml'), ['plan.iterations=3', 'plan.warmUps=5'])
  const plan = planOf(scenario, { quick: true, digests: await preparePrograms(scenario) })
  const { variants } = summarize(await raceTrials(plan))
  const [inside, outside] = ['pipelined', 'node'].map((name) => variants.find(({ variant }) => variant === name)!)
  const { low, high } = outside!.ratio!
  expect(low).toBeLessThan(MOST_APART)
  expect(high).toBeGreaterThan(1 / MOST_APART)
  const cpu = outside!.cpuMs.median / inside!.cpuMs.median
  expect(cpu).toBeGreaterThan(0.7)
  expect(cpu).toBeLessThan(1.4)
})
