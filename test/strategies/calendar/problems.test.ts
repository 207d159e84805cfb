import { expect, test } from 'vitest'
import { checkCalendar, type CheckOptions } from '../../../strategies/check.ts'

const fromMs = Date.UTC(2026, 0, 15, 9)
const window = { fromMs, untilMs: fromMs + 3_600_000 }
const TEA = 'BEGIN:VEVENT\nUID:tea\nSUMMARY:Tea\nDTSTART:20260115T091500Z\nEND:VEVENT'

const calendar = (...components: readonly string[]) => `BEGIN:VCALENDAR\n${components.join('\n')}\nEND:VCALENDAR\n`
const event = (...lines: readonly string[]) => `BEGIN:VEVENT\n${lines.join('\n')}\nEND:VEVENT`

function checked(text: string, options: CheckOptions = {}) {
  const { occurrences, problems } = checkCalendar(Buffer.from(text), window, options)
  return { titles: occurrences.map(({ summary }) => summary), problems }
}

// Breakage: an event that cannot be read takes others with it, or is left out silently.
test.for([
  ['it has no DTSTART', event('UID:bad')],
  ['it has two DTSTART', event('DTSTART:20260115T091500Z', 'DTSTART:20260115T093000Z')],
  ['its DTSTART 20260231T091500Z is neither a date nor a date with a time', event('DTSTART:20260231T091500Z')],
  ['its DTSTART tomorrow is neither a date nor a date with a time', event('DTSTART:tomorrow')],
  [
    'its RECURRENCE-ID now is neither a date nor a date with a time',
    event('DTSTART:20260115T091500Z', 'RECURRENCE-ID:now'),
  ],
  [
    'its SUMMARY is 70008 bytes long, more than 65536 are not read',
    event(`SUMMARY:${'x'.repeat(70_000)}`, 'DTSTART:20200101T091500Z'),
  ],
])('%s: one problem, with its line, and the others are found', ([problem, bad]) => {
  expect(checked(calendar(TEA, bad!, TEA.replaceAll('ea', 'oast')), { mode: 'full' })).toEqual({
    titles: ['Tea', 'Toast'],
    problems: [`line 7: ${problem}`],
  })
})

// Breakage: an event whose rule cannot be followed is lost whole.
test.for([
  ['its RRULE FREQ=SOMETIMES cannot be followed: Invalid FREQ value: SOMETIMES', 'RRULE:FREQ=SOMETIMES'],
  ['its RRULE INTERVAL=2 cannot be followed: it has no FREQ', 'RRULE:INTERVAL=2'],
  ['its RRULE FREQ=DAILY;FREQ=DAILY cannot be followed: it has two parts FREQ', 'RRULE:FREQ=DAILY;FREQ=DAILY'],
  [
    'its RRULE FREQ=DAILY;UNTIL=soon cannot be followed: its UNTIL is neither a date nor a date with a time: SOON',
    'RRULE:FREQ=DAILY;UNTIL=soon',
  ],
  ['its EXDATE never is neither a date nor a date with a time', 'EXDATE:never'],
  ['its RDATE 20261301 is neither a date nor a date with a time', 'RDATE:20261301'],
  ['its EXRULE is left out: RFC 5545 has none any more', 'EXRULE:FREQ=DAILY'],
  [
    'the time zone "Mars/Olympus" is neither known nor defined in the calendar; read as UTC',
    'EXDATE;TZID=Mars/Olympus:20200101T000000',
  ],
])('%s: named, and the event still starts when its DTSTART says', ([problem, line]) => {
  const text = calendar(event('UID:1', 'SUMMARY:Tea', 'DTSTART:20260115T091500Z', line!))
  expect(checked(text)).toEqual({ titles: ['Tea'], problems: [`line 2: ${problem}`] })
})

// Breakage: what is cut off passes for a short calendar.
test.for([
  ['', ['not a calendar: the body is empty']],
  ['  \r\n\t', ['not a calendar: the body is empty']],
  ['\uFEFF<!DOCTYPE html><html></html>', ['not a calendar: the body is a web page']],
  ['{"error":"none"}', ['not a calendar: the body has no BEGIN:VCALENDAR']],
  [`BEGIN:VCALENDAR\n${TEA}\n`, ['the calendar is cut off: it never comes to END:VCALENDAR']],
  [
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260115T091500Z',
    ['the calendar is cut off: it never comes to END:VCALENDAR', 'line 2: the event never comes to END:VEVENT'],
  ],
  [calendar('BEGIN:VEVENT\nUID:1\nDTSTART:20260115T091500Z', TEA), ['line 2: the event never comes to END:VEVENT']],
] as const)('%j is named for what it is', ([text, problems]) => {
  for (const mode of ['full', 'prefilter'] as const) expect(checked(text, { mode }).problems).toEqual(problems)
})

test('an event that never ends costs only itself', () => {
  const text = calendar('BEGIN:VEVENT\nUID:1\nSUMMARY:Lost\nDTSTART:20260115T091500Z', TEA)
  expect(checked(text).titles).toEqual(['Tea'])
})

// Breakage: a prefilter that takes what is no date for one that is far away, or a problem that does not quote what is wrong.
test.for([
  ['DTSTART:20261315T100000Z', '20261315T100000Z'],
  ['DTSTART:20200230T100000Z', '20200230T100000Z'],
  ['DTSTART:20200101T250000Z', '20200101T250000Z'],
  ['DTSTART:20200101T10000', '20200101T10000'],
  ['DTSTART;VALUE=DATE:20200100', '20200100'],
  ['DTSTART:2026-01-15 10:00', '2026-01-15 10:00'],
  ['DTSTART;VALUE=DATE-TIME:2026-01-15T10:00:00', '2026-01-15T10:00:00'],
] as const)('%s is named as unreadable in both modes', ([line, quoted]) => {
  for (const mode of ['full', 'prefilter'] as const)
    expect(checked(calendar(event(line)), { mode }).problems).toEqual([
      `line 2: its DTSTART ${quoted} is neither a date nor a date with a time`,
    ])
})

// Breakage: a cap that takes away in silence.
test('every cap is named with the number that was exceeded', () => {
  const many = calendar(event('SUMMARY:Beat', 'DTSTART:20260115T090000Z', 'RRULE:FREQ=MINUTELY'))
  expect(checked(many).problems).toEqual(['60 occurrences start in the window, only the first 50 are reported'])
  expect(checked(many).titles).toHaveLength(50)
  expect(checked(many, { mostOccurrences: 3 }).titles).toHaveLength(3)
  expect(checked(many, { mostOccurrences: 60 }).problems).toEqual([])

  const long = `${calendar(TEA)}${'X'.repeat(16_000_001)}`
  expect(checked(long).problems).toEqual([
    `the calendar is ${long.length} bytes long, more than 16000000 are not looked into`,
  ])

  const described = event('DTSTART:20260115T091500Z', `DESCRIPTION:${'x'.repeat(65_536)}`)
  expect(checked(calendar(...Array.from({ length: 31 }, () => described))).problems).toEqual([
    'too much to parse: events that may matter are more than 2 MB; 1 of 31 events are left out',
  ])

  const counted = calendar(event('DTSTART:20200101T091500Z', 'RRULE:FREQ=HOURLY;BYMINUTE=15,45;COUNT=20000'))
  expect(checked(counted).problems).toEqual([
    'line 2: its RRULE FREQ=HOURLY;BYMINUTE=15,45;COUNT=20000 cannot be followed: it counts 20000 starts, more than 10000',
  ])

  const zones = calendar(
    ...Array.from({ length: 202 }, (_, zone) => event(`DTSTART;TZID=Zone ${zone}:20260115T091500`)),
  )
  expect(checked(zones).problems.at(-1)).toBe('and 182 more problems')
  expect(checked(zones).problems).toHaveLength(21)

  const parts = 'BEGIN:STANDARD\nDTSTART:20200101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\n'.repeat(
    401,
  )
  const zoned = calendar(
    `BEGIN:VTIMEZONE\nTZID:Long\n${parts}END:VTIMEZONE`,
    event('DTSTART;TZID=Long:20260115T091500'),
  )
  expect(checked(zoned).problems[0]).toBe('line 2: the time zone "Long" cannot be read: it has more than 400 parts')

  const restless = (rule: string) =>
    calendar(
      `BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:20200101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:${rule}\nEND:STANDARD\nEND:VTIMEZONE`,
      event('DTSTART;TZID=Odd:20260115T091500'),
    )
  expect(checked(restless('FREQ=HOURLY')).problems[0]).toBe(
    'line 2: the time zone "Odd" cannot be read: a part of it begins more than once a day',
  )
  expect(checked(restless('FREQ=DAILY')).problems[0]).toMatch(
    /its time zone "Odd" cannot be followed: a part of it begins more than 100 times a year/,
  )
})

// Breakage: leaving the part of a series that fits, so that a cancelled occurrence is found because its cancellation is not read.
test('a series that does not fit is left out whole, and what fits is found', () => {
  const master = event('UID:1', 'SUMMARY:Told wrongly', 'DTSTART:20260101T091500Z', 'RRULE:FREQ=DAILY')
  const overrides = Array.from({ length: 10_000 }, (_, day) =>
    event(
      'UID:1',
      `RECURRENCE-ID:2026${String(1 + (day % 12)).padStart(2, '0')}15T091500Z`,
      'DTSTART:20260115T091500Z',
      'STATUS:CANCELLED',
    ),
  )
  expect(checked(calendar(master, ...overrides, TEA))).toEqual({
    titles: ['Tea'],
    problems: ['too much to parse: events that may matter are more than 2 MB; 10001 of 10002 events are left out'],
  })
})

const unclear = (line: number, codePoint: string) =>
  `line ${line}: an invisible character (U+${codePoint}) stands in the line, so it may be misread`
const unopened = (line: number) => `line ${line}: the event that ends here has no BEGIN:VEVENT, so it is not read`

// Breakage: an event, or what takes it away or repeats it, silently passed over as a line of no known name.
test.for([
  ['a NUL in front of BEGIN', TEA.replace('BEGIN', '\0BEGIN'), [], [unopened(6), unclear(2, '0000')]],
  ['a form feed in front of BEGIN', TEA.replace('BEGIN', '\fBEGIN'), [], [unopened(6), unclear(2, '000C')]],
  ['a line separator in front of BEGIN', TEA.replace('BEGIN', '\u2028BEGIN'), [], [unopened(6), unclear(2, '2028')]],
  ['a lone CR in front of BEGIN', TEA.replace('BEGIN', '\rBEGIN'), [], [unopened(6), unclear(2, '000D')]],
  ['no BEGIN at all', TEA.replace('BEGIN:VEVENT\n', ''), [], [unopened(5)]],
  [
    'a NUL in front of END',
    TEA.replace('END', '\0END'),
    [],
    ['line 2: the event never comes to END:VEVENT', unclear(6, '0000')],
  ],
  ['an event of lines that end with CR', TEA.replaceAll('\n', '\r'), [], [unclear(2, '000D')]],
  ['a NUL in front of STATUS', TEA.replace('END', '\0STATUS:CANCELLED\nEND'), ['Tea'], [unclear(6, '0000')]],
  ['a NUL behind a value', TEA.replace('END', 'STATUS:CANCELLED\0\nEND'), ['Tea'], [unclear(6, '0000')]],
  ['a NUL in a name', TEA.replace('END', 'STA\0TUS:CANCELLED\nEND'), ['Tea'], [unclear(6, '0000')]],
  ['a NUL in a fold', TEA.replace('END', 'X-NOTE:a\n b\n \0c\nEND'), ['Tea'], [unclear(6, '0000')]],
  [
    'a no-break space in front of STATUS',
    TEA.replace('END', '\u00a0STATUS:CANCELLED\nEND'),
    ['Tea'],
    [unclear(6, '00A0')],
  ],
  ['NULs that lost an event', '\0'.repeat(60), [], [unclear(2, '0000')]],
] as const)('%s is named with its line, in both modes', ([, tea, titles, problems]) => {
  const toast = TEA.replaceAll('Tea', 'Toast').replace('UID:tea', 'UID:toast')
  for (const mode of ['full', 'prefilter'] as const)
    expect(checked(calendar(tea, toast), { mode })).toEqual({ titles: [...titles, 'Toast'], problems })
})

// Breakage: noise about what hides nothing.
test.for([
  ['NULs behind the calendar', `${calendar(TEA)}${'\0'.repeat(512)}`],
  ['Ctrl-Z behind the calendar', `${calendar(TEA)}\u001A`],
  ['blank lines of lone CR', calendar('BEGIN:VTODO\nEND:VTODO', TEA).replaceAll('\n', '\r\r\n')],
  ['tabs in a blank line', calendar('\f\t', TEA)],
  ['separators and control characters in text', calendar(TEA.replace('Tea', 'Tea\u2028BEGIN:VEVENT\f\v\u0085'))],
  ['text that was broken without folds', calendar(TEA.replace('END', '– and more: this\n\u00a0that\nEND'))],
] as const)('%s are no problem', ([, text]) => {
  for (const mode of ['full', 'prefilter'] as const) {
    const { titles, problems } = checked(text, { mode })
    expect(titles.map((title) => title.slice(0, 3))).toEqual(['Tea'])
    expect(problems).toEqual([])
  }
})

test.for([
  ['in UTF-16', Buffer.from(`\uFEFF${calendar(TEA)}`, 'utf16le'), 'the body is UTF-16, calendars are UTF-8'],
  [
    'whose lines end with CR',
    Buffer.from(calendar(TEA).replaceAll('\n', '\r')),
    'its lines end with CR, those of calendars end with CRLF',
  ],
] as const)('a calendar %s is named for what it is', ([, body, what]) => {
  for (const mode of ['full', 'prefilter'] as const)
    expect(checkCalendar(body, window, { mode })).toEqual({ occurrences: [], problems: [`not a calendar: ${what}`] })
})
