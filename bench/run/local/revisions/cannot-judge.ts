import type { ProblemCode } from '../../../io/problems.ts'
import { UserError } from '../../../io/user-error.ts'

/** Why a gate cannot be held at all, though nobody has made a mistake. Exit code 5. */
export class CannotJudge<Code extends ProblemCode = ProblemCode> extends UserError<Code> {
  override readonly name = 'CannotJudge'
}
