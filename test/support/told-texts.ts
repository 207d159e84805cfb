import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyOf } from '../../bench/report/messages/language.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A text that a report can tell, by the key of its translation, and where it stands. */
export interface ToldText {
  readonly key: string
  readonly file: string
}

/** Every text that is told through a language, read from the sources: all templates of `say`. */
export function toldTexts(): ToldText[] {
  return globSync('bench/**/*.ts', { cwd: ROOT }).flatMap((file) =>
    textsIn(readFileSync(join(ROOT, file), 'utf8')).map((key) => ({ key, file })),
  )
}

/** The keys of the templates of `say` in a source, those within their values too. */
export function textsIn(source: string): string[] {
  const found: string[] = []
  for (const { index } of source.matchAll(/\bsay`/g)) found.push(keyOf(partsFrom(source, index + 3)))
  return found
}

/** What stands between the values of a template that begins at a backtick. */
function partsFrom(source: string, backtick: number): string[] {
  const parts: string[] = []
  let part = ''
  for (let at = backtick + 1; at < source.length; at++) {
    if (source[at] === '`') return [...parts, part]
    if (source[at] === '\\') part += source[++at]
    else if (source[at] === '$' && source[at + 1] === '{') {
      parts.push(part)
      part = ''
      at = endOfValue(source, at + 2)
    } else part += source[at]
  }
  throw new Error('expected a template to end, found none')
}

/** Where the brace is that ends a value, of which the first character is at `from`. */
function endOfValue(source: string, from: number): number {
  for (let at = from, depth = 1; at < source.length; at++) {
    if (source[at] === '`') at = endOfTemplate(source, at)
    else if (source[at] === '{') depth++
    else if (source[at] === '}' && --depth === 0) return at
  }
  throw new Error('expected a value to end, found none')
}

function endOfTemplate(source: string, backtick: number): number {
  for (let at = backtick + 1; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === '`') return at
    else if (source[at] === '$' && source[at + 1] === '{') at = endOfValue(source, at + 2)
  }
  throw new Error('expected a template to end, found none')
}
