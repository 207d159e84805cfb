import { statSync } from 'node:fs'
import { type Present, type Stored, storedFrom } from '../../judge/gate/stored.ts'
import { readTrials, type Trial } from '../../trial/trial.ts'
import { problemOf, UserError } from '../../io/user-error.ts'
import { refusalText } from '../../report/sentences/gate-refusal.ts'
import { ENGLISH } from '../../report/messages/en.ts'
import { TRIALS_FILE } from '../results/result-files.ts'
import { isSweepFolder } from '../sweep/folder.ts'
import { print } from '../../cli/print.ts'
import type { Io } from '../../cli/io.ts'
import { problemText } from '../../report/messages/problems.ts'

/** Reads a result that was kept: its folder or its trials. Throws a UserError with every reason why it cannot be a baseline. */
export function readBaseline(name: string, present: Present, io: Io): Stored {
  if (isSweepFolder(name)) throw new UserError('baseline-of-sweep', { name })
  // Not joined: that would take a slash out of an address, which is then no longer known for one and shown.
  const file = isFolder(name) ? `${name}/${TRIALS_FILE}` : name
  const { trials, warnings } = readOrRefuse(file)
  for (const warning of warnings) print(`utakata: ${problemText(warning)}`, io.stderr)
  const stored = storedFrom(name, trials as [Trial, ...Trial[]], present)
  if (!('refusals' in stored)) return stored
  throw new UserError('baseline-refused', {
    name,
    reasons: stored.refusals.map((refusal) => refusalText(refusal, ENGLISH)),
  })
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function readOrRefuse(file: string): ReturnType<typeof readTrials> {
  try {
    return readTrials(file)
  } catch (error) {
    throw new UserError('baseline-unreadable', { problem: problemOf(error) }, { cause: error })
  }
}
