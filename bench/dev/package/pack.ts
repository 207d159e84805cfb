import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ROOT } from '../../io/installation.ts'
import { buildPackage } from './build.ts'

export interface Packed {
  readonly tarball: string
  readonly tarballBytes: number
  readonly installedBytes: number
  readonly files: number
}

/** Builds the package of this checkout into dist/ and packs it beside it, as npm would for a registry. */
export async function packPackage(): Promise<Packed> {
  const root = fileURLToPath(ROOT)
  const folder = join(root, 'dist')
  await buildPackage(root, folder)
  const { stdout } = await promisify(execFile)('npm', ['pack', '--json', '--pack-destination', root], { cwd: folder })
  const [packed] = JSON.parse(stdout) as [
    { readonly filename: string; readonly size: number; readonly unpackedSize: number; readonly entryCount: number },
  ]
  return {
    tarball: join(root, packed.filename),
    tarballBytes: packed.size,
    installedBytes: packed.unpackedSize,
    files: packed.entryCount,
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
