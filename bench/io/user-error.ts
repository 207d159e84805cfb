import type { Problem, ProblemCode, Problems } from './problems.ts'

/** What went wrong as a code and its parameters; `report/messages/problems.ts` has the sentence. */
export class CodedError<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name: string = 'CodedError'
  readonly code: Code
  readonly parameters: Problems[Code]

  constructor(code: Code, parameters: Problems[Code], options?: ErrorOptions) {
    // For whoever debugs.
    super(`${code} ${JSON.stringify(parameters)}`, options)
    this.code = code
    this.parameters = parameters
  }

  get problem(): Problem {
    const { code, parameters } = this
    return { code, parameters } as Problem
  }
}

/** A mistake of the caller, or what keeps us from doing what was asked for: the command prints it and ends with exit code 1. */
export class UserError<Code extends ProblemCode = ProblemCode> extends CodedError<Code> {
  override readonly name: string = 'UserError'
}

export function userErrorOf({ code, parameters }: Problem, options?: ErrorOptions): UserError {
  return new UserError(code, parameters, options)
}

/** What is wrong, as a part of what is wrong around it. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CodedError) return error.problem
  return { code: 'system', parameters: { message: error instanceof Error ? error.message : String(error) } }
}
