import { extname } from 'node:path'

/**
 * The address of a module near the caller's own, which is its `import.meta.url`: `./thread` beside it. The caller's extension is
 * appended, so that the sources, a built package and a bundle find each other by the same line.
 */
export function moduleBeside(path: string, caller: string): URL {
  return new URL(`${path}${extname(caller)}`, caller)
}
