import { summarizeRate } from '../rate/summarize-rate.ts'
import type { RateResult } from '../rate/rate-result.ts'
import { drawRateMarkdown } from '../report/rate-markdown.ts'
import { drawRateTerminal } from '../report/rate-terminal.ts'
import type { TerminalOptions } from '../report/terminal.ts'
import type { readTrials, Trial } from '../trial.ts'
import { UsageError } from '../usage-error.ts'
import { giveReport } from './give-report.ts'
import { TRIALS_FILE } from './result-files.ts'

/** Writes the report on jobs on a schedule beside their trials, and prints what was asked for. */
export function writeRateReports(
  folder: string,
  { trials, warnings }: ReturnType<typeof readTrials>,
  { json, markdown }: { readonly json?: boolean; readonly markdown?: boolean },
): { readonly exitCode: RateResult['exitCode'] } {
  const result = readRate(trials)
  const report = {
    value: result,
    markdown: drawRateMarkdown(result),
    terminal: (options: TerminalOptions) => drawRateTerminal(result, options),
    files: [TRIALS_FILE],
  }
  giveReport(folder, report, { warnings, json, markdown })
  return { exitCode: result.exitCode }
}

/** Judges jobs on a schedule; throws a UsageError where that cannot be done. */
export function readRate(trials: readonly Trial[]): RateResult {
  try {
    return summarizeRate(trials)
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error })
  }
}
