import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

interface Locked {
  readonly version: string
  readonly integrity?: string
  readonly resolved?: string
  readonly hasInstallScript?: boolean
  /** Within the archive of another package, whose digest covers it. */
  readonly inBundle?: boolean
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<string, string>>
}

const manifest = JSON.parse(read('package.json')) as Manifest
const packages = Object.entries(
  (JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> }).packages,
).filter(([path]) => path !== '')

// Breakage: a package whose install script would run, or be needed, unnoticed. A new one has to be looked at, and to work without.
test('no script runs at install, and the packages that have one are known', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  const names = packages.flatMap(([path, { hasInstallScript }]) => (hasInstallScript ? path : []))
  // That of aws-lambda-ric compiles a client, which bench/run/lab/lambda/rapid-client.cjs stands in for: the lab's tests run with it.
  // That of esbuild checks and shortens the way to its binary, which is a package of its own.
  // That of protobufjs, which a test decodes spans with, warns of versions that were not meant.
  expect(names).toEqual(['node_modules/aws-lambda-ric', 'node_modules/esbuild', 'node_modules/protobufjs'])
  expect(transformSync('let one: number = 1', { loader: 'ts' }).code).toBe('let one = 1;\n')
  const own = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare']
  expect(own.filter((name) => name in manifest.scripts)).toEqual([])
})

test('every package has the digest of its archive, and comes from the registry', () => {
  expect(packages.length).toBeGreaterThan(500)
  for (const [path, { integrity, inBundle, resolved }] of packages) {
    if (!inBundle) expect(integrity, path).toMatch(/^sha512-/)
    expect(resolved, path).toBeUndefined()
  }
})

test('packages that are wanted have one exact version, and those of the AWS SDK the same', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest
  const wanted = { ...dependencies, ...devDependencies, ...optionalDependencies }
  for (const [name, version] of Object.entries(wanted)) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
  const clients = Object.entries(dependencies).filter(([name]) => name.startsWith('@aws-sdk/'))
  expect(new Set(clients.map(([, version]) => version)).size).toBe(1)
})

// Breakage: a benchmark that takes 200 MB of what only a deployment needs.
test('what only deploying needs is no package of ordinary use', () => {
  const deploying = ['aws-cdk', 'aws-cdk-lib', 'cdk-nag', 'constructs']
  expect(Object.keys(manifest.dependencies).filter((name) => deploying.includes(name))).toEqual([])
  expect(Object.keys(manifest.devDependencies)).toEqual(expect.arrayContaining(deploying))
})
