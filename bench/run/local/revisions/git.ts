import { execFileSync } from 'node:child_process'
import { UserError } from '../../../io/user-error.ts'

/** A repository of git, as the folder of a checkout shows it. */
export interface Repository {
  /** Runs git in it and gives what it says; throws with git's own words. */
  readonly git: (...args: string[]) => string
  /** Where the folder lies in the checkout, ending in a slash; empty at its root. */
  readonly prefix: string
}

/** What a hook of git sets for its commands, and what would make them work on another repository. Source: git-rev-parse(1), --local-env-vars. */
const LOCAL =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|NAMESPACE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/

/** Throws a UserError where the folder is in no repository, or git cannot be run. */
export function openRepository(folder: string): Repository {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !LOCAL.test(name)))
  const git = (...args: string[]) =>
    // A hook of the user's own has no business in a checkout that nobody works in.
    execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  try {
    return { git, prefix: git('rev-parse', '--show-prefix') }
  } catch (error) {
    throw new UserError('not-a-repository', { folder, words: messageOf(error) }, { cause: error })
  }
}

/** A commit by any of its names: its hash, and a short one. Throws a UserError where there is none. */
export function resolveRevision({ git }: Repository, name: string): { readonly hash: string; readonly short: string } {
  // Git would take it for an option.
  if (name.startsWith('-')) throw new UserError('not-a-revision', { name })
  try {
    const hash = git('rev-parse', '--verify', '--quiet', `${name}^{commit}`)
    return { hash, short: git('rev-parse', '--short', hash) }
  } catch (error) {
    throw new UserError('not-a-revision', { name }, { cause: error })
  }
}

/** What git said, in a line; undefined where there is no git. */
export function messageOf(error: unknown): string | undefined {
  const { stderr = '', code, message } = error as { stderr?: string; code?: string; message: string }
  const line = stderr.trim().split('\n')[0]
  return line || (code === 'ENOENT' ? undefined : message.split('\n')[0])
}
