import { expect, test } from 'vitest'
import { aFolder } from '../support/folders.ts'
import { run } from '../support/in-process.ts'

test('what is due in calendar files is shown, and a file that is none ends in 4', async () => {
  const calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1@test\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260115T091500Z\r\nDTEND:20260115T094500Z\r\nSUMMARY:Tea \u001B[31mparty\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
  const folder = aFolder({ 'team.ics': calendar, 'page.ics': '<html>' })
  const now = ['--now', '2026-01-15T09:00:00Z']
  const shown = await run(['due', `${folder}/team.ics`, ...now])
  expect(shown.code).toBe(0)
  // Colours of a feed are not colours of ours.
  expect(shown.stdout).toMatch(/^2026-01-15 09:15 UTC +team\.ics +Tea \\u001B\[31mparty$/m)
  const json = await run(['due', `${folder}/team.ics`, ...now, '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject([
    { occurrences: [{ start: '2026-01-15T09:15:00.000Z' }], problems: [] },
  ])
  const later = await run(['due', `${folder}/team.ics`, '--now', '2026-01-15T10:00:00Z'])
  expect(later.stdout).toContain('Nothing starts between 2026-01-15T10:00:00Z and 2026-01-15T10:30:00Z.')
  const page = await run(['due', `${folder}/page.ics`, ...now])
  expect(page).toMatchObject({ code: 4, stderr: 'page.ics: not a calendar: the body is a web page\n' })
  expect(page.stdout).toContain('Nothing that can be read starts between')
  const piped = await run(['due', '-', ...now], { input: calendar })
  expect(piped.stdout).toContain('standard input')
  const none = await run(['due', `${folder}/none.ics`, ...now])
  expect(none).toMatchObject({
    code: 1,
    stderr: `utakata: expected a calendar file, got "${folder}/none.ics": there is none of that name\n`,
  })
})

// Breakage: --explain that says what production does not do, or a text that no event has passing in silence.
test('why an event is due or not is explained', async () => {
  const calendar = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@test
SUMMARY:Tea \u001B[31mparty
DTSTART;TZID=W. Europe Standard Time:20260112T101500
RRULE:FREQ=DAILY
EXDATE;TZID=Europe/Berlin:20260114T101500
END:VEVENT
BEGIN:VEVENT
UID:1@test
SUMMARY:Tea elsewhere
RECURRENCE-ID:20260116T091500Z
DTSTART:20260116T150000Z
END:VEVENT
END:VCALENDAR
`
  const folder = aFolder({ 'team.ics': calendar })
  const explain = (...args: string[]) => run(['due', `${folder}/team.ics`, ...args])
  const { code, stdout } = await explain('--now', '2026-01-14T09:00:00Z', '--within', '2d', '--explain', 'PARTY')
  expect(code).toBe(0)
  expect(stdout.split('\n')).toEqual([
    'team.ics, what starts between 2026-01-14T09:00:00Z and 2026-01-16T09:00:00Z',
    '',
    'line 2: Tea \\u001B[31mparty (UID 1@test)',
    '  starts   2026-01-12 10:15:00 in Europe/Berlin, as its time zone "W. Europe Standard Time" is read',
    '  repeats  FREQ=DAILY',
    '  not on   20260114T101500',
    'line 9: Tea elsewhere (UID 1@test)',
    '  starts      2026-01-16 15:00:00 in UTC',
    '  stands for  the start at 2026-01-16 09:15:00 in UTC',
    '',
    '  2026-01-12 09:15:00 UTC  by DTSTART        before the window',
    '  2026-01-13 09:15:00 UTC  by RRULE          before the window',
    '  2026-01-14 09:15:00 UTC  by RRULE          in the window, excluded by an EXDATE',
    '  2026-01-15 09:15:00 UTC  by RRULE          due',
    '  2026-01-16 09:15:00 UTC  by RRULE          after the window, replaced by the event at line 9',
    '  2026-01-16 15:00:00 UTC  by RECURRENCE-ID  after the window',
    'Due: 1 of its starts is in the window.',
    '',
  ])
  const notDue = await explain('--now', '2026-01-14T09:00:00Z', '--explain', 'Line 4')
  expect(notDue.stdout).toContain('Not due: what would start in the window is excluded by an EXDATE.')
  const later = await explain('--now', '2026-01-14T10:00:00Z', '--explain', '1@test')
  expect(later.stdout).toContain('Not due: no start of it is in the window; the next is at 2026-01-15 09:15:00 UTC.')
  const none = await explain('--explain', 'coffee')
  expect(none).toMatchObject({ code: 1, stdout: '' })
  expect(none.stderr).toContain(
    '--explain: expected a UID, part of a title or a line such as "line 12" of an event, got "coffee"',
  )
  expect((await explain('--explain', 'tea', '--json')).code).toBe(1)
})

// Breakage: a verdict from fewer starts or fewer events than production looks at (it looked at the first 10,000 starts, and at
// nothing of a file that took more than three seconds).
test('the verdict on an event is that of check, however dense its rule and however long the file', async () => {
  const event = (uid: string, ...lines: string[]) =>
    ['BEGIN:VEVENT', `UID:${uid}`, 'SUMMARY:One of many', ...lines, 'END:VEVENT'].join('\r\n')
  const others = Array.from({ length: 9000 }, (_, at) =>
    event(`${at}@test`, 'DTSTART:20260115T090000Z', 'RRULE:FREQ=WEEKLY'),
  )
  const dense = event('dense@test', 'DTSTART:20200101T000000Z', 'RRULE:FREQ=MINUTELY')
  const folder = aFolder({ 'long.ics': ['BEGIN:VCALENDAR', ...others, dense, 'END:VCALENDAR', ''].join('\r\n') })
  const explain = (word: string) =>
    run(['due', `${folder}/long.ics`, '--now', '2026-01-15T09:00:00Z', '--within', '1d', '--explain', word])
  const { code, stdout } = await explain('dense@test')
  expect(code).toBe(0)
  expect(stdout).toContain('\n  and 1420 more in the window\n')
  expect(stdout).toContain('\nDue: 1440 of its starts are in the window.\n')
  expect((await explain('many')).stdout).toContain('\n8991 more are not shown: name one by its UID or its line.\n')
})

// Breakage: an event that is in the file but is said not to be.
test('an event that cannot be read, or does not count, is explained too', async () => {
  const calendar = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@test
SUMMARY:First plan
DTSTART:20260115T090000Z
END:VEVENT
BEGIN:VEVENT
UID:1@test
SEQUENCE:1
SUMMARY:Second plan
DTSTART:20260116T090000Z
END:VEVENT
BEGIN:VEVENT
UID:2@test
SUMMARY:No plan
DTSTART:tomorrow
END:VEVENT
END:VCALENDAR
`
  const folder = aFolder({ 'team.ics': calendar })
  const explain = (word: string) =>
    run(['due', `${folder}/team.ics`, '--now', '2026-01-15T09:00:00Z', '--explain', word])
  const first = await explain('first')
  expect(first.code).toBe(0)
  expect(first.stdout).toContain(
    '\nline 2: does not count: of events with one UID those with the highest SEQUENCE do.\n',
  )
  expect(first.stdout).toContain('\nline 7: Second plan (UID 1@test)\n')
  const unread = await explain('line 15')
  expect(unread).toMatchObject({
    code: 4,
    stderr: 'team.ics: line 13: its DTSTART tomorrow is neither a date nor a date with a time\n',
  })
  expect(unread.stdout).toContain('\nline 13: not due, since it cannot be read.\n')
})

// Breakage: an exit before a pipe has taken all, which holds no more than 64 KB.
test('a command ends when all it has printed has been read, however much it is', async () => {
  const event = `DTSTART:20260115T091500Z\r\nSUMMARY:${'x'.repeat(1000)}\r\nEND:VEVENT\r\n`
  const events = Array.from({ length: 40 }, (_, index) => `BEGIN:VEVENT\r\nUID:${index}@test\r\n${event}`).join('')
  const calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n${events}END:VCALENDAR\r\n`
  const names = Array.from({ length: 30 }, (_, index) => `${index}.ics`)
  const folder = aFolder(Object.fromEntries(names.map((name) => [name, calendar])))
  const files = names.map((name) => `${folder}/${name}`)
  const { code, stdout } = await run(['due', ...files, '--now', '2026-01-15T09:00:00Z', '--json'])
  expect(code).toBe(0)
  expect(stdout.length).toBeGreaterThan(1_000_000)
  expect(JSON.parse(stdout)).toHaveLength(30)
})

// Breakage: a file without an end that is read until memory has one.
test('what has no end is no calendar', async () => {
  const shown = await run(['due', '/dev/zero'])
  expect([shown.code, shown.stderr]).toEqual([
    1,
    'utakata: expected a calendar file, got "/dev/zero": it has more than 64 MB\n',
  ])
})
