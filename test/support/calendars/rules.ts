import * as fc from 'fast-check'
import { DAY_MS, MINUTE_MS, NEAR_MS, day, floating, utc } from './clocks.ts'

/** Mostly within some weeks of the middle, at times of the day that matter to days. */
export const starts: fc.Arbitrary<number> = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: -60, max: 60 }) },
      { weight: 4, arbitrary: fc.integer({ min: -1500, max: -60 }) },
      { weight: 1, arbitrary: fc.integer({ min: -12_000, max: 5000 }) },
      // The last day of a month, and of February.
      { weight: 1, arbitrary: fc.constantFrom(-806, 16, -104, -45) },
    ),
    fc.constantFrom(0, 30, 150, 540, 555, 1410, 1439),
  )
  .map(([days, minutes]) => NEAR_MS + days * DAY_MS + minutes * MINUTE_MS)

const weekday = fc.constantFrom('SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA')
const some = <T>(value: fc.Arbitrary<T>, maxLength = 3) =>
  fc.uniqueArray(value, { minLength: 1, maxLength, selector: String }).map((all) => all.join(','))
/** A value once in so many times, else the other. */
export const onceIn = <T, U>(times: number, value: fc.Arbitrary<T>, other: U) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(other) }, { weight: 1, arbitrary: value })
const part = (name: string, value: fc.Arbitrary<string | number>, times = 2) =>
  onceIn(times, value, undefined).map((one) => (one === undefined ? [] : [`${name}=${one}`]))

export interface Rule {
  readonly text: string
  /** How far its starts are apart, about. */
  readonly stepDays: number
}
const STEP_DAYS = { DAILY: 1, WEEKLY: 7, MONTHLY: 30.5, YEARLY: 365.25 }
const frequency = fc.constantFrom('DAILY', 'WEEKLY', 'WEEKLY', 'MONTHLY', 'YEARLY')

const ending = (startMs: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 }).map((count) => [`COUNT=${count}`]) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.integer({ min: -3, max: 90 }), fc.constantFrom(0, -1, 1, 600), fc.constantFrom(utc, floating, day))
        .map(([days, minutes, clock]) => [`UNTIL=${clock.write(startMs + days * DAY_MS + minutes * MINUTE_MS)}`]),
    },
  )

export const plainRules = (startMs: number): fc.Arbitrary<Rule> =>
  fc
    .tuple(
      frequency,
      part('INTERVAL', fc.constantFrom(1, 2, 3, 4, 5)),
      ending(startMs),
      part('WKST', weekday),
      part('BYDAY', some(weekday)),
    )
    .map(([freq, interval, end, weekStart, byDay]) => ({
      text: [`FREQ=${freq}`, ...interval, ...end, ...weekStart, ...(freq === 'WEEKLY' ? byDay : [])].join(';'),
      stepDays: STEP_DAYS[freq] * Number(interval[0]?.slice('INTERVAL='.length) ?? 1),
    }))

/** Seldom more than two of them, since rules with too many conditions have no start. */
const rareParts: fc.Arbitrary<string[]> = fc
  .tuple(
    fc.tuple(
      part('BYMONTH', some(fc.integer({ min: 1, max: 12 })), 1),
      part('BYMONTHDAY', some(fc.constantFrom(1, 13, 15, 29, 30, 31, -1, -2)), 1),
      part('BYYEARDAY', some(fc.constantFrom(1, 100, 135, 200, 366, -1)), 1),
      part('BYWEEKNO', some(fc.constantFrom(1, 20, 21, 53, -1)), 1),
      part('BYDAY', some(weekday), 1),
      part('BYDAY', some(fc.tuple(fc.constantFrom('', '1', '2', '-1', '5'), weekday).map((both) => both.join(''))), 1),
      part('BYHOUR', some(fc.constantFrom(0, 9, 23)), 1),
      part('BYMINUTE', some(fc.constantFrom(0, 15, 59)), 1),
      part('BYSECOND', fc.constantFrom(0, 30), 1),
      part('BYSETPOS', some(fc.constantFrom(1, 2, -1)), 1),
      part('X-NOTE', fc.constant('1'), 1),
    ),
    fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { minLength: 1, maxLength: 3 }),
  )
  .map(([parts, places]) => places.flatMap((place) => parts[place]!))

const complexRules = (startMs: number): fc.Arbitrary<Rule> =>
  fc
    .tuple(
      fc.oneof({ weight: 9, arbitrary: frequency }, { weight: 1, arbitrary: fc.constant('HOURLY') }),
      part('INTERVAL', fc.constantFrom(1, 2, 3, 5), 3),
      ending(startMs),
      part('WKST', weekday, 3),
      rareParts,
      fc.boolean(),
    )
    .map(([freq, interval, end, weekStart, rare, isReversed]) => {
      const parts = [`FREQ=${freq}`, ...rare, ...interval, ...end, ...weekStart]
      return { text: (isReversed ? parts.reverse() : parts).join(';'), stepDays: 1 }
    })

const unreadableRules: fc.Arbitrary<Rule> = fc
  .constantFrom(
    '',
    'FREQ=SOMETIMES',
    'INTERVAL=2',
    'FREQ=DAILY;FREQ=WEEKLY',
    'FREQ=DAILY;UNTIL=soon',
    'FREQ=DAILY;UNTIL=20260231',
    'FREQ=DAILY;UNTIL=20200101;UNTIL=20300101',
    'FREQ=DAILY;UNTIL=;UNTIL=20300101',
    'FREQ=DAILY;COUNT=1;COUNT=1000',
    'FREQ=DAILY;COUNT=-1',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=999999999',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;INTERVAL=-1',
    'FREQ=DAILY;INTERVAL=1.5',
    'FREQ=DAILY; INTERVAL=2 ;',
    'freq=daily;interval=2',
    'FREQ=DAILY;BYDAY=MO',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;BYDAY=MO,',
    'FREQ=WEEKLY;BYDAY=,',
    'FREQ=WEEKLY;BYDAY=1MO,2TU',
    'FREQ=WEEKLY;WKST=XX;BYDAY=MO',
    'FREQ=MONTHLY;BYMONTHDAY=99',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5',
  )
  .map((text) => ({ text, stepDays: 1 }))

export const rulesFrom = (startMs: number): fc.Arbitrary<Rule> =>
  fc.oneof(
    { weight: 6, arbitrary: plainRules(startMs) },
    { weight: 4, arbitrary: complexRules(startMs) },
    { weight: 1, arbitrary: unreadableRules },
  )
