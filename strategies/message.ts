import type { KnownBlock } from '@slack/types'
import type { Notice, Occurrence } from './job.ts'

/** What is posted to an incoming webhook. Source: Slack's reference of `chat.postMessage` and of Block Kit. */
export interface Message {
  readonly text: string
  readonly blocks: readonly KnownBlock[]
  readonly parse: 'none'
  readonly link_names: false
}

/** A section holds 3,000 characters, and escaping makes at most five of one. */
const MAX_CHARACTERS = 500

/**
 * One notice as a Block Kit message. The text comes from a feed, so it must never mention people: `&`, `<`, `>` are
 * escaped (`<!channel>` would ring everybody), and `verbatim`, `parse`, `link_names` keep Slack from finding `@here` by itself.
 */
export function messageOf(notice: Omit<Notice, 'key' | 'feedId'>): Message {
  const title = escapeText(titleOf(notice))
  return {
    text: `${title}, ${describeStart(notice)}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: `*${title}*\n${dateToken(notice)}` } },
      { type: 'context', elements: [{ type: 'mrkdwn', verbatim: true, text: escapeText(notice.calendar) }] },
    ],
    parse: 'none',
    link_names: false,
  }
}

export function titleOf({ summary }: Pick<Occurrence, 'summary'>): string {
  return summary === '' ? '(no title)' : summary
}

/** When an occurrence starts, for people: `2026-01-15 09:30 UTC`, with seconds where it has some, or `2026-01-15, all day`. */
export function describeStart({ startMs, allDay, date }: Pick<Occurrence, 'startMs' | 'allDay' | 'date'>): string {
  const iso = new Date(startMs).toISOString()
  return allDay
    ? `${date ?? iso.slice(0, 10)}, all day`
    : `${iso.slice(0, startMs % 60_000 === 0 ? 16 : 19).replace('T', ' ')} UTC`
}

/** Slack's `<!date^...>`: each reader sees the own time zone; a day is the same day for all of them. */
function dateToken(notice: Parameters<typeof describeStart>[0]): string {
  if (notice.allDay) return describeStart(notice)
  return `<!date^${Math.floor(notice.startMs / 1000)}^{date_short_pretty} {time}|${describeStart(notice)}>`
}

/** Source: Slack, "Formatting text for app surfaces", escaping. Line breaks would leave the bold title. */
function escapeText(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  const characters = Array.from(line)
  const short = characters.length > MAX_CHARACTERS ? `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…` : line
  return short.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
