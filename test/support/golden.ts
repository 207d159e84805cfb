import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { join } from 'node:path'
import { expect } from 'vitest'

const FOLDER = join(import.meta.dirname, '../golden/judgements')

const WORDING = join(import.meta.dirname, '../golden/wording')

/** Expects a text to be the one that is kept in a file of that name; with UTAKATA_UPDATE_GOLDEN=1 it is kept instead: only where wording is meant to change. */
export function expectGoldenText(name: string, text: string): void {
  const file = join(WORDING, name)
  if (process.env.UTAKATA_UPDATE_GOLDEN === '1') {
    mkdirSync(WORDING, { recursive: true })
    writeFileSync(file, text)
  }
  expect(text, name).toBe(readFileSync(file, 'utf8'))
}

/** A kept file as text. */
export function goldenText(name: string): string {
  return brotliDecompressSync(readFileSync(join(FOLDER, `${name}.br`))).toString('utf8')
}

function keep(name: string, text: string): void {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 }
  writeFileSync(join(FOLDER, `${name}.br`), brotliCompressSync(text, { params }))
}

/** As `differencesFrom`; with UTAKATA_UPDATE_GOLDEN=1 the value is kept instead: only where a judgement is meant to change. */
export function differencesFromGolden(name: string, value: unknown): string[] {
  if (process.env.UTAKATA_UPDATE_GOLDEN === '1') keep(name, JSON.stringify(value))
  return differencesFrom(name, value)
}

/** What differs between a value and the one that is kept under a name: numbers by more than a part in 10^12, and anything else at all. */
export function differencesFrom(name: string, value: unknown): string[] {
  return differences(JSON.parse(JSON.stringify(value)), JSON.parse(goldenText(name)), '')
}

const PRECISION = 1e-12

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
