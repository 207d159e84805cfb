import { join } from 'node:path'
import { type Io, pathIn } from '../../cli/io.ts'
import { UserError } from '../../io/user-error.ts'
import { hasOpen, type Journal, openJournal, reopenJournal } from '../../run/aws/configuration/journal.ts'

/** One for all comparisons of a folder, so that `ab --restore` finds what any of them left. */
const AB_JOURNAL = join('utakata-results', 'ab-journal.jsonl')

/** One for all results of a folder, so that `apply --undo` finds what was applied last. */
const APPLY_JOURNAL = join('utakata-results', 'apply-journal.jsonl')

/** The command that puts back what was applied last. */
export const UNDO = 'npx utakata apply --undo'

export function abJournalFile(io: Io): string {
  return pathIn(io, AB_JOURNAL)
}

export function applyJournalFile(io: Io): string {
  return pathIn(io, APPLY_JOURNAL)
}

/** The journal of what is applied. Throws a UserError where something was cut short. */
export function openApplyJournal(io: Io): Journal {
  const journal = reopenJournal(applyJournalFile(io))
  if (journal.isEmpty() || journal.isApplied()) return journal
  journal[Symbol.dispose]()
  throw new UserError('apply-cut-short', { command: UNDO })
}

/**
 * Throws a UserError where a comparison, or something that was applied, was cut short or still goes on: functions are not as they should be, and
 * nothing about them may be relied on. Where nothing is open, nothing is written or held.
 */
export function checkJournals(io: Io): void {
  if (hasOpen(abJournalFile(io))) openJournal(abJournalFile(io))[Symbol.dispose]()
  if (hasOpen(applyJournalFile(io))) openApplyJournal(io)[Symbol.dispose]()
}
