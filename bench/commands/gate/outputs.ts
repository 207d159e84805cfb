import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawJunit, gateSuite } from '../../export/junit.ts'
import type { JudgedGate } from '../../judge/gate/gate.ts'
import { exitCodeOf } from '../../cli/gate-exit-code.ts'
import { recordOf } from '../../judge/gate/record.ts'
import { gateDocument } from '../../report/documents/gate.ts'
import { ENGLISH } from '../../report/messages/en.ts'
import { drawMarkdown } from '../../report/render/markdown.ts'
import { drawTerminal } from '../../report/render/terminal.ts'
import { writeNamed, writeWhole } from '../../io/write-whole.ts'
import type { ResultFolder } from '../results/held-folder.ts'
import { print, widthOf } from '../../cli/print.ts'
import { type Io, pathIn } from '../../cli/io.ts'
import { problemText } from '../../report/messages/problems.ts'
import { noticeTexts } from '../../report/messages/commands.ts'

export interface GateOutputs {
  /** Of the result, for gate.json. */
  readonly folder: ResultFolder
  /** Of the scenario. */
  readonly name: string
  readonly junit?: string | undefined
  /** The report itself is on standard output, for a program. */
  readonly json?: boolean | undefined
  readonly io: Io
}

const GATE_FILE = 'gate.json'

/** Reports what a gate has come to: as a table, as gate.json, to the summary of a job in CI where there is one, and as JUnit where wanted. */
export function printGate(judged: JudgedGate, { folder, name, junit, json = false, io }: GateOutputs): void {
  const output = json ? io.stderr : io.stdout
  const document = gateDocument({ ...judged, scenario: name }, ENGLISH)
  print(`\n${drawTerminal(document, { width: widthOf(output), colour: false, messages: ENGLISH })}`, output)
  const lost = folder.whyLost?.()
  if (lost !== undefined) print(`utakata: ${problemText(lost)}`, io.stderr)
  const written = [
    ...(lost === undefined
      ? writing(join(folder.path, GATE_FILE), io, (file) =>
          writeWhole(file, `${JSON.stringify(recordOf(judged, exitCodeOf(judged)), undefined, 2)}\n`),
        )
      : []),
    ...(junit === undefined
      ? []
      : writing(junit, io, (file) => writeNamed(file, drawJunit([gateSuite(name, judged)])))),
  ]
  const { GITHUB_STEP_SUMMARY: summary } = io.env
  // Other steps of the job, and other gates, have their say in it, too.
  if (summary) writing(pathIn(io, summary), io, (file) => appendFileSync(file, `${drawMarkdown(document, ENGLISH)}\n`))
  if (written.length > 0) print(noticeTexts.written(written.join(', ')), output)
}

/** What was measured for minutes is not lost to a full disk: it has been printed, and its exit code stays. */
function writing(file: string, { stderr }: Io, write: (file: string) => void): string[] {
  try {
    write(file)
    return [file]
  } catch (error) {
    print(noticeTexts.unwritten(file, String((error as NodeJS.ErrnoException).code)), stderr)
    return []
  }
}
