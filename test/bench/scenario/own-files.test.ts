import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { UserError } from '../../../bench/io/user-error.ts'
import { parseScenario, readScenario } from '../../../bench/scenario/file.ts'
import { digestOf, type Scenario, scenarioSchema } from '../../../bench/scenario/scenario.ts'
import { aFolder } from '../../support/folders.ts'

const TEXT = `name: mine
about: A scenario of this test.
world:
  items: { count: 12, events: 4, dueShare: 0.5 }
  fetchDelay: { model: lognormal, medianMs: 3, sigma: 0.6 }
  notifyDelay: { model: constant, ms: 1 }
variants: [sequential, pipelined]
`

const OWN = TEXT.replace('events: 4, dueShare: 0.5', 'bodies: "samples/*.json"').replace(
  'world:',
  'job: ./job.ts\nworld:',
)

/** A scenario with a job of a user's own in a folder, whose files may be others. */
function ownScenario(files: Readonly<Record<string, string>> = {}, text = OWN): Scenario {
  const folder = aFolder({ 'own.yaml': text, 'job.ts': 'export default {}', ...files })
  mkdirSync(join(folder, 'samples'))
  writeFileSync(join(folder, 'samples/one.json'), '{ "lines": [] }')
  return readScenario(join(folder, 'own.yaml'))
}

test('a job and its bodies are found from the folder of their scenario, and what is in them belongs to its digest', () => {
  const own = ownScenario()
  expect(own.job).toMatch(/^\/.*\/job\.ts$/)
  expect(own.world.items).toMatchObject({ bodies: expect.stringMatching(/^\/.*\/samples\/\*\.json$/), dueShare: 0 })
  // Wherever they lie.
  expect(digestOf(ownScenario())).toBe(digestOf(own))
  expect(digestOf(ownScenario({ 'job.ts': 'export default { }' }))).not.toBe(digestOf(own))
  const importing = { 'job.ts': "export { one } from './one.ts'", 'one.ts': '1' }
  expect(digestOf(ownScenario(importing))).not.toBe(digestOf(ownScenario({ ...importing, 'one.ts': '2' })))
  // As a result keeps it.
  expect(digestOf(scenarioSchema.parse(JSON.parse(JSON.stringify(own))))).toBe(digestOf(own))
})

test('a job that is not there, bodies that are not there or empty, and what means nothing without a job are refused', () => {
  const problem = (read: () => unknown) => {
    try {
      return read()
    } catch (error) {
      return (error as UserError).problem
    }
  }
  const refused = (key: string, wrong: object) =>
    expect.objectContaining({
      parameters: { mistakes: [expect.objectContaining({ key, wrong: expect.objectContaining(wrong) })] },
    })
  expect(problem(() => ownScenario({}, OWN.replace('./job.ts', './other.ts')))).toEqual(
    refused('job', { code: 'file-missing', of: 'job', got: '"./other.ts"' }),
  )
  expect(problem(() => ownScenario({}, OWN.replace('*.json', '*.xml')))).toEqual(
    refused('world.items.bodies', { code: 'file-missing', of: 'bodies', got: '"samples/*.xml"' }),
  )
  expect(problem(() => ownScenario({ 'empty.json': '' }, OWN.replace('samples/*', '*')))).toEqual(
    refused('world.items.bodies', { code: 'file-empty', file: expect.stringMatching(/empty\.json$/) }),
  )
  expect(problem(() => ownScenario({}, OWN.replace('bodies:', 'events: 4, bodies:')))).toEqual(
    refused('world.items.bodies', { expectation: expect.stringContaining('either bodies or events, not both') }),
  )
  for (const setting of ['deliveries=counts', 'client.stepTimeoutMs=1', 'client.allowNet=true', 'codeDigest=x'])
    expect(
      problem(() => parseScenario(TEXT, 'mine.yaml', [setting])),
      setting,
    ).toEqual(
      refused(setting.split('=')[0]!, { expectation: expect.stringContaining('only beside a job of your own') }),
    )
})
