import { statSync } from 'node:fs'
import { type Present, type Stored, storedFrom } from '../gate/stored.ts'
import { readTrials, type Trial } from '../trial.ts'
import { UsageError } from '../usage-error.ts'
import { TRIALS_FILE } from './report.ts'

/** Reads a result that was kept: its folder or its trials. Throws a UsageError with every reason why it cannot be a baseline. */
export function readBaseline(name: string, present: Present): Stored {
  // Not joined: that would take a slash out of an address, which is then no longer known for one and shown.
  const file = isFolder(name) ? `${name}/${TRIALS_FILE}` : name
  const stored = storedFrom(name, readOrRefuse(file), present)
  if (!('refusals' in stored)) return stored
  const reasons = stored.refusals.map((reason) => `\n  ${reason}`).join('')
  throw new UsageError(
    `--baseline: expected a result of the same scenario, measured on this machine, got "${name}":${reasons}\nMeasure it again here, or use --baseline-ref REV, which needs no stored result.`,
  )
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function readOrRefuse(file: string): [Trial, ...Trial[]] {
  try {
    return readTrials(file).trials as [Trial, ...Trial[]]
  } catch (error) {
    throw new UsageError(`--baseline: ${(error as Error).message}`, { cause: error })
  }
}
