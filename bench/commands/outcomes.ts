import type { Outcome } from '../../strategies/job.ts'
import { describeStart, titleOf } from '../../strategies/message.ts'
import { counted } from '../report/counted.ts'
import { layOut } from '../report/table.ts'
import { print } from '../cli/print.ts'
import { escapeControlCharacters } from '../io/escape-control-characters.ts'
import type { Io } from '../cli/io.ts'

/** Outcomes for people: what was sent, what failed, one line that sums up; a table on a terminal, else plain lines. */
export function printOutcomes(outcomes: readonly Outcome[], dryRun: boolean, { stdout }: Io): void {
  const sent = outcomes.flatMap((outcome) =>
    outcome.sent.map((notification) => ({ id: outcome.feed.id, notification })),
  )
  const failed = outcomes.filter(({ failures }) => failures.length > 0)
  if (sent.length > 0) {
    const rows = sent.map(({ id, notification }) =>
      [id, describeStart(notification), titleOf(notification)].map(escapeControlCharacters),
    )
    const table = [['feed', 'start', dryRun ? 'would be sent' : 'sent'], ...rows]
    for (const line of stdout.isTTY ? layOut(table) : rows.map((row) => row.join('\t'))) print(line, stdout)
    stdout.write('\n')
  }
  for (const { feed, failures } of failed)
    for (const { step, kind, message } of failures)
      print(
        `${escapeControlCharacters(feed.id)}: ${step} failed (${kind}): ${escapeControlCharacters(message)}`,
        stdout,
      )
  if (failed.length > 0) stdout.write('\n')
  const quiet = outcomes.filter(
    (outcome) => outcome.sent.length === 0 && outcome.failures.length === 0 && outcome.claimed === undefined,
  ).length
  const verb = dryRun ? 'would be sent' : 'sent'
  const claimed = outcomes.reduce((sum, outcome) => sum + (outcome.claimed ?? 0), 0)
  const before = claimed > 0 ? ` (${claimed} more had been claimed by earlier runs)` : ''
  const unknown = outcomes.flatMap(({ failures }) => failures).filter(({ kind }) => kind === 'unknown').length
  const perhaps = unknown > 0 ? ` (${unknown} more may have been)` : ''
  print(
    `${counted(outcomes.length, 'feed')}: ${counted(sent.length, 'notification')} ${verb}${perhaps}${before}, ${counted(failed.length, 'feed')} with failures, ${quiet} with nothing due.`,
    stdout,
  )
}
