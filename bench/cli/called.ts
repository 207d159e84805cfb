import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url))

/** How utakata is called from a folder: by npx in its own checkout alone. */
export function calledIn(folder: string): string {
  const isInside = !relative(CHECKOUT, folder).startsWith('..')
  return isInside ? 'npx utakata' : `node ${quoted(join(CHECKOUT, 'bench/launch.mjs'))}`
}

/** A name as a shell takes it for one word. */
export function quoted(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`
}
