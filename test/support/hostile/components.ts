import { DUE, calendar, event, zone, ONSET, times, two, TOO_MANY, MORE, type Hostile } from './writing.ts'

/** Components and series. */
export const components = {
  '100,000 BEGIN:VEVENT': { text: () => calendar(times(100_000, () => 'BEGIN:VEVENT')), cap: MORE },
  '1,200,000 BEGIN:VEVENT': { text: () => calendar(times(1_200_000, () => 'BEGIN:VEVENT', '\n')), cap: MORE },
  '100,000 BEGIN of components nobody knows': { text: () => calendar(times(100_000, (at) => `BEGIN:X${at}`)) },
  '100,000 BEGIN:VALARM in an event': {
    text: () => calendar(`BEGIN:VEVENT\r\n${times(100_000, () => 'BEGIN:VALARM')}`),
  },
  '500,000 calendars': { text: () => times(500_000, () => 'BEGIN:VCALENDAR\nEND:VCALENDAR', '\n') },
  '40,000 events without UID': {
    text: () => calendar(times(40_000, () => `BEGIN:VEVENT\n${DUE}\nEND:VEVENT`, '\n')),
    cap: TOO_MANY,
  },
  '650,000 empty events': { text: () => calendar(times(650_000, () => 'BEGIN:VEVENT\nEND:VEVENT', '\n')), cap: MORE },
  '440,000 events of a UID each': {
    text: () => calendar(times(440_000, (at) => `BEGIN:VEVENT\nUID:${at}\nEND:VEVENT`, '\n')),
    cap: MORE,
  },
  '180,000 events that repeat': {
    text: () =>
      calendar(times(180_000, () => `BEGIN:VEVENT\nDTSTART:20260101T030500Z\nRRULE:FREQ=DAILY\nEND:VEVENT`, '\n')),
    cap: TOO_MANY,
  },
  '100,000 events of the past': {
    text: () =>
      calendar(times(100_000, (at) => event(`DTSTART:20200101T030500Z\r\nDESCRIPTION:${'x'.repeat(60)}`, `a${at}`))),
  },
  '100,000 events of one UID, one of them due': {
    text: () =>
      calendar(
        times(100_000, () => 'BEGIN:VEVENT\nUID:x\nDTSTART:20200101T000000Z\nEND:VEVENT', '\n'),
        event(DUE, 'x'),
      ),
    cap: TOO_MANY,
  },
  '20,000 overrides of all later ones': {
    text: () =>
      calendar(
        event('DTSTART:20000101T030500Z\r\nRRULE:FREQ=DAILY'),
        times(20_000, (at) =>
          event(
            `RECURRENCE-ID;RANGE=THISANDFUTURE:20${two(at % 27)}0101T030500Z\r\nDTSTART:20261125T0305${two(at % 60)}Z`,
          ),
        ),
      ),
  },
  '4,000 overrides of all later ones for 4,000 series of one UID': {
    text: () =>
      calendar(
        times(4000, () => event('DTSTART:20000101T030500Z\r\nRRULE:FREQ=DAILY')),
        times(4000, (at) =>
          event(
            `RECURRENCE-ID;RANGE=THISANDFUTURE:20261101T${two(Math.floor(at / 3600))}${two(Math.floor(at / 60) % 60)}${two(at % 60)}Z\r\nDTSTART:20261125T030500Z`,
          ),
        ),
      ),
  },
  '9,000 overrides of all later ones for 10,000 starts': {
    text: () =>
      calendar(
        event('DTSTART:20261120T000000Z\r\nRRULE:FREQ=MINUTELY'),
        times(9000, (at) =>
          event(
            `RECURRENCE-ID;RANGE=THISANDFUTURE:20270501T${two(Math.floor(at / 3600))}${two(Math.floor(at / 60) % 60)}${two(at % 60)}Z\r\nDTSTART:20261125T030500Z`,
          ),
        ),
      ),
  },
  '4,000 overrides in 4,000 months of zones': {
    text: () =>
      calendar(
        event('DTSTART;TZID=Europe/Berlin:20000101T030500\r\nRRULE:FREQ=DAILY'),
        times(8000, (at) =>
          event(
            `RECURRENCE-ID;TZID=America/New_York:${two(10 + (at % 80))}${two(at % 100)}0515T000000\r\nDTSTART;TZID=Asia/Tokyo:20261125T120500`,
          ),
        ),
      ),
  },
  'an override in a zone whose rule never comes to a start': {
    text: () =>
      calendar(
        zone('odd', `${ONSET}\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=1`),
        event('RECURRENCE-ID:20261125T030500Z\r\nDTSTART;TZID=odd:20261125T030500'),
      ),
  },
  'names of objects': { text: () => calendar(...['__proto__', 'constructor', 'type'].map((uid) => event(DUE, uid))) },
} satisfies Readonly<Record<string, Hostile>>
