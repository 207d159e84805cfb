import * as fc from 'fast-check'
import { type Clock, DAY_MS, HOUR_MS, clocks, day, oddClocks, utc, ZONES } from './clocks.ts'
import { type Rule, onceIn, plainRules, rulesFrom, starts } from './rules.ts'

const statuses = onceIn(2, fc.constantFrom('CONFIRMED', 'CONFIRMED', 'CANCELLED', 'cancelled'), null)
const propertiesOf = (properties: Readonly<Record<string, string | number | null>>) =>
  Object.entries(properties).flatMap(([name, value]) => (value === null ? [] : [`${name}:${value}`]))

/** What one event holds between BEGIN and END. */
type Lines = readonly string[]

/** One event that repeats, or not. */
function masters(
  uid: Lines,
  startMs: number,
  clock: Clock,
  rules: readonly Rule[],
  lists: fc.Arbitrary<Lines>,
): fc.Arbitrary<Lines> {
  return fc
    .record({ status: statuses, sequence: onceIn(3, fc.constantFrom(1, 2), null), lists, title: fc.nat(9) })
    .map(({ status, sequence, lists, title }) => [
      ...uid,
      `DTSTART${clock.parameters}:${clock.write(startMs)}`,
      ...rules.map(({ text }) => `RRULE:${text}`),
      ...lists,
      ...propertiesOf({ SUMMARY: `Title ${title}`, STATUS: status, SEQUENCE: sequence }),
    ])
}

const MOVES_MS = [
  0,
  0,
  HOUR_MS,
  -HOUR_MS,
  DAY_MS,
  -DAY_MS,
  3 * DAY_MS,
  -3 * DAY_MS,
  10 * DAY_MS,
  -45 * DAY_MS,
  200 * DAY_MS,
]

/** One event that stands for one of those, or for that one and all later ones. */
function overrides(uid: Lines, startMs: number, clock: Clock, stepDays: number): fc.Arbitrary<Lines> {
  return fc
    .record({
      steps: fc.integer({ min: 0, max: 12 }),
      asUtc: onceIn(5, clocks, null),
      movedMs: fc.constantFrom(...MOVES_MS),
      isRange: fc.boolean(),
      status: statuses,
      sequence: onceIn(3, fc.constantFrom(1, 2), null),
    })
    .map(({ steps, asUtc, movedMs, isRange, status, sequence }) => {
      const isWhole = clock === day || asUtc === day
      const replacedMs = startMs + (isWhole ? Math.round(steps * stepDays) : steps * stepDays) * DAY_MS
      const of = asUtc ?? clock
      return [
        ...uid,
        `RECURRENCE-ID${isRange ? ';RANGE=THISANDFUTURE' : ''}${of.parameters}:${of.write(replacedMs)}`,
        `DTSTART${clock.parameters}:${clock.write(replacedMs + movedMs)}`,
        ...propertiesOf({ SUMMARY: `Moved ${steps}`, STATUS: status, SEQUENCE: sequence }),
      ]
    })
}

/** RDATE and EXDATE, in the zone of the event or another, one by one or as a list. */
function listsFrom(startMs: number, clock: Clock, stepDays: number): fc.Arbitrary<Lines> {
  const dates = (name: string, step: number) =>
    fc
      .tuple(fc.uniqueArray(fc.integer({ min: -3, max: 20 }), { minLength: 1, maxLength: 3 }), clocks, fc.nat(3))
      .map(([steps, other, kind]) => {
        const { parameters, write } = kind === 0 ? other : clock
        const values = steps.map((steps) => write(startMs + Math.round(steps * step) * DAY_MS))
        if (kind === 1) return values.map((value) => `${name}${parameters}:${value}`)
        return [`${name}${parameters}:${values.join(kind === 2 ? '/PT1H,' : ',')}`]
      })
  return fc
    .tuple(onceIn(2, dates('RDATE', 5), []), onceIn(2, dates('EXDATE', stepDays), []))
    .map((lists) => lists.flat())
}

const uids: fc.Arbitrary<Lines> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ['UID:1@feeds.example'],
      ['UID:2@feeds.example'],
      ['UID:2@feeds.example '],
      ['UID:040000008200E00074C5B7101A82E00800000000F0A1B2C3D4E5DA01000000000000000010000000A1B2C3'],
      ['UID;X-A="b:c":1@feeds.example'],
      ['UID:é\\, 3'],
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<Lines[]>([], ['UID:'], ['UID: ']) },
)

/** The events of one UID: what repeats, what stands for single starts of it, and perhaps a second revision of it. */
function series(rules: (startMs: number) => fc.Arbitrary<Rule>, clock: fc.Arbitrary<Clock>, most: number) {
  return fc.tuple(uids, starts, clock, fc.integer({ min: 1, max: 3 })).chain(([uid, startMs, clock, kind]) =>
    fc.array(rules(startMs), { minLength: Math.min(1, kind - 1), maxLength: Math.min(1, kind - 1) }).chain((all) => {
      const stepDays = all[0]?.stepDays ?? 1
      const lists = most === 0 ? fc.constant([]) : onceIn(2, listsFrom(startMs, clock, stepDays), [])
      const revised = masters(uid, startMs + DAY_MS, clock, [], fc.constant([]))
      return fc
        .tuple(
          masters(uid, startMs, clock, all, lists),
          fc.array(overrides(uid, startMs, clock, stepDays), { maxLength: most }),
          most === 0 ? fc.constant([]) : fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, fc.tuple(revised)),
        )
        .map(([master, overrides, revised]) => [master, ...overrides, ...revised])
    }),
  )
}

const ALARM = ['BEGIN:VALARM', 'TRIGGER:-PT5M', 'DTSTART:20260515T000000Z', 'RRULE:FREQ=DAILY', 'END:VALARM']

/** A calendar in parts, each its lines, BEGIN and END among them. */
export interface Parts {
  readonly zones: readonly Lines[]
  readonly components: readonly Lines[]
}

function inParts(events: fc.Arbitrary<Lines[][]>): fc.Arbitrary<Parts> {
  return fc
    .record({
      events,
      zones: fc.subarray([...ZONES]),
      alarmAt: fc.nat(9),
      order: fc.array(fc.nat(99), { minLength: 16, maxLength: 16 }),
    })
    .map(({ events, zones, alarmAt, order }) => ({
      zones,
      components: events
        .flat()
        .map((lines, at) => [
          'BEGIN:VEVENT',
          ...lines.slice(0, at === alarmAt ? 2 : 0),
          ...(at === alarmAt ? ALARM : []),
          ...lines.slice(at === alarmAt ? 2 : 0),
          'END:VEVENT',
        ])
        .map((lines, at) => ({ lines, rank: order[at % order.length]! }))
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ lines }) => lines),
    }))
}

/** One or two events whose rules can be computed by arithmetic, or nearly. */
export const plainCalendars = inParts(
  fc.array(series(plainRules, fc.oneof({ weight: 1, arbitrary: fc.constant(utc) }, clocks), 0), {
    minLength: 1,
    maxLength: 2,
  }),
)
/** Rules of every kind, unreadable ones too. */
export const ruledCalendars = inParts(fc.array(series(rulesFrom, clocks, 0), { minLength: 1, maxLength: 2 }))
/** Series with exceptions of every kind, some sharing a UID. */
export const exceptedCalendars = inParts(fc.array(series(plainRules, clocks, 3), { minLength: 1, maxLength: 2 }))
/** Single events in every zone and form. */
export const oddCalendars = inParts(
  fc.array(series(plainRules, fc.oneof({ weight: 2, arbitrary: clocks }, oddClocks), 1), {
    minLength: 1,
    maxLength: 3,
  }),
)
