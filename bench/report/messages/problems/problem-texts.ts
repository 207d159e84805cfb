import type { BaselineRefusal } from '../../../io/baseline-refusal.ts'
import type { Problem, ProblemCode, Problems, ProcessName } from '../../../io/problems.ts'
import type { Fault } from '../../../io/trial-reasons.ts'

/** The sentence of each problem; `textOf` gives that of one within it, `others` are clauses that other modules have. */
export type ProblemTexts = {
  readonly [Code in ProblemCode]: (
    parameters: Problems[Code],
    textOf: (problem: Problem) => string,
    others: {
      /** Why a run failed. */
      readonly faultText: (fault: Fault) => string
      /** What a process is called. */
      readonly processText: (process: ProcessName) => string
      readonly refusalText: (refusal: BaselineRefusal) => string
    },
  ) => string
}
