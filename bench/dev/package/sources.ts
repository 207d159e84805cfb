import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** The folders of the code, without the tools of the repository. */
const FOLDERS = ['strategies', 'mock-server', 'bench', 'infra']
const TOOLS = 'bench/dev/'

/** Compiles the sources of a checkout into a folder that is laid out like it, with declarations, and copies what else they need beside them. */
export async function compileSources(root: string, folder: string): Promise<void> {
  const options = mkdtempSync(join(tmpdir(), 'utakata-tsc-'))
  try {
    const file = join(options, 'tsconfig.json')
    writeFileSync(file, JSON.stringify(compilerOptions(root, folder)))
    await promisify(execFile)(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', file])
  } finally {
    rmSync(options, { recursive: true })
  }
  for (const path of (await trackedFiles(root, FOLDERS)).filter((one) => !isLeftOut(one))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(root, path), join(folder, path))
  }
}

function isLeftOut(path: string): boolean {
  return path.endsWith('.ts') || basename(path) === 'README.md' || path.startsWith(TOOLS)
}

/** The files of a checkout in some of its folders, or those files: what lies beside them unknown to Git, such as the outputs of a deployment, is nobody else's. */
export async function trackedFiles(root: string, places: readonly string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z', '--', ...places], { cwd: root })
  return stdout.split('\0').filter((path) => path !== '')
}

function compilerOptions(root: string, folder: string): object {
  return {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      allowImportingTsExtensions: false,
      // `using` is written out for Node 22, which does not know it.
      target: 'es2024',
      rootDir: root,
      outDir: folder,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: FOLDERS.map((name) => join(root, name)),
    exclude: [join(root, TOOLS, '**')],
  }
}
