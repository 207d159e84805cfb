import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { digestOfCode } from '../../trial/code-digest.ts'
import type { Variant } from '../../plan/schedule.ts'
import type { MeasuredCode } from '../../trial/sweep-record.ts'

/** What is measured, as it is now: the code of utakata, and that of each strategy of the user's own. */
export function codeOf(variants: readonly Pick<Variant, 'strategy' | 'module'>[]): MeasuredCode {
  const own = variants.flatMap(({ strategy, module }) => (module === undefined ? [] : [[strategy, digestOf(module)]]))
  return { utakata: digestOfCode(), own: Object.fromEntries(own) as Record<string, string> }
}

/** Of a module and of whatever it imports by its place, but of no packages. */
function digestOf(module: string): string {
  const hash = createHash('sha256')
  const texts = new Map<string, string>()
  const readFrom = (url: URL) => {
    const text = texts.has(url.href) ? undefined : read(url)
    if (text === undefined) return
    texts.set(url.href, text)
    hash.update(`${text.length} ${text}`)
    for (const [, , place] of text.matchAll(IMPORT)) readFrom(new URL(place!, url))
  }
  readFrom(new URL(module))
  return hash.digest('hex').slice(0, 12)
}

/** What is no import, as in a comment, only has one more file read. */
const IMPORT = /\b(?:from|import)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g

function read(url: URL): string | undefined {
  try {
    return readFileSync(fileURLToPath(url), 'utf8')
  } catch {
    return undefined
  }
}
