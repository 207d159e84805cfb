import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAst } from 'vitest/node'

/**
 * Whatever people read of a report, of progress, of a recommendation or of an error stands in `bench/report/messages/`, what helps them to
 * write a command line in `bench/cli/`. A text with so many words is taken for a sentence.
 */
const MIN_WORDS = 4

const ROOT = join(import.meta.dirname, '..')

/** Where sentences may stand. */
const PLACES: readonly (readonly [place: RegExp, reason: string])[] = [
  [/^bench\/report\/messages\//, 'sentences of reports, progress and errors'],
  [/^bench\/cli\//, 'help'],
  [/^bench\/dev\//, 'tools of the repository, which no user has'],
  [
    /^bench\/run\/lab\/(lambda|xray|logs|access)\//,
    'answers of AWS, or of what stands for it, as its clients get them',
  ],
  [/^bench\/launch(?:\.mjs|er\/)/, 'what is wrong with a Node on which nothing else of ours can be loaded'],
  [/^bench\/recorder\//, 'why a program of the user is not recorded, in that program'],
  [/^bench\/io\/record-fields\.ts$/, 'what the schemas of files expect of their fields'],
  [/^bench\/scenario\/expectations\.ts$/, 'what a schema expects, in its words'],
  [/^bench\/api-options\.ts$/, 'what the schema of the options of bench() expects'],
  [/^bench\/run\/local\/guardian\.ts$/, 'a shell script'],
  [/^bench\/run\/local\/child\.ts$/, 'why steps were cancelled, as the record of a run keeps it'],
]

/** What a text may be given to: descriptions and expectations of a schema. */
const CALLS = new Set([
  'describe',
  'meta',
  'refine',
  'min',
  'max',
  'int',
  'string',
  'number',
  'custom',
  'union',
  'addIssue',
])
/** Errors of programmers, whom alone they are for; any other `Error` says what it expected of the code. */
const PROGRAMMER_ERRORS = new Set(['RangeError', 'TypeError'])
const EXPECTATION = /^(?:\w+: )?expected /

const SQL = /\b(?:select|insert into|delete from|alter table|create table|pragma)\b/

interface Node {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** Nodes directly below one. */
function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode)
}

/** The text of a literal or template, `…` standing for each expression in it. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type !== 'TemplateLiteral') return undefined
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
}

function isSentence(text: string): boolean {
  const words = text
    .replaceAll(/<[^>]*>/g, ' ')
    .split(/\s+/)
    .filter((word) => /^["(]*\p{L}[\p{L}'’]*[").,:;!?]*$/u.test(word))
  return words.length >= MIN_WORDS && !SQL.test(text)
}

/** Whether what stands within a node is for no user to read. */
function isExcepted(node: Node): boolean {
  const callee = node.callee as Node | undefined
  if (node.type === 'NewExpression') {
    const [message] = node.arguments as Node[]
    const isExpectation = callee!.name === 'Error' && message && EXPECTATION.test(textOf(message) ?? '')
    return isExpectation || PROGRAMMER_ERRORS.has(String(callee!.name))
  }
  if (node.type !== 'CallExpression') return false
  const called = callee!.type === 'MemberExpression' ? (callee!.property as Node) : callee!
  return CALLS.has(String(called.name))
}

/** `line: text` for each sentence of a source. */
function sentencesIn(source: string): string[] {
  const found: string[] = []
  const visit = (node: Node) => {
    if (isExcepted(node)) return
    const text = textOf(node)
    if (text !== undefined && isSentence(text)) found.push(`${source.slice(0, node.start).split('\n').length}: ${text}`)
    for (const child of childrenOf(node)) visit(child)
  }
  visit(parseAst(source, { lang: 'ts' }) as unknown as Node)
  return found
}

const files = globSync('bench/**/*.{ts,cjs,mjs,js}', { cwd: ROOT })

test('no sentence stands outside the messages', () => {
  const others = files.filter((file) => PLACES.every(([place]) => !place.test(file)))
  expect(others.length).toBeGreaterThan(200)
  const found = others.flatMap((file) =>
    sentencesIn(readFileSync(join(ROOT, file), 'utf8')).map((sentence) => `${file}:${sentence}`),
  )
  expect(found).toEqual([])
})

test('every place where sentences may stand has some', () => {
  for (const [place] of PLACES) {
    const own = files.filter((file) => place.test(file))
    expect(
      own.flatMap((file) => sentencesIn(readFileSync(join(ROOT, file), 'utf8'))),
      String(place),
    ).not.toEqual([])
  }
})

test('a sentence is found in any form, and what is none is not', () => {
  const source = `
    const said = 'the run has come to its end'
    print(\`after \${ms} ms the run was given up\`)
    const page = html\`<p class="a b c d e">Nothing was measured here.</p>\`
    const texts = { 'the run was stopped': "it's over, as you wanted" }
    type Said = 'one or the other way'
    throw new UserError('expected something else than this')
    throw new Error('expected a value that is there')
    throw new Error('nobody knows what went wrong')
    throw new RangeError('the value must be positive')
    const schema = z.string().describe('What a run is called by people.')
    const rows = database.prepare('select a from b where c = ?')
    const shape = html\`<svg viewBox="0 0 1 1" class="one two three four" />\`
    const name = 'out of memory'
    // a comment that has many words
  `
  expect(sentencesIn(source)).toEqual([
    '2: the run has come to its end',
    '3: after … ms the run was given up',
    '4: <p class="a b c d e">Nothing was measured here.</p>',
    '5: the run was stopped',
    "5: it's over, as you wanted",
    '6: one or the other way',
    '7: expected something else than this',
    '9: nobody knows what went wrong',
  ])
})
