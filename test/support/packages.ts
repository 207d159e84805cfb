import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { Ended } from './command-line.ts'
import { aFolder } from './folders.ts'

export const ROOT = join(import.meta.dirname, '../..')

/** The first Node that the package runs on. */
export const OLDEST_NODE = '22.19.0'

let tarball: string | undefined

/** The tarball of this checkout, made once by the command that makes it. */
function packedTarball(): string {
  if (tarball !== undefined) return tarball
  const printed = execFileSync('npm', ['run', '--silent', 'pack'], { cwd: ROOT, encoding: 'utf8' })
  const path = printed.trimEnd().split('\n').at(-1)!
  if (!existsSync(path)) throw new Error(`expected the path of a tarball, got ${printed}`)
  return (tarball = path)
}

/** The folder of the oldest Node's program, from the registry that all packages are from. */
export function oldestNode(): string {
  const cache = join(ROOT, 'node_modules/.cache', `node-${OLDEST_NODE}`)
  const name = `node-${process.platform}-${process.arch}`
  const bin = join(cache, 'node_modules', name, 'bin')
  if (existsSync(bin)) return bin
  const made = mkdtempSync(join(tmpdir(), 'utakata-node-'))
  execFileSync('npm', ['install', '--ignore-scripts', '--no-save', '--prefix', made, `${name}@${OLDEST_NODE}`])
  mkdirSync(dirname(cache), { recursive: true })
  // Whole or not at all, whoever else is at it.
  const beside = mkdtempSync(`${cache}-`)
  cpSync(made, beside, { recursive: true })
  rmSync(made, { recursive: true })
  if (!existsSync(bin)) renameSync(beside, cache)
  return bin
}

/** A project of somebody's, with the package in it. */
export interface Project {
  readonly folder: string
  /** Runs a program there, such as `npx utakata ...`, on the project's Node. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<Ended>
}

/** An empty project with files in it, into which the package is installed; `node` is the folder of its Node, of this process by default. */
export async function aProject(
  files: Readonly<Record<string, string>> = {},
  node: string = dirname(process.execPath),
): Promise<Project> {
  const folder = aFolder({
    'package.json': JSON.stringify({ name: 'orders', private: true, type: 'module' }),
    ...files,
  })
  const { UTAKATA_NOHUP: _, ...inherited } = process.env
  const env = { ...inherited, NO_COLOR: '1', PATH: [node, process.env.PATH].join(delimiter) }
  const run: Project['run'] = (program, ...args) =>
    new Promise((resolve) => {
      execFile(program, args, { cwd: folder, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
      })
    })
  const { code, stderr } = await run('npm', 'install', '--save-dev', packedTarball())
  if (code !== 0) throw new Error(`expected npm to install the package, got ${code}: ${stderr}`)
  return { folder, run }
}

/** Lets a project find packages of this checkout, as if it had installed them. */
export function lendPackages({ folder }: Project, names: readonly string[]): void {
  for (const name of new Set(names)) {
    const place = join(folder, 'node_modules', name)
    mkdirSync(dirname(place), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), place)
  }
}
