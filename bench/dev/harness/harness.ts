/** What the repository's own tools share: options, temporary folders, other programs, tables, targets and exit codes. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Command, CommanderError } from 'commander'
import { atExit } from '../../io/at-exit.ts'
import { onInterrupt } from '../../cli/interrupt.ts'
import { processIo } from '../../cli/process-io.ts'
import { parseCount } from '../../cli/values.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { formatSummary } from '../../report/format.ts'
import { layOut } from '../../report/table.ts'
import type { Summary } from '../../statistics/summary.ts'
import { CodedError } from '../../io/user-error.ts'
import { errorText } from '../../report/messages/problems.ts'

/** A mistake of whoever called a tool, in words. */
export class ToolError extends Error {}

/**
 * Reads the options of `npm run NAME` and runs the action that `define` gives the command. A mistake of the caller, which commander finds or the
 * action throws as a ToolError, is printed and sets exit code 1.
 */
export async function runTool(
  name: string,
  description: string,
  define: (tool: Command) => Command,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const explain = (message: string) => `${name}: ${message}`
  const tool = define(
    new Command(`npm run ${name} --`)
      .description(description)
      .exitOverride()
      .configureOutput({ outputError: (text, write) => write(explain(text.replace(/^error: /, ''))) })
      .showHelpAfterError(`(npm run ${name} -- --help lists the options)`),
  )
  try {
    await tool.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode
    else if (error instanceof ToolError || error instanceof CodedError) {
      console.error(explain(errorText(error)))
      process.exitCode = EXIT.usage
    } else throw error
  }
}

/** Reads a whole number of at least `min`; `of` is how a mistake names the option. */
export function wholeNumber(of: string, min = 1): (text: string) => number {
  return (text) => parseCount(text, of, min)
}

/** Runs `work` until the first Ctrl-C aborts its signal. What the abort breaks off is no error; the exit code is then `EXIT.interrupted`. */
export async function untilInterrupted(notice: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { signal, dispose } = onInterrupt(notice, processIo())
  try {
    await work(signal)
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    dispose()
  }
  if (!signal.aborted) return
  process.exitCode = EXIT.interrupted
  // The echo of a Ctrl-C may still come: a process that is left to itself stops listening before it has ended.
  process.once('beforeExit', () => process.exit())
}

/** A new folder, removed when it is disposed of or when a signal or an error ends the process. */
export function temporaryFolder(purpose: string): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), `utakata-${purpose}-`))
  const remove = () => rmSync(path, { recursive: true, force: true })
  const callOff = atExit(remove)
  return {
    path,
    [Symbol.dispose]() {
      remove()
      callOff()
    },
  }
}

/** Runs a program to its end; rejects with what it printed where it fails, is not found or takes longer than `timeout` milliseconds. */
export const run = promisify(execFile)

/** Rows under a head, the columns at `numeric` to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[], numeric: readonly number[]) {
  for (const line of layOut([head, ...rows], numeric)) console.log(line)
}

/** A figure and the limit that it has to keep to. */
export interface Target {
  /** Follows the figure, unit first: `seconds of synthesis`. */
  readonly what: string
  /** A median may come with its interval, which is printed; the median decides. */
  readonly measured: number | Omit<Summary, 'count'>
  readonly atMost?: number
  readonly atLeast?: number
}

/** Prints each target with its figure. One that is missed sets the exit code. */
export function checkTargets(targets: readonly Target[]): void {
  console.log('\nTargets (where one is missed by little, try again on an idle machine):')
  for (const { what, measured, atMost, atLeast } of targets) {
    const summary = typeof measured === 'number' ? { median: measured } : measured
    const isMet = summary.median <= (atMost ?? Infinity) && summary.median >= (atLeast ?? -Infinity)
    const limit = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`
    console.log(`${isMet ? 'met   ' : 'missed'}  ${formatSummary(summary)} ${what}, ${limit}`)
    expectMet(isMet)
  }
}

/** Sets the exit code where a target is missed. */
export function expectMet(isMet: boolean): void {
  if (!isMet) process.exitCode = EXIT.thresholdFailed
}
