import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** What each top-level module may import beside its own files and `node:`: packages, and other modules by their folder. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  strategies: ['undici', 'node-ical', '@slack/types'],
  'mock-server': ['hono', '@hono/node-server', '@peculiar/x509', 'reflect-metadata', 'zod'],
  bench: [
    'strategies/',
    'mock-server/',
    'package.json/',
    'tinybench',
    'commander',
    'yaml',
    'zod',
    // Of files too large to be read at once.
    '@streamparser/json',
    'string-width',
    '@aws-sdk',
    // Distributions.
    '@stdlib',
    // The local Lambda and X-Ray answer as AWS does over HTTP; the runtime client is resolved, and run as a child.
    'hono',
    '@hono/node-server',
    'aws-lambda-ric',
    '@observablehq/plot',
    // What the check step is measured against.
    'node-ical',
    'linkedom',
    '@resvg/resvg-js',
    'dejavu-fonts-ttf',
    'open',
    '@whatwg-node/disposablestack',
    // Of what builds the package.
    'esbuild',
    'es-module-lexer',
  ],
  infra: [
    'strategies/',
    // The mock world that is deployed.
    'mock-server/',
    'zod',
    'aws-cdk-lib',
    'constructs',
    'cdk-nag',
    'esbuild',
    'aws-xray-sdk-core',
    '@aws-sdk',
  ],
}

/** What may only be started as a child process, by the address of its file; the types of its messages may be imported. */
const STARTED: Readonly<Record<string, readonly string[]>> = { bench: ['infra/'] }

/** The stages of `bench/` in the order in which data flows through them: each may import those before it. */
const STAGES = ['scenario', 'plan', 'run', 'judge', 'report', 'export', 'cli']
/** What every stage may import; these import each other, `scenario/` and `strategies/` alone. */
const LEAVES = ['io', 'statistics', 'model', 'trial', 'recorder']
/** What uses stages, and is used by nothing but the entries below. */
const USERS = new Set(['commands', 'live', 'doctor'])
/** Imported by nothing. */
const ENTRIES = new Set(['program.ts', 'main.ts', 'index.ts', 'api-options.ts', 'dev'])
/** Starts utakata on a Node that it has chosen. */
const LAUNCHER = new Set(['launch.mjs', 'launcher'])

interface Import {
  readonly path: string
  /** Made with `new URL` or `moduleBeside`. */
  readonly isAddress: boolean
  /** `import type`. */
  readonly isType: boolean
}

/**
 * Imports of a file: `from 'x'`, `import 'x'`, `import('x')`, and addresses of files made of `new URL('./x.ts', import.meta.url)`
 * or `moduleBeside('./x', import.meta.url)`. */
function importsOf(source: string): Import[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const forms =
    /(?:(\bimport type\b[^'"`;]*?)?(?<!-)\bfrom|\bimport\s*\(?)\s*(['"`])([^'"`]+)\2|new URL\(\s*(['"`])(\.{1,2}\/[^'"`$]*\.\w+)\4|moduleBeside\('(\.[^']*)'/g
  return [...code.matchAll(forms)].map(([, type, , path, , address, module]) => ({
    path: path ?? address ?? `${module!}.ts`,
    isAddress: path === undefined,
    isType: type !== undefined,
  }))
}

/** Scopes that are one library in many packages. */
const LIBRARIES = new Set(['@aws-sdk', '@stdlib'])

/** Where an import leads, as `ALLOWED` names it: `node:`, a package, or a module with a slash. */
function targetOf(file: string, imported: string): string {
  if (imported.startsWith('node:')) return 'node:'
  if (imported.startsWith('.')) return `${join(file, '..', imported).split('/')[0]}/`
  const [scope, name] = imported.split('/')
  return scope!.startsWith('@') && !LIBRARIES.has(scope!) ? `${scope}/${name}` : scope!
}

/** `file imports x` for each import of a file that its module may not have. */
function forbiddenImports(file: string, source: string): string[] {
  const module = file.split('/')[0]!
  const allowed = new Set(['node:', `${module}/`, ...ALLOWED[module]!])
  const started = new Set(STARTED[module])
  return importsOf(source).flatMap(({ path, isAddress, isType }) => {
    const target = targetOf(file, path)
    return allowed.has(target) || ((isAddress || isType) && started.has(target)) ? [] : [`${file} imports ${path}`]
  })
}

/** The part of `bench/` that a file belongs to: a folder, or a file at its top; undefined outside. */
function partOf(file: string): string | undefined {
  const [top, part] = file.split('/')
  return top === 'bench' ? part : undefined
}

/** Whether data flows from `to` to `from`, so that `from` may import it. */
function isWithTheFlow(from: string, to: string): boolean {
  if (from === to || LEAVES[0] === to) return true
  const isEntry = (part: string) => ENTRIES.has(part)
  if (isEntry(to)) return LAUNCHER.has(from) || (isEntry(from) && to !== 'dev')
  if (LAUNCHER.has(to)) return true
  if (isEntry(from)) return true
  if (USERS.has(from)) return true
  if (USERS.has(to)) return false
  if (LEAVES.includes(from)) return LEAVES.includes(to) || to === 'scenario'
  return LEAVES.includes(to) || STAGES.indexOf(to) < STAGES.indexOf(from)
}

type Edge = readonly [from: string, to: string]

/** Imports within the repository, file by file, types too. */
function edgesOf(files: readonly string[], read: (file: string) => string): Edge[] {
  const known = new Set(files)
  return files.flatMap((from) =>
    importsOf(read(from)).flatMap(({ path, isAddress }): Edge[] => {
      const to = path.startsWith('.') ? join(from, '..', path) : path
      // What is started runs by itself.
      return known.has(to) && !isAddress ? [[from, to]] : []
    }),
  )
}

/** Edges against the flow, as `from imports to`. */
function againstTheFlow(edges: readonly Edge[]): string[] {
  return edges.flatMap(([from, to]) => {
    const [a, b] = [partOf(from), partOf(to)]
    return a === undefined || b === undefined || isWithTheFlow(a, b) ? [] : [`${from} imports ${to}`]
  })
}

/** Groups of nodes that reach each other, each sorted (Tarjan's strongly connected components). */
function circlesIn(edges: readonly Edge[]): string[][] {
  const next = Map.groupBy(
    edges.filter(([from, to]) => from !== to),
    ([from]) => from,
  )
  const [index, low, stack] = [new Map<string, number>(), new Map<string, number>(), [] as string[]]
  const circles: string[][] = []
  const visit = (node: string) => {
    index.set(node, index.size)
    low.set(node, index.get(node)!)
    stack.push(node)
    for (const [, to] of next.get(node) ?? []) {
      if (!index.has(to)) visit(to)
      if (stack.includes(to)) low.set(node, Math.min(low.get(node)!, low.get(to)!))
    }
    if (low.get(node) !== index.get(node)) return
    const circle = stack.splice(stack.indexOf(node))
    if (circle.length > 1) circles.push(circle.toSorted())
  }
  for (const node of next.keys()) if (!index.has(node)) visit(node)
  return circles
}

const files = globSync(`{${Object.keys(ALLOWED).join()}}/**/*.{ts,mts,mjs,js}`, { cwd: ROOT })
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const edges = edgesOf(files, read)

test('no module imports what it is not allowed to', () => {
  expect(files.length).toBeGreaterThan(30)
  expect(files.flatMap((file) => forbiddenImports(file, read(file)))).toEqual([])
})

test('imports in bench/ go with the flow of data', () => {
  expect(againstTheFlow(edges)).toEqual([])
})

test('no files import each other in a circle, types neither', () => {
  expect(circlesIn(edges)).toEqual([])
})

test('no folders import each other in a circle', () => {
  const folders = edges.map(([from, to]): Edge => [dirname(from), dirname(to)])
  expect(circlesIn(folders)).toEqual([])
})

test('a forbidden import is named', () => {
  const source = `
    import { a } from '../bench/a.ts'
    import type { B } from "hono"
    export * from '../strategies/index.ts'
    import 'reflect-metadata'
    const c = await import('zod')
    const d = new URL('../mock-server/main.ts', import.meta.url)
    import e from 'node:fs'
    // import { f } from 'commented-out'
  `
  expect(forbiddenImports('strategies/x.ts', source)).toEqual(
    ['../bench/a.ts', 'hono', 'reflect-metadata', 'zod', '../mock-server/main.ts'].map(
      (imported) => `strategies/x.ts imports ${imported}`,
    ),
  )
  expect(forbiddenImports('bench/run/x.ts', `import { app } from '../../infra/app.ts'`)).toHaveLength(1)
  expect(forbiddenImports('bench/run/x.ts', `fork(new URL('../../infra/traced.ts', import.meta.url))`)).toEqual([])
  expect(forbiddenImports('bench/run/x.ts', `import type { A } from '../../infra/traced.ts'`)).toEqual([])
  expect(forbiddenImports('infra/x.ts', `import { main } from '../bench/main.ts'`)).toHaveLength(1)
})

test('an import against the flow, and a circle, are named, of types too', () => {
  const sources: Readonly<Record<string, string>> = {
    'bench/run/a.ts': `import type { J } from '../judge/b.ts'`,
    'bench/judge/b.ts': `import { c } from '../trial/c.ts'`,
    'bench/trial/c.ts': `import type { A } from '../run/a.ts'`,
    'bench/commands/d.ts': `import { a } from '../run/a.ts'`,
    'bench/report/e.ts': `import { d } from '../commands/d.ts'`,
  }
  const found = edgesOf(Object.keys(sources), (file) => sources[file]!)
  expect(againstTheFlow(found)).toEqual([
    'bench/run/a.ts imports bench/judge/b.ts',
    'bench/trial/c.ts imports bench/run/a.ts',
    'bench/report/e.ts imports bench/commands/d.ts',
  ])
  expect(circlesIn(found)).toEqual([['bench/judge/b.ts', 'bench/run/a.ts', 'bench/trial/c.ts']])
})
