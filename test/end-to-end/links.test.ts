import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { verdictCodeSchema } from '../../bench/judge/verdict.ts'
import { exitStatusOf } from '../../bench/cli/exit-code.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { JAPANESE } from '../../bench/report/messages/ja.ts'
import { formatVerdictCode } from '../../bench/report/verdict-text.ts'
import { writtenSchema } from '../../bench/scenario/scenario.ts'
import { textOf } from '../support/command-lines.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PAGES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((page) => existsSync(join(ROOT, page)) && !page.startsWith('test/'))

const withoutCode = (text: string) =>
  text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\](]/g, ''))

const headingsIn = (page: string) =>
  [...withoutCode(textOf(page)).matchAll(/^(#+) (.+)$/gm)].map(([, level, text]) => ({
    level: level!.length,
    text: text!,
  }))

/** Where a link can lead within a page: its headings as GitHub names them, and anchors of its own. */
function anchorsIn(page: string): Set<string> {
  const named = [...textOf(page).matchAll(/<a id="([\w-]+)"/g)].map(([, id]) => id!)
  const headings = headingsIn(page).map(({ text }) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set([...headings, ...named])
}

// Breakage: a page or a heading that was renamed, or moved, with links that lead to where it was.
test('every link and every anchor between the pages leads somewhere', () => {
  for (const page of PAGES)
    for (const [, target] of withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue
      const [file = '', anchor] = target!.split('#')
      const path = file === '' ? page : normalize(join(dirname(page), file))
      expect(existsSync(join(ROOT, path)), `${page}: ${target}`).toBe(true)
      if (anchor !== undefined) expect([...anchorsIn(path)], `${page}: ${target}`).toContain(anchor)
    }
})

// Breakage: a section that was added in one language alone.
test('both languages have the same headings, level by level', () => {
  const japanese = PAGES.filter((page) => page.endsWith('.ja.md'))
  expect(japanese.length).toBeGreaterThanOrEqual(7)
  for (const page of japanese) {
    const levelsOf = (name: string) => headingsIn(name).map(({ level }) => level)
    expect(levelsOf(page), page).toEqual(levelsOf(page.replace('.ja.md', '.md')))
  }
})

// Breakage: a column, a verdict or a check that the page on results does not explain, or whose anchor changed, to which reports link.
test('every column, every verdict and every check has an anchor of its own in both languages', () => {
  const checks = [ENGLISH.checks, ENGLISH.sweep].flatMap((group) =>
    Object.entries(group).flatMap(([key, text]) =>
      key.endsWith('Name') && typeof text === 'string' ? [text.replaceAll(' ', '-')] : [],
    ),
  )
  expect(checks).toContain('noise')
  const columns = [
    'strips',
    'median',
    'p90',
    'speed-up',
    'adjusted-interval',
    'margin',
    'cpu',
    'rss',
    'usdmillion',
    'cold',
    'memory',
    'latency',
    'pace',
    'load',
    'tied-for-fastest',
  ]
  for (const page of ['docs/reading-results.md', 'docs/reading-results.ja.md'])
    expect([...anchorsIn(page)], page).toEqual(
      expect.arrayContaining([...verdictCodeSchema.options, ...checks, ...columns]),
    )
  const inEnglish = [...anchorsIn('docs/reading-results.md')].filter((anchor) => anchor !== 'reading-results')
  expect([...anchorsIn('docs/reading-results.ja.md')]).toEqual(expect.arrayContaining(inEnglish))
})

// Breakage: a verdict that reports call something else than the READMEs do.
test('the READMEs explain every verdict by the words of reports', () => {
  for (const [page, messages] of [
    ['README.md', ENGLISH],
    ['README.ja.md', JAPANESE],
  ] as const)
    for (const code of verdictCodeSchema.options)
      expect(textOf(page), page).toMatch(new RegExp(`^\\|.*\`[^\`]*${formatVerdictCode(code, messages)}`, 'm'))
})

// Breakage: an exit code of a gate that the page on CI does not explain.
test('the page on CI says what to do with every exit code of a gate', () => {
  for (const [code] of exitStatusOf('bench')) expect(textOf('docs/ci.md')).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'))
})

/** The names of all keys in a JSON Schema. */
function keysIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {} } = schema as { readonly properties?: object }
  return [
    ...Object.keys(properties),
    ...Object.values(schema).flatMap(keysIn),
    ...Object.values(properties).flatMap(keysIn),
  ]
}

// Breakage: a key of scenarios that the page does not explain.
test('the page on scenarios names every key', () => {
  const page = 'docs/scenarios.md'
  const spans = [...textOf(page).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!)
  const named = [...spans, ...headingsIn(page).map(({ text }) => text)].join(' ')
  const keys = new Set(keysIn(z.toJSONSchema(writtenSchema, { io: 'input' })))
  expect(keys.size).toBeGreaterThan(40)
  for (const key of keys) expect(named, key).toMatch(new RegExp(`\\b${key}\\b`))
})
