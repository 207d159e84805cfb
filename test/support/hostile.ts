/** Calendars made to cost as much as they can. All are read in the quarter of an hour, or the 30 days, that begin at 03:00 on 2026-11-25. */
export interface Hostile {
  readonly text: () => string
  /** The cap that keeps it cheap, in the words of its problem, where it is one of the calendar's. */
  readonly cap?: RegExp
}

/** In the window of a quarter of an hour. */
const DUE = 'DTSTART:20261125T030500Z'
const ALWAYS = 'DTSTART:19700101T000000Z'

function calendar(...components: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...components, 'END:VCALENDAR', ''].join('\r\n')
}

function event(lines: string, uid = '1'): string {
  return `BEGIN:VEVENT\r\nUID:${uid}\r\nSUMMARY:x\r\n${lines}\r\nEND:VEVENT`
}

function zone(name: string, ...parts: string[]): string {
  const whole = parts.map((part) => `BEGIN:STANDARD\r\n${part}\r\nEND:STANDARD`)
  return ['BEGIN:VTIMEZONE', `TZID:${name}`, ...whole, 'END:VTIMEZONE'].join('\r\n')
}

const OFFSETS = 'TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200'
const ONSET = `DTSTART:19700101T000000\r\n${OFFSETS}`

function times(count: number, write: (at: number) => string, glue = '\r\n'): string {
  return Array.from({ length: count }, (_, at) => write(at)).join(glue)
}

const two = (number: number) => String(number).padStart(2, '0')
/** Distinct seconds from the beginning of the window on, the later ones on later days. */
const second = (at: number) =>
  `202611${two(25 + (Math.floor(at / 86_400) % 5))}T${two(Math.floor(at / 3600) % 24)}${two(Math.floor(at / 60) % 60)}${two(at % 60)}`

const TOO_MUCH = /too much to parse: .+; \d+ of \d+ events are left out/
const TOO_LONG = /is \d+ bytes long, more than 65536 are not read/
const LONG_LIST = /is \d+ bytes long, more than 4000000 are not read/
const MORE = /and \d+ more problems/
const DENSE = 'FREQ=HOURLY;BYMINUTE=0,15;COUNT=9000'
const MINUTES = `BYMINUTE=${times(60, String, ',')}`
const SECONDS = `BYSECOND=${times(60, String, ',')}`
const BOMB = `BYHOUR=${times(24, String, ',')};${MINUTES};${SECONDS}`

export const hostile = {
  // Rules.
  'a start each second since 1970': { text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=SECONDLY`)) },
  'a start each second since 1970, in Tokyo': {
    text: () => calendar(event('DTSTART;TZID=Asia/Tokyo:19700101T000000\r\nRRULE:FREQ=SECONDLY')),
  },
  '20,000 events each second': {
    text: () =>
      calendar(
        times(20_000, (at) => event('DTSTART;TZID=Europe/Berlin:19700101T000000\r\nRRULE:FREQ=SECONDLY', `${at}`)),
      ),
    cap: TOO_MUCH,
  },
  '20,000 events on the 30th of February': {
    text: () =>
      calendar(
        times(20_000, (at) => event(`${ALWAYS}\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYSETPOS=1`, `${at}`)),
      ),
    cap: TOO_MUCH,
  },
  '20,000 dense rules': {
    text: () => calendar(times(20_000, (at) => event(`${ALWAYS}\r\nRRULE:${DENSE}`, `${at}`))),
    cap: TOO_MUCH,
  },
  '8,000 dense rules of one UID': { text: () => calendar(times(8000, () => event(`${ALWAYS}\r\nRRULE:${DENSE}`))) },
  '100,000 dense rules of one event': {
    text: () => calendar(event(`${ALWAYS}\r\n${times(100_000, () => `RRULE:${DENSE}`)}`)),
  },
  '100,000 rules that cannot be read, of one event': {
    text: () => calendar(event(`${ALWAYS}\r\n${times(100_000, (at) => `RRULE:FREQ=DAILY;UNTIL=${at}`)}`)),
    cap: /it has more than 100 RRULE/,
  },
  'every second of a year as a list': { text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=YEARLY;${BOMB}`)) },
  'every second of a month as a list': { text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=MONTHLY;${BOMB}`)) },
  'every second of a week as a list': { text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=WEEKLY;${BOMB}`)) },
  'every second of a day as a list': { text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=DAILY;${BOMB}`)) },
  'the last second of all in a year': {
    text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=YEARLY;${BOMB};BYSETPOS=-1`)),
  },
  'every second of all days of a week as a list': {
    text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;${BOMB}`)),
  },
  'the last second of each of 10,000 days': {
    text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=DAILY;${BOMB};BYSETPOS=-1;COUNT=10000`)),
  },
  'the last second of each of 10,000 weeks': {
    text: () =>
      calendar(event(`${ALWAYS}\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;${BOMB};BYSETPOS=-1;COUNT=10000`)),
  },
  '300 events of every second of a week': {
    text: () =>
      calendar(times(300, (at) => event(`${ALWAYS}\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;${BOMB}`, `${at}`))),
    cap: /starts at once, more than/,
  },
  'lists of 7,000 equal hours, minutes and seconds': {
    text: () =>
      calendar(
        event(
          `${ALWAYS}\r\nRRULE:FREQ=DAILY;${['BYHOUR', 'BYMINUTE', 'BYSECOND'].map((name) => `${name}=${times(7000, () => '3', ',')}`).join(';')}`,
        ),
      ),
  },
  'each minute and second as a list, hourly': {
    text: () => calendar(event(`DTSTART:01010101T000000Z\r\nRRULE:FREQ=HOURLY;${MINUTES};${SECONDS}`)),
  },
  'each second as a list, each minute': {
    text: () => calendar(event(`DTSTART:01010101T000000Z\r\nRRULE:FREQ=MINUTELY;${SECONDS}`)),
  },
  '9,900 starts a day': {
    text: () =>
      calendar(event(`${ALWAYS}\r\nRRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4;${SECONDS};BYMINUTE=${times(33, String, ',')}`)),
  },
  'a month of another calendar': {
    text: () => calendar(event('DTSTART:01010101T000000Z\r\nRRULE:FREQ=MONTHLY;RSCALE=CHINESE;BYMONTHDAY=30')),
    cap: /it repeats by the calendar CHINESE, only GREGORIAN is read/,
  },
  'a list of 15,000 positions': {
    text: () =>
      calendar(
        event(
          `${ALWAYS}\r\nRRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${times(15_000, (at) => `${(at % 366) + 1}`, ',')}`,
        ),
      ),
  },
  'a list of 10,000 weeks': {
    text: () =>
      calendar(
        event(
          `${ALWAYS}\r\nRRULE:FREQ=YEARLY;BYWEEKNO=${times(10_000, (at) => `${(at % 53) + 1}`, ',')};BYDAY=${times(5000, () => 'WE', ',')}`,
        ),
      ),
  },
  'a rule of 20,000 unknown parts': {
    text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=DAILY${times(10_000, (at) => `;${at}=`, '')}`)),
  },
  'a rule of 9 MB': {
    text: () => calendar(event(`${DUE}\r\nRRULE:FREQ=DAILY;BYDAY=${'MO,'.repeat(3e6)}`)),
    cap: TOO_LONG,
  },
  'a plain rule of 15 MB in one part': {
    text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=WEEKLY;BYDAY=${'MO,'.repeat(5e6)}`)),
    cap: TOO_LONG,
  },
  'a plain rule of 15 MB in many parts': {
    text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=WEEKLY${';COUNT=9'.repeat(1_900_000)};X=1`)),
    cap: TOO_LONG,
  },
  'rules that count two thousand million': {
    text: () =>
      calendar(times(50, (at) => event(`${ALWAYS}\r\nRRULE:FREQ=SECONDLY;COUNT=2000000000;BYSECOND=0,5`, `${at}`))),
  },
  'a rule that counts 10,000 hard ones': {
    text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=10000`)),
  },
  'an interval of twenty digits': {
    text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=DAILY;INTERVAL=99999999999999999999`)),
  },
  'the year 9999': {
    text: () => calendar(event('DTSTART:99991231T235959Z\r\nRRULE:FREQ=DAILY;UNTIL=99991231T235959Z')),
  },
  'the year 1, each second': {
    text: () => calendar(event('DTSTART:00010101T000000Z\r\nRRULE:FREQ=SECONDLY;BYSECOND=1')),
  },
  'the year 0, in Berlin': {
    text: () => calendar(event('DTSTART;TZID=Europe/Berlin:00000101T000000\r\nRRULE:FREQ=MINUTELY;INTERVAL=7')),
  },

  // Lists of dates.
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

  // Lines.
  '20,000 CATEGORIES': { text: () => calendar(event(`${DUE}\r\n${times(20_000, (at) => `CATEGORIES:a,b,c${at}`)}`)) },
  '400,000 X- properties': { text: () => calendar(event(`${DUE}\r\n${times(400_000, () => 'X-A:b')}`)) },
  '3,000,000 UID': {
    text: () => calendar(`BEGIN:VEVENT\n${DUE}\n${times(3_000_000, () => 'UID:', '\n')}\nEND:VEVENT`),
  },
  '1,000,000 SUMMARY': { text: () => calendar(event(`${DUE}\n${times(1_000_000, (at) => `SUMMARY:${at}`, '\n')}`)) },
  'a DESCRIPTION of 10 MB': { text: () => calendar(event(`${DUE}\r\nDESCRIPTION:${'x'.repeat(1e7)}`)) },
  'a SUMMARY of 10 MB': {
    text: () => calendar(`BEGIN:VEVENT\r\nUID:1\r\n${DUE}\r\nSUMMARY:${'é\\n'.repeat(2.5e6)}\r\nEND:VEVENT`),
    cap: TOO_LONG,
  },
  'a UID of 10 MB': { text: () => calendar(event(DUE, 'y'.repeat(1e7))), cap: TOO_LONG },
  'a UID of 10 MB behind a parameter': {
    text: () => calendar(`BEGIN:VEVENT\r\nUID;X=1:${'y'.repeat(1e7)}\r\n${DUE}\r\nEND:VEVENT`),
    cap: TOO_LONG,
  },
  'a name of 10 MB': { text: () => calendar(event(`${DUE}\r\n${'N'.repeat(1e7)}`)) },
  'a name of the calendar of 10 MB': { text: () => calendar(`X-WR-CALNAME:${'\\n'.repeat(5e6)}`, event(DUE)) },
  'a DTSTART of 8 MB of parameters': {
    text: () => calendar(event(`DTSTART${';a=b'.repeat(2e6)}:20261125T030500Z`)),
    cap: TOO_LONG,
  },
  'a DTSTART of 4 MB of quotes': {
    text: () => calendar(event(`DTSTART;TZID=${'"'.repeat(4e6)}:20261125T030500`)),
    cap: TOO_LONG,
  },
  'an event folded a million times': { text: () => calendar(event(`DESC\r\n ${times(1e6, () => ' x')}\r\n${DUE}`)) },
  'a DTSTART folded a million times': {
    text: () => calendar(event(`DTSTART:2026\r\n ${times(1e6, () => '  ')}\r\n 1125T030500Z`)),
    cap: TOO_LONG,
  },
  '100,000 folded UIDs': {
    text: () => calendar(times(100_000, (at) => `BEGIN:VEVENT\nUID:${at}\n x\n y\n${DUE}\nEND:VEVENT`, '\n')),
    cap: TOO_MUCH,
  },
  'only line breaks': { text: () => '\n'.repeat(1e7) },
  'only spaces': { text: () => ' '.repeat(1e7) },
  'only folds': { text: () => '\n '.repeat(5e6) },
  'only folds, in a calendar': { text: () => calendar('\n '.repeat(5e6)) },
  'only colons': { text: () => ':'.repeat(1e7) },
  'only zero bytes': { text: () => '\0'.repeat(1e7) },
  'only byte order marks': { text: () => calendar('\uFEFF'.repeat(3e6)) },
  '17 MB': {
    text: () => calendar(event(`DESCRIPTION:${'x'.repeat(1.7e7)}`)),
    cap: /bytes long, more than 16000000 are not looked into/,
  },

  // Long runs, of what patterns may stumble over, as long as a line may be.
  ...Object.fromEntries(
    Object.entries({
      quotes: '"',
      semicolons: ';',
      backslashes: '\\',
      commas: ',',
      spaces: ' ',
      colons: ':',
      'equals signs': '=',
      slashes: '/',
      'empty parameters': ';a="',
      'carriage returns': '\r',
    }).map(([name, run]) => [
      `long runs of ${name} everywhere`,
      {
        text: () => {
          const long = run.repeat(Math.floor(60_000 / run.length))
          const lines = [
            `DTSTART;TZID=${long}:20261125T030500`,
            `DTSTART;TZID="${long}":20261125T030500`,
            `DTSTART${long}:20261125T030500`,
            `DTSTART:${long}`,
            `DTSTART:20261125T030500${long}Z`,
            `${ALWAYS}\r\nRRULE:${long}`,
            `${ALWAYS}\r\nRRULE:FREQ=WEEKLY;BYDAY=MO${long}`,
            `${ALWAYS}\r\nRRULE:FREQ=DAILY;UNTIL=${long}`,
            `${DUE}\r\nSUMMARY:${long}`,
            `${DUE}\r\nRDATE:${long}`,
            `${DUE}\r\nEXDATE${long}:20261125T030500`,
            `${DUE}\r\nSTATUS:${long}\r\nSEQUENCE:${long}`,
            `${DUE}\r\nRECURRENCE-ID;RANGE=${long}:20261125T030500`,
          ]
          return calendar(zone(long, ONSET), ...lines.map((line, at) => event(line, `${at}${long}`)))
        },
      },
    ]),
  ),
  'a zone of 30,000 slashes': { text: () => calendar(event(`DTSTART;TZID=${'a/'.repeat(30_000)}:20261125T030500`)) },
  '100 zones of 30,000 slashes': {
    text: () =>
      calendar(times(100, (at) => event(`DTSTART;TZID=${at}${'/a'.repeat(30_000)}:20261125T030500`, `${at}`))),
  },

  // Zones.
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
    cap: TOO_MUCH,
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

  // Components and series.
  '100,000 BEGIN:VEVENT': { text: () => calendar(times(100_000, () => 'BEGIN:VEVENT')), cap: MORE },
  '1,200,000 BEGIN:VEVENT': { text: () => calendar(times(1_200_000, () => 'BEGIN:VEVENT', '\n')), cap: MORE },
  '100,000 BEGIN of components nobody knows': { text: () => calendar(times(100_000, (at) => `BEGIN:X${at}`)) },
  '100,000 BEGIN:VALARM in an event': {
    text: () => calendar(`BEGIN:VEVENT\r\n${times(100_000, () => 'BEGIN:VALARM')}`),
  },
  '500,000 calendars': { text: () => times(500_000, () => 'BEGIN:VCALENDAR\nEND:VCALENDAR', '\n') },
  '40,000 events without UID': {
    text: () => calendar(times(40_000, () => `BEGIN:VEVENT\n${DUE}\nEND:VEVENT`, '\n')),
    cap: TOO_MUCH,
  },
  '650,000 empty events': { text: () => calendar(times(650_000, () => 'BEGIN:VEVENT\nEND:VEVENT', '\n')), cap: MORE },
  '440,000 events of a UID each': {
    text: () => calendar(times(440_000, (at) => `BEGIN:VEVENT\nUID:${at}\nEND:VEVENT`, '\n')),
    cap: MORE,
  },
  '180,000 events that repeat': {
    text: () =>
      calendar(times(180_000, () => `BEGIN:VEVENT\nDTSTART:20260101T030500Z\nRRULE:FREQ=DAILY\nEND:VEVENT`, '\n')),
    cap: TOO_MUCH,
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
    cap: TOO_MUCH,
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
