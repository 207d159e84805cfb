/** Builds the package into dist/ and packs it: `npm run pack`. The last line is the path of the tarball. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildPackage } from './package/build.ts'
import { runTool } from './harness/harness.ts'
import { ROOT } from '../io/installation.ts'

interface Packed {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly entryCount: number
}

async function pack(): Promise<void> {
  const root = fileURLToPath(ROOT)
  const folder = join(root, 'dist')
  await buildPackage(root, folder)
  const { stdout } = await promisify(execFile)('npm', ['pack', '--json', '--pack-destination', root], { cwd: folder })
  const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(stdout) as [Packed]
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
  console.log(`Packed ${entryCount} files: ${mb(size)}, unpacked ${mb(unpackedSize)}.`)
  console.log(join(root, filename))
}

await runTool('pack', 'Build the package and pack it as a tarball, whose path is the last line printed', (tool) =>
  tool.action(pack),
)
