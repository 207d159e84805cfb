import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawJunit, gateSuite } from '../../export/junit.ts'
import type { JudgedGate } from '../../judge/gate/gate.ts'
import { exitCodeOf } from '../../cli/gate-exit-code.ts'
import { recordOf } from '../../judge/gate/record.ts'
import type { ReportDocument } from '../../report/document.ts'
import { gateDocument, withBenchmark } from '../../report/documents/gate.ts'
import type { Messages } from '../../report/messages/messages.ts'
import { drawMarkdown } from '../../report/render/markdown.ts'
import { drawTerminal } from '../../report/render/terminal.ts'
import { writeNamed, writeWhole } from '../../io/write-whole.ts'

import { type FormOptions, giveReport, type Report } from '../results/give-report.ts'
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
  /** On the benchmark itself, which follows the gate in the files of the report; absent where it was not measured. */
  readonly report?: Report | undefined
  readonly messages: Messages
  readonly forms?: FormOptions
  readonly io: Io
}

export const GATE_FILE = 'gate.json'

/**
 * Reports what a gate has come to: on standard output, in the report of the benchmark, as gate.json, to the summary of a job in CI where there
 * is one, and as JUnit where wanted. The benchmark has nothing else to recommend.
 */
export async function giveGate(
  judged: JudgedGate,
  { folder, name, junit, report, messages, forms = {}, io }: GateOutputs,
): Promise<void> {
  const document = gateDocument({ ...judged, scenario: name }, messages)
  const lost = folder.whyLost?.()
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
  if (summary) writing(pathIn(io, summary), io, (file) => appendFileSync(file, `${drawMarkdown(document, messages)}\n`))
  if (report) {
    // The report itself is on standard output, for a program.
    if (forms.json) printDocument(document, messages, io.stderr)
    await giveReport(folder, { ...report, document: withBenchmark(document, report.document) }, forms, io)
  } else {
    printDocument(document, messages, forms.json ? io.stderr : io.stdout)
    if (lost !== undefined) print(`utakata: ${problemText(lost)}`, io.stderr)
  }
  if (written.length > 0) print(noticeTexts.written(written.join(', ')), io.stderr)
}

function printDocument(document: ReportDocument, messages: Messages, output: Io['stdout']): void {
  print(drawTerminal(document, { width: widthOf(output), colour: false, messages }), output)
}

/** What was measured for minutes is not lost to a full disk: its exit code stays, and it is printed. */
function writing(file: string, { stderr }: Io, write: (file: string) => void): string[] {
  try {
    write(file)
    return [file]
  } catch (error) {
    print(noticeTexts.unwritten(file, String((error as NodeJS.ErrnoException).code)), stderr)
    return []
  }
}
