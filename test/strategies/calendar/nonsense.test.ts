import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { checkCalendar } from '../../../strategies/check.ts'
import type { Calendar } from '../../../strategies/job.ts'
import type { Window } from '../../../strategies/calendar/window.ts'
import { damaged, damages } from '../../support/calendars/damage.ts'
import { exceptedCalendars, oddCalendars, ruledCalendars } from '../../support/calendars/events.ts'
import { written } from '../../support/calendars/layout.ts'
import { samples } from '../../support/samples.ts'

/** Another seed makes other nonsense: `UTAKATA_SEED=1 npm test -- nonsense`. */
const seed = Number(process.env['UTAKATA_SEED'] ?? 5545)

const DAY_MS = 86_400_000
const window = { fromMs: Date.UTC(2026, 4, 4), untilMs: Date.UTC(2026, 4, 25) }
const windows: fc.Arbitrary<Window> = fc.oneof(
  fc.constant(window),
  fc
    .tuple(fc.integer({ min: Date.UTC(1900), max: Date.UTC(2200) }), fc.integer({ min: 1, max: 40 * DAY_MS }))
    .map(([fromMs, lengthMs]) => ({ fromMs, untilMs: fromMs + lengthMs })),
)
const modes = fc.constantFrom('prefilter', 'full')

const folder = new URL('../../fixtures/rfc5545/', import.meta.url)
const fixtures = readdirSync(folder)
  .filter((file) => file.endsWith('.ics'))
  .map((file) => new Uint8Array(readFileSync(new URL(file, folder))))

const LONGEST_PROBLEM = 300
/** What each problem says, so that none is a message of some library alone. */
const NAMED = [
  /^not a calendar: the body (?:is empty|is a web page|is UTF-16, calendars are UTF-8|has no BEGIN:VCALENDAR)$/,
  /^not a calendar: its lines end with CR, those of calendars end with CRLF$/,
  /^the calendar is (?:cut off: it never comes to END:VCALENDAR|\d+ bytes long, more than \d+ are not looked into)$/,
  /^line \d+: the event never comes to END:VEVENT$/,
  /^line \d+: the event that ends here has no BEGIN:VEVENT, so it is not read$/,
  /^line \d+: an invisible character \(U\+[\dA-F]{4,6}\) stands in the line, so it may be misread$/,
  /^line \d+: it has (?:no|two) DTSTART$/,
  /^line \d+: its EXRULE is left out: RFC 5545 has none any more$/,
  /^line \d+: its (?:UID|DTSTART|RRULE|RECURRENCE-ID|SUMMARY|STATUS|SEQUENCE) is \d+ bytes long, more than \d+ are not read$/,
  /^line \d+: its (?:DTSTART|RDATE|EXDATE|RECURRENCE-ID) .*is neither a date nor a date with a time$/,
  /^line \d+: its RRULE .*cannot be followed/,
  /^line \d+: it has more than \d+ (?:RRULE$|starts near the window, the others are left out$)/,
  /^line \d+: the parameters of its [A-Z-]+ are \d+ characters long, more than \d+ are not read$/,
  /^the calendar's name is \d+ bytes long, more than \d+ are not read$/,
  /^line \d+: the time zone ".*(?:is neither known nor defined in the calendar; read as|cannot be read: )/,
  /^line \d+: its time zone ".*cannot be followed/,
  /^\d+ occurrences start in the window, only the first \d+ are reported$/,
  /^too much to parse: .+; \d+ of \d+ events are left out$/,
  /^and \d+ more problems$/,
]

function expectSound({ occurrences, problems }: Calendar, { fromMs, untilMs }: Window): void {
  for (const { startMs } of occurrences) {
    expect(startMs).toBeGreaterThanOrEqual(fromMs)
    expect(startMs).toBeLessThan(untilMs)
  }
  const order = occurrences.map(({ startMs, summary, uid }) => ({ startMs, summary, uid }))
  expect(order).toEqual(
    order.toSorted((a, b) => a.startMs - b.startMs || compare(a.summary, b.summary) || compare(a.uid, b.uid)),
  )
  expect(problems.length).toBeLessThanOrEqual(21)
  for (const problem of problems) {
    // U+0085, U+2028 and U+2029 break lines too.
    expect(problem).toMatch(/^[^\n\r\v\f\u0085\u2028\u2029]+$/)
    expect(problem.length).toBeLessThanOrEqual(LONGEST_PROBLEM)
    expect(
      NAMED.filter((name) => name.test(problem)),
      problem,
    ).toHaveLength(1)
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** Lets nothing through to the terminal, and gives what would have come there. */
function watchedConsole(): readonly { readonly mock: { readonly calls: readonly unknown[] } }[] {
  onTestFinished(() => void vi.restoreAllMocks())
  const names = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const
  const spies = names.map((name) => vi.spyOn(console, name).mockImplementation(() => {}))
  const streams = [process.stdout, process.stderr].map((one) => vi.spyOn(one, 'write').mockImplementation(() => true))
  return [...spies, ...streams]
}

/** What every object and list has. */
function prototypes(): unknown {
  return [Object.prototype, Array.prototype, String.prototype, Map.prototype, Function.prototype].map((one) =>
    Reflect.ownKeys(one),
  )
}

/** Expects sound, repeatable and quiet answers for every body, whatever it is. */
function expectAllSound(bodies: fc.Arbitrary<Uint8Array>, numRuns: number): void {
  const outputs = watchedConsole()
  const before = prototypes()
  const property = fc.property(bodies, windows, modes, (body, window, mode) => {
    const untouched = Buffer.from(body)
    const first = checkCalendar(body, window, { mode })
    expectSound(first, window)
    expect(checkCalendar(body, window, { mode })).toEqual(first)
    expect(untouched.equals(body)).toBe(true)
  })
  fc.assert(property, { seed, numRuns: samples(numRuns) })
  expect(prototypes()).toEqual(before)
  expect(outputs.flatMap(({ mock }) => mock.calls)).toEqual([])
}

// Breakage: a throw, an endless loop at a byte that is none of a calendar, a problem of many lines.
test('random bytes give problems, not throws', () => {
  const head = fc.constantFrom('', 'BEGIN:VCALENDAR\r\n', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260515T000000Z\n')
  const bytes = fc.tuple(head, fc.uint8Array({ maxLength: 300 })).map(([head, bytes]) => join(head, bytes))
  expectAllSound(bytes, 3000)
})

function join(head: string, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([Buffer.from(head), bytes]))
}

/** Names and values that are taken for those of an object, or for patterns, or for nothing. */
const WORDS = [
  'BEGIN',
  'END',
  'VEVENT',
  'VCALENDAR',
  'VTIMEZONE',
  'STANDARD',
  'UID',
  'DTSTART',
  'RRULE',
  'RDATE',
  'EXDATE',
  'RECURRENCE-ID',
  'SUMMARY',
  'STATUS',
  'SEQUENCE',
  'TZID',
  'TZOFFSETTO',
  'X-WR-CALNAME',
  'VALUE',
  'RANGE',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '20260515T000000Z',
  '20260515',
  'FREQ',
  'DAILY',
  'COUNT',
  'UNTIL',
  'Asia/Tokyo',
  ':',
  ':',
  ':',
  ';',
  '=',
  ',',
  '"',
  '\\',
  '$&',
  '%',
  ' ',
  '\r\n ',
  '\u2028',
  '\uFEFF',
  '😀',
  '-',
  '0',
  '999999999999',
]

// Breakage: a name such as __proto__ kept in an object; a value that reaches a pattern or a message as it stands.
test('random lines give problems, not throws', () => {
  const line = fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => words.join(''))
  const event = fc
    .array(line, { maxLength: 6 })
    .map((lines) => ['BEGIN:VEVENT', 'DTSTART:20260515T000000Z', ...lines, 'END:VEVENT'].join('\r\n'))
  const bodies = fc
    .array(fc.oneof(line, event), { maxLength: 12 })
    .map((lines) => new Uint8Array(Buffer.from(['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n'))))
  expectAllSound(bodies, 2000)
})

// Breakage: as above, in calendars that come far enough to be parsed.
test('damaged calendars give problems, not throws', () => {
  const generated = fc.oneof(exceptedCalendars, oddCalendars, ruledCalendars).map(written)
  const bodies = fc
    .tuple(fc.oneof(generated, fc.constantFrom(...fixtures)), damages)
    .map(([body, damages]) => damaged(body, damages))
  expectAllSound(bodies, 2000)
})

// Breakage: reading past the end; calling what was cut whole.
test('a calendar cut off anywhere says so, and gives only notices that the whole one gives', () => {
  const generated = fc.oneof(exceptedCalendars, oddCalendars).map(written)
  const cuts = fc
    .tuple(fc.oneof(generated, fc.constantFrom(...fixtures)), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([body, share]) => body.slice(0, Math.floor(share * body.length)))
  expectAllSound(cuts, 1500)
})

// Breakage: a zone looked up where nothing catches what it throws, which made a defect of the feed's mistake.
test.for([
  ['DTSTART', 'RECURRENCE-ID:20260515T030500Z\r\nDTSTART;TZID=Never:20260515T030500'],
  ['RECURRENCE-ID', 'RECURRENCE-ID;TZID=Never:20260515T030500\r\nDTSTART:20260515T030500Z'],
  ['RANGE', 'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Never:20260515T030500\r\nDTSTART;TZID=Never:20260515T030500'],
  ['EXDATE', 'DTSTART:20260515T030500Z\r\nEXDATE;TZID=Never:20260515T030500'],
  ['RDATE', 'DTSTART:20260515T030500Z\r\nRDATE;TZID=Never:20260515T030500'],
] as const)('a zone whose rule never comes to a start is a problem, in %s too', ([, lines]) => {
  const zone = `BEGIN:VTIMEZONE\r\nTZID:Never\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYWEEKNO=1\r\nEND:STANDARD\r\nEND:VTIMEZONE`
  const single = 'BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260515T091500Z\r\nSUMMARY:Tea\r\nEND:VEVENT'
  const body = Buffer.from(
    `BEGIN:VCALENDAR\r\n${zone}\r\nBEGIN:VEVENT\r\nUID:1\r\n${lines}\r\nEND:VEVENT\r\n${single}\r\nEND:VCALENDAR\r\n`,
  )
  const calendar = checkCalendar(body, window)
  expectSound(calendar, window)
  expect(calendar.problems).toHaveLength(1)
  expect(calendar.occurrences).toContainEqual(expect.objectContaining({ summary: 'Tea' }))
})

const LONG = 'x'.repeat(5000)

// Breakage: what a feed holds quoted at full length, or with its line breaks, to the terminal.
test.for([
  ['a rule that cannot be followed', `DTSTART:20260501T000000Z\r\nRRULE:FREQ=DAILY;UNTIL=${LONG}`],
  ['a rule with a part twice', `DTSTART:20260501T000000Z\r\nRRULE:FREQ=DAILY;${LONG}=1;${LONG}=1`],
  ['a rule of no frequency', `DTSTART:20260501T000000Z\r\nRRULE:${LONG}`],
  ['a rule with too many starts', `DTSTART:20260501T000000Z\r\nRRULE:FREQ=SECONDLY;X=${LONG}`],
  ['a time zone nobody knows', `DTSTART;TZID=${LONG}:20260515T000000`],
  ['a time zone that cannot be read', 'DTSTART;TZID=Own:20260515T000000'],
  ['a date that is none', `DTSTART:${LONG}`],
  ['a list of dates that are none', `DTSTART:20260515T000000Z\r\nRDATE:${LONG},${LONG}`],
  ['a carriage return', 'DTSTART:20260501T000000Z\r\nRRULE:FREQ=DA\rILY'],
  ['a carriage return in a zone', 'DTSTART;TZID=Wo\rrld:20260515T000000'],
  ['a line separator', 'DTSTART:20260501T000000Z\r\nRRULE:FREQ=DA\u2028ILY'],
] as const)('%s is reported in one short line', ([, lines]) => {
  const zone = `BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:${LONG}\r\nEND:STANDARD\r\nEND:VTIMEZONE`
  const body = Buffer.from(`BEGIN:VCALENDAR\r\n${zone}\r\nBEGIN:VEVENT\r\n${lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`)
  const calendar = checkCalendar(body, window)
  expect(calendar.problems).not.toEqual([])
  expectSound(calendar, window)
})

// Breakage: a zone, a format or a rule kept from one feed to the next under a name that feed chose.
test('a hostile calendar leaves nothing behind for the next one', () => {
  const zone = (offset: string) =>
    `BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:${offset}\r\nTZOFFSETTO:${offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE`
  const calendar = (zone: string, lines: string) =>
    Buffer.from(`BEGIN:VCALENDAR\r\n${zone}\r\nBEGIN:VEVENT\r\n${lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`)
  const tame = [
    calendar('', 'UID:1\r\nDTSTART:20260515T091500Z\r\nSUMMARY:Tea'),
    calendar(zone('+0100'), 'UID:2\r\nDTSTART;TZID=Own:20260515T000000\r\nRRULE:FREQ=DAILY;COUNT=3'),
    calendar('', 'UID:3\r\nDTSTART;TZID=Tokyo Standard Time:20260515T000000'),
  ]
  const answers = () => tame.map((body) => checkCalendar(body, window))
  const before = answers()
  for (const hostile of [
    calendar(zone('-0900'), 'UID:2\r\nDTSTART;TZID=Own:20260515T000000\r\nRRULE:FREQ=SECONDLY'),
    calendar(zone('+0900').replace('Own', 'Tokyo Standard Time'), 'DTSTART;TZID="Tokyo Standard Time":20260515T000000'),
    calendar(
      'X-WR-TIMEZONE:Asia/Tokyo',
      'UID:__proto__\r\n__proto__:1\r\nconstructor;prototype=1:2\r\nDTSTART:20260515',
    ),
    calendar('', 'DTSTART:20260515T000000Z\r\nRRULE:FREQ=DAILY;__proto__=1;BYMONTHDAY=99'),
    calendar('', `DTSTART;TZID=__proto__:20260515T000000`),
  ])
    for (const mode of ['prefilter', 'full'] as const) {
      checkCalendar(hostile, window, { mode })
      expect(answers()).toEqual(before)
    }
})
