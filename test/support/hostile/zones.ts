import { DUE, calendar, event, zone, ONSET, times, TOO_MANY, LONG_LIST, MORE, type Hostile } from './writing.ts'

/** Time zones. */
export const zones = {
  '400 zones of a change each seven seconds': {
    text: () =>
      calendar(
        times(400, (at) =>
          zone(
            `odd${at}`,
            'DTSTART:00010101T000000\r\nTZOFFSETFROM:+2359\r\nTZOFFSETTO:-2359\r\nRRULE:FREQ=SECONDLY;INTERVAL=7',
          ),
        ),
        times(400, (at) => event(`DTSTART;TZID=odd${at}:20261125T030500`, `${at}`)),
      ),
  },
  '400 zones that change on the 100th day, if it is a Friday': {
    text: () =>
      calendar(
        times(400, (at) =>
          zone(
            `odd${at}`,
            'DTSTART:12000101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYYEARDAY=100;BYDAY=FR;COUNT=9999',
          ),
        ),
        times(400, (at) => event(`DTSTART;TZID=odd${at}:20261125T030500`, `${at}`)),
      ),
  },
  'a zone in 20,000 spellings': {
    text: () =>
      calendar(
        times(20_000, (at) =>
          event(
            `DTSTART;TZID=${Array.from('America/Argentina/Buenos_Aires', (letter, bit) => ((at >> bit) & 1 ? letter.toUpperCase() : letter.toLowerCase())).join('')}:20261125T000500`,
            `${at}`,
          ),
        ),
      ),
    cap: TOO_MANY,
  },
  '400 zones that change on the 30th of February': {
    text: () =>
      calendar(
        times(400, (at) => zone(`odd${at}`, `${ONSET}\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30`)),
        times(400, (at) => event(`DTSTART;TZID=odd${at}:20261125T030500`, `${at}`)),
      ),
  },
  'a zone of 20,000 parts': {
    text: () =>
      calendar(
        zone('odd', ...Array.from({ length: 20_000 }, () => `${ONSET}\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=-1SU`)),
        event('DTSTART;TZID=odd:20261125T030500'),
      ),
    cap: /it has more than 400 parts/,
  },
  'a zone of 400 hard parts': {
    text: () =>
      calendar(
        zone('odd', ...Array.from({ length: 400 }, () => `${ONSET}\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30`)),
        event('DTSTART;TZID=odd:20261125T030500'),
      ),
  },
  '150 zones of 400 parts': {
    text: () =>
      calendar(
        times(150, (zoneAt) =>
          zone(
            `odd${zoneAt}`,
            ...Array.from({ length: 400 }, () => `${ONSET}\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=-1SU`),
          ),
        ),
        times(150, (at) => event(`DTSTART;TZID=odd${at}:20261125T030500`, `${at}`)),
      ),
    cap: /more than 4000 parts together/,
  },
  'a zone of 200,000 RDATE': {
    text: () =>
      calendar(
        zone('odd', `${ONSET}\r\nRDATE:${times(200_000, () => '20200101T000000', ',')}`),
        event('DTSTART;TZID=odd:20261125T030500'),
      ),
    cap: /more than 1000/,
  },
  'a zone of 300,000 RDATE': {
    text: () =>
      calendar(
        zone('odd', `${ONSET}\r\nRDATE:${times(300_000, () => '20200101T000000', ',')}`),
        event('DTSTART;TZID=odd:20261125T030500'),
      ),
    cap: LONG_LIST,
  },
  'a zone of 950,000 RDATE': {
    text: () =>
      calendar(
        zone('odd', `${ONSET}\r\nRDATE:${times(950_000, () => '20200101T000000', ',')}`),
        event('DTSTART;TZID=odd:20261125T030500'),
      ),
    cap: LONG_LIST,
  },
  'a zone of 4,000,000 lines': {
    text: () =>
      calendar(
        zone('odd', `${ONSET}\n${times(3_900_000, () => 'A:', '\n')}`),
        event('DTSTART;TZID=odd:20261125T030500'),
      ),
  },
  'a zone of a TZID of 15 MB': {
    text: () => calendar(zone(`"${'"'.repeat(1.5e7)}`, ONSET), event('DTSTART;TZID=odd:20261125T030500')),
  },
  '400,000 empty zones': {
    text: () =>
      calendar(
        times(400_000, () => 'BEGIN:VTIMEZONE\nEND:VTIMEZONE', '\n'),
        event('DTSTART;TZID=odd:20261125T030500'),
      ),
  },
  'a zone asked about in 8,000 years': {
    text: () =>
      calendar(
        zone('odd', ...Array.from({ length: 400 }, () => `${ONSET}\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=-1SU`)),
        event('DTSTART;TZID=odd:20261125T030500\r\nRRULE:FREQ=DAILY'),
        times(8000, (at) =>
          event(`RECURRENCE-ID;TZID=odd:${1000 + at}0515T000000\r\nDTSTART;TZID=odd:20261125T030500`),
        ),
      ),
  },
  '20,000 zones nobody knows': {
    text: () => calendar(times(20_000, (at) => event(`DTSTART;TZID=Foo${at}/Bar/Baz:20261125T030500`, `${at}`))),
    cap: MORE,
  },
  'an event of 20,000 zones nobody knows': {
    text: () => calendar(event(`${DUE}\r\n${times(20_000, (at) => `RDATE;TZID=Foo${at}/Bar/Baz:20261125T030500`)}`)),
    cap: MORE,
  },
} satisfies Readonly<Record<string, Hostile>>
