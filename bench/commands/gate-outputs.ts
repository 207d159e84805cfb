import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawJunit } from '../export/junit.ts'
import type { JudgedGate } from '../judge/gate/gate.ts'
import { exitCodeOf } from '../cli/gate-exit-code.ts'
import { recordOf } from '../judge/gate/record.ts'
import { gateSuite } from '../export/gate-suite.ts'
import { gateDocument } from '../report/documents/gate.ts'
import { ENGLISH } from '../report/messages/en.ts'
import { drawMarkdown } from '../report/render/markdown.ts'
import { drawTerminal } from '../report/render/terminal.ts'
import { writeNamed, writeWhole } from '../io/write-whole.ts'
import type { ResultFolder } from './held-folder.ts'
import { tell } from '../cli/print.ts'

export interface GateOutputs {
  /** Of the result, for gate.json. */
  readonly folder: ResultFolder
  /** Of the scenario. */
  readonly name: string
  readonly junit?: string | undefined
  /** The report itself is on standard output, for a program. */
  readonly json?: boolean | undefined
}

const GATE_FILE = 'gate.json'

/** Tells what a gate has come to: as a table, as gate.json, to the summary of a job in CI where there is one, and as JUnit where wanted. */
export function tellGate(judged: JudgedGate, { folder, name, junit, json = false }: GateOutputs): void {
  const stream = json ? process.stderr : process.stdout
  const width = stream.isTTY ? stream.columns : 100
  const document = gateDocument({ ...judged, scenario: name }, ENGLISH)
  tell(`\n${drawTerminal(document, { width, colour: false })}`, stream)
  const lost = folder.whyLost?.()
  if (lost !== undefined) tell(`utakata: ${lost}`, process.stderr)
  const written = [
    ...(lost === undefined
      ? writing(join(folder.path, GATE_FILE), (file) =>
          writeWhole(file, `${JSON.stringify(recordOf(judged, exitCodeOf(judged)), undefined, 2)}\n`),
        )
      : []),
    ...(junit === undefined ? [] : writing(junit, (file) => writeNamed(file, drawJunit([gateSuite(name, judged)])))),
  ]
  const { GITHUB_STEP_SUMMARY: summary } = process.env
  // Other steps of the job, and other gates, have their say in it, too.
  if (summary) writing(summary, (file) => appendFileSync(file, `${drawMarkdown(document)}\n`))
  if (written.length > 0) tell(`Written: ${written.join(', ')}`, stream)
}

/** What was measured for minutes is not lost to a full disk: it has been told, and its exit code stays. */
function writing(file: string, write: (file: string) => void): string[] {
  try {
    write(file)
    return [file]
  } catch (error) {
    tell(`utakata: "${file}" could not be written (${(error as NodeJS.ErrnoException).code})`, process.stderr)
    return []
  }
}
