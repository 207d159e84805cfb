import { DUE, ALWAYS, calendar, event, zone, ONSET, times, TOO_MANY, TOO_LONG, type Hostile } from './writing.ts'

/** Lines, and long runs in them. */
export const lines = {
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
    cap: TOO_MANY,
  },
  'only line breaks': { text: () => '\n'.repeat(1e7) },
  'only spaces': { text: () => ' '.repeat(1e7) },
  'only folds': { text: () => '\n '.repeat(5e6) },
  'only folds, in a calendar': { text: () => calendar('\n '.repeat(5e6)) },
  'only colons': { text: () => ':'.repeat(1e7) },
  'only zero bytes, a line each': { text: () => `${'\0\n'.repeat(5e6)}${calendar(event(DUE))}` },
  'only invisible characters, a line each': {
    text: () =>
      calendar(
        times(2e6, () => '\u200B', '\n'),
        event(DUE),
      ),
  },
  'only names behind letters of no name': {
    text: () =>
      calendar(
        times(1.5e6, () => 'éUID:', '\n'),
        event(DUE),
      ),
  },
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
} satisfies Readonly<Record<string, Hostile>>
