/** Builds the package into dist/ and packs it: `npm run pack`. The last line is the path of the tarball. */
import { megabytes, packPackage } from './package/pack.ts'
import { runTool } from './harness/harness.ts'

async function pack(): Promise<void> {
  const { tarball, tarballBytes, installedBytes, files } = await packPackage()
  console.log(`Packed ${files} files: ${megabytes(tarballBytes)}, installed ${megabytes(installedBytes)}.`)
  console.log(tarball)
}

await runTool('pack', 'Build the package and pack it as a tarball, whose path is the last line printed', (tool) =>
  tool.action(pack),
)
