import { summarizeRate } from '../rate/summarize-rate.ts'
import type { RateResult } from '../rate/rate-result.ts'
import { drawRateMarkdown } from '../report/rate-markdown.ts'
import { drawRateTerminal } from '../report/rate-terminal.ts'
import type { readTrials, Trial } from '../trial.ts'
import { UsageError } from '../usage-error.ts'
import { TRIALS_FILE, tryToWrite } from './result-files.ts'
import { tell } from './tell.ts'

/** Writes report.md and report.json of jobs on a schedule beside their trials, whole or not at all, and prints what was asked for. */
export function writeRateReports(
  folder: string,
  { trials, warnings }: ReturnType<typeof readTrials>,
  { json, markdown }: { readonly json?: boolean; readonly markdown?: boolean },
): { readonly exitCode: RateResult['exitCode'] } {
  const result = readRate(trials)
  const text = drawRateMarkdown(result)
  const data = `${JSON.stringify(result, undefined, 2)}\n`
  const written = tryToWrite(folder, { 'report.md': text, 'report.json': data })
  for (const warning of warnings) console.error(`utakata: ${warning}`)
  if (json) process.stdout.write(data)
  else if (markdown) process.stdout.write(text)
  else {
    const { isTTY, columns } = process.stdout
    const colour = isTTY && process.stdout.hasColors()
    console.log(`${drawRateTerminal(result, { width: isTTY ? columns : 100, colour })}\n`)
    if (written) tell(`Written: ${folder}/{${TRIALS_FILE},report.md,report.json}`)
  }
  return { exitCode: result.exitCode }
}

function readRate(trials: readonly Trial[]): RateResult {
  try {
    return summarizeRate(trials)
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error })
  }
}
