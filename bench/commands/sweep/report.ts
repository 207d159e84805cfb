import type { Messages } from '../../report/messages/messages.ts'
import { join } from 'node:path'
import { sweepDocument } from '../../report/documents/sweep.ts'
import { predictBetween } from '../../judge/sweep/predict.ts'
import type { SweepResult } from '../../judge/sweep/judgement.ts'
import { summarizeSweep } from '../../judge/sweep/summarize.ts'
import { UserError } from '../../io/user-error.ts'
import { calledIn } from '../../cli/called.ts'
import { type LanguageOptions, parseLanguage } from '../../cli/language.ts'
import { type FormOptions, giveReport, type Report } from '../results/give-report.ts'
import type { ResultFolder } from '../results/held-folder.ts'
import { SWEEP_FILE, TRIALS_FILE } from '../results/result-files.ts'
import { readCell, readRecord } from './folder.ts'
import type { LoggerOptions } from '../../cli/logger.ts'
import type { SelectionCriteria } from '../../judge/selection-criteria.ts'
import { type CriteriaOptions, parseCriteria } from '../results/criteria.ts'
import type { Io } from '../../cli/io.ts'
import type { Problem } from '../../io/problems.ts'

export interface SweepReportOptions extends CriteriaOptions, LanguageOptions, FormOptions, LoggerOptions {}

/** `utakata report` on the folder of a sweep: everything again, from its record and its trials alone. Gives the exit code. */
export async function reportSweep(folder: ResultFolder, options: SweepReportOptions, io: Io): Promise<number> {
  const criteria = parseCriteria(options)
  return await giveReport(folder, await reportOnSweep(folder.path, { ...options, criteria }, io), options, io)
}

export async function reportOnSweep(
  folder: string,
  { criteria, ...options }: SweepReportOptions & { readonly criteria: SelectionCriteria },
  { cwd }: Pick<Io, 'cwd'>,
): Promise<Report> {
  const messages = await parseLanguage(options)
  const record = readRecord(folder)
  const warnings: Problem[] = []
  const measured = record.cells.flatMap((cell) => {
    const read = readCell(folder, cell)
    warnings.push(...(read?.warnings ?? []))
    return read ? [{ cell, trials: read.trials }] : []
  })
  const summarized = summarizeSweep(record, measured, criteria)
  // What a job of a user's own costs is not known.
  const isOwn = record.cells.some(({ scenario: { job } }) => job !== undefined)
  const result = isOwn ? summarized : await predictBetween(record, measured, summarized)
  const [first] = result.cells
  if (!first) throw new UserError('no-measured-cell', { folder })
  return {
    judgement: result,
    document: {
      ...sweepDocument(result, messages),
      next: [nextCommand(result, { folder, cell: first.measured!.folder, called: calledIn(cwd) }, messages)],
    },
    messages,
    files: [SWEEP_FILE, `cells/*/${TRIALS_FILE}`],
    warnings,
    exitCode: result.exitCode,
  }
}

function nextCommand(
  { cells, planned }: SweepResult,
  { folder, cell, called }: { readonly folder: string; readonly cell: string; readonly called: string },
  messages: Messages,
): string {
  const measured = cells.filter(({ isPredicted }) => !isPredicted).length
  return measured < planned ? messages.next.continueSweep(folder) : messages.next.reportCell(called, join(folder, cell))
}
