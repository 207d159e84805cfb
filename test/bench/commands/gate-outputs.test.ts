import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { exitCodeOf } from '../../../bench/cli/gate-exit-code.ts'
import { tellGate } from '../../../bench/commands/gate-outputs.ts'
import { type Gate, type JudgedGate, unjudged } from '../../../bench/judge/gate/gate.ts'
import { judgeGate } from '../../../bench/judge/gate/judge-gate.ts'
import { outcomeOf } from '../../../bench/judge/gate/outcome.ts'
import { type Stored, storedFrom } from '../../../bench/judge/gate/stored.ts'
import { closingSentence } from '../../../bench/report/gate/outcome.ts'
import type { NoOlderCode } from '../../../bench/run/local/revisions/old-variants.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { withEnv } from '../../support/env.ts'
import { aFolder } from '../../support/folders.ts'
import { A_SCENARIO, aGate, gatedTrials, MAKESPAN, OLD, storedTrials } from '../../support/gates.ts'
import { A_TRIAL, changed, isRun } from '../../support/trials.ts'

const elsewhere = (trial: Trial) => ({ deliveries: { ...trial.deliveries, digest: 'else' } })

const JUDGED = {
  pass: judgeGate(gatedTrials(), aGate()),
  regression: judgeGate(gatedTrials({ growth: { pipelined: 1.3 } }), aGate()),
  'cannot-judge': judgeGate(gatedTrials({ aaCheck: 1.08 }), aGate()),
  'output-mismatch': judgeGate(changed(gatedTrials(), isRun('pipelined', 2, 3), elsewhere), aGate()),
} as const

const NO_LOOK = { code: 'before-first-look' } as const

const against = (stored: Stored): JudgedGate =>
  judgeGate(storedTrials(), { against: { is: 'stored', stored }, conditions: [MAKESPAN] })

function aStored(): Stored {
  const { environment } = A_TRIAL
  const present = { scenario: A_SCENARIO, selectable: ['sequential', 'pipelined'], environment }
  return storedFrom('kept/demo', storedTrials({ seed: 7 }), present) as Stored
}

/** What is told on both streams, with what is left in the folder of the result. */
function told(judged: JudgedGate, options: { readonly junit?: string; readonly json?: boolean } = {}) {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    const spy = vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text)
      return true
    })
    onTestFinished(() => spy.mockRestore())
  }
  const folder = aFolder()
  tellGate(judged, { folder: { path: folder }, name: 'demo', ...options })
  vi.restoreAllMocks()
  return { ...said, folder }
}

test('the exit code tells a pass, a regression, a wrong output and what cannot be judged apart', () => {
  const codes = { pass: 0, regression: 3, 'output-mismatch': 2, 'cannot-judge': 5 }
  for (const [outcome, judged] of Object.entries(JUDGED)) {
    expect(outcomeOf(judged)).toBe(outcome)
    expect(exitCodeOf(judged)).toBe(codes[outcome as keyof typeof codes])
  }
})

// Breakage: a gate that is green since nothing came to it.
test('nothing to judge is no pass, and a regression is one beside whatever cannot be judged', () => {
  expect(outcomeOf(unjudged(aGate(), [], NO_LOOK))).toBe('cannot-judge')
  expect(outcomeOf(unjudged(aGate(), ['pipelined'], NO_LOOK))).toBe('cannot-judge')
  expect(outcomeOf(judgeGate(gatedTrials({ aaCheck: 1.08, growth: { pipelined: 1.4 } }), aGate()))).toBe('regression')
  // Two copies of the reference did not tell people the same, though nothing else has changed.
  const odd = judgeGate(changed(gatedTrials(), isRun('A/A', 2, 3), elsewhere), aGate())
  expect(odd.changes.map(({ outcome }) => outcome)).toEqual(['pass', 'pass'])
  expect(outcomeOf(odd)).toBe('output-mismatch')
  expect(closingSentence(odd)).toBe('The gate FAILS: the strategies did not tell people the same.')
})

test('one sentence says it all', () => {
  expect(closingSentence(JUDGED.pass)).toBe(`The gate passes: all 2 changes since ${OLD} are surely within the limits.`)
  expect(closingSentence(JUDGED.regression)).toMatch(
    new RegExp(
      `^The gate FAILS: since ${OLD}, the makespan of pipelined has grown by \\+(29|30)\\.\\d % \\(\\+2\\d\\.\\d to \\+3\\d\\.\\d\\), which is surely more than \\+10 %\\.$`,
    ),
  )
  expect(closingSentence(JUDGED['output-mismatch'])).toBe(
    `The gate FAILS: pipelined did not tell people the same as ${OLD}.`,
  )
  expect(closingSentence(JUDGED['cannot-judge'])).toMatch(
    /^The gate cannot judge "sequential: makespan > \+10%", "pipelined: makespan > \+10%": guard failed: two copies/,
  )
  const near = judgeGate(gatedTrials({ growth: { pipelined: 1.08 }, blockSd: 0.011 }), aGate())
  expect(closingSentence(near)).toMatch(/limit or beyond it, about \d+ more forks would tell\.$/)
})

test('a table with each change, its limit and its outcome is told, and the sentence under it', () => {
  const { stdout, stderr } = told(JUDGED.regression)
  expect(stderr).toBe('')
  expect(stdout).toMatch(
    /^\nGate: changes since 1a2b3c4\n +metric +change +limit +outcome\nsequential +makespan +[+-]0\.\d % \([+-]\d\.\d to \+\d\.\d\) +\+10 % +pass\npipelined +makespan +\+\d+\.\d % \(.*\) +\+10 % +REGRESSION\n\nThe gate FAILS: /,
  )
  expect(told(JUDGED['cannot-judge']).stdout).toContain('cannot judge')
})

test('why nothing can be judged is told once, and beside a regression all the same', () => {
  const reasonsIn = (judged: JudgedGate) =>
    told(judged).stdout.replaceAll(/\s+/g, ' ').split('guard failed: two copies').length - 1
  expect(reasonsIn(JUDGED['cannot-judge'])).toBe(1)
  expect(reasonsIn(judgeGate(gatedTrials({ aaCheck: 1.08, growth: { pipelined: 1.4 } }), aGate()))).toBe(1)
})

test('with a report for programs on standard output, the gate is told beside it', () => {
  const { stdout, stderr } = told(JUDGED.pass, { json: true })
  expect(stdout).toBe('')
  expect(stderr).toContain('The gate passes')
})

test('gate.json has all of it', () => {
  const { folder } = told(JUDGED.regression)
  expect(readdirSync(folder)).toEqual(['gate.json'])
  const record = JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8')) as unknown
  expect(record).toMatchObject({
    schema: 3,
    against: { revision: OLD },
    conditions: ['makespan > +10%'],
    outcome: 'regression',
    exitCode: 3,
    changes: [
      { strategy: 'sequential', condition: { metric: 'makespan', limit: 0.1 }, outcome: 'pass' },
      { strategy: 'pipelined', outcome: 'regression', change: { blocks: 6, ratio: expect.closeTo(1.3, 1) } },
    ],
  })
})

test('a stored result is told for what it cannot see, and what can', () => {
  const { stdout, folder } = told(against(aStored()))
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'Gate: changes since the baseline kept/demo metric change limit outcome pipelined makespan',
  )
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'Compared with the baseline, which is of revision abcdef0, are only the ratios to sequential: what has become slower together with sequential, as by a change common to all strategies, cannot be seen. --baseline-ref abcdef0 can.',
  )
  expect(JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8'))).toMatchObject({
    against: { revision: 'abcdef0', file: 'kept/demo' },
  })
})

/** A gate of a race with strategies that have no old self, for these reasons. */
const gateWithout = (reasons: Readonly<Record<string, NoOlderCode>>): Gate => {
  const unknown = Object.entries(reasons).map(([strategy, reason]) => ({ strategy, reason }))
  return { ...aGate(), against: { is: 'revision', revision: OLD, unknown } }
}

// Breakage: a pass of all, where some were never compared.
test('a strategy that is not compared fails no gate, and everything that is told names it with the reason', () => {
  const gate = gateWithout({ 'look-ahead': { code: 'not-in-revision', revision: OLD }, mine: { code: 'own-strategy' } })
  const judged = judgeGate(gatedTrials(), gate)
  expect(exitCodeOf(judged)).toBe(0)
  expect(closingSentence(judged)).toBe(
    `The gate passes: all 2 changes since ${OLD} are surely within the limits. Compared: 2 strategies (sequential, pipelined). Not compared: look-ahead (${OLD} does not have it), mine (a --strategy-file is not raced at another revision).`,
  )
  const junit = join(aFolder(), 'gate.xml')
  const { stdout, folder } = told(judged, { junit })
  expect(stdout).toContain(`look-ahead is not compared: ${OLD} does not have it.`)
  expect(stdout).toContain('mine is not compared: a --strategy-file is not raced at another revision.')
  expect(JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8'))).toMatchObject({
    exitCode: 0,
    uncompared: [
      { strategy: 'look-ahead', reason: { code: 'not-in-revision', revision: OLD } },
      { strategy: 'mine', reason: { code: 'own-strategy' } },
    ],
  })
  const cases = readFileSync(junit, 'utf8')
  expect(cases).toContain('tests="4" failures="0" errors="0" skipped="2"')
  expect(cases).toContain(
    `<testcase name="look-ahead" classname="gate demo" time="0.000">\n<skipped message="not compared: ${OLD} does not have it" type="not-compared">`,
  )
  const one = judgeGate(gatedTrials(), { ...gate, conditions: [{ ...MAKESPAN, strategy: 'pipelined' }] })
  expect(closingSentence(one)).toMatch(
    /^The gate passes: the one change since .*\. Compared: 1 strategy \(pipelined\)\. Not /,
  )
})

test('where nothing at all is compared, it is said why, and is no pass', () => {
  const none: JudgedGate = { ...gateWithout({ mine: { code: 'own-strategy' } }), changes: [], isWrongOutput: false }
  expect([outcomeOf(none), exitCodeOf(none)]).toEqual(['cannot-judge', 5])
  expect(closingSentence(none)).toBe(
    `The gate cannot judge anything: there is nothing to compare with ${OLD}. Not compared: mine (a --strategy-file is not raced at another revision).`,
  )
})

// Breakage: a gate that is green in one place and red in another, since only the process knows how the race has ended.
test('a race that was cut short is no pass, whoever tells it, and what it has proven stays', () => {
  const junit = join(aFolder(), 'gate.xml')
  const endings = {
    interrupted: { pass: 130, regression: 130, 'output-mismatch': 130, 'cannot-judge': 130 },
    'broken-off': { pass: 5, regression: 3, 'output-mismatch': 2, 'cannot-judge': 5 },
  } as const
  const words = { interrupted: 'it was interrupted', 'broken-off': 'it broke off' }
  for (const cutShort of ['interrupted', 'broken-off'] as const)
    for (const outcome of ['pass', 'regression', 'output-mismatch', 'cannot-judge'] as const) {
      const judged: JudgedGate = { ...JUDGED[outcome], cutShort }
      const exitCode = endings[cutShort][outcome]
      const stays = outcome === 'pass' ? 'cannot-judge' : outcome
      expect([outcomeOf(judged), exitCodeOf(judged)]).toEqual([stays, exitCode])
      const sentence = closingSentence(judged)
      expect(sentence.endsWith(` The race was cut short: ${words[cutShort]}.`)).toBe(true)
      if (outcome !== 'pass') expect(sentence.startsWith(closingSentence(JUDGED[outcome]))).toBe(true)
      const { stdout, folder } = told(judged, { junit })
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(sentence)
      const record = JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8')) as unknown
      expect(record).toMatchObject({ outcome: stays, exitCode, cutShort })
      const cases = readFileSync(junit, 'utf8')
      expect(cases).toContain('<testcase name="the race as a whole"')
      expect(cases).toContain(
        {
          pass: 'failures="0"',
          regression: 'failures="1"',
          'output-mismatch': 'failures="1"',
          'cannot-judge': 'failures="0"',
        }[outcome],
      )
      expect(cases).toContain(`The race was cut short: ${words[cutShort]}." type="cannot-judge">`)
    }
  expect(closingSentence({ ...JUDGED.pass, cutShort: 'interrupted' })).toBe(
    `The gate cannot judge a race that did not end, though all 2 changes since ${OLD} are surely within the limits so far. The race was cut short: it was interrupted.`,
  )
})

// Breakage: the summary of another step of the same job written over.
test('where a job of CI has a summary, Markdown is added to it', () => {
  const summary = join(aFolder({ summary: '# Of another step\n' }), 'summary')
  withEnv('GITHUB_STEP_SUMMARY', summary)
  told(JUDGED.regression)
  const text = readFileSync(summary, 'utf8')
  expect(text).toMatch(
    /^# Of another step\n## Gate: changes since 1a2b3c4, demo\n\n\| {2}\| metric \| change \| limit \| outcome \|\n(\| ---:? )+\|\n\| sequential \| makespan \| .* \| \+10 % \| pass \|\n\| pipelined \| makespan \| .* \| \+10 % \| REGRESSION \|\n/m,
  )
  expect(text).toContain(`\n**${closingSentence(JUDGED.regression)}**\n`)
})

test('what cannot be written is said, and loses nothing that was measured', () => {
  withEnv('GITHUB_STEP_SUMMARY', '/nowhere/summary')
  const { stdout, stderr, folder } = told(JUDGED.pass, { junit: '/nowhere/gate.xml' })
  expect(stderr).toBe(
    'utakata: "/nowhere/gate.xml" could not be written (ENOENT)\nutakata: "/nowhere/summary" could not be written (ENOENT)\n',
  )
  expect(stdout).toContain('The gate passes')
  expect(existsSync(join(folder, 'gate.json'))).toBe(true)
})

test('as JUnit each change is a test of its own', () => {
  const junit = join(aFolder(), 'gate.xml')
  const casesOf = (judged: JudgedGate) => {
    told(judged, { junit })
    return readFileSync(junit, 'utf8')
  }
  const red = casesOf(JUDGED.regression)
  expect(red).toContain('<testsuite name="gate demo" tests="2" failures="1" errors="0" skipped="0"')
  expect(red).toMatch(
    /<testcase name="pipelined: makespan &gt; \+10%" classname="gate demo" time="\d+\.\d{3}">\n<failure message="\+\d+\.\d % \(.*\)" type="regression">/,
  )
  expect(casesOf(JUDGED['output-mismatch'])).toContain('type="output-mismatch"')
  expect(casesOf(JUDGED['cannot-judge'])).toContain('failures="0" errors="0" skipped="2"')
  // What no single change tells is a test as well.
  const odd = casesOf(judgeGate(changed(gatedTrials(), isRun('A/A', 2, 3), elsewhere), aGate()))
  expect(odd).toContain('<testsuite name="gate demo" tests="3" failures="1" errors="0" skipped="0"')
  expect(odd).toContain(
    '<failure message="The gate FAILS: the strategies did not tell people the same." type="output-mismatch">',
  )
  expect(casesOf(unjudged(aGate(), [], NO_LOOK))).toContain('tests="1" failures="0" errors="0" skipped="1"')
})
