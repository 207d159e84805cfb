import { parameterOf } from '../../../strategies/calendar/content-line.ts'
import type { CalendarEvent } from '../../../strategies/calendar/event.ts'
import type { Moment } from '../../../strategies/calendar/moment.ts'
import { lineAt } from '../../../strategies/calendar/problems.ts'
import { propertiesOf } from '../../../strategies/calendar/properties.ts'
import type { Series, Start } from '../../../strategies/calendar/series.ts'
import { isDue } from '../../../strategies/check.ts'
import type { Window } from '../../../strategies/calendar/window.ts'
import { titleOf } from '../../../strategies/message.ts'
import { dueTexts, eventTexts, explainTexts, startsTexts } from '../../report/messages/explain.ts'
import { layOut } from '../../report/table.ts'
import { escapeControlCharacters } from '../../io/escape-control-characters.ts'

/** Starts in the window that are shown, and on either side of it. */
const MAX_STARTS = 20
const NEIGHBOURS = 2
/** How far the neighbours are looked for: near first, since there a rule of each second has thousands. */
const REACHES_MS = [1 / 24, 1, 40, 400, 4000].map((days) => days * 86_400_000)
/** Of a list of dates. */
const MAX_DATES = 5
const WRITTEN: ReadonlySet<string> = new Set(['DTSTART', 'RDATE', 'EXDATE'])

interface FollowedSeries extends Series {
  readonly inWindow: readonly Start[]
  readonly startsNear: (near: Window) => readonly Start[]
}

/** What the events of a UID say, when they start around the window, and the verdict. */
export function explainSeries(series: FollowedSeries, window: Window, body: Buffer): string[] {
  const lineOf = ({ span }: CalendarEvent) => lineAt(body, span.start)
  const inside = inOrder(series.inWindow, window)
  const before = neighbours(
    series,
    (reachMs) => ({ fromMs: window.fromMs - reachMs, untilMs: window.fromMs }),
    -NEIGHBOURS,
  )
  const after = neighbours(
    series,
    (reachMs) => ({ fromMs: window.untilMs, untilMs: window.untilMs + reachMs }),
    NEIGHBOURS,
  )
  const row = (place: string) => (start: Start) => [
    `  ${utc(start.startMs)}`,
    startsTexts.because(start.because),
    [place, ...fateOf(start, lineOf)].join(', '),
  ]
  const shown = inside.slice(0, MAX_STARTS)
  const rows = layOut([
    ...before.map(row(startsTexts.before)),
    ...shown.map((start) => row(isDue(start, window) ? startsTexts.due : startsTexts.inside)(start)),
    ...after.map(row(startsTexts.after)),
  ])
  const left = inside.length - shown.length
  if (left > 0) rows.splice(before.length + shown.length, 0, `  ${startsTexts.moreInside(left)}`)
  return [
    ...[...series.masters, ...series.overrides].flatMap((event) => describeEvent(event, body)),
    ...(rows.length > 0 ? ['', ...rows] : []),
    verdictOn(inside, { before, after }, window, lineOf),
  ]
}

/** The `most` starts of a span next to the window, the last ones of it for a number below 0. */
function neighbours({ startsNear }: FollowedSeries, spanOf: (reachMs: number) => Window, most: number): Start[] {
  let found: Start[] = []
  for (const reachMs of REACHES_MS) {
    const span = spanOf(reachMs)
    found = inOrder(startsNear(span), span)
    if (found.length >= Math.abs(most)) break
  }
  return most < 0 ? found.slice(most) : found.slice(0, most)
}

function inOrder(starts: readonly Start[], { fromMs, untilMs }: Window): Start[] {
  return starts.filter(({ startMs }) => startMs >= fromMs && startMs < untilMs).sort((a, b) => a.startMs - b.startMs)
}

type LineOf = (event: CalendarEvent) => number

function verdictOn(
  inside: readonly Start[],
  { before, after }: Readonly<Record<'before' | 'after', readonly Start[]>>,
  window: Window,
  lineOf: LineOf,
): string {
  const due = inside.filter((start) => isDue(start, window)).length
  if (due > 0) return dueTexts.due(due)
  const fates = new Set(inside.flatMap((start) => fateOf(start, lineOf)))
  if (fates.size > 0) return dueTexts.notDue([...fates])
  const [next] = after
  const last = before.at(-1)
  return dueTexts.noStart(next && utc(next.startMs), last && utc(last.startMs))
}

function describeEvent(event: CalendarEvent, body: Buffer): string[] {
  const { span, start, recurrenceId, isRange, rules, status, uid } = event
  const written = [...propertiesOf(body, span, WRITTEN, () => {})]
  const tzid = written.flatMap((line) => (line.name === 'DTSTART' ? (parameterOf(line, 'TZID') ?? []) : []))[0]
  const isOther = tzid !== undefined && tzid !== start.zone.name
  const facts: string[][] = [[eventTexts.starts, eventTexts.start(momentOf(start), isOther ? tzid : undefined)]]
  if (recurrenceId) facts.push([eventTexts.standsFor, eventTexts.replaced(momentOf(recurrenceId), isRange)])
  for (const { text } of rules) facts.push([eventTexts.repeats, text])
  for (const [name, called] of [
    ['RDATE', eventTexts.alsoOn],
    ['EXDATE', eventTexts.notOn],
  ]) {
    const dates = written.filter((line) => line.name === name).flatMap(({ value }) => value.split(','))
    if (dates.length > 0) facts.push([called!, eventTexts.dates(dates.slice(0, MAX_DATES), dates.length - MAX_DATES)])
  }
  if (status !== '') facts.push([eventTexts.status, status])
  return [
    escapeControlCharacters(explainTexts.event(lineAt(body, span.start), titleOf(event), uid)),
    ...layOut(facts.map(([name, value]) => [`  ${name}`, escapeControlCharacters(value!)])),
  ]
}

function fateOf({ fate, event, because, replacedBy }: Start, lineOf: LineOf): string[] {
  switch (fate) {
    case 'excluded':
      return [startsTexts.excluded]
    case 'replaced':
      return [startsTexts.replaced(lineOf(replacedBy!))]
    case 'cancelled':
      return [startsTexts.cancelled(lineOf(event))]
    case 'stays':
      return event.isRange && because !== 'RECURRENCE-ID' ? [startsTexts.moved(lineOf(event))] : []
  }
}

function momentOf({ kind, wallMs, zone, isFloating }: Moment): string {
  const iso = new Date(wallMs).toISOString()
  if (kind === 'date') return eventTexts.date(iso.slice(0, 10), zone.name)
  return eventTexts.moment(iso.slice(0, 19).replace('T', ' '), zone.name, isFloating)
}

function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
