/** Checks, tests and packs what would be published, and goes through publishing it without doing so: `npm run release` */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../io/installation.ts'
import { packPackage } from './package/pack.ts'
import { run, runTool, ToolError } from './harness/harness.ts'

const root = fileURLToPath(ROOT)

async function release(): Promise<void> {
  await refuseChanges()
  await npm('run', 'check')
  await npm('test')
  await npm('run', 'proofs', '--', 'package')
  await refuseChanges()
  const { tarball } = await packPackage()
  await npm('publish', tarball, ...PUBLISHING, '--dry-run')
  console.log(
    '\nNothing was published. Run this script in a CI workflow with the permission id-token: write, then there:',
  )
  console.log(`  npm publish ${tarball} ${PUBLISHING.join(' ')}`)
  if (!('repository' in JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))))
    console.log('Set repository in package.json first: the registry refuses provenance without it.')
}

/** What is packed has to be what a commit holds. */
async function refuseChanges(): Promise<void> {
  const { stdout: changes } = await run('git', ['status', '--porcelain'], { cwd: root })
  if (changes !== '') throw new ToolError(`expected a checkout without changes, got\n${changes.trimEnd()}`)
}

/** With provenance: the registry then shows which commit and which workflow a package was built from. Source: npm, "Generating provenance statements". */
const PUBLISHING = ['--provenance', '--access', 'public']

/** Runs npm with its output shown. */
async function npm(...args: readonly string[]): Promise<void> {
  const child = spawn('npm', args, { cwd: root, stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new ToolError(`npm ${args.join(' ')} ended with ${code}; nothing was published`)
}

await runTool('release', 'Check, test and pack what would be published, without publishing it', (tool) =>
  tool.action(release),
)
