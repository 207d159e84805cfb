import type { Language } from '../report/messages/language.ts'
import { join } from 'node:path'
import { sweepAdvice } from '../report/sweep-advice.ts'
import { drawSweepMarkdown } from '../report/sweep-markdown.ts'
import { drawSweepTerminal } from '../report/sweep-terminal.ts'
import type { TerminalOptions } from '../report/terminal.ts'
import { predictBetween } from '../judge/sweep/predict.ts'
import type { SweepResult } from '../judge/sweep/judgement.ts'
import { summarizeSweep } from '../judge/sweep/summarize.ts'
import { UserError } from '../io/user-error.ts'
import { calledIn } from '../cli/called.ts'
import { type LanguageOptions, parseLanguage } from '../cli/language.ts'
import { type FormOptions, giveReport, type ReportForms } from './give-report.ts'
import type { ResultFolder } from './held-folder.ts'
import { SWEEP_FILE, TRIALS_FILE } from './result-files.ts'
import { readCell, readRecord } from './sweep-folder.ts'
import type { LoggerOptions } from '../cli/logger.ts'
import { parseCriteria, type CriteriaOptions } from './criteria.ts'
import type { Io } from '../cli/io.ts'
import type { Problem } from '../io/problems.ts'

export interface SweepReportOptions extends CriteriaOptions, LanguageOptions, FormOptions, LoggerOptions {}

/** `utakata report` on the folder of a sweep: everything again, from its record and its trials alone. Gives the exit code. */
export async function reportSweep(folder: ResultFolder, options: SweepReportOptions, io: Io): Promise<number> {
  return await giveReport(folder, await sweepForms(folder.path, options, io), options, io)
}

/** A sweep in every form. */
export async function sweepForms(
  folder: string,
  options: SweepReportOptions,
  { cwd }: Pick<Io, 'cwd'>,
): Promise<ReportForms> {
  const language = await parseLanguage(options)
  const criteria = parseCriteria(options)
  const record = readRecord(folder)
  const warnings: Problem[] = []
  const raced = record.cells.flatMap((cell) => {
    const read = readCell(folder, cell)
    warnings.push(...(read?.warnings ?? []))
    return read ? [{ cell, trials: read.trials }] : []
  })
  const result = await predictBetween(record, raced, summarizeSweep(record, raced, criteria))
  const [first] = result.cells
  if (!first) throw new UserError('no-measured-cell', { folder })
  return {
    value: result,
    markdown: drawSweepMarkdown(result, language),
    terminal: (terminal: TerminalOptions) => drawSweepTerminal(result, { ...terminal, language }),
    language,
    advice: sweepAdvice(result, language),
    async page() {
      const { drawSweepPage } = await import('../report/page/sweep-page.ts')
      return drawSweepPage({ result, language })
    },
    async pictures() {
      const { sweepPictures } = await import('../report/page/sweep-page.ts')
      return sweepPictures({ result, language })
    },
    files: [SWEEP_FILE, `cells/*/${TRIALS_FILE}`],
    next: nextCommand(folder, result, first.measured!.folder, { ...language, called: calledIn(cwd) }),
    warnings,
    exitCode: result.exitCode,
  }
}

function nextCommand(
  folder: string,
  { cells, planned }: SweepResult,
  cell: string,
  { say, called }: Language & { readonly called: string },
): string {
  const measured = cells.filter(({ isPredicted }) => !isPredicted).length
  return measured < planned
    ? say`the same command with --out ${folder}   (it goes on with the cells that are left)`
    : say`${called} report ${join(folder, cell)}   (one of the cells, with all that was measured there)`
}
