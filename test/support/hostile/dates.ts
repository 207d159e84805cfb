import { DUE, calendar, event, times, second, LONG_LIST, MORE, type Hostile } from './writing.ts'

/** Lists of dates. */
export const dates = {
  '200,000 EXDATE': {
    text: () =>
      calendar(
        event(`DTSTART:20000101T030500Z\r\nRRULE:FREQ=DAILY\r\n${times(200_000, () => 'EXDATE:20000101T030500Z')}`),
      ),
  },
  '200,000 EXDATE in New York': {
    text: () =>
      calendar(
        event(
          `DTSTART;TZID=Europe/Berlin:20000101T040500\r\nRRULE:FREQ=DAILY\r\n${times(200_000, (at) => `EXDATE;TZID=America/New_York:20261125T03050${at % 10}`)}`,
        ),
      ),
  },
  '200,000 EXDATE in one line': {
    text: () =>
      calendar(
        event(
          `DTSTART:20000101T030500Z\r\nRRULE:FREQ=DAILY\r\nEXDATE:${times(200_000, () => '20000101T030500Z', ',')}`,
        ),
      ),
  },
  '900,000 distinct EXDATE in one line': {
    text: () =>
      calendar(
        event(
          `DTSTART:20000101T030500Z\r\nRRULE:FREQ=DAILY\r\nEXDATE:${times(900_000, (at) => `${second(at)}Z`, ',')}`,
        ),
      ),
  },
  '1,700,000 EXDATE lines of one byte': {
    text: () => calendar(event(`${DUE}\r\n${times(1_700_000, () => 'EXDATE:1', '\n')}`)),
    cap: MORE,
  },
  '200,000 RDATE in one line': {
    text: () => calendar(event(`DTSTART:20000101T030500Z\r\nRDATE:${times(200_000, (at) => `${second(at)}Z`, ',')}`)),
  },
  '900,000 distinct RDATE in one line': {
    text: () => calendar(event(`${DUE}\r\nRDATE:${times(900_000, (at) => `${second(at)}Z`, ',')}`)),
  },
  '900,000 RDATE in Berlin for a series in New York': {
    text: () =>
      calendar(
        event(
          `DTSTART;TZID=America/New_York:20261125T030500\r\nRDATE;TZID=Europe/Berlin:${times(900_000, second, ',')}`,
        ),
      ),
  },
  '1,900,000 RDATE that are none': { text: () => calendar(event(`${DUE}\r\nRDATE:${'1,'.repeat(1.9e6)}`)), cap: MORE },
  '7,000,000 RDATE that are none': {
    text: () => calendar(event(`${DUE}\r\nRDATE:${'1,'.repeat(7e6)}`)),
    cap: LONG_LIST,
  },
  'a folded RDATE of 14 MB of other letters': {
    text: () => calendar(event(`${DUE}\r\nRDATE:${'é'.repeat(1000)}${'\r\n é,,,'.repeat(1.5e6)}`)),
    cap: LONG_LIST,
  },
  '5,000 lines of RDATE of nothing, after 400,000 calendars': {
    text: () =>
      [
        times(400_000, () => 'BEGIN:VCALENDAR', '\n'),
        `BEGIN:VEVENT\n${DUE}\n${times(5000, () => 'RDATE;TZID=X:', '\n')}\nEND:VEVENT\nEND:VCALENDAR`,
      ].join('\n'),
  },
  '600,000 lines of RDATE of nothing': {
    text: () => calendar(event(`${DUE}\n${times(600_000, () => 'RDATE;TZID=X:', '\n')}`)),
  },
  '14,000,000 empty RDATE': { text: () => calendar(event(`${DUE}\r\nRDATE:${','.repeat(1.4e7)}`)) },
  'an EXDATE of 3,000,000 parameters': {
    text: () => calendar(event(`${DUE}\r\nEXDATE${';a=b'.repeat(3e6)}:20261125T030500Z`)),
  },
  'an EXDATE of 12,000,000 semicolons': {
    text: () => calendar(event(`${DUE}\r\nEXDATE${';'.repeat(1.2e7)}:20261125T030500Z`)),
  },
  'an EXDATE with a zone of 7,000,000 slashes': {
    text: () => calendar(event(`${DUE}\r\nEXDATE;TZID=${'a/'.repeat(7e6)}:20261125T030500`)),
  },
} satisfies Readonly<Record<string, Hostile>>
