import type { Problem, ProblemCode, Problems, ProcessName, RunFault } from '../../../io/problems.ts'

/** The sentence of each problem; `textOf` gives that of one within it, `faultText` that of why a run failed, `processText` what a process is called. */
export type ProblemTexts = {
  readonly [Code in ProblemCode]: (
    parameters: Problems[Code],
    textOf: (problem: Problem) => string,
    faultText: (fault: RunFault) => string,
    processText: (process: ProcessName) => string,
  ) => string
}
