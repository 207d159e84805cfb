import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotJudge } from './cannot-judge.ts'
import { type Repository, wordsOf } from './git.ts'

/** Another revision, checked out in a folder of its own, away from the user's. */
export interface Worktree {
  /** What in it corresponds to the folder of the repository that was opened. */
  readonly root: string
  /** Leaves nothing behind, in the repository neither. */
  readonly remove: () => void
}

/** What ends a process without its `exit` event, where nobody listens. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Checks a revision out beside the user's checkout, which stays as it is. Removed with `remove`, and in any case when the process ends, be it
 * by a hang-up or a Ctrl-C that nobody else listens to. Throws CannotJudge where git refuses.
 */
export function addWorktree({ git, prefix }: Repository, hash: string): Worktree {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'utakata-baseline-')))
  const place = join(folder, 'checkout')
  const end = (name: NodeJS.Signals) => {
    if (process.listenerCount(name) === 1) process.exit(128 + constants.signals[name])
  }
  let isThere = true
  const remove = () => {
    if (!isThere) return
    isThere = false
    // Links in it are removed, not followed. What git knows of it goes even where the folder has gone before.
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    try {
      git('worktree', 'remove', '--force', place)
    } catch {
      // It had not been added yet.
    }
    process.off('exit', remove)
    // Last of all: a Ctrl-C comes twice, and the second one would end the removal.
    for (const name of ENDINGS) process.off(name, end)
  }
  process.on('exit', remove)
  for (const name of ENDINGS) process.on(name, end)
  try {
    git('worktree', 'add', '--detach', place, hash)
  } catch (error) {
    remove()
    throw new CannotJudge(`git could not check ${hash} out (${wordsOf(error)})`, { cause: error })
  }
  return { root: join(place, prefix), remove }
}
