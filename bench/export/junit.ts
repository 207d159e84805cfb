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
