import * as fc from 'fast-check'
import { sync, type VEvent } from 'node-ical'
import { expect, test } from 'vitest'
import { DAY_MS, writeAsUtc } from '../../../strategies/calendar/date-time.ts'
import { readDayRule } from '../../../strategies/calendar/day-rule.ts'
import { followDays, missesSpan } from '../../../strategies/calendar/day-starts.ts'
import { Budget, LIMITS } from '../../../strategies/calendar/limits.ts'
import { samples } from '../../support/samples.ts'

/** Another seed and more rules: `UTAKATA_SEED=1 UTAKATA_SAMPLES=20 npm test -- day-rule`. */
const seed = Number(process.env['UTAKATA_SEED'] ?? 5545)

const weekday = fc.constantFrom('SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA')
const list = (of: fc.Arbitrary<string | number>, maxLength = 3) =>
  fc.uniqueArray(of, { minLength: 1, maxLength, selector: String }).map((all) => all.join(','))
const numbered = (...numbers: string[]) =>
  list(fc.tuple(fc.constantFrom(...numbers), weekday).map((both) => both.join('')))
const between = (min: number, max: number) => fc.integer({ min, max })

const weekdays = list(weekday, 7)
const months = list(between(1, 12), 4)
const monthDays = list(fc.oneof(fc.constantFrom(1, 2, 15, 28, 29, 30, 31, -1, -2, -31), between(1, 31)))
const yearDays = list(fc.oneof(fc.constantFrom(1, 60, 100, 365, 366, -1, -366), between(1, 366)), 5)
const weeks = list(fc.oneof(fc.constantFrom(1, 2, 20, 52, 53, -1, -52, -53), between(1, 53)))

type Parts = Readonly<Record<string, string | undefined>>
const rulesOf = (frequency: string, lists: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<Parts> => {
  const maybe = (of: fc.Arbitrary<string>) => fc.option(of, { nil: undefined, freq: 1 })
  return fc.record({
    FREQ: fc.constant(frequency),
    INTERVAL: maybe(between(1, 5).map(String)),
    WKST: maybe(weekday),
    ...Object.fromEntries(Object.entries(lists).map(([name, of]) => [name, maybe(of)])),
  })
}
/** What node-ical reads as RFC 5545 means it: the next test but one has the others. */
const rules = fc.oneof(
  rulesOf('DAILY', { BYMONTH: months, BYDAY: weekdays, BYMONTHDAY: monthDays }),
  rulesOf('WEEKLY', { BYMONTH: months, BYDAY: weekdays }),
  rulesOf('MONTHLY', { BYMONTH: months, BYDAY: numbered('', '1', '2', '-1', '5', '-5') }),
  rulesOf('MONTHLY', { BYMONTH: months, BYMONTHDAY: monthDays, BYDAY: weekdays }),
  rulesOf('YEARLY', { BYMONTH: months, BYMONTHDAY: monthDays, BYDAY: weekdays }),
  rulesOf('YEARLY', { BYMONTH: months, BYWEEKNO: weeks, BYDAY: weekdays }),
  rulesOf('YEARLY', { BYMONTH: months, BYYEARDAY: yearDays }),
  rulesOf('YEARLY', { BYDAY: numbered('1', '2', '-1', '20', '52', '-52') }),
  fc
    .tuple(rulesOf('YEARLY', {}), months, numbered('', '1', '2', '-1', '5', '-5'))
    .map(([parts, BYMONTH, BYDAY]): Parts => ({ ...parts, BYMONTH, BYDAY })),
)

/** A start at a second of 2019 or 2020, and a span up to three years later. */
const looks = fc.tuple(
  fc.oneof(
    between(Date.UTC(2019, 0) / 1000, Date.UTC(2020, 11, 31) / 1000),
    // In a week of another year, and on days that not every month has.
    fc.constantFrom('2021-01-01', '2019-12-30', '2020-02-29', '2020-01-31').map((day) => Date.parse(day) / 1000),
  ),
  between(1, 3 * 366 * 24),
  between(1, 20 * 24),
)

const written = (parts: Parts) =>
  Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(';')

/** The span, and the starts that node-ical's engine finds in it; undefined when it gives up. */
function look(rule: string, [second, hours, length]: readonly [number, number, number]) {
  const startMs = second * 1000
  const fromMs = startMs + hours * 3_600_000
  const span = { fromMs, untilMs: fromMs + length * 3_600_000 }
  const { ['1']: event } = sync.parseICS(
    `BEGIN:VEVENT\nUID:1\nDTSTART:${writeAsUtc(startMs)}\nRRULE:${rule}\nEND:VEVENT`,
  ) as Record<string, VEvent>
  const { rrule } = event!
  const inSteps = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch {
      return undefined
    }
  }
  const starts = inSteps(() => rrule!.between(new Date(span.fromMs), new Date(span.untilMs), true))
  const lastBefore = () => inSteps(() => rrule!.before(new Date(span.fromMs), true)?.getTime())
  return { startMs, span, starts: starts?.map((date) => date.getTime()), lastBefore }
}

function follow(rule: string, startMs: number, endMs = Infinity) {
  const parts = rule.split(';').map((part) => part.split('='))
  return followDays(readDayRule(parts, startMs)!, endMs, new Budget(LIMITS.full, 0))
}

// Breakage: any part of a rule read otherwise than the library does, which was compared with three other calendars.
test('a rule misses exactly the spans in which the library finds no start', () => {
  let missed = 0
  fc.assert(
    fc.property(rules.map(written), looks, (rule, at) => {
      const { startMs, span, starts } = look(rule, at)
      fc.pre(starts !== undefined)
      expect([rule, missesSpan(rule, startMs, span)]).toEqual([rule, starts.length === 0])
      missed += Number(starts.length === 0)
    }),
    { seed, numRuns: samples(500) },
  )
  expect(missed).toBeGreaterThan(samples(100))
})

const hours = list(between(0, 23))
const minutes = list(between(0, 59))
/** Rules of which some days, or some starts of a day, are taken out or added. */
const narrowed = fc
  .tuple(
    rules,
    fc.record(
      {
        COUNT: between(1, 400).map(String),
        BYSETPOS: list(fc.constantFrom(1, 2, 3, -1, -2)),
        BYHOUR: hours,
        BYMINUTE: minutes,
        BYSECOND: fc.constantFrom('0', '30', '0,30'),
        'X-NOTE': fc.constant('1'),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([parts, { BYSETPOS, ...more }]) => {
    // The second start of a day that has one: the library goes through 10,000 days before it gives up.
    const hasSecond = parts['FREQ'] !== 'DAILY' || more.BYHOUR?.includes(',')
    return { ...parts, ...more, BYSETPOS: hasSecond ? BYSETPOS : '1' }
  })

// Breakage: a prefilter that passes over an event whose rule it did not understand.
test('a rule that misses a span has no start there, whatever its COUNT, BYSETPOS and times', () => {
  fc.assert(
    fc.property(narrowed.map(written), looks, (rule, at) => {
      const { startMs, span, starts = [] } = look(rule, at)
      if (missesSpan(rule, startMs, span)) expect([rule, starts]).toEqual([rule, []])
    }),
    { seed, numRuns: samples(200) },
  )
})

// Breakage: arithmetic that has a meeting on another day than the library.
test('a rule has the starts that the library finds', () => {
  const ends = fc.option(between(0, 4 * 366), { nil: undefined, freq: 1 })
  let found = 0
  fc.assert(
    fc.property(fc.oneof(rules, narrowed), ends, looks, (parts, days, at) => {
      const endMs = days === undefined ? Infinity : at[0] * 1000 + days * DAY_MS
      const rule = written({ ...parts, UNTIL: days === undefined ? undefined : writeAsUtc(endMs) })
      const { startMs, span, starts, lastBefore } = look(rule, at)
      fc.pre(starts !== undefined)
      const followed = follow(rule, startMs, endMs)
      expect([rule, followed.between(span.fromMs, span.untilMs, 10_000)]).toEqual([rule, starts])
      expect(followed.between(span.fromMs, span.untilMs, 3)).toEqual(starts.slice(0, 3))
      if (starts.length > 0) expect(followed.lastBefore(span.untilMs)).toBe(starts.at(-1))
      else expect([rule, followed.lastBefore(span.fromMs)]).toEqual([rule, lastBefore()])
      found += Number(starts.length > 0)
    }),
    { seed, numRuns: samples(600) },
  )
  expect(found).toBeGreaterThan(samples(75))
})

// Breakage: a rule given to the library, which unites parts that narrow each other and takes MO for 1MO beside a numbered weekday.
test.for([
  ['FREQ=YEARLY;BYYEARDAY=100;BYDAY=FR', '2026-04-10T10 2032-04-09T10 2037-04-10T10'],
  ['FREQ=YEARLY;BYMONTHDAY=13;BYDAY=2FR', '2023-01-13T10 2034-01-13T10 2040-01-13T10'],
  ['FREQ=YEARLY;BYWEEKNO=1;BYMONTHDAY=31', '2024-12-31T10 2025-12-31T10 2029-12-31T10'],
  ['FREQ=YEARLY;BYDAY=53TH', '2020-12-31T10 2026-12-31T10 2032-12-30T10'],
  ['FREQ=YEARLY;BYDAY=1MO,SU;BYSETPOS=2', '2020-01-06T10 2021-01-04T10 2022-01-03T10'],
  ['FREQ=YEARLY;BYYEARDAY=1,2,-1;BYMONTHDAY=1,31;BYSETPOS=-1;BYHOUR=9,17', '2020-12-31T17 2021-12-31T17 2022-12-31T17'],
])('%s has the days that every part has', ([rule, expected]) => {
  const startMs = Date.UTC(2020, 0, 5, 10)
  const starts = follow(rule!, startMs).between(startMs, Date.UTC(2050, 0), 3)
  expect(starts.map((ms) => new Date(ms).toISOString().slice(0, 13)).join(' ')).toBe(expected)
})

// Breakage: a rule with a meaning of its own followed as if it had none.
test.for([
  'FREQ=HOURLY',
  'FREQ=DAILY;INTERVAL=0',
  'FREQ=DAILY;COUNT=0',
  'FREQ=DAILY;BYYEARDAY=1',
  'FREQ=MONTHLY;BYWEEKNO=1',
  'FREQ=WEEKLY;BYMONTHDAY=1',
  'FREQ=WEEKLY;BYDAY=1MO',
  'FREQ=WEEKLY;BYDAY=XX',
  'FREQ=WEEKLY;WKST=XX',
  'FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO',
  'FREQ=MONTHLY;BYMONTHDAY=0',
  'FREQ=MONTHLY;BYMONTHDAY=32',
  'FREQ=MONTHLY;BYMONTHDAY=1.5',
  'FREQ=MONTHLY;BYEASTER=1',
  'FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=FORWARD',
])('%s is left to the library', (rule) => {
  expect(
    readDayRule(
      rule.split(';').map((part) => part.split('=')),
      0,
    ),
  ).toBeUndefined()
})
