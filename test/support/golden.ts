import { expect } from 'vitest'
import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../golden/judgements')

/** A kept file as text. */
export function goldenText(name: string): string {
  return brotliDecompressSync(readFileSync(join(FOLDER, `${name}.br`))).toString('utf8')
}

function keep(name: string, text: string): void {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 }
  writeFileSync(join(FOLDER, `${name}.br`), brotliCompressSync(text, { params }))
}

/** As `differencesFrom`; with UTAKATA_UPDATE_GOLDEN=1 a value that differs is kept, and its first differences are printed instead. */
export function differencesFromGolden(name: string, value: unknown): string[] {
  const found = differencesFrom(name, value)
  if (process.env.UTAKATA_UPDATE_GOLDEN !== '1' || found.length === 0) return found
  keep(name, JSON.stringify(value))
  console.log([`${name}: ${found.length} differences`, ...found.slice(0, MAX_PRINTED)].join('\n  '))
  return []
}

/** What differs between a value and the one that is kept under a name: numbers by more than a part in 10^12, and anything else at all. */
export function differencesFrom(name: string, value: unknown): string[] {
  return differences(JSON.parse(JSON.stringify(value)), JSON.parse(goldenText(name)), '')
}

const PRECISION = 1e-12
const MAX_PRINTED = 10

function differences(is: unknown, was: unknown, path: string): string[] {
  if (typeof is === 'number' && typeof was === 'number') {
    const isSame = is === was || Math.abs(is - was) <= PRECISION * Math.max(Math.abs(is), Math.abs(was))
    return isSame ? [] : [`${path}: ${is}, was ${was}`]
  }
  if (typeof is !== 'object' || typeof was !== 'object' || is === null || was === null)
    return is === was ? [] : [`${path}: ${JSON.stringify(is)}, was ${JSON.stringify(was)}`]
  const [a, b] = [is, was] as Readonly<Record<string, unknown>>[]
  return [...new Set([...Object.keys(a!), ...Object.keys(b!)])].flatMap((key) =>
    differences(a![key], b![key], `${path}.${key}`),
  )
}

const WORDING = join(import.meta.dirname, '../golden/wording')

/**
 * Checks that a report reads as the file of that name does, to the letter; with UTAKATA_UPDATE_GOLDEN=1 the file is written instead: only
 * where wording or layout is meant to change.
 */
export function expectWording(name: string, text: string): void {
  const file = join(WORDING, name)
  if (process.env.UTAKATA_UPDATE_GOLDEN === '1') writeFileSync(file, text)
  expect(text, `test/golden/wording/${name}`).toBe(readFileSync(file, 'utf8'))
}

/** A page without its style and its data, and of each picture only its texts. */
export function wordingOfPage(html: string): string {
  return `${html
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/base64,[^"]*/, 'base64,')
    .replaceAll(/<svg[^>]*>([\s\S]*?)<\/svg>/g, (_, drawn: string) => {
      const texts = Array.from(drawn.matchAll(/<(?:text|tspan|title)[^>]*>([^<]+)/g), ([, text]) => text)
      return texts.length === 0 ? '' : `<svg>${texts.join(' | ')}</svg>`
    })
    .replaceAll(/>\s+</g, '>\n<')
    .trim()}\n`
}
