import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBaseline } from '../../../../bench/commands/gate/gate.ts'
import type { BaselineRefusal } from '../../../../bench/io/baseline-refusal.ts'
import { type Present, storedFrom } from '../../../../bench/judge/gate/stored.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { problemText } from '../../../../bench/report/messages/problems.ts'
import { refusalText } from '../../../../bench/report/messages/baseline-refusal.ts'
import { digestOf } from '../../../../bench/scenario/scenario.ts'
import { TRIAL_SCHEMA, type Trial, writeTrials } from '../../../../bench/trial/trial.ts'
import { aFolder } from '../../../support/folders.ts'
import { A_SCENARIO, aKeptResult, everywhere, SCENARIO_YAML, storedTrials, TIME } from '../../../support/gates.ts'
import { A_TRIAL, changed, isRun, aFault } from '../../../support/trials.ts'
import { loadTrialsOf } from '../load/simulated.ts'
import { anIo, run } from '../../../support/in-process.ts'

const HERE: Present = {
  scenario: A_SCENARIO,
  selectable: ['sequential', 'pipelined'],
  environment: A_TRIAL.environment,
  conditions: [TIME],
}

function refusals(trials: readonly Trial[], present: Partial<Present> = {}): readonly BaselineRefusal[] {
  const stored = storedFrom('kept', trials as [Trial, ...Trial[]], { ...HERE, ...present })
  return 'refusals' in stored ? stored.refusals : []
}

test('a result of the same scenario and machine is a baseline, with all that it was judged by', () => {
  const stored = storedFrom('kept', storedTrials({ blocks: 7 }), HERE)
  expect(stored).toMatchObject({
    name: 'kept',
    revision: 'abcdef0',
    reference: 'sequential',
    candidates: ['pipelined'],
    deliveriesDigest: A_TRIAL.deliveries.digest,
  })
  // A block beyond its look was not judged there either.
  expect('iterations' in stored && stored.iterations.length).toBe(6 * 6)
})

test('another scenario is refused, but not one that differs by which strategies were measured', () => {
  const other = { ...A_SCENARIO, check: 'full' as const }
  expect(refusals(storedTrials({}, other))).toEqual([
    {
      code: 'other-scenario',
      was: { name: 'paper', digest: digestOf(other) },
      now: { name: 'paper', digest: digestOf(A_SCENARIO) },
    },
  ])
  const more = { ...A_SCENARIO, variants: ['look-ahead', 'sequential', 'pipelined'] } as const
  const candidates = { 'look-ahead': 0.7, pipelined: 0.5 }
  expect(refusals(storedTrials({ candidates }, { ...more, variants: [...more.variants] }))).toEqual([])
  expect(refusals(storedTrials({ candidates }, { ...more, variants: [...more.variants], check: 'full' }))).toEqual([
    expect.objectContaining({ code: 'other-scenario' }),
  ])
})

// Breakage: a job that has become slower passes, since its reference has, too.
test('a result of the job before its code was changed is refused with what to do, one with other bodies as another scenario', () => {
  const own = (codeDigest: string) => ({ ...A_SCENARIO, job: '/jobs/job.ts', codeDigest })
  const then = own('0123456789ab.fedcba987654')
  const trials = storedTrials({}, then).map((trial): Trial => ({
    ...trial,
    scenario: { ...trial.scenario, codeDigest: then.codeDigest },
  }))
  expect(refusals(trials, { scenario: then })).toEqual([])
  expect(refusals(trials, { scenario: own('ba9876543210.fedcba987654') })).toEqual([{ code: 'other-job' }])
  for (const other of [own('0123456789ab.000000000000'), A_SCENARIO])
    expect(refusals(trials, { scenario: other })).toEqual([expect.objectContaining({ code: 'other-scenario' })])
})

test('a strategy that it lacks is named', () => {
  const scenario = { ...A_SCENARIO, variants: ['sequential', 'look-ahead', 'promise-all', 'pipelined'] } as const
  const present = { scenario: { ...scenario, variants: [...scenario.variants] }, selectable: scenario.variants }
  expect(refusals(storedTrials(), present)).toEqual([
    { code: 'variants-missing', variants: ['look-ahead', 'promise-all'] },
  ])
  expect(refusals(storedTrials(), { selectable: [...HERE.selectable, 'mine'] })).toEqual([
    { code: 'variants-missing', variants: ['mine'] },
  ])
})

test('another reference is named, and no other scenario where that is all', () => {
  const scenario = { ...A_SCENARIO, reference: 'pipelined' as const }
  const simulation = { reference: 'pipelined', candidates: { sequential: 2 } }
  expect(refusals(storedTrials(simulation, scenario))).toEqual([
    { code: 'other-reference', was: 'pipelined', now: 'sequential' },
  ])
})

test('another machine is named by what differs', () => {
  const { environment } = A_TRIAL
  const on = (change: Partial<Trial['environment']>) =>
    refusals(everywhere(storedTrials(), { environment: { ...environment, ...change } }))
  expect(on({ cpu: 'Other 9' })).toEqual([{ code: 'other-cpu', was: 'Other 9', now: 'Paper 3000' }])
  expect(on({ cores: 8 })).toEqual([{ code: 'other-cores', was: 8, now: 2 }])
  expect(on({ node: 'v22.3.1' })).toEqual([{ code: 'other-node', was: 'v22.3.1', now: 'v24.0.0' }])
  // Neither a newer Node of the same line nor other code is another machine.
  expect(on({ node: 'v24.9.1', revision: '0000000', load: 3 })).toEqual([])
  expect(refusals(everywhere(storedTrials(), { target: 'lab' }))).toEqual([{ code: 'other-target', target: 'lab' }])
})

// Breakage: trials of two results in one file, of which only the first is looked at.
test('trials of two machines, places or scenarios are no one result, and both are named', () => {
  const { environment } = A_TRIAL
  const later = (change: Partial<Trial>) =>
    refusals(
      changed(
        storedTrials(),
        ({ block }) => block > 3,
        () => change,
      ),
    )
  expect(later({ environment: { ...environment, cpu: 'Other 9' } })).toEqual([
    {
      code: 'several-machines',
      machines: [
        { cpu: 'Paper 3000', cores: 2 },
        { cpu: 'Other 9', cores: 2 },
      ],
    },
  ])
  expect(later({ environment: { ...environment, cores: 8, node: 'v22.3.1' } })).toEqual([
    {
      code: 'several-machines',
      machines: [
        { cpu: 'Paper 3000', cores: 2 },
        { cpu: 'Paper 3000', cores: 8 },
      ],
    },
    { code: 'several-node-versions', versions: ['24', '22'] },
  ])
  expect(later({ target: 'lab' })).toEqual([{ code: 'several-targets', targets: ['local', 'lab'] }])
  const [{ scenario }] = storedTrials()
  expect(later({ scenario: { ...scenario, digest: 'ba9876543210' } })).toEqual([
    {
      code: 'several-scenarios',
      scenarios: [
        { name: 'paper', digest: digestOf(A_SCENARIO) },
        { name: 'paper', digest: 'ba9876543210' },
      ],
    },
  ])
  expect(later({ environment: { ...environment, node: 'v24.9.1', load: 3 } })).toEqual([])
})

test('a result that was no measure of anything is no baseline', () => {
  expect(refusals(storedTrials({ blocks: 5 }))).toEqual([{ code: 'before-first-look' }])
  expect(refusals(changed(storedTrials(), isRun('pipelined', 2, 3), () => ({ faults: [aFault('it died')] })))).toEqual([
    { code: 'runs-failed', variant: 'pipelined', failed: 1, of: 36 },
  ])
  const other = { deliveries: { ...A_TRIAL.deliveries, digest: 'else' } }
  expect(refusals(changed(storedTrials(), isRun('pipelined', 2, 3), () => other))).toEqual([
    { code: 'output-mismatch' },
  ])
  const twice = { deliveries: { ...A_TRIAL.deliveries, duplicates: 1 } }
  expect(refusals(changed(storedTrials(), isRun('pipelined', 2, 3), () => twice))).toEqual([
    { code: 'output-mismatch' },
  ])
  const allowed = ({ scenario }: Trial) => ({ scenario: { ...scenario, allowsNet: true as const } })
  expect(refusals(changed(storedTrials(), () => true, allowed))).toEqual([{ code: 'network-allowed' }])
  const late = ({ plannedIdealMs }: Trial) => ({ idealMs: plannedIdealMs! * 1.3 })
  expect(refusals(changed(storedTrials(), ({ variant }) => variant === 'sequential', late))).toEqual([
    { code: 'mock-server-saturated' },
  ])
  expect(refusals(storedTrials({ aaCheck: 1.12 }))).toEqual([
    { code: 'unfit', check: { aaCheck: expect.objectContaining({ code: 'failed' }) }, margin: 0.1, slowdown: 0.1 },
  ])
  const missed = { sensitivityCheck: expect.objectContaining({ code: 'missed' }) }
  expect(refusals(storedTrials({ slowedBy: 1 }))).toEqual([
    { code: 'unfit', check: missed, margin: 0.1, slowdown: 0.1 },
  ])
  // Held to what the gate judges: two copies that differ by 12% are alike within 20%, and no slow copy says anything of memory.
  expect(refusals(storedTrials({ aaCheck: 1.12 }), { conditions: [{ ...TIME, limit: 0.2 }] })).toEqual([])
  expect(refusals(storedTrials({ slowedBy: 1 }), { conditions: [{ metric: 'rss', limit: 0.1 }] })).toEqual([])
})

test('all reasons are given at once, from a folder or its trials', () => {
  const folder = aFolder()
  const environment = { ...A_TRIAL.environment, cpu: 'Other 9', cores: 8 }
  writeTrials(join(folder, 'trials.jsonl'), everywhere(storedTrials(), { environment }))
  for (const name of [folder, join(folder, 'trials.jsonl')])
    expect(() => readBaseline(name, HERE, anIo())).toThrow(expect.objectContaining({ code: 'baseline-refused' }))
})

test('trials of another version of utakata are refused, and so is what is no result', () => {
  const folder = aFolder({ 'trials.jsonl': `${JSON.stringify({ ...A_TRIAL, schema: TRIAL_SCHEMA - 1 })}\n` })
  expect(() => readBaseline(folder, HERE, anIo())).toThrow(expect.objectContaining({ code: 'baseline-unreadable' }))
  expect(() => readBaseline(`${folder}/none`, HERE, anIo())).toThrow(
    expect.objectContaining({ code: 'baseline-unreadable' }),
  )
  expect(() => readBaseline(aFolder(), HERE, anIo())).toThrow(expect.objectContaining({ code: 'baseline-unreadable' }))
})

test('jobs on a schedule are no comparison, which is all that is said of them', async () => {
  expect(refusals(await loadTrialsOf())).toEqual([{ code: 'scheduled' }])
})

test('whoever names a sweep is to name a cell', () => {
  const folder = aFolder({ 'sweep.json': '{}' })
  expect(() => readBaseline(folder, HERE, anIo())).toThrow(expect.objectContaining({ code: 'baseline-of-sweep' }))
})

test('a torn last line is left out, and named', () => {
  const folder = aFolder()
  const file = join(folder, 'trials.jsonl')
  const trials = storedTrials()
  writeTrials(file, trials)
  appendFileSync(file, '{"schema":3,"pl')
  const io = anIo()
  expect(readBaseline(folder, HERE, io).iterations).toHaveLength(36)
  const torn = problemText({ code: 'last-line-torn', parameters: { place: `${file}:${trials.length + 1}` } })
  expect(io.printed.stderr).toBe(`utakata: ${torn}\n`)
})

// Breakage: minutes of measuring before it says that there is nothing to compare with, or a baseline that is written over.
test('a benchmark whose baseline lacks a strategy is refused before anything is run or written', async () => {
  const cwd = aFolder({ 'paper.yaml': SCENARIO_YAML })
  const folder = aKeptResult()
  const before = readFileSync(join(folder, 'trials.jsonl'), 'utf8')
  const strategies = 'sequential,look-ahead,pipelined'
  const args = ['bench', 'paper.yaml', '--baseline', folder, '--strategies', strategies, '--output', 'here']
  const { code, stdout, stderr } = await run(args, { cwd })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(`\n  ${refusalText({ code: 'variants-missing', variants: ['look-ahead'] }, ENGLISH)}\n`)
  expect(stderr.match(/^ {2}/gm)).toHaveLength(1)
  expect(existsSync(join(cwd, 'here'))).toBe(false)
  expect(readdirSync(cwd)).toEqual(['paper.yaml'])
  expect(readFileSync(join(folder, 'trials.jsonl'), 'utf8')).toBe(before)
  expect(readdirSync(folder)).toEqual(['trials.jsonl'])
})
