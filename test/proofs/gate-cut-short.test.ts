import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gateCommand } from '../../bench/commands/gate/gate.ts'
import { eventually } from '../support/eventually.ts'
import { describeEnvironment } from '../../bench/trial/environment.ts'
import { planOf } from '../../bench/plan/plan.ts'
import { writeTrials } from '../../bench/trial/trial.ts'
import { aFolder } from '../support/folders.ts'
import { A_SCENARIO, storedTrials } from '../support/gates.ts'
import { changed } from '../support/trials.ts'
import { anIo } from '../support/in-process.ts'

/** A gate of a real benchmark against a simulated result, which sent other notifications than any real run: one iteration proves that. */
async function endedBy(disturb: (run: { readonly out: string; readonly press: () => void }) => void) {
  const [folder, out] = [aFolder(), join(aFolder(), 'out')]
  const { node, cpu, cores } = describeEnvironment()
  const kept = changed(
    storedTrials(),
    () => true,
    () => ({ environment: { node, cpu, cores, revision: 'abcdef0', load: 0.5 } }),
  )
  writeTrials(join(folder, 'trials.jsonl'), kept)
  const io = anIo()
  const press = () => void io.signals.emit('SIGINT', 'SIGINT')
  const junit = join(folder, 'gate.xml')
  const end = gateCommand(planOf(A_SCENARIO, { quick: true }), { baseline: folder, output: out, junit }, io, {
    announce: () => Promise.resolve([]),
  })
  await eventually('a second block', () => io.printed.stderr.includes('process 2 of 6'))
  disturb({ out, press })
  const code = await end
  const gate = JSON.parse(readFileSync(join(out, 'gate.json'), 'utf8')) as unknown
  return { code, gate, said: io.printed.stdout.replaceAll(/\s+/g, ' '), junit: readFileSync(junit, 'utf8') }
}

// Breakage: an exit code of the process that is another one than that of gate.json.
test('a benchmark that is interrupted ends in 130 and says so everywhere, with what one iteration has proven', async () => {
  const { code, gate, said, junit } = await endedBy(({ press }) => press())
  expect(code).toBe(130)
  expect(gate).toMatchObject({ exitCode: 130, outcome: 'output-mismatch', cutShort: 'interrupted' })
  expect(said).toMatch(
    /The gate FAILS: pipelined did not send the same notifications as .*\. The benchmark was cut short: it was interrupted\./,
  )
  expect(junit).toContain('The benchmark was cut short: it was interrupted.')
})

test('a benchmark that breaks off fails by what one iteration has proven, and says that it was cut short', async () => {
  const { code, gate, said, junit } = await endedBy(({ out }) => {
    // No more trial can be written.
    rmSync(join(out, 'trials.jsonl'))
    mkdirSync(join(out, 'trials.jsonl'))
  })
  expect(code).toBe(2)
  expect(gate).toMatchObject({ exitCode: 2, outcome: 'output-mismatch', cutShort: 'broken-off' })
  expect(said).toMatch(/The gate FAILS: pipelined did not .*\. The benchmark was cut short: it broke off\./)
  expect(junit).toContain('The benchmark was cut short: it broke off.')
})
