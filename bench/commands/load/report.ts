import { loadDocument } from '../../report/documents/load.ts'
import { withEscapedTexts } from '../../io/escape-control-characters.ts'
import { summarizeLoad } from '../../judge/load/summarize.ts'
import type { readTrials } from '../../trial/trial.ts'
import { type LanguageOptions, parseLanguage } from '../../cli/language.ts'
import { type FormOptions, giveReport, type Report } from '../results/give-report.ts'
import type { ResultFolder } from '../results/held-folder.ts'
import { TRIALS_FILE } from '../results/result-files.ts'
import type { Io } from '../../cli/io.ts'

/** Writes the report on jobs on a schedule beside their trials, and prints what was asked for. Gives the exit code. */
export async function writeLoadReports(
  folder: ResultFolder,
  read: ReturnType<typeof readTrials>,
  options: LanguageOptions & FormOptions,
  io: Io,
): Promise<number> {
  // What was measured a moment ago was not read from a file.
  const shown = { ...read, trials: withEscapedTexts(read.trials) }
  return await giveReport(folder, await reportOnLoad(shown, options), options, io)
}

export async function reportOnLoad(
  { trials, warnings }: ReturnType<typeof readTrials>,
  options: LanguageOptions,
): Promise<Report> {
  const messages = await parseLanguage(options)
  const result = summarizeLoad(trials)
  return {
    judgement: result,
    document: loadDocument(result, messages),
    messages,
    files: [TRIALS_FILE],
    warnings,
    exitCode: result.exitCode,
  }
}
