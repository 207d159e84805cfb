import * as fc from 'fast-check'
import { sync, type VEvent } from 'node-ical'
import { expect, test } from 'vitest'
import { DAY_MS, writeAsUtc } from '../../../strategies/calendar/date-time.ts'
import { followPlain, missesSpan } from '../../../strategies/calendar/plain-rule.ts'

const seed = Number(process.env['UTAKATA_SEED'] ?? 5545)

const weekdays = fc.subarray(['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'], { minLength: 1 })
const numbered = fc.array(
  fc
    .tuple(fc.constantFrom('', '1', '2', '-1', '5', '-5'), fc.constantFrom('MO', 'WE', 'SU'))
    .map((one) => one.join('')),
  { minLength: 1, maxLength: 3 },
)
const months = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 })
const monthDays = fc.uniqueArray(fc.constantFrom(1, 2, 15, 28, 29, 30, 31, -1, -2, -31), { minLength: 1, maxLength: 3 })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 })

interface Parts {
  readonly [name: string]: string | undefined
}

const written = (parts: Parts) =>
  Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(';')
const interval = maybe(fc.integer({ min: 1, max: 5 }).map(String))
const wkst = maybe(fc.constantFrom('SU', 'MO', 'WE'))
const list = (of: fc.Arbitrary<readonly unknown[]>) => maybe(of.map((all) => all.join(',')))
const daily = fc.record({
  FREQ: fc.constant('DAILY'),
  INTERVAL: interval,
  BYMONTH: list(months),
  BYDAY: list(weekdays),
  BYMONTHDAY: list(monthDays),
})
const weekly = fc.record({
  FREQ: fc.constant('WEEKLY'),
  INTERVAL: interval,
  WKST: wkst,
  BYDAY: list(weekdays),
  BYMONTH: list(months),
})
const monthly = fc.record({
  FREQ: fc.constant('MONTHLY'),
  INTERVAL: interval,
  BYMONTH: list(months),
  BYDAY: list(numbered),
})
const ofMonthDays = fc.record({
  FREQ: fc.constantFrom('MONTHLY', 'YEARLY'),
  INTERVAL: interval,
  BYMONTHDAY: list(monthDays),
})
const yearly = fc.record({
  FREQ: fc.constant('YEARLY'),
  INTERVAL: interval,
  BYMONTH: months.map(String),
  BYDAY: list(numbered),
})
const aYear = fc.record({ FREQ: fc.constant('YEARLY'), INTERVAL: interval, BYDAY: list(weekdays) })

/** From a second of 2019 or 2020 on, and a span up to six years later. */
const looks = fc.tuple(
  fc.integer({ min: Date.UTC(2019, 0) / 1000, max: Date.UTC(2020, 11, 31) / 1000 }),
  fc.integer({ min: 1, max: 6 * 366 * 24 }),
  fc.integer({ min: 1, max: 30 * 24 }),
)

/** What node-ical's engine makes of it, and what the span is. */
function look(rule: string, [second, hours, length]: readonly [number, number, number]) {
  const startMs = second * 1000
  const fromMs = startMs + hours * 3_600_000
  const span = { fromMs, untilMs: fromMs + length * 3_600_000 }
  const { ['1']: event } = sync.parseICS(
    `BEGIN:VEVENT\nUID:1\nDTSTART:${writeAsUtc(startMs)}\nRRULE:${rule}\nEND:VEVENT`,
  ) as Record<string, VEvent>
  const starts = event!
    .rrule!.between(new Date(span.fromMs), new Date(span.untilMs), true)
    .map((date) => date.getTime())
  return { startMs, span, starts }
}

// Breakage: any part of a rule read otherwise than the library does, which was compared with three other calendars.
test('a plain rule misses exactly the spans in which the library finds no start', () => {
  const rules = fc.oneof(daily, weekly, monthly, ofMonthDays, yearly, aYear).map(written)
  let missed = 0
  fc.assert(
    fc.property(rules, looks, (rule, at) => {
      const { startMs, span, starts } = look(rule, at)
      expect([rule, missesSpan(rule, startMs, span)]).toEqual([rule, starts.length === 0])
      missed += Number(starts.length === 0)
    }),
    { seed, numRuns: 3000 },
  )
  expect(missed).toBeGreaterThan(500)
})

// Breakage: a prefilter that passes over an event whose rule it did not understand.
test('a counted rule that misses a span has no start there', () => {
  const counted = fc
    .oneof(daily, weekly, monthly, ofMonthDays)
    .chain((parts) => fc.integer({ min: 1, max: 400 }).map((count) => written({ ...parts, COUNT: String(count) })))
  fc.assert(
    fc.property(counted, looks, (rule, at) => {
      const { startMs, span, starts } = look(rule, at)
      if (missesSpan(rule, startMs, span)) expect([rule, starts]).toEqual([rule, []])
    }),
    { seed, numRuns: 1000 },
  )
})

// Breakage: arithmetic that tells a meeting on another day than the library.
test('a daily or weekly rule has the starts that the library finds', () => {
  const ends = maybe(fc.integer({ min: 0, max: 4 * 366 }))
  fc.assert(
    fc.property(fc.oneof(daily, weekly), ends, looks, (parts, days, at) => {
      const untilMs = days === undefined ? Infinity : at[0] * 1000 + days * DAY_MS
      const rule = written({ ...parts, UNTIL: days === undefined ? undefined : writeAsUtc(untilMs) })
      const { startMs, span, starts } = look(rule, at)
      const plain = followPlain(
        rule.split(';').map((part) => part.split('=') as [string, string]),
        startMs,
        untilMs,
      )!
      expect([rule, plain.between(span.fromMs, span.untilMs, 10_000)]).toEqual([rule, starts])
      expect(plain.between(span.fromMs, span.untilMs, 3)).toEqual(starts.slice(0, 3))
      if (starts.length > 0) expect(plain.lastBefore(span.untilMs)).toBe(starts.at(-1))
    }),
    { seed, numRuns: 2000 },
  )
})
