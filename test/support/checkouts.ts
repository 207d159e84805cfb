import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aFolder } from './folders.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface CheckoutInTest {
  readonly folder: string
  readonly git: (...args: string[]) => string
  /** The folders of its worktrees, its own first. */
  readonly worktrees: () => string[]
}

/** A repository of git with one commit of these files; gone when the test is over. */
export function aRepository(files: Readonly<Record<string, string>> = { 'a.txt': 'one\n' }): CheckoutInTest {
  const folder = aFolder()
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim()
  git('init', '--quiet', '--initial-branch=main')
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  git('add', '--all')
  git('commit', '--quiet', '--message', 'first')
  const worktrees = () =>
    git('worktree', 'list', '--porcelain')
      .split('\n')
      .flatMap((line) => (line.startsWith('worktree ') ? [line.slice('worktree '.length)] : []))
  return { folder, git, worktrees }
}

/** A repository of the code as it is now, which can be run, on top of a commit before there was any. */
export function aCheckout(): CheckoutInTest {
  const checkout = aRepository({ '.gitignore': 'node_modules\n' })
  for (const part of [
    'strategies',
    'mock-server',
    'bench',
    'infra',
    'examples',
    'cdk.json',
    'package.json',
    'package-lock.json',
  ])
    cpSync(join(ROOT, part), join(checkout.folder, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(checkout.folder, 'node_modules'))
  checkout.git('add', '--all')
  checkout.git('commit', '--quiet', '--message', 'all of it')
  return checkout
}

/** A folder with every file of this checkout as it is now, in which its tests can be run. */
export function aCopy(): string {
  const folder = aFolder()
  const known = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  for (const file of known.toString().split('\0'))
    if (file !== '' && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(folder, file))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** What is left of checkouts of baselines in a folder for temporary files. */
export function leftIn(temporary: string): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('utakata-baseline-'))
}

/** A checkout of nothing but a child that answers like this, and a registry. */
export function aCheckoutWith(
  child: string,
  registry = 'export const strategies = { sequential() {}, pipelined() {} }',
): string {
  const folder = aFolder({ 'package.json': '{ "type": "module" }' })
  mkdirSync(join(folder, 'bench/run/local'), { recursive: true })
  mkdirSync(join(folder, 'strategies'))
  writeFileSync(join(folder, 'bench/run/local/child.ts'), child)
  writeFileSync(join(folder, 'strategies/index.ts'), registry)
  return folder
}
