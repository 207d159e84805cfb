import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Prefilter } from '../../../strategies/calendar/prefilter.ts'
import { scan } from '../../../strategies/calendar/scan.ts'
import { zoneNamed } from '../../../strategies/calendar/zone.ts'
import { checkCalendar } from '../../../strategies/check.ts'
import type { Occurrence } from '../../../strategies/job.ts'
import type { Window } from '../../../strategies/calendar/window.ts'
import { damaged, damages } from '../../support/calendars/damage.ts'
import { exceptedCalendars, oddCalendars, plainCalendars, ruledCalendars } from '../../support/calendars/events.ts'
import { laidOut, layouts, written } from '../../support/calendars/layout.ts'
import { samples } from '../../support/samples.ts'

/** Another seed looks at other calendars: `UTAKATA_SEED=1 npm test -- equivalence`. */
const seed = Number(process.env['UTAKATA_SEED'] ?? 5545)

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS

const zones = fc.constantFrom('UTC', 'UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago')
const lengths = fc.oneof(
  fc.constantFrom(1, 15, 60, 1440, 3 * 1440).map((minutes) => minutes * MINUTE_MS),
  fc.integer({ min: 1, max: 40 * 1440 }).map((minutes) => minutes * MINUTE_MS),
)
const wide: fc.Arbitrary<Window> = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: Date.UTC(2026, 1), max: Date.UTC(2026, 8) }) },
      { weight: 2, arbitrary: fc.integer({ min: Date.UTC(1990), max: Date.UTC(2040) }) },
    ),
    lengths,
  )
  .map(([fromMs, lengthMs]) => ({ fromMs, untilMs: fromMs + lengthMs }))

/** Where windows are laid: some anywhere, and then some close around what those held. */
const looks = fc.record({
  zone: zones,
  anywhere: fc.tuple(
    fc.integer({ min: -80, max: 40 }).map((days) => daysFrom(days, 40)),
    wide,
    wide,
  ),
  around: fc.array(
    fc.record({ pick: fc.nat(999), beforeMs: fc.constantFrom(-1, 0, 1, 600_000, DAY_MS, -DAY_MS), lengthMs: lengths }),
    {
      minLength: 5,
      maxLength: 5,
    },
  ),
})
type Looks = typeof looks extends fc.Arbitrary<infer T> ? T : never

function daysFrom(days: number, lengthDays: number): Window {
  const fromMs = Date.UTC(2026, 4, 15) + days * DAY_MS
  return { fromMs, untilMs: fromMs + lengthDays * DAY_MS }
}

function occurrencesIn(
  body: Uint8Array,
  window: Window,
  zone: string,
  mode: 'prefilter' | 'full',
): readonly Occurrence[] {
  const { occurrences, problems } = checkCalendar(body, window, { mode, zone, mostOccurrences: 100_000 })
  // What is left out for its cost may differ.
  fc.pre(!problems.join().includes('too much to parse'))
  return occurrences
}

/** Expects the prefilter to give what the full parse gives, in windows anywhere and around what those hold; gives their number. */
function expectSame(body: Uint8Array, { zone, anywhere, around }: Looks, plain = body): number {
  const found: Occurrence[] = []
  const expectSameIn = (window: Window) => {
    const full = occurrencesIn(plain, window, zone, 'full')
    found.push(...full)
    const of = `${new Date(window.fromMs).toISOString()} to ${new Date(window.untilMs).toISOString()}, ${zone}`
    expect(occurrencesIn(body, window, zone, 'prefilter'), of).toEqual(full)
    if (plain !== body) expect(occurrencesIn(body, window, zone, 'full'), `full, ${of}`).toEqual(full)
  }
  for (const window of anywhere) expectSameIn(window)
  // The first and the last of a rule are among them, where counting is easily one off.
  const centres = found.map(({ startMs }) => startMs).sort((a, b) => a - b)
  if (centres.length === 0) return anywhere.length
  for (const { pick, beforeMs, lengthMs } of around) {
    const fromMs = centres.at(pick % centres.length)! - beforeMs
    expectSameIn({ fromMs, untilMs: fromMs + lengthMs })
  }
  return anywhere.length + around.length
}

/** Runs a property that gives how many windows it looked into, and expects enough of them. */
function assertOver<T>(calendars: fc.Arbitrary<T>, numRuns: number, look: (calendar: T, looks: Looks) => number): void {
  let windows = 0
  const property = fc.property(calendars, looks, (calendar, looks) => {
    windows += look(calendar, looks)
  })
  fc.assert(property, { seed, numRuns: samples(numRuns) })
  expect(windows).toBeGreaterThan(4 * samples(numRuns))
}

// Breakage: WKST, INTERVAL, COUNT, UNTIL or BYDAY taken otherwise by the arithmetic than by the library.
test('a rule whose days are computed by arithmetic has the starts it has when it is stepped through', () => {
  assertOver(plainCalendars, 1100, (calendar, looks) => expectSame(written(calendar), looks))
})

// Breakage: arithmetic about a rule with a part it does not know; an UNTIL believed that the parse does not read.
test('a rule of any kind, and one that cannot be read, has the same starts in both', () => {
  assertOver(ruledCalendars, 900, (calendar, looks) => expectSame(written(calendar), looks))
})

// Breakage: an event kept without those that share its UID; RDATE, RANGE=THISANDFUTURE or a move into the window overlooked.
test('what moves, replaces, adds or takes out a start from afar is not overlooked', () => {
  assertOver(exceptedCalendars, 700, (calendar, looks) => expectSame(written(calendar), looks))
})

// Breakage: the window not wide enough for a zone the prefilter does not know; a day or floating time read by another clock.
test('a start in any zone, and one written oddly, is due in the same windows', () => {
  assertOver(oddCalendars, 600, (calendar, looks) => expectSame(written(calendar), looks))
})

// Breakage: a folded UID taken for another than the same one unfolded; a folded, indented or lower case BEGIN, END or name not seen;
// a zone looked for only before its events.
test('a calendar in another layout gives the same notices', () => {
  const calendars = fc.tuple(fc.oneof(exceptedCalendars, oddCalendars), layouts)
  assertOver(calendars, 400, ([calendar, layout], looks) =>
    expectSame(laidOut(calendar, layout), looks, written(calendar)),
  )
})

// Breakage: a damaged line that one reads and the other does not.
test('a damaged calendar gives the same notices in both', () => {
  const calendars = fc.tuple(fc.oneof(exceptedCalendars, oddCalendars, ruledCalendars), damages)
  assertOver(calendars, 700, ([calendar, damages], looks) => expectSame(damaged(written(calendar), damages), looks))
})

const fixtures = ['calendars', 'rfc5545'].flatMap((name) =>
  calendarsIn(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))),
)

function calendarsIn(folder: string): { readonly file: string; readonly body: Uint8Array }[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ics'))
  return files.map((file) => ({ file, body: new Uint8Array(readFileSync(join(folder, file))) }))
}

// Breakage: as above, in what the generator does not know to write.
test('a fixture, whole or damaged, gives the same notices in both', () => {
  const calendars = fc.tuple(
    fc.constantFrom(...fixtures),
    fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 4, arbitrary: damages }),
  )
  assertOver(calendars, 700, ([{ body }, damages], looks) => expectSame(damaged(body, damages), looks))
})

// Breakage: a line that the scan of the bytes takes for another than the parse does.
test.for([
  ['an END with a space before its colon', 'DTSTART:20200101T000000Z\nBEGIN:VALARM\nEND :VALARM\nRRULE:FREQ=DAILY'],
  ['an END with a parameter', 'DTSTART:20200101T000000Z\nBEGIN:VALARM\nEND;X=1:VALARM\nRRULE:FREQ=DAILY'],
  ['a BEGIN with a control byte for its colon', 'DTSTART:20200101T000000Z\nBEGIN\u001AX\nRRULE:FREQ=DAILY'],
  ['a form feed before a name', 'DTSTART:20200101T000000Z\n\fRRULE:FREQ=DAILY'],
  ['a zone further from UTC than any place', 'DTSTART;TZID="UTC-60":20260512T200000'],
  ['a space before the colon of a name', 'DTSTART :20200101T000000Z\nRRULE :FREQ=DAILY'],
  [
    'a space before the parameter of a RECURRENCE-ID',
    'DTSTART:20260101T000000Z\nRRULE:FREQ=MONTHLY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID ;RANGE=THISANDFUTURE:20260201T000000Z\nDTSTART:20260215T000000Z',
  ],
] as const)('%s is read alike by both', ([, lines]) => {
  const body = Buffer.from(`BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n${lines}\nEND:VEVENT\nEND:VCALENDAR\n`)
  for (let days = -3; days <= 3; days++) {
    const window = daysFrom(days, 1)
    expect(occurrencesIn(body, window, 'UTC', 'prefilter')).toEqual(occurrencesIn(body, window, 'UTC', 'full'))
  }
})

/** A folder of further calendars may be named. */
const { UTAKATA_CALENDARS } = process.env
const feeds = [...fixtures, ...(UTAKATA_CALENDARS === undefined ? [] : calendarsIn(UTAKATA_CALENDARS))]

/** A quarter of an hour at odd times of the day, some five times a year. */
const quarters = Array.from({ length: 200 }, (_, at): Window => {
  const fromMs = Date.UTC(1990) + at * (73 * DAY_MS + 7 * 60 * MINUTE_MS)
  return { fromMs, untilMs: fromMs + 15 * MINUTE_MS }
})

// Breakage: whatever makes the prefilter useless, which no test of the notices can see.
test('the prefilter seldom keeps all events of a feed, and nearly never far from all of them', () => {
  const utc = zoneNamed('UTC')
  const all = { looks: 0, wholly: 0, events: 0, kept: 0 }
  const far = { looks: 0, wholly: 0 }
  for (const { body } of feeds) {
    const calendar = Buffer.from(body)
    // A series is kept or not as a whole: several fixtures are one, with a RANGE.
    const series = [...scan(calendar).events.kept(Infinity, () => {})].length
    for (const [at, window] of quarters.entries()) {
      const { events, found } = scan(calendar, new Prefilter(window, utc))
      if (found === 0) continue
      const kept = [...events.kept(Infinity, () => {})].flat().length
      const isWhole = kept === found
      all.looks++
      all.wholly += Number(isWhole)
      all.events += found
      all.kept += kept
      if (series < 3 || at % 5 !== 0) continue
      const near = { fromMs: window.fromMs - 20 * DAY_MS, untilMs: window.untilMs + 20 * DAY_MS }
      const { occurrences, problems } = checkCalendar(body, near, { mode: 'full' })
      // What cannot be read may matter.
      if (occurrences.length > 0 || problems.length > 0) continue
      far.looks++
      far.wholly += Number(isWhole)
    }
  }
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)}%`
  console.log(
    [
      `${feeds.length} calendars in ${quarters.length} windows of 15 minutes, 1990 to 2030`,
      `the prefilter kept every event in ${percent(all.wholly, all.looks)} of them, and ${percent(all.kept, all.events)} of all events`,
      `of calendars with 3 series or more, far from all of them, every event in ${percent(far.wholly, far.looks)} of ${far.looks}`,
    ].join('; '),
  )
  expect(far.looks).toBeGreaterThan(100)
  expect(far.wholly / far.looks).toBeLessThanOrEqual(0.05)
})
