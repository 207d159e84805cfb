import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { openRepository, resolveRevision } from '../../../../../bench/run/local/revisions/git.ts'
import { addWorktree } from '../../../../../bench/run/local/revisions/worktree.ts'
import { UserError } from '../../../../../bench/io/user-error.ts'
import { aRepository, leftIn } from '../../../../support/checkouts.ts'
import { withEnv } from '../../../../support/env.ts'
import { aFolder } from '../../../../support/folders.ts'

const module = (name: string) =>
  pathToFileURL(join(import.meta.dirname, '../../../../../bench/run/local/revisions', `${name}.ts`)).href

/** A folder for temporary files that only this test uses. */
function ownTemporary(): string {
  const temporary = aFolder()
  withEnv('TMPDIR', temporary)
  return temporary
}

test('a revision is checked out elsewhere, and the checkout that is worked in stays as it is', () => {
  const temporary = ownTemporary()
  const { folder, git, worktrees } = aRepository()
  const first = git('rev-parse', 'HEAD')
  writeFileSync(join(folder, 'a.txt'), 'two\n')
  git('commit', '--quiet', '--all', '--message', 'second')
  writeFileSync(join(folder, 'a.txt'), 'three, not committed\n')
  writeFileSync(join(folder, 'new.txt'), 'new\n')
  const before = [git('status', '--porcelain'), git('rev-parse', 'HEAD'), git('branch', '--list')]
  const repository = openRepository(folder)
  const { hash, short } = resolveRevision(repository, 'HEAD~1')
  expect([hash, first.startsWith(short)]).toEqual([first, true])
  const worktree = addWorktree(repository, hash)
  expect(readFileSync(join(worktree.root, 'a.txt'), 'utf8')).toBe('one\n')
  expect(existsSync(join(worktree.root, 'new.txt'))).toBe(false)
  expect(worktrees()).toHaveLength(2)
  worktree.remove()
  expect([git('status', '--porcelain'), git('rev-parse', 'HEAD'), git('branch', '--list')]).toEqual(before)
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('three, not committed\n')
  expect(worktrees()).toEqual([folder])
  expect(leftIn(temporary)).toEqual([])
  // Twice is as good as once.
  worktree.remove()
})

test('the part of a repository that was opened is found in its other revision', () => {
  ownTemporary()
  const { folder } = aRepository({ 'tools/utakata/a.txt': 'one\n', 'b.txt': 'b\n' })
  const repository = openRepository(join(folder, 'tools/utakata'))
  const { root, remove } = addWorktree(repository, resolveRevision(repository, 'HEAD').hash)
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('one\n')
  remove()
})

// Breakage: a removal that follows the link to everybody's packages.
test('what a worktree links to stays', () => {
  ownTemporary()
  const packages = aFolder({ 'package.txt': 'precious\n' })
  const { folder, worktrees } = aRepository()
  const repository = openRepository(folder)
  const { root, remove } = addWorktree(repository, resolveRevision(repository, 'main').hash)
  symlinkSync(packages, join(root, 'node_modules'), 'junction')
  expect(lstatSync(join(root, 'node_modules')).isSymbolicLink()).toBe(true)
  remove()
  expect(readFileSync(join(packages, 'package.txt'), 'utf8')).toBe('precious\n')
  expect(worktrees()).toEqual([folder])
})

test('a process that ends abruptly leaves no worktree', () => {
  const temporary = ownTemporary()
  const { folder, worktrees } = aRepository()
  const ends = [
    'process.exit(130)',
    'throw new Error("broken")',
    ...['SIGHUP', 'SIGINT', 'SIGTERM'].map(
      (name) => `process.kill(process.pid, "${name}"); setInterval(() => {}, 1000)`,
    ),
    // As from a terminal, whose launcher hands it on.
    `const { spawn } = await import('node:child_process')
     spawn('sh', ['-c', 'while kill -INT ' + process.pid + '; do :; done'], { stdio: 'ignore' }).unref()
     setInterval(() => {}, 1000)`,
  ]
  for (const end of ends) {
    const script = `
      const { openRepository, resolveRevision } = await import('${module('git')}')
      const { addWorktree } = await import('${module('worktree')}')
      const repository = openRepository(${JSON.stringify(folder)})
      addWorktree(repository, resolveRevision(repository, 'HEAD').hash)
      console.log(repository.git('worktree', 'list').split('\\n').length + ' worktrees')
      ${end}`
    let said = ''
    try {
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' })
    } catch (error) {
      said = String((error as { stdout: Buffer }).stdout)
    }
    expect(said, end).toBe('2 worktrees\n')
    expect(worktrees(), end).toEqual([folder])
    expect(leftIn(temporary), end).toEqual([])
  }
})

// Breakage: a first Ctrl-C that ends the process, where a benchmark would have stopped and reported.
test('whoever else listens to a signal decides what it means', () => {
  const temporary = ownTemporary()
  const { folder, worktrees } = aRepository()
  const script = `
    const { openRepository, resolveRevision } = await import('${module('git')}')
    const { addWorktree } = await import('${module('worktree')}')
    const repository = openRepository(${JSON.stringify(folder)})
    const { remove } = addWorktree(repository, resolveRevision(repository, 'HEAD').hash)
    process.on('SIGINT', () => setTimeout(() => { console.log('reported'); remove(); process.exit(7) }, 20))
    process.kill(process.pid, 'SIGINT')
    setInterval(() => {}, 1000)`
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script])
  expect([status, String(stdout)]).toEqual([7, 'reported\n'])
  expect(worktrees()).toEqual([folder])
  expect(leftIn(temporary)).toEqual([])
})

test('nothing of a worktree that could not be made is left, nor anybody listening', () => {
  const temporary = ownTemporary()
  const listeners = () => ['exit', 'SIGHUP', 'SIGINT', 'SIGTERM'].map((name) => process.listenerCount(name))
  const before = listeners()
  const { folder, worktrees } = aRepository()
  expect(() => addWorktree(openRepository(folder), '0'.repeat(40))).toThrow(
    expect.objectContaining({
      code: 'checkout-refused',
      parameters: { hash: '0'.repeat(40), words: expect.any(String) },
    }),
  )
  expect(leftIn(temporary)).toEqual([])
  expect(worktrees()).toEqual([folder])
  expect(listeners()).toEqual(before)
})

test('the environment that git sets for a hook of another repository is not passed on', () => {
  ownTemporary()
  const other = aRepository({ 'other.txt': 'other\n' })
  withEnv('GIT_DIR', join(other.folder, '.git'))
  withEnv('GIT_WORK_TREE', other.folder)
  const folder = aFolder()
  expect(() => openRepository(folder)).toThrow(UserError)
})

// Breakage: a hook of the user's that posts, builds or prompts, run for a checkout nobody works in.
test('hooks of the repository are not run', () => {
  ownTemporary()
  const { folder, git } = aRepository()
  writeFileSync(join(folder, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${folder}/hook-ran\n`, { mode: 0o755 })
  const repository = openRepository(folder)
  addWorktree(repository, git('rev-parse', 'HEAD')).remove()
  expect(existsSync(join(folder, 'hook-ran'))).toBe(false)
})

test('a revision that there is not, and a folder that is no repository, are mistakes of the user', () => {
  const { folder, git } = aRepository()
  const repository = openRepository(folder)
  const tree = git('rev-parse', 'HEAD^{tree}')
  for (const name of ['v9', '', '--help', '-n', 'HEAD~9', tree]) {
    expect(() => resolveRevision(repository, name), name).toThrow(new UserError('not-a-revision', { name }))
  }
  git('tag', '--annotate', 'v1', '--message', 'one')
  for (const name of ['main', 'v1', 'HEAD', git('rev-parse', 'HEAD').slice(0, 8)])
    expect(resolveRevision(repository, name).hash).toBe(git('rev-parse', 'HEAD'))
  const plain = aFolder()
  expect(() => openRepository(plain)).toThrow(
    expect.objectContaining({
      code: 'not-a-repository',
      parameters: { folder: plain, words: expect.stringMatching(/^fatal: not a git repository/) },
    }),
  )
  withEnv('PATH', plain)
  expect(() => openRepository(folder)).toThrow(new UserError('not-a-repository', { folder, words: undefined }))
})
