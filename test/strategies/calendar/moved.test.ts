import { expect, test } from 'vitest'
import { checkCalendar, type CheckOptions } from '../../../strategies/check.ts'

const window = { fromMs: Date.UTC(2026, 0, 15, 9), untilMs: Date.UTC(2026, 0, 16, 9) }
const SERIES = ['UID:1', 'SUMMARY:Stand-up', 'DTSTART:20260112T100000Z', 'RRULE:FREQ=DAILY']

/** Title, hour of the start and original start of what is due, the same in both modes. */
function due(events: readonly (readonly string[])[], options: CheckOptions = {}) {
  const text = events.map((lines) => `BEGIN:VEVENT\n${lines.join('\n')}\nEND:VEVENT\n`).join('')
  const [found, inFull] = (['prefilter', 'full'] as const).map((mode) =>
    checkCalendar(Buffer.from(`BEGIN:VCALENDAR\n${text}END:VCALENDAR\n`), window, { ...options, mode }),
  )
  expect(inFull).toEqual(found)
  return found!.occurrences.map(({ summary, startMs, recurrenceMs }) => [
    summary,
    new Date(startMs).toISOString().slice(8, 16),
    ...(recurrenceMs === undefined ? [] : [new Date(recurrenceMs).toISOString().slice(8, 16)]),
  ])
}

// Breakage: the two cannot be distinguished but by their titles.
test('an occurrence that was moved has its original start, one that was not has none', () => {
  const moved = ['UID:1', 'SUMMARY:Planning', 'RECURRENCE-ID:20260116T100000Z', 'DTSTART:20260115T100000Z']
  expect(due([SERIES, moved])).toEqual([
    ['Planning', '15T10:00', '16T10:00'],
    ['Stand-up', '15T10:00'],
  ])
  const renamed = ['UID:1', 'SUMMARY:Planning', 'RECURRENCE-ID:20260115T100000Z', 'DTSTART:20260115T100000Z']
  expect(due([SERIES, renamed])).toEqual([['Planning', '15T10:00']])
})

test('the original start is an instant, in whatever zone it is written', () => {
  const zoned = ['UID:1', 'SUMMARY:Tea', 'DTSTART;TZID=Asia/Tokyo:20260112T190000', 'RRULE:FREQ=DAILY']
  for (const id of [
    'RECURRENCE-ID:20260115T190000',
    'RECURRENCE-ID:20260115T100000Z',
    'RECURRENCE-ID;VALUE=DATE:20260115',
  ])
    expect(due([zoned, ['UID:1', 'SUMMARY:Late', id, 'DTSTART:20260115T120000Z']])).toEqual([
      ['Late', '15T12:00', '15T10:00'],
    ])
  const orphan = ['UID:1', 'SUMMARY:Late', 'RECURRENCE-ID:20260115T100000Z', 'DTSTART:20260115T120000Z']
  expect(due([orphan])).toEqual([['Late', '15T12:00', '15T10:00']])
})

test('of days, the original start is where that day begins', () => {
  const days = ['UID:1', 'SUMMARY:Day', 'DTSTART;VALUE=DATE:20260112', 'RRULE:FREQ=DAILY']
  const moved = (id: string) => ['UID:1', 'SUMMARY:Moved', id, 'DTSTART:20260115T120000Z']
  for (const id of ['RECURRENCE-ID;VALUE=DATE:20260118', 'RECURRENCE-ID:20260118T103000Z'])
    expect(due([days, moved(id)], { zone: 'Asia/Tokyo' })).toEqual([
      ['Moved', '15T12:00', '17T15:00'],
      ['Day', '15T15:00'],
    ])
  const same = ['UID:1', 'SUMMARY:Same', 'RECURRENCE-ID;VALUE=DATE:20260116', 'DTSTART;VALUE=DATE:20260116']
  expect(due([days, same], { zone: 'Asia/Tokyo' })).toEqual([['Same', '15T15:00']])
})

test('an occurrence that a range moves has the start that it would have had', () => {
  const range = ['UID:1', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20260113T100000Z', 'DTSTART:20260113T110000Z']
  expect(due([SERIES, range])).toEqual([['', '15T11:00', '15T10:00']])
})

// Breakage: people read the same line twice, or what was sent before counts as another occurrence.
test('two alike in title, start and UID are one, and the one that was not moved stands for both', () => {
  const moved = (day: number) => [
    'UID:1',
    'SUMMARY:Stand-up',
    `RECURRENCE-ID:202601${day}T100000Z`,
    'DTSTART:20260115T100000Z',
  ]
  expect(due([moved(18), SERIES, moved(17)])).toEqual([['Stand-up', '15T10:00']])
  expect(due([moved(18), [...SERIES, 'EXDATE:20260115T100000Z'], moved(17)])).toEqual([
    ['Stand-up', '15T10:00', '17T10:00'],
  ])
})
