import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ENGLISH } from '../../../../bench/report/messages/english.ts'
import { CATALOGUE, JAPANESE } from '../../../../bench/report/messages/japanese.ts'
import { textsIn, toldTexts } from '../../../support/told-texts.ts'
import { allPages } from '../../../support/pages.ts'
import { readPage } from '../../../support/drawn-pages.ts'

const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort()

// Breakage: a text that is added or changed without its translation, or a translation that nothing tells any more.
test('every text of a report has a translation, and no translation is left over', () => {
  const texts = new Map(toldTexts().map(({ key, file }) => [key, file]))
  expect(texts.size).toBeGreaterThan(400)
  const untranslated = [...texts].filter(([key]) => !Object.hasOwn(CATALOGUE, key))
  expect(untranslated).toEqual([])
  expect(Object.keys(CATALOGUE).filter((key) => !texts.has(key))).toEqual([])
})

// Breakage: one English text with two translations, of which the last hides the other.
test('no text is translated twice', () => {
  const rooms = globSync('bench/report/messages/japanese/*.ts')
  const keys = rooms.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^  (?:'.*?'|".*?"|\w+):(?: |$)/gm)])
  expect(keys.length).toBe(Object.keys(CATALOGUE).length)
})

test('a translation has the values of its text, and ends a sentence where it does', () => {
  for (const [key, text] of Object.entries(CATALOGUE)) {
    expect(placeholders(text), key).toEqual(placeholders(key))
    if (key.endsWith('.')) expect(text, key).toMatch(/。$/)
    expect(text, key).not.toMatch(/\{(?!\d+\})|undefined/)
  }
})

test('values stand where the language has them', () => {
  const { say } = JAPANESE
  expect(say`${'promise-all'} overtakes ${'sequential'} at ${'3 フィード'}.`).not.toContain('overtakes')
  expect(say`${6} of ${12}`).toBe('12 回中 6 回')
  expect(ENGLISH.say`${6} of ${12}`).toBe('6 of 12')
  // A value that looks like a place for another one stays what it is.
  expect(say`${'{1}'} of ${12}`).toBe('12 回中 {1} 回')
})

test('texts are read from the sources with those within their values', () => {
  expect(textsIn('say`a ${b} c`')).toEqual(['a {0} c'])
  expect(textsIn('language.say`a ${x ? say`b ${y({ z: 1 })}` : `not ${told}`} c`')).toEqual(['a {0} c', 'b {0}'])
  expect(textsIn('essay`no`')).toEqual([])
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
