import type { Problem } from '../../bench/io/problems.ts'
import { UserError } from '../../bench/io/user-error.ts'

/** What is wrong with what a user gave, as code and parameters; throws where nothing is. */
export function problemIn(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return error.problem
    throw error
  }
  throw new Error('expected a mistake of the user, got none')
}
