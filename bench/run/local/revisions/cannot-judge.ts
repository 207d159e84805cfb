import type { Fault } from '../../../trial/reasons.ts'

/** Why the code of another revision cannot be run. A `message` is of git, npm or that code. */
export type OldCodeProblem =
  | { readonly code: 'not-checked-out'; readonly revision: string; readonly message: string }
  | { readonly code: 'npm-not-started'; readonly message: string }
  | {
      readonly code: 'npm-failed'
      /** Its exit code, or the signal that ended it. */
      readonly end: string
    }
  | { readonly code: 'lacks-file'; readonly file: string }
  | { readonly code: 'strategies-unloadable' }
  | { readonly code: 'other-record' | 'threw'; readonly message: string }
  | {
      readonly code: 'lacks-field'
      /** Of a trial. */
      readonly field: string
    }
  | { readonly code: 'too-slow'; readonly seconds: number }
  | { readonly code: 'run-failed'; readonly variant: string; readonly fault: Fault }

/** A gate cannot be held at all, though nobody has made a mistake. Exit code 5. */
export class CannotJudge extends Error {
  readonly problem: OldCodeProblem

  constructor(problem: OldCodeProblem, options?: ErrorOptions) {
    super(problem.code, options)
    this.problem = problem
  }
}
