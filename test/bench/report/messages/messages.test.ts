import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TEXTS } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { readPage } from '../../../support/drawn-pages.ts'
import { allPages } from '../../../support/pages.ts'
import { expectWording } from '../../../support/wording.ts'

type Message = string | ((...values: unknown[]) => string)

/** Every message by its name, such as `checks.passed`. */
function messagesIn(texts: object): Map<string, Message> {
  return new Map(
    Object.entries(texts).flatMap(([group, messages]) =>
      Object.entries(messages as Record<string, Message>).map(
        ([name, message]) => [`${group}.${name}`, message] as const,
      ),
    ),
  )
}

const ENGLISH_MESSAGES = messagesIn(TEXTS)
const japaneseOf = (name: string): Message => {
  const [group, own] = name.split('.') as ['checks', 'passed']
  return JAPANESE[group][own]
}

/** The message with each of its values as a mark of its own, and those marks. */
function marked(message: Message): { readonly text: string; readonly marks: readonly string[] } {
  if (typeof message === 'string') return { text: message, marks: [] }
  const used: string[] = []
  const mark = (name: string) => {
    if (!used.includes(name)) used.push(name)
    return `<${name}>`
  }
  const values = new Proxy({}, { get: (_, name) => (typeof name === 'string' ? mark(name) : undefined) })
  const isObject = message.toString().startsWith('({')
  const text = isObject ? message(values) : message(...['0', '1', '2'].map(mark))
  return { text, marks: isObject ? used.map((name) => `<${name}>`) : [...new Set(text.match(/<\d>/g))].toSorted() }
}

// Breakage: a message whose wording, or whose use of its values, has changed without a look at it: other tests call it and would not see that.
test.each([
  ['messages.txt', (name: string) => ENGLISH_MESSAGES.get(name)!],
  ['messages.ja.txt', japaneseOf],
] as const)('every message of a report is as it is kept in %s', (file, messageOf) => {
  expectWording(file, Object.fromEntries(ENGLISH_MESSAGES.keys().map((name) => [name, marked(messageOf(name)).text])))
})

// Breakage: a translation that drops a value, or has two of them in each other's place's stead.
test('a translation has the values of its text, and ends a sentence where it does', () => {
  expect(ENGLISH_MESSAGES.size).toBeGreaterThan(400)
  for (const [name, message] of ENGLISH_MESSAGES) {
    const [english, japanese] = [marked(message), marked(japaneseOf(name))]
    expect(japanese.marks.toSorted(), name).toEqual(english.marks.toSorted())
    for (const mark of english.marks) expect(japanese.text, name).toContain(mark)
    if (english.text.endsWith('.')) expect(japanese.text, name).toMatch(/。$/)
    expect(`${english.text}${japanese.text}`, name).not.toContain('undefined')
  }
})

/** Messages by their names, also those of groups that were taken out of them, as by `const { load } = messages`. */
function namesUsedIn(source: string): string[] {
  const groups = Array.from(source.matchAll(/\{([\w, ]+)\}(?: = messages|: Messages)\b/g), ([, names]) =>
    names!.split(',').map((name) => name.trim()),
  ).flat()
  const taken = ['messages\\.\\w+', ...groups.filter(Boolean)].join('|')
  return Array.from(source.matchAll(new RegExp(`(?<![.\\w])(?:${taken})\\.\\w+`, 'g')), ([name]) =>
    name.replace(/^messages\./, ''),
  )
}

// Breakage: a message that stays in the catalogue after its last use.
test('every message is used', () => {
  const sources = globSync('bench/**/*.ts')
    .filter((file) => !/\/messages\/(en|ja)\//.test(file))
    .map((file) => readFileSync(file, 'utf8'))
  const used = new Set(sources.flatMap(namesUsedIn))
  expect(
    ENGLISH_MESSAGES.keys()
      .filter((name) => !used.has(name))
      .toArray(),
  ).toEqual([])
})

test('numbers of things stand where the language has them', () => {
  expect(JAPANESE.comparison.failedOfRuns(6, 12)).toBe('12 回中 6 回')
  expect(TEXTS.comparison.failedOfRuns(6, 12)).toBe('6 of 12')
})

/** Words that are names: of strategies and options, of what people find in the English documentation, and of units. */
const NAMES =
  /sequential|look-ahead|promise-all|pipelined|worker-threads|check-threads|--[\w-]+|plan\.\w+|world\.\w+|items\.\w+|fetchDelay\.?\w*|[\w-]+\.(?:json|md|ts)|utakata|report|paper\w*|Paper|Node|Lambda|aws-lambda-ric|X-Ray|USD|AWS|microVM|VPC|JavaScript|CPU|RSS|A\/A|Slack|DNS|HTTPS|REPORT|init|alpha|pipe|prom|sequ|work|look|prefilter|quick|local|lab|service|API|digest\w*|concurrency|buffer|threads|unbounded|lognormal|medianMs|sigma|constant|model|feedfacecafebeef|abcdef0|us-east-1|arm64|x86_64|million|UTC|MB|KB|ms|min|log|p\d\d|s\b|v\d/g

// Breakage: a sentence that is made without the language, which stays English.
test('a page in Japanese has no English sentence', async () => {
  for (const [name, html] of Object.entries(await allPages(JAPANESE))) {
    if (name.startsWith('hostile')) continue
    const { document } = readPage(html)
    expect(document.documentElement.getAttribute('lang')).toBe('ja')
    for (const element of document.querySelectorAll('style')) element.remove()
    const texts = [...document.querySelectorAll('h1, h2, h3, p, li, th, td, figcaption, summary, a, svg text')]
    const english = texts.flatMap(
      (element) => element.textContent.replaceAll(NAMES, '').match(/[a-z]{3,}[^。、]*/gi) ?? [],
    )
    expect.soft([...new Set(english)], name).toEqual([])
  }
})
