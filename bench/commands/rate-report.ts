import { loadRecommendationText } from '../report/load-recommendation.ts'
import { withEscapedTexts } from '../io/escape-control-characters.ts'
import { summarizeRate } from '../judge/load/summarize-rate.ts'
import { drawRateMarkdown } from '../report/rate-markdown.ts'
import { drawRateTerminal } from '../report/rate-terminal.ts'
import type { TerminalOptions } from '../report/terminal.ts'
import type { readTrials } from '../trial/trial.ts'
import { type LanguageOptions, parseLanguage } from '../cli/language.ts'
import { type FormOptions, giveReport, type ReportForms } from './give-report.ts'
import type { ResultFolder } from './held-folder.ts'
import { TRIALS_FILE } from './result-files.ts'
import type { Io } from '../cli/io.ts'

/** Writes the report on jobs on a schedule beside their trials, and prints what was asked for. Gives the exit code. */
export async function writeRateReports(
  folder: ResultFolder,
  read: ReturnType<typeof readTrials>,
  asked: LanguageOptions & FormOptions,
  io: Io,
): Promise<number> {
  // What was measured a moment ago was not read from a file.
  const shown = { ...read, trials: withEscapedTexts(read.trials) }
  return await giveReport(folder, await rateForms(shown, asked), asked, io)
}

/** Jobs on a schedule in every form. */
export async function rateForms(
  { trials, warnings }: ReturnType<typeof readTrials>,
  asked: LanguageOptions,
): Promise<ReportForms> {
  const language = await parseLanguage(asked)
  const result = summarizeRate(trials)
  return {
    value: result,
    language,
    advice: loadRecommendationText(result, language),
    markdown: drawRateMarkdown(result, language),
    terminal: (options: TerminalOptions) => drawRateTerminal(result, { ...options, language }),
    async page() {
      const { drawRatePage } = await import('../report/page/rate-page.ts')
      return drawRatePage({ result, language })
    },
    async pictures() {
      const { ratePictures } = await import('../report/page/rate-page.ts')
      return ratePictures({ result, language })
    },
    files: [TRIALS_FILE],
    warnings,
    exitCode: result.exitCode,
  }
}
