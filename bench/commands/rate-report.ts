import { loadDocument } from '../report/documents/load.ts'
import { withEscapedTexts } from '../io/escape-control-characters.ts'
import { summarizeRate } from '../judge/load/summarize-rate.ts'
import type { RateResult } from '../judge/load/judgement.ts'
import type { readTrials, Trial } from '../trial/trial.ts'
import { UsageError } from '../io/usage-error.ts'
import { type LanguageOptions, parseLanguage } from '../cli/language.ts'
import { type FormOptions, giveReport, type Report } from './give-report.ts'
import type { ResultFolder } from './held-folder.ts'
import { TRIALS_FILE } from './result-files.ts'

/** Writes the report on jobs on a schedule beside their trials, and prints what was asked for. Gives the exit code. */
export async function writeRateReports(
  folder: ResultFolder,
  read: ReturnType<typeof readTrials>,
  asked: LanguageOptions & FormOptions,
): Promise<number> {
  // What was measured a moment ago was not read from a file.
  const shown = { ...read, trials: withEscapedTexts(read.trials) }
  return await giveReport(folder, await reportOnLoad(shown, asked), asked)
}

export async function reportOnLoad(
  { trials, warnings }: ReturnType<typeof readTrials>,
  asked: LanguageOptions,
): Promise<Report> {
  const messages = await parseLanguage(asked)
  const result = readRate(trials)
  return {
    judgement: result,
    document: loadDocument(result, messages),
    messages,
    files: [TRIALS_FILE],
    warnings,
    exitCode: result.exitCode,
  }
}

/** Judges jobs on a schedule; throws a UsageError where that cannot be done. */
export function readRate(trials: readonly Trial[]): RateResult {
  try {
    return summarizeRate(trials)
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error })
  }
}
