import { expect, test } from 'vitest'
import { checkCalendar } from '../../strategies/check.ts'

const CALENDAR = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//test//EN',
  'BEGIN:VEVENT',
  'UID:1@test',
  'DTSTAMP:20260101T000000Z',
  'DTSTART:20260115T091500Z',
  'SUMMARY:Tea',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')
const window = { fromMs: Date.UTC(2026, 0, 15, 9), untilMs: Date.UTC(2026, 0, 15, 10) }

// Breakage: refusing what Windows programs write.
test('a calendar with a byte order mark is a calendar', () => {
  const plain = checkCalendar(Buffer.from(CALENDAR), window)
  expect(plain).toMatchObject({ occurrences: [{ uid: '1@test', summary: 'Tea' }], problems: [] })
  expect(checkCalendar(Buffer.from(`\uFEFF${CALENDAR}`), window)).toEqual(plain)
})

// Breakage: showing the day of the instant at which a day begins in Tokyo, which by UTC is the day before.
test('an all-day event keeps its day in whatever zone it is read, and begins there when the day does', () => {
  const allDay = Buffer.from(CALENDAR.replace('DTSTART:20260115T091500Z', 'DTSTART;VALUE=DATE:20260116'))
  const whole = { fromMs: Date.UTC(2026, 0, 15), untilMs: Date.UTC(2026, 0, 17) }
  for (const [zone, startMs] of [
    ['UTC', Date.UTC(2026, 0, 16)],
    ['Asia/Tokyo', Date.UTC(2026, 0, 15, 15)],
    ['America/New_York', Date.UTC(2026, 0, 16, 5)],
  ] as const) {
    const { occurrences } = checkCalendar(allDay, whole, { zone })
    expect(occurrences).toEqual([{ uid: '1@test', summary: 'Tea', startMs, allDay: true, date: '2026-01-16' }])
  }
})
