import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isPackage, ROOT } from '../io/installation.ts'

const CHECKOUT = fileURLToPath(ROOT)

/** How utakata is called from a folder: by npx where it is installed as a package, and in its own checkout. */
export function calledIn(folder: string): string {
  const isInside = isPackage || !relative(CHECKOUT, folder).startsWith('..')
  return isInside ? 'npx utakata' : `node ${quoted(join(CHECKOUT, 'bench/launch.mjs'))}`
}

/** A name as a shell takes it for one word. */
export function quoted(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`
}
