import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawJunit, type GateCase, type GateSuite, suiteOf } from '../../../bench/export/junit.ts'
import { summarize } from '../../../bench/judge/comparison/summarize.ts'
import { ENGLISH } from '../../../bench/report/messages/en.ts'
import { exportTexts } from '../../../bench/report/messages/exports.ts'
import { like } from '../../support/like.ts'
import { samples } from '../../support/samples.ts'
import { changed, isRun, trialsOf } from '../../support/trials.ts'
import { readXml, type XmlElement } from './xml-reader.ts'
import { anyText } from '../../support/any-text.ts'

/** The suites that a CI would read from it, with what is not XML's to hold replaced. */
function readJunit(text: string): GateSuite[] {
  const root = readXml(text)
  expect(root.name).toBe('testsuites')
  return root.children.map((suite) => {
    expect(suite.name).toBe('testsuite')
    return { name: suite.attributes.name!, cases: suite.children.map((one) => caseIn(one, suite)) }
  })
}

function caseIn({ name, attributes, children }: XmlElement, suite: XmlElement): GateCase {
  expect(name).toBe('testcase')
  expect(attributes.classname).toBe(suite.attributes.name)
  expect(children).toHaveLength(1)
  const [ending] = children
  const outcome = ({ failure: 'regression', skipped: 'cannot-judge', 'system-out': 'pass' } as const)[ending!.name]!
  if (outcome !== 'pass') expect(ending!.attributes.message).toBe(ending!.text)
  const kind = ending!.attributes.type
  return {
    name: attributes.name!,
    outcome,
    message: ending!.text,
    seconds: Number(attributes.time),
    ...(kind !== undefined && kind !== outcome && { kind }),
  }
}

const A_CASE: GateCase = { name: 'pipelined', outcome: 'pass', message: 'within 5%', seconds: 1.5 }
const of = (...cases: GateCase[]): GateSuite => ({ name: 'demo', cases })

test('what was judged is read again, with its outcome', () => {
  const suites = [
    of(
      A_CASE,
      { ...A_CASE, outcome: 'regression', message: '12% slower' },
      { ...A_CASE, outcome: 'cannot-judge', message: 'too noisy', kind: 'inconclusive' },
    ),
    { name: 'heavy', cases: [{ ...A_CASE, seconds: 0.004 }] },
  ]
  expect(readJunit(drawJunit(suites))).toEqual(suites)
  expect(readJunit(drawJunit([]))).toEqual([])
  expect(readJunit(drawJunit([of()]))).toEqual([of()])
})

// Breakage: a CI that goes by the totals and shows a failed gate as passed.
test('the totals are those of the cases, of each suite and of all', () => {
  const bad: GateCase = { ...A_CASE, outcome: 'regression' }
  const open: GateCase = { ...A_CASE, outcome: 'cannot-judge' }
  const root = readXml(drawJunit([of(A_CASE, bad, bad, open), of(A_CASE, bad)]))
  expect(root.attributes).toMatchObject({ tests: '6', failures: '3', errors: '0', skipped: '1', time: '9.000' })
  expect(root.children.map(({ attributes }) => attributes)).toMatchObject([
    { tests: '4', failures: '2', skipped: '1', time: '6.000' },
    { tests: '2', failures: '1', skipped: '0', time: '3.000' },
  ])
})

test('any text comes back as it was, but for characters that XML does not have', () => {
  const inXml = (text: string) =>
    text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
  fc.assert(
    fc.property(anyText(), anyText(), (name, message) => {
      const [suite] = readJunit(drawJunit([of({ ...A_CASE, outcome: 'regression', name, message })]))
      expect(suite!.cases[0]).toMatchObject({ name: inXml(name), message: inXml(message) })
    }),
    { numRuns: samples(500), seed: 1 },
  )
})

// Breakage: colours of a terminal in an error, of which a CI's parser makes "invalid token" and shows nothing at all.
test('quotes, ends of lines and the colours of a terminal do no harm', () => {
  const message = `a < b && "c" > 'd' ]]>\r\n\tend\u001B[31m\u0000\uD800\uFFFE`
  const [suite] = readJunit(drawJunit([of({ ...A_CASE, outcome: 'regression', message })]))
  expect(suite!.cases[0]!.message).toBe(`a < b && "c" > 'd' ]]>\r\n\tend\uFFFD[31m\uFFFD\uFFFD\uFFFD`)
})

test('a result is a suite: variants fail by what they did, never by how slow they are', () => {
  const trials = trialsOf({ candidates: { 'look-ahead': 2, pipelined: 0.5, 'promise-all': 0.3 } })
  const wrong = changed(trials, isRun('pipelined', 1, 1), ({ deliveries }) => ({
    deliveries: { ...deliveries, digest: 'another' },
  }))
  const result = summarize(
    changed(wrong, isRun('promise-all', 1, 1), () => ({ faults: [{ code: 'timed-out', withinMs: 60_000 }] })),
  )
  const { name, cases } = suiteOf(result)
  const { units, verdicts } = ENGLISH
  expect(name).toBe('paper')
  expect(cases.map((one) => [one.name, one.outcome, one.kind ?? '–'])).toEqual([
    ['sequential', 'pass', '–'],
    ['look-ahead', 'pass', '–'],
    ['pipelined', 'regression', 'output-mismatch'],
    ['promise-all', 'regression', 'unreliable'],
    ['A/A', 'pass', '–'],
    ['+10%', 'pass', '–'],
  ])
  expect(cases[1]!.message).toMatch(like(exportTexts.verdictOver(verdicts.slower, 'sequential', '1.9…')))
  expect(cases[3]!.message).toBe(units.withDetail(verdicts.unreliable, verdicts.runsFailedReason(1, 36)))
  const [first] = result.variants
  expect(cases[0]!.seconds).toBeCloseTo(first!.samplesMs.reduce((sum, ms) => sum + ms, 0) / 1000, 9)
})

test('of what nothing may be said cannot be judged', () => {
  const outcomes = (simulation: Parameters<typeof trialsOf>[0]) =>
    suiteOf(summarize(trialsOf(simulation))).cases.map(({ name, outcome }) => `${name}: ${outcome}`)
  expect(outcomes({ candidates: { pipelined: 1.02 }, aaCheck: 1.3, slowedBy: 1 })).toEqual([
    'sequential: pass',
    'pipelined: cannot-judge',
    'A/A: cannot-judge',
    '+10%: cannot-judge',
  ])
  expect(outcomes({ blocks: 1, iterations: 2 })).toContain('pipelined: cannot-judge')
})
