import type { KnownBlock } from '@slack/types'
import type { Notice } from './job.ts'

/** What is posted to an incoming webhook. Source: Slack's reference of `chat.postMessage` and of Block Kit. */
export interface Message {
  readonly text: string
  readonly blocks: readonly KnownBlock[]
  readonly parse: 'none'
  readonly link_names: false
}

/** A section holds 3,000 characters, and escaping makes at most five of one. */
const MOST_CHARACTERS = 500

/**
 * One notice as a Block Kit message. The text comes from a feed, so it must never mention people: `&`, `<`, `>` are
 * escaped (`<!channel>` would ring everybody), and `verbatim`, `parse`, `link_names` keep Slack from finding `@here` by itself.
 */
export function messageOf({ summary, startMs, allDay, calendar }: Notice): Message {
  const title = escapeText(summary === '' ? '(no title)' : summary)
  const when = dateToken(startMs, allDay)
  return {
    text: `${title} at ${new Date(startMs).toISOString()}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: `*${title}*\n${when}` } },
      { type: 'context', elements: [{ type: 'mrkdwn', verbatim: true, text: escapeText(calendar) }] },
    ],
    parse: 'none',
    link_names: false,
  }
}

/** Slack's `<!date^...>`: each reader sees the own time zone; whoever cannot sees UTC. */
function dateToken(startMs: number, allDay: boolean): string {
  const iso = new Date(startMs).toISOString()
  const [format, fallback] = allDay
    ? ['{date_long_pretty}', iso.slice(0, 10)]
    : ['{date_short_pretty} {time}', `${iso.slice(0, 16).replace('T', ' ')} UTC`]
  return `<!date^${Math.floor(startMs / 1000)}^${format}|${fallback}>`
}

/** Source: Slack, "Formatting text for app surfaces", escaping. Line breaks would leave the bold title. */
function escapeText(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  const characters = Array.from(line)
  const short = characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : line
  return short.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
