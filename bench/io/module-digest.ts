import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Twelve hexadecimal digits of a module, given by its address, and of whatever it imports by its place, but of no packages. */
export function digestOfModule(module: string): string {
  const hash = createHash('sha256')
  const texts = new Map<string, string>()
  const readFrom = (url: URL) => {
    const text = texts.has(url.href) ? undefined : (read(url) ?? read(asTypeScript(url)))
    if (text === undefined) return
    texts.set(url.href, text)
    hash.update(`${text.length} ${text}`)
    for (const [, , place] of text.matchAll(IMPORT)) readFrom(new URL(place!, url))
  }
  readFrom(new URL(module))
  return hash.digest('hex').slice(0, 12)
}

/** What is no import, as in a comment, only has one more file read. */
const IMPORT = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g

/** What is imported by the name of what it is compiled to. */
function asTypeScript({ href }: URL): URL {
  return new URL(href.replace(/\.([cm]?)js$/, '.$1ts'))
}

function read(url: URL): string | undefined {
  try {
    return readFileSync(fileURLToPath(url), 'utf8')
  } catch {
    return undefined
  }
}
