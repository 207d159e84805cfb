import { openCalendar } from '../../../strategies/calendar/open.ts'
import { lineAt } from '../../../strategies/calendar/problems.ts'
import type { Span } from '../../../strategies/calendar/scan.ts'
import type { Series, Start } from '../../../strategies/calendar/series.ts'
import { zoneNamed } from '../../../strategies/calendar/zone.ts'
import type { Window } from '../../../strategies/calendar/window.ts'
import { explainTexts } from '../../report/messages/explain.ts'
import { explainSeries } from './explain-series.ts'
import { unescapeText } from '../../../strategies/calendar/content-line.ts'
import { propertiesOf } from '../../../strategies/calendar/properties.ts'

/** Of what a word means, more are only counted. */
const MAX_EVENTS = 10

export interface Explanation {
  /** For a terminal; none when the calendar has no such event. */
  readonly lines: readonly string[]
  /** Of those events, or of the calendar. */
  readonly problems: readonly string[]
}

/** Why the events that `search` names (a UID, `line 12`, or part of a title) are due in the window or not. */
export function explainEvents(body: Buffer, search: string, window: Window, zone: string): Explanation {
  let found: Explanation = { lines: [], problems: [] }
  for (const isMeant of meaningsOf(search, body)) {
    found = explainAll(body, isMeant, window, zone)
    if (found.lines.length > 0) break
  }
  return found
}

function explainAll(body: Buffer, isMeant: (event: Span) => boolean, window: Window, zone: string): Explanation {
  const meant: Span[] = []
  let count = 0
  const { series, startsOf, problems } = openCalendar(body, window, {
    mode: 'full',
    floating: zoneNamed(zone),
    isWanted(events) {
      if (!events.some(isMeant) || ++count > MAX_EVENTS) return false
      meant.push(...events)
      return true
    },
  })
  const starts = new Map<Series, readonly Start[]>()
  for (const one of series) starts.set(one, startsOf(one))
  // Before the neighbours of the window are looked for, whose problems are the same ones again.
  const sentences = [...problems.sentences()]

  const read = new Set<number>()
  const lines = Array.from(starts, ([one, inWindow]) => {
    for (const { span } of [...one.masters, ...one.overrides]) read.add(span.start)
    return ['', ...explainSeries({ ...one, inWindow, startsNear: (near) => startsOf(one, near) }, window, body)]
  })
  const unread = meant
    .filter(({ start }) => !read.has(start))
    .map(({ start }) => whyUnread(lineAt(body, start), sentences))
  const more = count > MAX_EVENTS ? [explainTexts.more(count - MAX_EVENTS)] : []
  return {
    lines: [...lines.flat(), ...unread.flatMap((line) => ['', line]), ...more.flatMap((line) => ['', line])],
    problems: sentences,
  }
}

/** Why an event of the file is not among those that count. */
function whyUnread(line: number, problems: readonly string[]): string {
  const problem = problems.find((sentence) => sentence.startsWith(`line ${line}: `))
  return problem === undefined ? explainTexts.doesNotCount(line) : explainTexts.unreadable(line)
}

type IsMeant = (event: Span) => boolean

/**
 * What is searched for, the likeliest first: a line in an event; else a UID; else part of a title, in any case. Nothing is
 * parsed for it, so that events that cannot be read are found too.
 */
function meaningsOf(search: string, body: Buffer): readonly IsMeant[] {
  const [, line] = /^line\s*(\d+)$/i.exec(search.trim()) ?? []
  if (line !== undefined) {
    const offset = offsetOfLine(body, Number(line))
    return [({ start, end }) => start <= offset && offset < end]
  }
  const title = search.toLowerCase()
  return [
    (event) => textOf('UID', event, body) === search,
    (event) => textOf('SUMMARY', event, body).toLowerCase().includes(title),
  ]
}

function textOf(name: string, event: Span, body: Buffer): string {
  for (const { value } of propertiesOf(body, event, new Set([name]), () => {})) return unescapeText(value)
  return ''
}

/** Where a line begins; the end of the body for one that is not there. */
function offsetOfLine(body: Buffer, line: number): number {
  let offset = 0
  for (let at = 1; at < line && offset < body.length; at++) {
    const end = body.indexOf(10, offset)
    offset = end === -1 ? body.length : end + 1
  }
  return offset
}
