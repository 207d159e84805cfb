import { expect, test } from 'vitest'
import { checkCalendar } from '../../../strategies/check.ts'

const window = { fromMs: Date.UTC(2026, 4, 4), untilMs: Date.UTC(2026, 4, 25) }
const EVENT = ['BEGIN:VEVENT', 'UID:1@test', 'DTSTART:20260515T091500Z', 'SUMMARY:Tea', 'END:VEVENT']
const WHOLE = Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', ...EVENT, 'END:VCALENDAR', ''].join('\r\n'))

// Breakage: a last line without its break, half a name or half a fold taken for the whole.
test('a calendar cut off at each of its bytes is cut off until it is whole', () => {
  const end = WHOLE.indexOf('END:VCALENDAR') + 'END:VCALENDAR'.length
  const eventEnd = WHOLE.indexOf('END:VEVENT') + 'END:VEVENT'.length
  const eventBegin = WHOLE.indexOf('BEGIN:VEVENT') + 'BEGIN:VEVENT'.length
  for (let size = 0; size <= WHOLE.length; size++) {
    const { occurrences, problems } = checkCalendar(WHOLE.subarray(0, size), window)
    expect(occurrences.length, `${size} bytes`).toBe(size < eventEnd ? 0 : 1)
    const expected =
      size < 'BEGIN:VCALENDAR'.length
        ? [`not a calendar: ${size === 0 ? 'the body is empty' : 'the body has no BEGIN:VCALENDAR'}`]
        : size >= end
          ? []
          : [
              'the calendar is cut off: it never comes to END:VCALENDAR',
              ...(size >= eventBegin && size < eventEnd ? ['line 3: the event never comes to END:VEVENT'] : []),
            ]
    expect(problems, `${size} bytes`).toEqual(expected)
  }
})

test('a body that is no calendar says what it is', () => {
  for (const [body, problem] of [
    ['', 'not a calendar: the body is empty'],
    [' \r\n\t\n', 'not a calendar: the body is empty'],
    ['\uFEFF', 'not a calendar: the body is empty'],
    ['<!DOCTYPE html><html><body>Sign in</body></html>', 'not a calendar: the body is a web page'],
    ['\uFEFF\n<!doctype HTML>\n<title>BEGIN:VEVENT</title>', 'not a calendar: the body is a web page'],
    ['<html lang="en">', 'not a calendar: the body is a web page'],
    ['{"error":"not found"}', 'not a calendar: the body has no BEGIN:VCALENDAR'],
    ['BEGIN:VEVENT\nDTSTART:20260515T091500Z\nEND:VEVENT\n', 'not a calendar: the body has no BEGIN:VCALENDAR'],
  ] as const)
    for (const mode of ['prefilter', 'full'] as const)
      expect(checkCalendar(Buffer.from(body), window, { mode }), body).toEqual({ occurrences: [], problems: [problem] })
})

test('an event that is not closed costs itself, and is named by its line', () => {
  const open = EVENT.slice(0, -1)
  for (const [lines, problems, found] of [
    [[...open, ...EVENT, 'END:VCALENDAR'], ['line 2: the event never comes to END:VEVENT'], 1],
    [[...EVENT, ...open, 'END:VCALENDAR'], ['line 7: the event never comes to END:VEVENT'], 1],
    [EVENT, ['the calendar is cut off: it never comes to END:VCALENDAR'], 1],
    [
      open,
      ['the calendar is cut off: it never comes to END:VCALENDAR', 'line 2: the event never comes to END:VEVENT'],
      0,
    ],
  ] as const) {
    const calendar = checkCalendar(Buffer.from(['BEGIN:VCALENDAR', ...lines, ''].join('\r\n')), window)
    expect(calendar.problems).toEqual(problems)
    expect(calendar.occurrences).toHaveLength(found)
  }
})
