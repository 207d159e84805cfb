import { formatCondition } from '../judge/gate/condition.ts'
import { formatChange } from '../report/sentences/gate-format.ts'
import { type JudgedChange, type JudgedGate, uncomparedWith } from '../judge/gate/gate.ts'
import { outcomeOf } from '../judge/gate/outcome.ts'
import { closingText } from '../report/sentences/gate-outcome.ts'
import { reasonText } from '../report/sentences/gate-reason.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { exportTexts } from '../report/messages/exports.ts'
import type { Uncompared } from '../run/local/revisions/old-variants.ts'
import { aaCheckText, sensitivityCheckText } from '../report/messages/controls.ts'
import { formatRatio, titleOf, unitOf } from '../report/format.ts'
import { formatVerdict } from '../report/verdict-text.ts'
import type { VariantResult, Result } from '../judge/comparison/judgement.ts'
import { isComparison } from '../judge/verdict.ts'

/** One judged comparison of a gate. */
export interface GateCase {
  readonly name: string
  readonly outcome: 'pass' | 'regression' | 'cannot-judge'
  /** Why, in a sentence; people read it in their CI. */
  readonly message: string
  /** How long it was measured. */
  readonly seconds: number
  /** What kind of failure it is, such as `output-mismatch`; the outcome by default. */
  readonly kind?: string
}

/** All that one gate, or one run, has judged. */
export interface GateSuite {
  readonly name: string
  readonly cases: readonly GateCase[]
}

/**
 * Gates as JUnit XML, for a CI to show: a suite each, and in it a test for each comparison. A regression is a failure; what cannot be
 * judged is skipped, and neither passes nor fails.
 * Source: the schema of Jenkins' xUnit plugin, junit-10.xsd, which GitLab, GitHub's actions and Azure read as well.
 */
export function drawJunit(suites: readonly GateSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: 'utakata', ...totalsOf(all) }, suites.map(suiteElement)),
    '',
  ].join('\n')
}

function suiteElement({ name, cases }: GateSuite): string {
  const children = cases.map((one) =>
    element('testcase', { name: one.name, classname: name, time: decimal(one.seconds) }, [outcomeElement(one)]),
  )
  return element('testsuite', { name, ...totalsOf(cases) }, children)
}

function outcomeElement({ outcome, message, kind = outcome }: GateCase): string {
  if (outcome === 'pass') return element('system-out', {}, escaped(message))
  return element(outcome === 'regression' ? 'failure' : 'skipped', { message, type: kind }, escaped(message))
}

function totalsOf(cases: readonly GateCase[]): Readonly<Record<string, string>> {
  const count = (wanted: GateCase['outcome']) => String(cases.filter(({ outcome }) => outcome === wanted).length)
  return {
    tests: String(cases.length),
    failures: count('regression'),
    errors: '0',
    skipped: count('cannot-judge'),
    time: decimal(cases.reduce((sum, { seconds }) => sum + seconds, 0)),
  }
}

/** `content` is text that is escaped already, or elements. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: string | readonly string[],
): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')
  const inner = typeof content === 'string' ? content : content.map((child) => `\n${child}`).join('') + '\n'
  return `<${name}${written}>${inner}</${name}>`
}

/** Seconds as the schema wants them, to the millisecond and never with an exponent. */
function decimal(seconds: number): string {
  return seconds.toFixed(3)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Parsers turn these into spaces and line feeds where they are not written as numbers.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/**
 * Text for an element or an attribute. Characters that XML cannot hold in any form, such as those of a terminal's colours, are replaced
 * by U+FFFD. Source: Extensible Markup Language 1.0, fifth edition, sections 2.2 and 3.3.3.
 */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character]!)
}

/** A gate as a suite of tests, for JUnit. `name`: of the scenario. */
export function gateSuite(name: string, judged: JudgedGate): GateSuite {
  const { changes, against } = judged
  const judgedHere = new Set(changes.map(({ strategy }) => strategy))
  const others = uncomparedWith(against).filter(({ strategy }) => !judgedHere.has(strategy))
  return {
    name: exportTexts.gate(name),
    cases: [...changes.map(caseOfChange), ...others.map(caseWithout), ...caseOfAll(judged)],
  }
}

function caseOfChange({ strategy, condition, change, outcome, kind, reason, seconds }: JudgedChange): GateCase {
  return {
    name: formatCondition({ ...condition, strategy }),
    outcome,
    message:
      [change && formatChange(change, ENGLISH), reason && reasonText(reason, ENGLISH)]
        .filter((part) => part !== undefined)
        .join('; ') || outcome,
    seconds,
    ...(kind !== undefined && { kind }),
  }
}

function caseWithout({ strategy, reason }: Uncompared): GateCase {
  const message = exportTexts.notCompared(reasonText(reason, ENGLISH))
  return { name: strategy, outcome: 'cannot-judge', kind: 'not-compared', message, seconds: 0 }
}

/** What a gate has come to by none of its changes: whoever reads but the tests must not take it for a pass. */
function caseOfAll(judged: JudgedGate): GateCase[] {
  const { changes, cutShort } = judged
  const whole = { name: exportTexts.wholeBenchmark, message: closingText(judged, ENGLISH), seconds: 0 }
  if (outcomeOf(judged) === 'output-mismatch' && changes.every(({ kind }) => kind !== 'output-mismatch'))
    return [{ ...whole, outcome: 'regression', kind: 'output-mismatch' }]
  return changes.length === 0 || cutShort !== undefined ? [{ ...whole, outcome: 'cannot-judge' }] : []
}

/**
 * A result as a suite of its own, where no gate has said what is to be reached: a variant fails by a wrong output or failed runs alone,
 * however slow it is, and cannot be judged where nothing may be said of its speed. Copies of the reference show whether the machine is
 * fit.
 */
export function suiteOf(result: Result): GateSuite {
  return { name: titleOf(result), cases: result.variants.map((variant) => caseOfVariant(variant, result)) }
}

function caseOfVariant(variant: VariantResult, result: Result): GateCase {
  const { verdict, samplesMs } = variant
  const seconds = samplesMs.reduce((sum, ms) => sum + ms, 0) / 1000
  const text = formatVerdict(variant, result.scenario.margin, { unit: unitOf(result) })
  if (verdict?.code === 'output-mismatch' || verdict?.code === 'unreliable')
    return { name: variant.variant, outcome: 'regression', kind: verdict.code, message: text, seconds }
  return { name: variant.variant, seconds, ...judgementOf(variant, result, text) }
}

function judgementOf(variant: VariantResult, result: Result, text: string): Pick<GateCase, 'outcome' | 'message'> {
  const { aaCheck, sensitivityCheck, scenario } = result
  const { role, verdict } = variant
  if (role === 'aa-check')
    return { outcome: aaCheck.code === 'passed' ? 'pass' : 'cannot-judge', message: aaCheckText(result) }
  if (role === 'sensitivity-check')
    return {
      outcome: sensitivityCheck.code === 'found' ? 'pass' : 'cannot-judge',
      message: sensitivityCheckText(result),
    }
  if (role === 'reference') return { outcome: 'pass', message: text }
  const isSaid = verdict !== undefined && isComparison(verdict) && verdict.code !== 'inconclusive'
  const message = variant.ratio ? exportTexts.verdictOver(text, scenario.reference, formatRatio(variant)) : text
  return { outcome: isSaid ? 'pass' : 'cannot-judge', message }
}
