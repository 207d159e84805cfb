import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OPTIONAL_PACKAGES } from '../../cli/optional-packages.ts'
import { keepDeclarations } from './declarations.ts'
import { bundleInPlace, bundleLibraries, licencesOf } from './libraries.ts'
import { compileSources, trackedFiles } from './sources.ts'
import { importFromVendor } from './specifiers.ts'

/** What a user imports, `utakata` and `utakata/job`, by the path of its module without its extension. */
const ENTRIES = { '.': 'bench/index', './job': 'strategies/own-job' }
const DOCUMENTS = ['README.md', 'README.ja.md', 'CHANGELOG.md', 'LICENSE', 'docs']

interface Manifest {
  readonly version: string
  readonly description: string
  readonly license: string
  readonly repository?: unknown
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** Builds the package from a checkout into a folder, which is emptied: laid out like the checkout, in JavaScript, with the libraries that it needs in `vendor/`. */
export async function buildPackage(root: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  const checkout = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  await compileSources(root, folder)
  const optional = new Set<string>(Object.values(OPTIONAL_PACKAGES).flat())
  const imports = await importFromVendor(folder, (name) => optional.has(name))
  const bundled = [
    ...(await bundleLibraries(imports, { root, folder: join(folder, 'vendor') })),
    ...(await bundleInPlace(join(folder, 'strategies/calendar/node-ical.cjs'), root)),
  ]
  writeFileSync(join(folder, 'vendor/LICENSES.md'), licencesOf([...new Set(bundled)].sort(), root))
  keepDeclarations(
    folder,
    Object.values(ENTRIES).map((path) => `${path}.d.ts`),
    root,
  )
  for (const path of await trackedFiles(root, DOCUMENTS))
    cpSync(join(root, path), join(folder, path), { recursive: true })
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifestOf(checkout, optional), undefined, 2)}\n`)
}

function manifestOf(checkout: Manifest, optional: ReadonlySet<string>): object {
  const { version, description, license, repository } = checkout
  const versions = { ...checkout.dependencies, ...checkout.devDependencies }
  // The declarations name types of Node.
  const peers = [...optional, '@types/node']
  return {
    name: 'utakata',
    version,
    description,
    license,
    ...(repository !== undefined && { repository }),
    type: 'module',
    bin: { utakata: 'bench/launch.mjs' },
    exports: {
      ...Object.fromEntries(
        Object.entries(ENTRIES).map(([name, path]) => [name, { types: `./${path}.d.ts`, default: `./${path}.js` }]),
      ),
      './package.json': './package.json',
    },
    engines: { node: '^22.19 || >=24' },
    // Whatever version of them a project has already is no reason not to install this.
    peerDependencies: Object.fromEntries([...peers].sort().map((name) => [name, '*'])),
    peerDependenciesMeta: Object.fromEntries([...peers].sort().map((name) => [name, { optional: true }])),
    testedWith: Object.fromEntries([...optional].sort().map((name) => [name, versions[name]])),
  }
}
