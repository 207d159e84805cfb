import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exitCodeOf } from '../../../../bench/cli/gate-exit-code.ts'
import { giveGate } from '../../../../bench/commands/gate/outputs.ts'
import { type Gate, type JudgedGate, unjudged } from '../../../../bench/judge/gate/gate.ts'
import type { Report } from '../../../../bench/commands/results/give-report.ts'
import { summarize } from '../../../../bench/judge/comparison/summarize.ts'
import { comparisonDocument } from '../../../../bench/report/documents/comparison.ts'
import { judgeGate } from '../../../../bench/judge/gate/judge-gate.ts'
import { outcomeOf } from '../../../../bench/judge/gate/outcome.ts'
import { type Stored, storedFrom } from '../../../../bench/judge/gate/stored.ts'
import { formatChange } from '../../../../bench/report/sentences/gate-format.ts'
import { closingText } from '../../../../bench/report/sentences/gate-outcome.ts'
import { reasonText } from '../../../../bench/report/sentences/gate-reason.ts'
import { exportTexts } from '../../../../bench/report/messages/exports.ts'
import { noticeTexts } from '../../../../bench/report/messages/commands.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import type { NoOlderCode } from '../../../../bench/run/local/revisions/old-variants.ts'
import type { Trial } from '../../../../bench/trial/trial.ts'
import { aFolder } from '../../../support/folders.ts'
import { A_SCENARIO, aGate, gatedTrials, TIME, OLD, storedTrials } from '../../../support/gates.ts'
import { like } from '../../../support/like.ts'
import { flat } from '../../../support/reported-results.ts'
import { A_TRIAL, aFault, changed, isRun } from '../../../support/trials.ts'
import { anIo } from '../../../support/in-process.ts'

const elsewhere = (trial: Trial) => ({ deliveries: { ...trial.deliveries, digest: 'else' } })

const JUDGED = {
  pass: judgeGate(gatedTrials(), aGate()),
  regression: judgeGate(gatedTrials({ growth: { pipelined: 1.3 } }), aGate()),
  'cannot-judge': judgeGate(gatedTrials({ aaCheck: 1.12 }), aGate()),
  'output-mismatch': judgeGate(changed(gatedTrials(), isRun('pipelined', 2, 3), elsewhere), aGate()),
} as const

const TEXTS = ENGLISH.gate
const closing = (judged: JudgedGate) => closingText(judged, ENGLISH)

const NO_LOOK = { code: 'before-first-look' } as const

const against = (stored: Stored): JudgedGate =>
  judgeGate(storedTrials(), { against: { is: 'stored', stored }, conditions: [TIME] })

function aStored(): Stored {
  const { environment } = A_TRIAL
  const present = { scenario: A_SCENARIO, selectable: ['sequential', 'pipelined'], environment, conditions: [TIME] }
  return storedFrom('kept/demo', storedTrials({ seed: 7 }), present) as Stored
}

interface PrintOptions {
  readonly junit?: string
  readonly json?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** What is printed on both streams, with what is left in the folder of the result. */
async function printed(judged: JudgedGate, { env, junit, json }: PrintOptions = {}) {
  const io = anIo({ env })
  const folder = aFolder()
  await giveGate(judged, { folder: { path: folder }, name: 'demo', junit, messages: ENGLISH, forms: { json }, io })
  return { ...io.printed, folder }
}

test('a pass, a regression, a wrong output and what cannot be judged have exit codes of their own', async () => {
  const codes = { pass: 0, regression: 3, 'output-mismatch': 2, 'cannot-judge': 5 }
  for (const [outcome, judged] of Object.entries(JUDGED)) {
    expect(outcomeOf(judged)).toBe(outcome)
    expect(exitCodeOf(judged)).toBe(codes[outcome as keyof typeof codes])
  }
})

// Breakage: a gate that is green since nothing came to it.
test('nothing to judge is no pass, and a regression is one beside whatever cannot be judged', async () => {
  expect(outcomeOf(unjudged(aGate(), [], NO_LOOK))).toBe('cannot-judge')
  expect(outcomeOf(unjudged(aGate(), ['pipelined'], NO_LOOK))).toBe('cannot-judge')
  expect(outcomeOf(judgeGate(gatedTrials({ aaCheck: 1.12, growth: { pipelined: 1.4 } }), aGate()))).toBe('regression')
  // Two copies of the reference did not send the same, though nothing else has changed.
  const odd = judgeGate(changed(gatedTrials(), isRun('A/A', 2, 3), elsewhere), aGate())
  expect(odd.changes.map(({ outcome }) => outcome)).toEqual(['pass', 'pass'])
  expect(outcomeOf(odd)).toBe('output-mismatch')
  expect(closing(odd)).toBe(TEXTS.failsByOutput)
})

test('one sentence says it all', async () => {
  expect(closing(JUDGED.pass)).toBe(TEXTS.passes(TEXTS.withinLimitsMany(2, OLD)))
  const { change } = JUDGED.regression.changes[1]!
  expect(change!.ratio).toBeCloseTo(1.3, 1)
  expect(closing(JUDGED.regression)).toBe(
    TEXTS.fails(
      OLD,
      TEXTS.regression({
        metric: 'time',
        strategy: 'pipelined',
        change: formatChange(change!, ENGLISH),
        limit: '+10%',
      }),
    ),
  )
  expect(closing(JUDGED['output-mismatch'])).toBe(TEXTS.failsByChangedOutput('pipelined', OLD))
  // Both for one reason, which is given once.
  const conditions = ['sequential', 'pipelined'].map((name) => TEXTS.condition(`${name}: time > +10%`)).join(', ')
  const { reason } = JUDGED['cannot-judge'].changes[0]!
  expect(reason!.code).toBe('unfit')
  expect(closing(JUDGED['cannot-judge'])).toBe(TEXTS.cannotJudge(TEXTS.doubt(conditions, reasonText(reason!, ENGLISH))))
  const near = judgeGate(gatedTrials({ growth: { pipelined: 1.08 }, blockSd: 0.011 }), aGate())
  expect(closing(near)).toBe(
    TEXTS.cannotJudge(
      TEXTS.doubtMoreBlocks({
        conditions: TEXTS.condition('pipelined: time > +10%'),
        reason: TEXTS.reasonWithinOrBeyond,
        blocks: ENGLISH.count(near.changes[1]!.moreBlocks!, 'more process'),
      }),
    ),
  )
})

test('a table with each change, its limit and its outcome is printed, and the sentence under it', async () => {
  const { stdout, stderr, folder } = await printed(JUDGED.regression)
  expect(stderr).toBe(`${noticeTexts.written(join(folder, 'gate.json'))}\n`)
  const rowOf = (variant: string) => flat(stdout.split('\n').find((line) => line.startsWith(`${variant} `)) ?? '')
  expect(rowOf('sequential')).toMatch(/^sequential [+-]0\.\d% \([+-]\d\.\d% .*\+\d\.\d%\)/)
  expect(rowOf('sequential')).toMatch(like(`) ${TEXTS.outcomePass} time > +10%`))
  expect(rowOf('pipelined')).toMatch(/^pipelined \+\d+\.\d% \(/)
  expect(rowOf('pipelined')).toMatch(like(`) ${TEXTS.outcomeRegression} time > +10%`))
  expect(flat(stdout)).toContain(TEXTS.title({ outcome: TEXTS.titleFailed, scenario: 'demo', against: OLD }))
  expect(flat(stdout)).toContain(closing(JUDGED.regression))
  expect((await printed(JUDGED['cannot-judge'])).stdout).toContain(TEXTS.outcomeCannotJudge)
})

test('why nothing can be judged stands once, and beside a regression all the same', async () => {
  const reasonsIn = async (judged: JudgedGate) =>
    flat((await printed(judged)).stdout).split(reasonText(JUDGED['cannot-judge'].changes[0]!.reason!, ENGLISH)).length -
    1
  expect(await reasonsIn(JUDGED['cannot-judge'])).toBe(1)
  const torn = judgeGate(gatedTrials({ aaCheck: 1.12, growth: { pipelined: 1.4 } }), aGate())
  expect(flat((await printed(torn)).stdout).split(reasonText(torn.changes[0]!.reason!, ENGLISH)).length - 1).toBe(1)
})

test('with a report for programs on standard output, the gate is printed beside it', async () => {
  const { stdout, stderr } = await printed(JUDGED.pass, { json: true })
  expect(stdout).toBe('')
  expect(flat(stderr)).toContain(closing(JUDGED.pass))
})

test('gate.json has all of it', async () => {
  const { folder } = await printed(JUDGED.regression)
  expect(readdirSync(folder)).toEqual(['gate.json'])
  const record = JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8')) as unknown
  expect(record).toMatchObject({
    schema: 4,
    against: { revision: OLD },
    conditions: ['time > +10%'],
    outcome: 'regression',
    exitCode: 3,
    changes: [
      { strategy: 'sequential', condition: { metric: 'time', limit: 0.1 }, outcome: 'pass' },
      { strategy: 'pipelined', outcome: 'regression', change: { blocks: 6, ratio: expect.closeTo(1.3, 1) } },
    ],
  })
})

test('what a stored result cannot show is said, with what can', async () => {
  const { stdout, folder } = await printed(against(aStored()))
  expect(flat(stdout)).toContain(
    TEXTS.title({ outcome: TEXTS.titlePassed, scenario: 'demo', against: TEXTS.storedBaseline('kept/demo') }),
  )
  expect(flat(stdout)).toContain(TEXTS.storedNote({ revision: 'abcdef0', reference: 'sequential', ref: 'abcdef0' }))
  expect(JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8'))).toMatchObject({
    against: { revision: 'abcdef0', file: 'kept/demo' },
  })
})

/** A gate of a benchmark with strategies that have no old self, for these reasons. */
const gateWithout = (reasons: Readonly<Record<string, NoOlderCode>>): Gate => {
  const unknown = Object.entries(reasons).map(([strategy, reason]) => ({ strategy, reason }))
  return { ...aGate(), against: { is: 'revision', revision: OLD, unknown } }
}

// Breakage: a pass of all, where some were never compared.
test('a strategy that is not compared fails no gate, and every output names it with the reason', async () => {
  const gate = gateWithout({ 'look-ahead': { code: 'not-in-revision', revision: OLD }, mine: { code: 'own-strategy' } })
  const judged = judgeGate(gatedTrials(), gate)
  expect(exitCodeOf(judged)).toBe(0)
  const uncompared = [`look-ahead (${TEXTS.reasonNotInRevision(OLD)})`, `mine (${TEXTS.reasonOwnStrategy})`].join(', ')
  expect(closing(judged)).toBe(
    ENGLISH.sentences([
      TEXTS.passes(TEXTS.withinLimitsMany(2, OLD)),
      TEXTS.comparedMany(2, 'sequential, pipelined'),
      TEXTS.notCompared(uncompared),
    ]),
  )
  const junit = join(aFolder(), 'gate.xml')
  const { stdout, folder } = await printed(judged, { junit })
  expect(flat(stdout)).toContain(TEXTS.uncomparedNote('look-ahead', TEXTS.reasonNotInRevision(OLD)))
  expect(flat(stdout)).toContain(TEXTS.uncomparedNote('mine', TEXTS.reasonOwnStrategy))
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
    `<testcase name="look-ahead" classname="${exportTexts.gate('demo')}" time="0.000">\n<skipped message="${exportTexts.notCompared(TEXTS.reasonNotInRevision(OLD))}" type="not-compared">`,
  )
  const one = judgeGate(gatedTrials(), { ...gate, conditions: [{ ...TIME, strategy: 'pipelined' }] })
  expect(closing(one)).toBe(
    ENGLISH.sentences([
      TEXTS.passes(TEXTS.withinLimitsOne(OLD)),
      TEXTS.comparedOne('pipelined'),
      TEXTS.notCompared(uncompared),
    ]),
  )
})

test('where nothing at all is compared, it is said why, and is no pass', async () => {
  const none = unjudged(gateWithout({ mine: { code: 'own-strategy' } }), [], NO_LOOK)
  expect([outcomeOf(none), exitCodeOf(none)]).toEqual(['cannot-judge', 5])
  expect(closing(none)).toBe(
    ENGLISH.sentences([TEXTS.cannotJudgeAnything(OLD), TEXTS.notCompared(`mine (${TEXTS.reasonOwnStrategy})`)]),
  )
})

// Breakage: a gate that is green in one place and red in another, since only the process knows how the benchmark has ended.
test('a benchmark that was cut short is no pass, in whichever output, and what it has proven stays', async () => {
  const junit = join(aFolder(), 'gate.xml')
  const endings = {
    interrupted: { pass: 130, regression: 130, 'output-mismatch': 130, 'cannot-judge': 130 },
    'broken-off': { pass: 5, regression: 3, 'output-mismatch': 2, 'cannot-judge': 5 },
  } as const
  const cut = { interrupted: TEXTS.interrupted, 'broken-off': TEXTS.brokenOff }
  for (const cutShort of ['interrupted', 'broken-off'] as const)
    for (const outcome of ['pass', 'regression', 'output-mismatch', 'cannot-judge'] as const) {
      const judged: JudgedGate = { ...JUDGED[outcome], cutShort }
      const exitCode = endings[cutShort][outcome]
      const stays = outcome === 'pass' ? 'cannot-judge' : outcome
      expect([outcomeOf(judged), exitCodeOf(judged)]).toEqual([stays, exitCode])
      const sentences = closing(judged)
      expect(sentences.endsWith(` ${cut[cutShort]}`)).toBe(true)
      if (outcome !== 'pass') expect(sentences.startsWith(closing(JUDGED[outcome]))).toBe(true)
      const { stdout, folder } = await printed(judged, { junit })
      expect(flat(stdout)).toContain(sentences)
      const record = JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8')) as unknown
      expect(record).toMatchObject({ outcome: stays, exitCode, cutShort })
      const cases = readFileSync(junit, 'utf8')
      expect(cases).toContain(`<testcase name="${exportTexts.wholeBenchmark}"`)
      expect(cases).toContain(
        {
          pass: 'failures="0"',
          regression: 'failures="1"',
          'output-mismatch': 'failures="1"',
          'cannot-judge': 'failures="0"',
        }[outcome],
      )
      expect(cases).toContain(`${cut[cutShort]}" type="cannot-judge">`)
    }
  expect(closing({ ...JUDGED.pass, cutShort: 'interrupted' })).toBe(
    ENGLISH.sentences([TEXTS.cannotJudgeUnfinished(TEXTS.withinLimitsMany(2, OLD)), TEXTS.interrupted]),
  )
})

// Breakage: the summary of another step of the same job written over.
test('where a job of CI has a summary, Markdown is added to it', async () => {
  const summary = join(aFolder({ summary: '# Of another step\n' }), 'summary')
  await printed(JUDGED.regression, { env: { GITHUB_STEP_SUMMARY: summary } })
  const text = readFileSync(summary, 'utf8')
  expect(text).toMatch(
    like(`# Of another step\n# ${TEXTS.title({ outcome: TEXTS.titleFailed, scenario: 'demo', against: OLD })}\n`),
  )
  expect(text).toMatch(like(`\n| sequential | ${TEXTS.outcomePass} | … | time \\> +10% |\n`))
  expect(text).toMatch(like(`\n| pipelined | ${TEXTS.outcomeRegression} | … | time \\> +10% |\n`))
  expect(text).toContain(`\n**${closing(JUDGED.regression)}**\n`)
})

test('what cannot be written is said, and loses nothing that was measured', async () => {
  const { stdout, stderr, folder } = await printed(JUDGED.pass, {
    junit: '/nowhere/gate.xml',
    env: { GITHUB_STEP_SUMMARY: '/nowhere/summary' },
  })
  expect(stderr).toBe(
    [
      ...['/nowhere/gate.xml', '/nowhere/summary'].map((file) => noticeTexts.unwritten(file, 'ENOENT')),
      `${noticeTexts.written(join(folder, 'gate.json'))}\n`,
    ].join('\n'),
  )
  expect(flat(stdout)).toContain(closing(JUDGED.pass))
  expect(existsSync(join(folder, 'gate.json'))).toBe(true)
})

test('as JUnit each change is a test of its own', async () => {
  const junit = join(aFolder(), 'gate.xml')
  const casesOf = async (judged: JudgedGate) => {
    await printed(judged, { junit })
    return readFileSync(junit, 'utf8')
  }
  const red = await casesOf(JUDGED.regression)
  expect(red).toContain(`<testsuite name="${exportTexts.gate('demo')}" tests="2" failures="1" errors="0" skipped="0"`)
  expect(red).toMatch(
    /<testcase name="pipelined: time &gt; \+10%" classname="[^"]+" time="\d+\.\d{3}">\n<failure message="\+\d+\.\d[^"]*" type="regression">/,
  )
  expect(await casesOf(JUDGED['output-mismatch'])).toContain('type="output-mismatch"')
  expect(await casesOf(JUDGED['cannot-judge'])).toContain('failures="0" errors="0" skipped="2"')
  // What no single change shows is a test as well.
  const odd = await casesOf(judgeGate(changed(gatedTrials(), isRun('A/A', 2, 3), elsewhere), aGate()))
  expect(odd).toContain(`<testsuite name="${exportTexts.gate('demo')}" tests="3" failures="1" errors="0" skipped="0"`)
  expect(odd).toContain(`<failure message="${TEXTS.failsByOutput}" type="output-mismatch">`)
  expect(await casesOf(unjudged(aGate(), [], NO_LOOK))).toContain('tests="1" failures="0" errors="0" skipped="1"')
})

// Breakage: a change that sends something else, or a benchmark of which half is missing, that passes since noise may.
test('with --on-inconclusive pass a gate passes where noise alone leaves it open, and says that it could not judge', async () => {
  const passing = (judged: JudgedGate): JudgedGate => ({ ...judged, onInconclusive: 'pass' })
  const open = passing(JUDGED['cannot-judge'])
  expect([outcomeOf(open), exitCodeOf(open)]).toEqual(['cannot-judge', 0])
  const { stdout, folder } = await printed(open)
  const title = TEXTS.title({ outcome: TEXTS.titlePassedUnjudged, scenario: 'demo', against: OLD })
  expect(stdout.startsWith(title)).toBe(true)
  expect(flat(stdout)).toContain(closing(JUDGED['cannot-judge']))
  expect(flat(stdout)).toContain(TEXTS.passesInconclusive)
  expect(JSON.parse(readFileSync(join(folder, 'gate.json'), 'utf8'))).toMatchObject({
    onInconclusive: 'pass',
    outcome: 'cannot-judge',
    exitCode: 0,
  })
  const failedRun = (variant: string) =>
    judgeGate(
      changed(gatedTrials(), isRun(variant, 2, 3), () => ({ faults: [aFault('it died')] })),
      aGate(),
    )
  const others: Readonly<Record<string, readonly [JudgedGate, number]>> = {
    regression: [JUDGED.regression, 3],
    'other output': [JUDGED['output-mismatch'], 2],
    interrupted: [{ ...JUDGED['cannot-judge'], cutShort: 'interrupted' }, 130],
    'broken off': [{ ...JUDGED['cannot-judge'], cutShort: 'broken-off' }, 5],
    'a failed run': [failedRun('pipelined'), 5],
    'a failed run of the copy': [failedRun('A/A'), 5],
    'nothing measured': [unjudged(aGate(), ['pipelined'], { code: 'no-whole-iteration' }), 5],
    'nothing to compare': [unjudged(aGate(), [], NO_LOOK), 5],
  }
  for (const [what, [judged, exitCode]] of Object.entries(others))
    expect([what, exitCodeOf(passing(judged)), exitCodeOf(judged)]).toEqual([what, exitCode, exitCode])
})

test('the report of a gated benchmark says first what the gate has come to, and recommends nothing', async () => {
  const trials = gatedTrials({ growth: { pipelined: 1.3 } })
  const judgedReport: Report = {
    judgement: {},
    document: { ...comparisonDocument({ results: [summarize(trials)] }, ENGLISH), next: ['utakata bench typical'] },
    messages: ENGLISH,
    files: [],
    warnings: [],
    exitCode: 0,
  }
  const io = anIo()
  const folder = aFolder()
  const given = { folder: { path: folder }, name: 'demo', report: judgedReport, messages: ENGLISH, io }
  await giveGate(JUDGED.regression, given)
  const recommended = judgedReport.document.recommendation.headline
  expect(recommended).not.toBe('')
  for (const text of [io.printed.stdout, io.printed.stderr, readFileSync(join(folder, 'report.md'), 'utf8')]) {
    expect(flat(text)).not.toContain(recommended)
    expect(text).not.toContain('utakata bench typical')
  }
  expect(io.printed.stdout.split('\n').length).toBeLessThanOrEqual(30)
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).not.toContain(`>${ENGLISH.page.recommendedBadge}<`)
  // What was measured stands below it.
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain(ENGLISH.comparison.costTitle)
})
