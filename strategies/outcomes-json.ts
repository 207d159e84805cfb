import type { Outcome } from './job.ts'

/**
 * Outcomes for programs: a feed only by its id, since its address is a secret. A dry run has `wouldBeSent` in place of `sent`;
 * `claimed` is there where other runs had sent something.
 */
export function outcomesAsJson(outcomes: readonly Outcome[], dryRun: boolean) {
  return outcomes.map(({ feed, sent, failures, claimed }) => {
    const notices = sent.map(({ key, uid, summary, startMs, recurrenceMs, allDay, date, calendar, acceptedMs }) => {
      const movedFrom = recurrenceMs === undefined ? undefined : new Date(recurrenceMs).toISOString()
      const notice = { key, uid, summary, start: new Date(startMs).toISOString(), movedFrom, allDay, date, calendar }
      return dryRun ? notice : { ...notice, accepted: new Date(acceptedMs).toISOString() }
    })
    return { feed: feed.id, [dryRun ? 'wouldBeSent' : 'sent']: notices, failures, claimed }
  })
}
