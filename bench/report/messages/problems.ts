import type { Problem, ProblemCode } from '../../io/problems.ts'
import { CodedError } from '../../io/user-error.ts'
import { refusalText } from './baseline-refusal.ts'
import { ENGLISH } from './en.ts'
import { awsProblems } from './problems/aws.ts'
import { filesProblems } from './problems/files.ts'
import { gateProblems } from './problems/gate.ts'
import { jobProblems } from './problems/job.ts'
import { optionsProblems } from './problems/options.ts'
import { resultsProblems } from './problems/results.ts'
import { scenarioProblems } from './problems/scenario.ts'
import type { ProblemTexts } from './problems/problem-texts.ts'
import { faultText, processText } from './trial-reasons.ts'

const TEXTS: ProblemTexts = {
  ...optionsProblems,
  ...filesProblems,
  ...scenarioProblems,
  ...resultsProblems,
  ...gateProblems,
  ...jobProblems,
  ...awsProblems,
  // A report has this one too, as the fault of a run.
  'waits-for-no-step': () => ENGLISH.trials.waitsForNoStep,
}

/** What was expected, what was given and what to do: one or more lines. */
export function problemText<Code extends ProblemCode>({ code, parameters }: Problem<Code>): string {
  return TEXTS[code](parameters, problemText, { faultText, processText, refusalText })
}

/** The sentence of an error of ours, and the message of any other. */
export function errorText(error: unknown): string {
  return error instanceof CodedError ? problemText(error.problem) : (error as Error).message
}
