import { join } from 'node:path'
import { drawSweepMarkdown } from '../report/sweep-markdown.ts'
import { drawSweepTerminal } from '../report/sweep-terminal.ts'
import { predictBetween } from '../sweep/predict.ts'
import type { SweepResult } from '../sweep/result.ts'
import { summarizeSweep } from '../sweep/summarize.ts'
import { UsageError } from '../usage-error.ts'
import { SWEEP_FILE, TRIALS_FILE, tryToWrite } from './result-files.ts'
import { readCell, readRecord } from './sweep-folder.ts'
import { tell } from './tell.ts'
import { parseWish, type WishOptions } from './wish.ts'

export interface SweepReportOptions extends WishOptions {
  readonly json?: boolean
  readonly markdown?: boolean
}

/** `utakata report` on the folder of a sweep: everything again, from its record and its trials alone. Gives the exit code. */
export async function reportSweep(folder: string, options: SweepReportOptions): Promise<number> {
  const { json, markdown, ...wish } = options
  const record = readRecord(folder)
  const raced = record.cells.flatMap((cell) => {
    const read = readCell(folder, cell)
    for (const warning of read?.warnings ?? []) console.error(`utakata: ${warning}`)
    return read ? [{ cell, trials: read.trials }] : []
  })
  const judged = summarizeSweep(record, raced, parseWish(wish))
  const [first] = judged.cells
  if (!first) throw new UsageError(`expected a measured cell in ${folder}, got none that came to its first look`)
  const result = await predictBetween(record, raced, judged)
  const text = drawSweepMarkdown(result)
  const data = `${JSON.stringify(result, undefined, 2)}\n`
  const isWritten = tryToWrite(folder, { 'report.md': text, 'report.json': data })
  if (json) process.stdout.write(data)
  else if (markdown) process.stdout.write(text)
  else {
    const { isTTY, columns } = process.stdout
    const colour = isTTY && process.stdout.hasColors()
    console.log(`${drawSweepTerminal(result, { width: isTTY ? columns : 100, colour })}\n`)
    if (isWritten) tell(`Written: ${folder}/{${SWEEP_FILE},cells/*/${TRIALS_FILE},report.md,report.json}`)
    tell(`Next: ${nextCommand(folder, result, first.measured!.folder)}`)
  }
  return result.exitCode
}

function nextCommand(folder: string, { cells, planned }: SweepResult, cell: string): string {
  const measured = cells.filter(({ isPredicted }) => !isPredicted).length
  return measured < planned
    ? `the same command with --out ${folder}   (it goes on with the cells that are left)`
    : `npx utakata report ${join(folder, cell)}   (one of the cells, with all that was measured there)`
}
