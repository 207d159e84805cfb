import type { Problem, ProblemCode, Problems, ProcessName } from '../../../io/problems.ts'
import type { Fault } from '../../../io/trial-reasons.ts'

/** The sentence of each problem; `textOf` gives that of one within it, `faultText` that of why a run failed, `processText` what a process is called. */
export type ProblemTexts = {
  readonly [Code in ProblemCode]: (
    parameters: Problems[Code],
    textOf: (problem: Problem) => string,
    faultText: (fault: Fault) => string,
    processText: (process: ProcessName) => string,
  ) => string
}
