import { join } from 'node:path'
import { TIMELINES_FILE } from '../../trial/timelines.ts'
import { writeWhole } from '../../io/write-whole.ts'
import type { ResultFolder } from './held-folder.ts'
import { print } from '../../cli/print.ts'
import type { Io } from '../../cli/io.ts'
import { problemText } from '../../report/messages/problems.ts'
import { noticeTexts } from '../../report/messages/commands.ts'

/** In the folder of a result: every run of it. */
export const TRIALS_FILE = 'trials.jsonl'

/** What was measured, whole: with it predictions stand beside what was measured. */
export const SCENARIO_FILE = 'scenario.json'

/** The same trials with what their traces report. */
export const TRACES_FILE = 'traces.jsonl'

/** In the folder of a sweep: what it is; its cells' folders lie beside it. */
export const SWEEP_FILE = 'sweep.json'

/** What a report is made of. */
export const RESULT_FILES = [TRIALS_FILE, TRACES_FILE, TIMELINES_FILE, SCENARIO_FILE, SWEEP_FILE]

/** Writes files of a report, each whole or not at all; where that cannot be done it is said, and false. */
export function tryToWrite(
  { path, whyLost }: ResultFolder,
  files: Readonly<Record<string, string>>,
  { stderr }: Io,
): boolean {
  const lost = whyLost?.()
  if (lost !== undefined) {
    print(`utakata: ${problemText(lost)}`, stderr)
    return false
  }
  try {
    for (const [name, text] of Object.entries(files)) writeWhole(join(path, name), text)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    print(noticeTexts.reportUnwritten(path, String(code)), stderr)
    return false
  }
}
