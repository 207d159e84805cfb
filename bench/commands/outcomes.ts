import type { Outcome } from '../../strategies/job.ts'
import { layOut } from '../report/table.ts'
import { visible } from './visible.ts'

/** Outcomes for programs: a feed only by its id, since its address is a secret. */
export function outcomesAsJson(outcomes: readonly Outcome[]) {
  return outcomes.map(({ feed, sent, failures }) => ({
    feed: feed.id,
    sent: sent.map(({ key, uid, summary, startMs, allDay, calendar, acceptedMs }) => {
      return {
        key,
        uid,
        summary,
        start: new Date(startMs).toISOString(),
        allDay,
        calendar,
        accepted: new Date(acceptedMs).toISOString(),
      }
    }),
    failures,
  }))
}

/** Outcomes for people: what was sent, what failed, one line that sums up. Feeds with nothing due are only counted. */
export function tellOutcomes(outcomes: readonly Outcome[], dryRun: boolean): void {
  const sent = outcomes.flatMap((outcome) =>
    outcome.sent.map((notification) => ({ id: outcome.feed.id, notification })),
  )
  const failed = outcomes.filter(({ failures }) => failures.length > 0)
  if (sent.length > 0) {
    const rows = sent.map(({ id, notification: { startMs, allDay, summary } }) =>
      [id, instantOf(startMs, allDay), summary].map(visible),
    )
    for (const line of layOut([['feed', 'start (UTC)', dryRun ? 'would be sent' : 'sent'], ...rows])) console.log(line)
    console.log()
  }
  for (const { feed, failures } of failed) {
    for (const { step, kind, message } of failures)
      console.log(`${visible(feed.id)}: ${step} failed (${kind}): ${visible(message)}`)
  }
  if (failed.length > 0) console.log()
  const quiet = outcomes.filter((outcome) => outcome.sent.length === 0 && outcome.failures.length === 0).length
  const verb = dryRun ? 'would be sent' : 'sent'
  console.log(
    `${outcomes.length} feeds: ${sent.length} notifications ${verb}, ${failed.length} feeds with failures, ${quiet} with nothing due.`,
  )
}

export function instantOf(startMs: number, allDay: boolean): string {
  const iso = new Date(startMs).toISOString()
  return allDay && iso.endsWith('T00:00:00.000Z')
    ? `${iso.slice(0, 10)} all day`
    : `${iso.slice(0, 16).replace('T', ' ')}${allDay ? ' all day' : ''}`
}
