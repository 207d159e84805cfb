import type { Outcome } from '../../strategies/job.ts'
import { describeStart } from '../../strategies/message.ts'
import { layOut, wrap } from '../report/table.ts'
import { visible } from './visible.ts'

/** Outcomes for programs: a feed only by its id, since its address is a secret. A dry run has `wouldBeSent` in place of `sent`. */
export function outcomesAsJson(outcomes: readonly Outcome[], dryRun: boolean) {
  return outcomes.map(({ feed, sent, failures }) => {
    const notices = sent.map(({ key, uid, summary, startMs, allDay, date, calendar, acceptedMs }) => {
      const notice = { key, uid, summary, start: new Date(startMs).toISOString(), allDay, date, calendar }
      return dryRun ? notice : { ...notice, accepted: new Date(acceptedMs).toISOString() }
    })
    return { feed: feed.id, [dryRun ? 'wouldBeSent' : 'sent']: notices, failures }
  })
}

/** Outcomes for people: what was sent, what failed, one line that sums up; a table on a terminal, else plain lines. */
export function tellOutcomes(outcomes: readonly Outcome[], dryRun: boolean): void {
  const sent = outcomes.flatMap((outcome) =>
    outcome.sent.map((notification) => ({ id: outcome.feed.id, notification })),
  )
  const failed = outcomes.filter(({ failures }) => failures.length > 0)
  if (sent.length > 0) {
    const rows = sent.map(({ id, notification }) =>
      [id, describeStart(notification), notification.summary].map(visible),
    )
    const table = [['feed', 'start', dryRun ? 'would be sent' : 'sent'], ...rows]
    for (const line of process.stdout.isTTY ? layOut(table) : rows.map((row) => row.join('\t'))) console.log(line)
    console.log()
  }
  for (const { feed, failures } of failed) {
    for (const { step, kind, message } of failures) {
      const text = `${visible(feed.id)}: ${step} failed (${kind}): ${visible(message)}`
      for (const line of process.stdout.isTTY ? wrap(text, process.stdout.columns) : [text]) console.log(line)
    }
  }
  if (failed.length > 0) console.log()
  const quiet = outcomes.filter((outcome) => outcome.sent.length === 0 && outcome.failures.length === 0).length
  const verb = dryRun ? 'would be sent' : 'sent'
  console.log(
    `${outcomes.length} feeds: ${sent.length} notifications ${verb}, ${failed.length} feeds with failures, ${quiet} with nothing due.`,
  )
}
