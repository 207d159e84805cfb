import type { Calendar, Feed, Notice, Occurrence } from './job.ts'

/** What is due in a calendar, as it is sent: under the name that its user gave it, else its own. */
export function noticesOf(feed: Feed, { name, occurrences }: Calendar): Notice[] {
  const calendar = feed.name ?? name ?? feed.id
  return occurrences.map((occurrence) => ({
    ...occurrence,
    key: keyOf(feed, occurrence),
    feedId: feed.id,
    calendar,
  }))
}

/** As in a claim, a moved occurrence is another one than that which starts in its new place anyway. */
function keyOf(feed: Feed, { uid, startMs, recurrenceMs }: Occurrence): string {
  const key = `${feed.id} ${uid} ${new Date(startMs).toISOString()}`
  return recurrenceMs === undefined ? key : `${key} moved from ${new Date(recurrenceMs).toISOString()}`
}
