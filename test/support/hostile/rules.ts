import {
  DUE,
  ALWAYS,
  calendar,
  event,
  times,
  TOO_MANY,
  TOO_SLOW,
  TOO_LONG,
  DENSE,
  MINUTES,
  SECONDS,
  BOMB,
  type Hostile,
} from './writing.ts'

/** Rules. */
export const rules = {
  'a start each second since 1970': { text: () => calendar(event(`${ALWAYS}\r\nRRULE:FREQ=SECONDLY`)) },
  'a start each second since 1970, in Tokyo': {
    text: () => calendar(event('DTSTART;TZID=Asia/Tokyo:19700101T000000\r\nRRULE:FREQ=SECONDLY')),
  },
  '20,000 events each second': {
    text: () =>
      calendar(
        times(20_000, (at) => event('DTSTART;TZID=Europe/Berlin:19700101T000000\r\nRRULE:FREQ=SECONDLY', `${at}`)),
      ),
    cap: TOO_SLOW,
  },
  '20,000 events on the 30th of February': {
    text: () =>
      calendar(
        times(20_000, (at) => event(`${ALWAYS}\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYWEEKNO=1`, `${at}`)),
      ),
    cap: TOO_MANY,
  },
  '20,000 dense rules': {
    text: () => calendar(times(20_000, (at) => event(`${ALWAYS}\r\nRRULE:${DENSE}`, `${at}`))),
    cap: TOO_SLOW,
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
  '20,000 rules that count rare days from the year 101 on': {
    text: () =>
      calendar(
        times(20_000, (at) =>
          event('DTSTART:01010101T030500Z\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=25;BYDAY=WE;COUNT=9999', `${at}`),
        ),
      ),
    cap: TOO_SLOW,
  },
  '20,000 rules that count the last of rare days': {
    text: () =>
      calendar(
        times(20_000, (at) =>
          event('DTSTART:01010101T030500Z\r\nRRULE:FREQ=YEARLY;BYWEEKNO=48;BYDAY=WE;BYSETPOS=-1;COUNT=9999', `${at}`),
        ),
      ),
    cap: TOO_SLOW,
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
} satisfies Readonly<Record<string, Hostile>>
