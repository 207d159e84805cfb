import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { OPTIONAL_PACKAGES, isWithoutPackages } from '../../../bench/cli/optional-packages.ts'

const ROOT = join(import.meta.dirname, '../../..')
const OPTIONAL: ReadonlySet<string> = new Set(Object.values(OPTIONAL_PACKAGES).flat())

/** The optional packages that a module comes to import, itself or by what it imports. */
function reachedFrom(...entries: readonly string[]): string[] {
  const seen = new Set<string>()
  const found = new Set<string>()
  const follow = (path: string) => {
    if (seen.has(path)) return
    seen.add(path)
    const code = readFileSync(join(ROOT, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    for (const [, type, specifier] of code.matchAll(
      /(?:(\b(?:im|ex)port type\b[^'"]*?)?(?<!-)\bfrom|\bimport(?:\.meta\.resolve)?\s*\(?)\s*'([^']+)'/g,
    )) {
      if (type !== undefined) continue
      if (specifier!.startsWith('.')) follow(join(dirname(path), specifier!))
      else found.add(/^(?:@[^/]+\/)?[^/]+/.exec(specifier!)![0])
    }
  }
  entries.forEach(follow)
  return [...found].filter((name) => OPTIONAL.has(name)).sort()
}

/** The module of each command, as `main.ts` loads it. */
const COMMANDS = readFileSync(join(ROOT, 'bench/main.ts'), 'utf8').matchAll(
  /^ {2}(\w+): async \(\) => \(await import\('\.\/([^']+)'\)\)/gm,
)

/** What they start as processes of their own. */
const STARTED: Readonly<Record<string, readonly string[]>> = {
  lab: ['infra/bundle.ts', 'infra/handler.ts', 'infra/notifier.ts', 'bench/run/lab/lambda/runtime.mjs'],
  cdk: ['infra/cdk.ts', 'infra/app.ts', 'infra/handler.ts', 'infra/notifier.ts'],
}

// Breakage: a command imports a further client of AWS, which an installed package does not have and does not name.
test.each([...COMMANDS].map(([, command, module]) => ({ command: command!, module: module! })))(
  '$command names every package that it needs beside utakata',
  ({ command, module }) => {
    const named: readonly string[] = (OPTIONAL_PACKAGES as Partial<Record<string, readonly string[]>>)[command] ?? []
    const reached = reachedFrom(join('bench', module), ...(STARTED[command] ?? []))
    const pictures: readonly string[] = OPTIONAL_PACKAGES.pictures
    expect(reached.filter((name) => !named.includes(name) && !pictures.includes(name))).toEqual([])
    // The CDK is started by its file, the runtime client by its address.
    const byFile = new Set(['aws-cdk', 'aws-lambda-ric'])
    expect(named.filter((name) => !reached.includes(name) && !byFile.has(name))).toEqual([])
  },
)

// Breakage: spans in a file that cannot be read without a package of AWS.
test('what reads files alone needs no package, whatever else the command needs', () => {
  expect(isWithoutPackages('xray', [undefined, { spans: ['spans.json'] }])).toBe(true)
  expect(isWithoutPackages('xray', ['a-folder', { last: '1h' }])).toBe(false)
  expect(isWithoutPackages('ab', [{ spans: ['spans.json'] }])).toBe(false)
})
