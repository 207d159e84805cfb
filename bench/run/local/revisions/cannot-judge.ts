/** Why the code of another revision cannot be measured; `error` and `cause` are what a program or a run answered. */
export type OldCodeProblem =
  | { readonly code: 'file-missing'; readonly file: string }
  | { readonly code: 'strategies-not-loaded' }
  | { readonly code: 'run-malformed' | 'run-failed'; readonly error: string }
  | { readonly code: 'run-incomplete'; readonly field: string }
  | { readonly code: 'timed-out'; readonly seconds: number }
  | { readonly code: 'packages-not-installed'; readonly cause: string }
  | { readonly code: 'not-checked-out'; readonly revision: string; readonly cause: string }

/** Why a gate cannot be held at all, though nobody has made a mistake. Exit code 5. */
export class CannotJudge extends Error {
  readonly problem: OldCodeProblem

  constructor(problem: OldCodeProblem, options?: ErrorOptions) {
    super(problem.code, options)
    this.problem = problem
  }
}
