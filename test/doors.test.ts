import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** What each room may import beside its own files and `node:`: packages, and other rooms by their folder. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
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
    'string-width',
    '@aws-sdk',
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
  ],
  infra: ['strategies/', 'zod', 'aws-cdk-lib', 'constructs', 'cdk-nag', 'esbuild', 'aws-xray-sdk-core', '@aws-sdk'],
}

/** What may only be started as a child process, by the address of its file. */
const STARTED: Readonly<Record<string, readonly string[]>> = { bench: ['infra/'] }

interface Import {
  readonly path: string
  /** Made with `new URL`. */
  readonly isAddress: boolean
}

/** Imports of a module: `from 'x'`, `import 'x'`, `import('x')`, and addresses of files made of `new URL('./x.ts', import.meta.url)`. */
function importsOf(source: string): Import[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const forms = /(?:\bfrom|\bimport\s*\(?)\s*(['"`])([^'"`]+)\1|new URL\(\s*(['"`])(\.{1,2}\/[^'"`$]*\.\w+)\3/g
  return [...code.matchAll(forms)].map((match) => ({ path: match[2] ?? match[4]!, isAddress: match[2] === undefined }))
}

/** Where an import leads, as the doors name it: `node:`, a package, or a room with a slash. */
function doorOf(file: string, imported: string): string {
  if (imported.startsWith('node:')) return 'node:'
  if (imported.startsWith('.')) return `${join(file, '..', imported).split('/')[0]}/`
  const [scope, name] = imported.split('/')
  return scope!.startsWith('@') && scope !== '@aws-sdk' ? `${scope}/${name}` : scope!
}

/** `file imports x` for each import of a file that its room may not have. */
function brokenDoors(file: string, source: string): string[] {
  const room = file.split('/')[0]!
  const open = new Set(['node:', `${room}/`, ...DOORS[room]!])
  const started = new Set(STARTED[room])
  return importsOf(source).flatMap(({ path, isAddress }) => {
    const door = doorOf(file, path)
    return open.has(door) || (isAddress && started.has(door)) ? [] : `${file} imports ${path}`
  })
}

test('no room imports what its doors are closed to', () => {
  const files = globSync(`{${Object.keys(DOORS).join()}}/**/*.{ts,mts,mjs,js}`, { cwd: ROOT })
  expect(files.length).toBeGreaterThan(30)
  expect(files.flatMap((file) => brokenDoors(file, readFileSync(join(ROOT, file), 'utf8')))).toEqual([])
})

test('a broken door is named', () => {
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
  expect(brokenDoors('strategies/x.ts', source)).toEqual(
    ['../bench/a.ts', 'hono', 'reflect-metadata', 'zod', '../mock-server/main.ts'].map(
      (imported) => `strategies/x.ts imports ${imported}`,
    ),
  )
  expect(brokenDoors('bench/local/x.ts', `import { app } from '../../infra/app.ts'`)).toHaveLength(1)
  expect(brokenDoors('bench/local/x.ts', `fork(new URL('../../infra/traced.ts', import.meta.url))`)).toEqual([])
  expect(brokenDoors('infra/x.ts', `import { main } from '../bench/main.ts'`)).toHaveLength(1)
})
