import { readFileSync } from 'node:fs'
import { extname } from 'node:path'

/** The folder that the code of utakata lies in: a checkout, or an installed package, which is laid out like one. */
export const ROOT = new URL('../../', import.meta.url)

/** Whether this is an installed package: JavaScript that was built from a checkout, without its tools and its Git repository. */
export const isPackage = extname(import.meta.url) === '.js'

interface Manifest {
  readonly version: string
  /** In a package: those that only some commands need, which its user installs, in the versions that it was tested with. */
  readonly testedWith?: Readonly<Record<string, string>>
}

/** The `package.json` of utakata itself. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as Manifest
}
