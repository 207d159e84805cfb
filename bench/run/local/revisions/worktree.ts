import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from '../../../io/at-exit.ts'
import { CannotJudge } from './cannot-judge.ts'
import { type Repository, messageOf } from './git.ts'

/** Another revision, checked out in a folder of its own, away from the user's. */
export interface Worktree {
  /** What in it corresponds to the folder of the repository that was opened. */
  readonly root: string
  /** Leaves nothing behind, in the repository neither. */
  readonly remove: () => void
}

/**
 * Checks a revision out beside the user's checkout, which stays as it is. Removed with `remove`, and in any case when the process ends, be it
 * by a hang-up or a Ctrl-C that nobody else listens to. Throws CannotJudge where git refuses.
 */
export function addWorktree({ git, prefix }: Repository, hash: string): Worktree {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'utakata-baseline-')))
  const place = join(folder, 'checkout')
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
    stay()
  }
  const stay = atExit(remove)
  try {
    git('worktree', 'add', '--detach', place, hash)
  } catch (error) {
    remove()
    throw new CannotJudge('checkout-refused', { hash, words: messageOf(error) }, { cause: error })
  }
  return { root: join(place, prefix), remove }
}
