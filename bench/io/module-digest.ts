import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Twelve hexadecimal digits of a module, given by its address, and of whatever it imports by its place, but of no packages. */
export function digestOfModule(module: string): string {
  const hash = createHash('sha256')
  const texts = new Map<string, string>()
  const readFrom = (url: URL) => {
    const [found] = urlsOf(url).flatMap((one) => read(one) ?? [])
    if (found === undefined || texts.has(found.url.href)) return
    const { text } = found
    texts.set(found.url.href, text)
    hash.update(`${text.length} ${text}`)
    for (const [, , place] of text.matchAll(IMPORT)) readFrom(new URL(place!, found.url))
  }
  readFrom(new URL(module))
  return hash.digest('hex').slice(0, 12)
}

/** What is no import, as in a comment, only has one more file read. */
const IMPORT = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g

/** Where a module may be: by its name, by that of what it is compiled to, or as `require` finds it. */
function urlsOf(url: URL): readonly URL[] {
  const { href } = url
  const required = ['.js', '.cjs', '.json', '/index.js'].map((end) => new URL(`${href}${end}`))
  return [url, new URL(href.replace(/\.([cm]?)js$/, '.$1ts')), ...required]
}

/** As Node loads it, whose modules are found from where they really are. */
function read(url: URL): { readonly url: URL; readonly text: string } | undefined {
  try {
    const file = realpathSync(fileURLToPath(url))
    return { url: pathToFileURL(file), text: readFileSync(file, 'utf8') }
  } catch {
    return undefined
  }
}
