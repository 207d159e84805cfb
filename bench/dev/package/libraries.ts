import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, type Metafile } from 'esbuild'

/** What is imported of a library, by its specifier, such as `hono/html`: the names, `*` for all, or none where only its effects are wanted. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>

/** CommonJS libraries in an ES module ask for Node's own modules with `require`. */
const REQUIRE = `import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);`

const COMMON = {
  bundle: true,
  // Names stay as they are: libraries show those of their classes in errors.
  minifyWhitespace: true,
  minifySyntax: true,
  platform: 'node',
  target: 'node22',
  legalComments: 'none',
  logLevel: 'silent',
  metafile: true,
} as const

/** Where a library lies in `vendor/`. */
export function vendored(specifier: string): string {
  return `${specifier.replace(/\.js$/, '')}.js`
}

/** Of the functions alone, which pay for every byte at each cold start: bundled apart, so that they share nothing larger with the rest. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set(['zod/mini'])

/** As `bundleTogether`, and what a Lambda function loads in a bundle of its own. */
export async function bundleLibraries(imports: Imports, places: Places): Promise<string[]> {
  const groups = Map.groupBy(imports, ([specifier]) => OF_FUNCTIONS.has(specifier))
  const bundled = await Promise.all([...groups.values()].map((group) => bundleTogether(new Map(group), places)))
  return bundled.flat()
}

/**
 * Bundles libraries into a folder, one module for each specifier with just the names that are imported, and what they share beside
 * them. Gives the packages that went in, by folder.
 */
async function bundleTogether(imports: Imports, { root, folder }: Places): Promise<string[]> {
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [...imports.keys()].map((specifier) => ({
      in: `library:${specifier}`,
      out: vendored(specifier).replace(/\.js$/, ''),
    })),
    outdir: folder,
    chunkNames: 'shared/[hash]',
    format: 'esm',
    splitting: true,
    banner: { js: REQUIRE },
    mainFields: ['module', 'main'],
    // As in Node's own copy of undici, which leaves out a second parser that nothing turns on.
    define: { esbuildDetection: 'true' },
    plugins: [
      {
        name: 'libraries',
        setup(bundling) {
          // Connections never speak HTTP/2: without undici's part of it, Node's own is not loaded either.
          bundling.onLoad({ filter: /[\\/]client-h2\.js$/ }, () => ({ contents: '' }))
          bundling.onResolve({ filter: /^library:/ }, ({ path }) => ({
            // As Node resolves what an ES module imports of a CommonJS library.
            path: `${path.slice('library:'.length)}.mjs`,
            namespace: 'library',
          }))
          bundling.onLoad({ filter: /.*/, namespace: 'library' }, ({ path }) => {
            const specifier = path.replace(/\.mjs$/, '')
            return { contents: entryOf(specifier, imports.get(specifier)!), resolveDir: root }
          })
        },
      },
    ],
  })
  return packagesIn(metafile)
}

interface Places {
  /** The checkout, whose packages are bundled. */
  readonly root: string
  readonly folder: string
}

function entryOf(specifier: string, names: ReadonlySet<string>): string {
  const from = JSON.stringify(specifier)
  if (names.size === 0) return `import ${from}`
  const named = [...names].filter((name) => name !== '*').sort()
  return `${names.has('*') ? `export * from ${from};` : ''}export { ${named.join(', ')} } from ${from}`
}

/** Bundles a CommonJS module in its place. Gives the packages that went in, by folder. */
export async function bundleInPlace(file: string, root: string): Promise<string[]> {
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    format: 'cjs',
    // The module itself lies where no packages are.
    nodePaths: [join(root, 'node_modules')],
  })
  return packagesIn(metafile)
}

function packagesIn({ inputs }: Metafile): string[] {
  const folders = Object.keys(inputs).map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0])
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort()
}

/** The licences of packages, given by folder, as one text, each text of a licence once. Throws where a package has none. */
export function licencesOf(folders: readonly string[], root: string): string {
  const packages = folders.map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      readonly name: string
      readonly version: string
      readonly license?: string
      readonly author?: string | { readonly name: string }
    }
    const files = readdirSync(join(root, folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    const text = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim()).join('\n\n')
    const holder = typeof author === 'object' ? author.name : author
    if (text === '' && (license !== 'MIT' || holder === undefined))
      throw new Error(`${name}: expected the text of its licence, found none`)
    return { heading: `${name} ${version}: ${license ?? 'see below'}`, text: text || mitLicence(holder!) }
  })
  const sections = [...Map.groupBy(packages, ({ text }) => text)].map(
    ([text, those]) => `${those.map(({ heading }) => `## ${heading}`).join('\n')}\n\n${text}\n`,
  )
  return `# Licences of the libraries in this folder\n\n${sections.join('\n')}`
}

/** For a package that names the licence and not its text. Source: opensource.org, "The MIT License". */
function mitLicence(holder: string): string {
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
}

/** The declarations of a library that is written in TypeScript, by path within its folder, as far as its main ones reach. */
export function declarationsOf(library: string, root: string): ReadonlyMap<string, string> {
  const folder = join(root, 'node_modules', library)
  const found = new Map<string, string>()
  const add = (path: string) => {
    if (found.has(path)) return
    const text = readFileSync(join(folder, path), 'utf8')
    found.set(path, text)
    for (const [, specifier] of text.matchAll(/\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)) {
      const next = join(dirname(path), specifier!).replace(/\.js$/, '.d.ts')
      if (existsSync(join(folder, next))) add(next)
    }
  }
  add('index.d.ts')
  return found
}
