import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { declarationsOf } from './libraries.ts'
import { packageOf, vendorPath } from './specifiers.ts'

/** Libraries that are written in TypeScript and that the types of the package are made of: what their own declarations lack, a user's would be `any`. */
const TYPED = new Set(['zod'])

/**
 * Leaves of the declarations in a folder those that `entries` reach, importing each other and libraries in `vendor/` as the modules do.
 * Throws where they would need the declarations of another library.
 */
export function keepDeclarations(folder: string, entries: readonly string[], root: string): void {
  const kept = new Map<string, string>()
  const libraries = new Set<string>()
  const keep = (path: string) => {
    if (kept.has(path)) return
    kept.set(path, '')
    const text = readFileSync(join(folder, path), 'utf8')
    kept.set(
      path,
      text.replaceAll(
        /(\b(?:from|import)\s*\(?\s*)(["'])([^"']+)\2/g,
        (whole, before: string, _, specifier: string) => {
          if (specifier.startsWith('.')) {
            keep(join(dirname(path), specifier).replace(/\.ts$/, '.d.ts'))
            return `${before}'${specifier.replace(/\.ts$/, '.js')}'`
          }
          const name = packageOf(specifier)
          if (name === undefined) return whole
          if (!TYPED.has(name)) throw new Error(`${path} imports the types of ${name}, which would be any to its user`)
          libraries.add(name)
          return `${before}'${vendorPath(path, specifier)}'`
        },
      ),
    )
  }
  entries.forEach(keep)
  for (const path of globSync('{strategies,mock-server,bench,infra}/**/*.d.{ts,mts}', { cwd: folder }))
    rmSync(join(folder, path))
  for (const [path, text] of kept) writeFileSync(join(folder, path), text)
  for (const library of libraries) vendorDeclarations(library, folder, root)
}

function vendorDeclarations(library: string, folder: string, root: string): void {
  for (const [path, text] of declarationsOf(library, root)) {
    const file = join(folder, 'vendor/types', library, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  writeFileSync(join(folder, 'vendor', `${library}.d.ts`), `export * from './types/${library}/index.js'\n`)
}
