/** The window that every run looks at; the real clock plays no part in what is due. */
export const NOW = '2026-01-15T09:00:00.000Z'

/** Which event: of a feed, by its place in the list, and its number in that feed. */
export interface EventName {
  readonly feed: number
  readonly number: number
}

/** What people read; found again in the posts. */
export function titleOf({ feed, number }: EventName): string {
  return `meeting ${feed}-${number}`
}

/** The event that a post is about; undefined for any other text. */
export function eventIn(text: string): string | undefined {
  return /meeting \d+-\d+/.exec(text)?.[0]
}

/** A calendar with `events` single events that are due, among others that are not. */
export function calendarOf(feed: number, events: number): string {
  const due = Array.from({ length: events }, (_, index) => eventOf(feed, index, `20260115T09${pad(5 + index)}00Z`))
  const others = ['20250115T090000Z', '20270115T090000Z'].map((start, index) =>
    eventOf(feed, 100 + index, start, 'not due'),
  )
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:chaos', ...due, ...others, 'END:VCALENDAR', ''].join('\r\n')
}

/** Calendars that are hard to read. All hold the same due events as `calendarOf`, before what is hard about them. */
export const HARD_CALENDARS: Readonly<Record<string, (calendar: string) => string>> = {
  'with a NUL': (calendar) => insert(calendar, 'BEGIN:VEVENT\r\nSUMMARY:a\0b\r\nDTSTART:20260115T\0\r\nEND:VEVENT'),
  'with an endless dense rule': (calendar) =>
    insert(
      calendar,
      'BEGIN:VEVENT\r\nUID:dense\r\nDTSTART:19700101T000000Z\r\nRRULE:FREQ=SECONDLY;BYDAY=MO\r\nEND:VEVENT',
    ),
  'with a long line': (calendar) => insert(calendar, `DESCRIPTION:${'long '.repeat(200_000)}`),
  'with a rule that never fits': (calendar) =>
    insert(
      calendar,
      'BEGIN:VEVENT\r\nUID:never\r\nDTSTART:20260101T000000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT',
    ),
  'with an unknown zone': (calendar) =>
    insert(calendar, 'BEGIN:VEVENT\r\nUID:zone\r\nDTSTART;TZID=Nowhere/Land:20260401T090500\r\nEND:VEVENT'),
  'with an event that never ends': (calendar) =>
    insert(calendar, 'BEGIN:VEVENT\r\nUID:open\r\nDTSTART:20270101T000000Z'),
  'with escape sequences': (calendar) =>
    insert(calendar, 'X-NAME:\u001B]0;title\u0007\u202E', 'X-WR-CALNAME:\u001B[31mred\u202E'),
  'that is cut off': (calendar) => calendar.slice(0, -20),
}

function eventOf(feed: number, number: number, start: string, title = titleOf({ feed, number })): string {
  return ['BEGIN:VEVENT', `UID:${feed}-${number}@chaos`, `DTSTART:${start}`, `SUMMARY:${title}`, 'END:VEVENT'].join(
    '\r\n',
  )
}

/** Before the end of the calendar. */
function insert(calendar: string, ...lines: readonly string[]): string {
  return calendar.replace(/END:VCALENDAR\r\n$/, `${lines.join('\r\n')}\r\nEND:VCALENDAR\r\n`)
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
