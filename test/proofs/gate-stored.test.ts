import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder } from '../support/folders.ts'
import { aKeptResult, SCENARIO_YAML } from '../support/gates.ts'
import { run } from '../support/in-process.ts'

// The simulated runs sent notifications that no real run sends, so that this ends the same way on every machine.
test('a benchmark with a baseline that fits is run and held against it', { timeout: 120_000 }, async () => {
  const cwd = aFolder({ 'paper.yaml': SCENARIO_YAML })
  const folder = aKeptResult()
  const args = [
    'bench',
    'paper.yaml',
    '--quick',
    '--baseline',
    folder,
    '--output',
    'here',
    '--junit',
    'gate.xml',
    '--json',
  ]
  const { code, stdout, stderr } = await run(args, { cwd })
  expect(code).toBe(2)
  expect((JSON.parse(stdout) as { scenario: { name: string } }).scenario.name).toBe('paper')
  const said = stderr.replaceAll(/\s+/g, ' ')
  expect(said).toContain(`The gate FAILS: pipelined did not send the same notifications as the baseline ${folder}.`)
  expect(said).toContain('are only the ratios to sequential: what has become slower together')
  expect(readdirSync(cwd).toSorted()).toEqual(['gate.xml', 'here', 'paper.yaml'])
  expect(JSON.parse(readFileSync(join(cwd, 'here/gate.json'), 'utf8'))).toMatchObject({ outcome: 'output-mismatch' })
})
