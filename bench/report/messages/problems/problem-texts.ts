import type { Problem, ProblemCode, Problems } from '../../../io/problems.ts'

/** The sentence of each problem; `textOf` gives that of one within it. */
export type ProblemTexts = {
  readonly [Code in ProblemCode]: (parameters: Problems[Code], textOf: (problem: Problem) => string) => string
}
