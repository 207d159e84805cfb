import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { init, parse, type ImportSpecifier } from 'es-module-lexer'
import { vendored } from './libraries.ts'

/** The package that a specifier names, such as `@hono/node-server` in `@hono/node-server/utils/response`; undefined for a path or a module of Node. */
export function packageOf(specifier: string): string | undefined {
  return /^(?!node:|#)(?:@[^/]+\/)?[^./@][^/]*/.exec(specifier)?.[0]
}

/**
 * Lets the modules of a folder import libraries from `vendor/` in it, but for those that `isLeft` says stay with whoever installs them.
 * Gives what they import.
 */
export async function importFromVendor(
  folder: string,
  isLeft: (name: string) => boolean,
): Promise<Map<string, Set<string>>> {
  await init
  const imports = new Map<string, Set<string>>()
  for (const path of globSync('{strategies,mock-server,bench,infra}/**/*.{js,mjs}', { cwd: folder })) {
    const file = join(folder, path)
    const text = readFileSync(file, 'utf8')
    let written = ''
    let at = 0
    for (const found of parse(text)[0]) {
      const { n: specifier, s: start, e: end } = found
      const name = specifier === undefined ? undefined : packageOf(specifier)
      if (name === undefined || isLeft(name)) continue
      const names = imports.get(specifier!) ?? new Set()
      for (const imported of namesIn(text, found)) names.add(imported)
      imports.set(specifier!, names)
      const place = vendorPath(path, specifier!)
      // The specifier of a dynamic import stands there with its quotes.
      written += text.slice(at, start) + (found.d === -1 ? place : JSON.stringify(place))
      at = end
    }
    if (at > 0) writeFileSync(file, written + text.slice(at))
  }
  return imports
}

/** From a file of the package to a library in `vendor/`. */
export function vendorPath(file: string, specifier: string): string {
  return relative(dirname(file), join('vendor', vendored(specifier)))
}

/** The names that a statement imports or hands on; `*` for all. */
function namesIn(text: string, { ss, s, d }: ImportSpecifier): string[] {
  if (d !== -1) return ['*', 'default']
  const [, clause] = /^(?:import|export)\b(.*)\bfrom\b/s.exec(text.slice(ss, s)) ?? []
  if (clause === undefined) return []
  const [, braces = ''] = /\{(.*)\}/s.exec(clause) ?? []
  const listed = braces.split(',').map((one) => one.trim().split(/\s/)[0]!)
  const rest = clause
    .replace(/\{.*\}/s, '')
    .replaceAll(',', ' ')
    .trim()
  const [, namespace] = /^\* as (\w+)$/.exec(rest) ?? []
  const others =
    namespace === undefined ? (rest === '' ? [] : [rest === '*' ? '*' : 'default']) : membersOf(namespace, text)
  return [...listed.filter((name) => name !== ''), ...others]
}

/** What a module takes of a namespace: a library that gives all of it could not be shortened to what is used. */
function membersOf(namespace: string, text: string): string[] {
  const uses = [...text.matchAll(new RegExp(`(?<![\\w$.'"])${namespace}\\b(?:\\s*\\.(\\w+))?`, 'g'))].slice(1)
  const members = uses.map(([, member]) => member)
  return members.every((member) => member !== undefined) ? [...new Set(members)] : ['*']
}
