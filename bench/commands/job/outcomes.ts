import type { Outcome } from '../../../strategies/job.ts'
import { describeStart, titleOf } from '../../../strategies/message.ts'
import { layOut } from '../../report/table.ts'
import { print } from '../../cli/print.ts'
import { escapeControlCharacters } from '../../io/escape-control-characters.ts'
import type { Io } from '../../cli/io.ts'
import { jobTexts } from '../../report/messages/commands.ts'

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
    const table = [jobTexts.head(dryRun), ...rows]
    for (const line of stdout.isTTY ? layOut(table) : rows.map((row) => row.join('\t'))) print(line, stdout)
    stdout.write('\n')
  }
  for (const { feed, failures } of failed)
    for (const { step, kind, message } of failures)
      print(jobTexts.failed(escapeControlCharacters(feed.id), step, kind, escapeControlCharacters(message)), stdout)
  if (failed.length > 0) stdout.write('\n')
  const quiet = outcomes.filter(
    (outcome) => outcome.sent.length === 0 && outcome.failures.length === 0 && outcome.claimed === undefined,
  ).length
  const claimed = outcomes.reduce((sum, outcome) => sum + (outcome.claimed ?? 0), 0)
  const unknown = outcomes.flatMap(({ failures }) => failures).filter(({ kind }) => kind === 'unknown').length
  print(
    jobTexts.sum({
      feeds: outcomes.length,
      sent: sent.length,
      isDryRun: dryRun,
      unknown,
      claimed,
      failed: failed.length,
      quiet,
    }),
    stdout,
  )
}
