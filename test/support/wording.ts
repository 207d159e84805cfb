import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'

const FOLDER = join(import.meta.dirname, '../golden/wording')

/** Compares sentences, each under a name, with those that are kept; with UTAKATA_UPDATE_GOLDEN=1 they are kept instead. */
export function expectWording(file: string, sentences: Readonly<Record<string, string | readonly string[]>>): void {
  const text = Object.entries(sentences)
    .map(([name, sentence]) => `${name}\n${[sentence].flat().join('\n').replaceAll(/^/gm, '  ')}\n`)
    .join('\n')
  const path = join(FOLDER, file)
  if (process.env.UTAKATA_UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  expect(text).toBe(readFileSync(path, 'utf8'))
}
