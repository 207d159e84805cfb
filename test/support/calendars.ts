import * as fc from 'fast-check'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A Friday in the middle of what is generated. */
const NEAR_MS = Date.UTC(2026, 4, 15)

/** One way to write a time: what stands between the name and the colon, and the digits. Times are wall clocks as if in UTC. */
interface Clock {
  readonly parameters: string
  readonly write: (wallMs: number) => string
}

const digits = (wallMs: number) => new Date(wallMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
const utc: Clock = { parameters: '', write: (wallMs) => `${digits(wallMs)}Z` }
const floating: Clock = { parameters: '', write: digits }
const inZone = (tzid: string): Clock => ({ parameters: `;TZID=${tzid}`, write: digits })
const day: Clock = { parameters: ';VALUE=DATE', write: (wallMs) => digits(wallMs).slice(0, 8) }

/** Zones that IANA knows, Windows names, prefixed ones, those of `ZONES`, and some that nobody knows. */
const clocks: fc.Arbitrary<Clock> = fc
  .oneof(
    { weight: 4, arbitrary: fc.constant(utc) },
    { weight: 2, arbitrary: fc.constant(floating) },
    { weight: 3, arbitrary: fc.constant(day) },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        'Europe/Berlin',
        'America/New_York',
        'Asia/Tokyo',
        'Pacific/Kiritimati',
        'Pacific/Pago_Pago',
        'Africa/Casablanca',
        'Australia/Lord_Howe',
      ),
    },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        'W. Europe Standard Time',
        'Tokyo Standard Time',
        '"Eastern Standard Time"',
        'Own/Summer',
        'Own/West',
        'Own/Far',
        '"Own/Far"',
        '/freeassociation.sourceforge.net/Tzfile/Europe/Berlin',
        'tzone://Microsoft/Utc',
        'UTC+11',
        'Nowhere',
        '',
      ),
    },
  )
  .map((one) => (typeof one === 'string' ? inZone(one) : one))

/** Unusual or wrong, as programs write them. */
const oddClocks: fc.Arbitrary<Clock> = fc.constantFrom(
  { parameters: '', write: day.write },
  { parameters: ';VALUE=DATE', write: digits },
  { parameters: ';VALUE=date', write: day.write },
  { parameters: ';VALUE=DATE-TIME', write: utc.write },
  { parameters: ';VALUE=DATE-TIME', write: day.write },
  { parameters: ';X-NOTE="a:b;c";TZID=Asia/Tokyo', write: digits },
  { parameters: ';tzid=Asia/Tokyo', write: digits },
  { parameters: ';TZID=Asia/Tokyo', write: utc.write },
  { parameters: '', write: (wallMs) => ` ${utc.write(wallMs)} ` },
  { parameters: '', write: (wallMs) => utc.write(wallMs).toLowerCase() },
  { parameters: '', write: (wallMs) => `${digits(wallMs).slice(0, 13)}Z` },
  { parameters: '', write: (wallMs) => `${digits(wallMs).slice(0, 9)}250000Z` },
  { parameters: '', write: () => '20260231' },
  { parameters: '', write: () => 'soon' },
  { parameters: '', write: () => '' },
)

const ZONES: readonly string[][] = [
  zone('Own/Summer', [
    ['STANDARD', '19701025T030000', '+1030', '+0930', 'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU'],
    ['DAYLIGHT', '19700329T020000', '+0930', '+1030', 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'],
  ]),
  zone('Own/West', [['STANDARD', '19700101T000000', '-1130', '-1130']]),
  zone('Own/Far', [['STANDARD', '00010101T000000', '+2359', '+2359']]),
  zone('Asia/Tokyo', [['STANDARD', '19700101T000000', '-0500', '-0500']]),
  zone('W. Europe Standard Time', [['STANDARD', '19700101T000000', '-0900', '-0900']]),
]

function zone(tzid: string, parts: readonly (readonly string[])[]): string[] {
  const lines = parts.flatMap(([name, start, from, to, rule]) => [
    `BEGIN:${name}`,
    `DTSTART:${start}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    ...(rule === undefined ? [] : [`RRULE:${rule}`]),
    `END:${name}`,
  ])
  return ['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...lines, 'END:VTIMEZONE']
}

/** Mostly within some weeks of the middle, at times of the day that matter to days. */
const starts: fc.Arbitrary<number> = fc
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
const onceIn = <T, U>(times: number, value: fc.Arbitrary<T>, other: U) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(other) }, { weight: 1, arbitrary: value })
const part = (name: string, value: fc.Arbitrary<string | number>, times = 2) =>
  onceIn(times, value, undefined).map((one) => (one === undefined ? [] : [`${name}=${one}`]))

interface Rule {
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

const plainRules = (startMs: number): fc.Arbitrary<Rule> =>
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

/** Seldom more than two of them, since rules that ask for too much have no start. */
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

const rulesFrom = (startMs: number): fc.Arbitrary<Rule> =>
  fc.oneof(
    { weight: 6, arbitrary: plainRules(startMs) },
    { weight: 2, arbitrary: complexRules(startMs) },
    { weight: 1, arbitrary: unreadableRules },
  )

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

/** One or two events whose rules can be told by arithmetic, or nearly. */
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

const HEAD = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'X-WR-CALNAME:Generated', 'PRODID:-//utakata//test//EN']

/** As a program would write it, the zones first. */
export function written({ zones, components }: Parts): Uint8Array {
  return bytesOf([...HEAD, ...zones.flat(), ...components.flat(), 'END:VCALENDAR', ''].map(inBytes).join('\r\n'))
}

/** Text as a string with one character for each of its bytes, which can be cut anywhere. */
function inBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

/** Another way to write the same calendar. */
export interface Layout {
  readonly lineEnd: '\r\n' | '\n'
  /** Before which component each zone stands. */
  readonly zonesAt: readonly number[]
  /** Names: as they are, in lower case, in mixed case. */
  readonly nameCase: 'upper' | 'lower' | 'mixed'
  /** After BEGIN and END lines. */
  readonly trailing: '' | ' ' | '\t '
  /** Of every other UID, which does not make it another. */
  readonly uidParameter: '' | ';X-A="b:c"'
  /** Which line, where in it, and by what it is continued; `column` 0 leaves an empty line before. */
  readonly folds: readonly { readonly line: number; readonly column: number; readonly blank: ' ' | '\t' }[]
}

export const layouts: fc.Arbitrary<Layout> = fc.record({
  lineEnd: fc.constantFrom('\r\n', '\n'),
  zonesAt: fc.array(fc.nat(9), { minLength: ZONES.length, maxLength: ZONES.length }),
  nameCase: fc.constantFrom('upper', 'lower', 'mixed'),
  trailing: fc.constantFrom('', '', ' ', '\t '),
  uidParameter: fc.constantFrom('', ';X-A="b:c"'),
  folds: fc.array(
    fc.record({
      line: fc.nat(199),
      column: fc.oneof(fc.nat(14), fc.nat(90)),
      blank: fc.constantFrom(' ', '\t'),
    }),
    { maxLength: 40 },
  ),
})

/** The same calendar in another layout, which must not change what it means. */
export function laidOut({ zones, components }: Parts, layout: Layout): Uint8Array {
  const { lineEnd, zonesAt, uidParameter, folds } = layout
  const before = (at: number) => zones.filter((_, zone) => zonesAt[zone]! % (components.length + 1) === at).flat()
  const lines = [
    ...HEAD,
    ...components.flatMap((component, at) => [...before(at), ...component]),
    ...before(components.length),
    'END:VCALENDAR',
  ].map((line, at) => inBytes(named(at % 2 === 0 ? line.replace(/^UID(?=:)/, `UID${uidParameter}`) : line, layout)))
  for (const { line, column, blank } of folds) {
    const at = line % lines.length
    const whole = lines[at]!
    // There is no line before the first that an empty one could follow.
    const to = Math.max(at === 0 ? 1 : 0, Math.min(whole.length, column))
    const isInBreak = to > 0 && /[\r\n]/.test(whole.slice(to - 1, to + 1))
    if (!isInBreak) lines[at] = `${whole.slice(0, to)}${lineEnd}${blank}${whole.slice(to)}`
  }
  return bytesOf(`${lines.join(lineEnd)}${lineEnd}`)
}

function named(line: string, { nameCase, trailing }: Layout): string {
  const nameEnd = line.search(/[;:]/)
  const name = line.slice(0, nameEnd)
  const isLower = (at: number) => nameCase === 'lower' || (nameCase === 'mixed' && at % 2 === 1)
  const letters = Array.from(name, (letter, at) => (isLower(at) ? letter.toLowerCase() : letter))
  return `${letters.join('')}${line.slice(nameEnd)}${name === 'BEGIN' || name === 'END' ? trailing : ''}`
}

export interface Damage {
  readonly kind: 'replace' | 'delete' | 'insert' | 'double' | 'swap' | 'drop' | 'case' | 'colon' | 'cut'
  /** Which line, out of any number, and where in it. */
  readonly line: number
  readonly column: number
  readonly text: string
}

/** What stands in calendars, and what confuses readers of them. */
const SCRAPS = [
  ':',
  ';',
  '=',
  ',',
  '"',
  '\\',
  ' ',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '\r\n ',
  '\n\t',
  '\0',
  '\u001A',
  '\u001B',
  '\f',
  '\u00A0',
  '\u00EF\u00BB\u00BF',
  '\u00FF',
  '\u2028',
  '0',
  '9',
  'Z',
  'T',
  '-',
  '+',
  ';X=1',
  ';VALUE=DATE',
  ';TZID=Asia/Tokyo',
  '\r\nBEGIN:VEVENT\r\n',
  '\r\nEND:VEVENT\r\n',
  '\r\nBEGIN:VALARM\r\n',
  '\r\nEND:VALARM\r\n',
  '\r\nEND :VALARM\r\n',
  '\r\nEND:VCALENDAR\r\n',
  '\r\nBEGIN:VCALENDAR\r\n',
  '\r\nBEGIN:VTIMEZONE\r\n',
  '\r\nEND:VTIMEZONE\r\n',
  '\r\nUID:1@feeds.example\r\n',
  '\r\nRRULE:FREQ=DAILY\r\n',
  '\r\nDTSTART:20260515T000000Z\r\n',
  '\r\nRDATE:20260515T000000Z\r\n',
  '\r\nEXDATE:20260515\r\n',
  '\r\nRECURRENCE-ID:20260515T000000Z\r\n',
  ';RANGE=THISANDFUTURE',
]

export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('replace', 'delete', 'insert', 'insert', 'double', 'swap', 'drop', 'case', 'colon', 'cut'),
    line: fc.nat(499),
    column: fc.oneof(fc.nat(15), fc.nat(80)),
    text: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...SCRAPS) }, fc.string({ maxLength: 4 })),
  }),
  { minLength: 1, maxLength: 8 },
)

/** The calendar after each damage in turn. */
export function damaged(calendar: Uint8Array, damages: readonly Damage[]): Uint8Array {
  let lines = Buffer.from(calendar).toString('latin1').split('\n')
  for (const { kind, line, column, text } of damages) {
    const at = line % lines.length
    const old = lines[at]!
    const to = Math.min(old.length, column)
    // Bytes where it can be, so that some are no UTF-8.
    const scrap = /^[^\u0100-\uFFFF]*$/.test(text) ? text : inBytes(text)
    if (kind === 'replace') lines[at] = `${old.slice(0, to)}${scrap}${old.slice(to + 1)}`
    else if (kind === 'delete') lines[at] = `${old.slice(0, to)}${old.slice(to + 1 + scrap.length)}`
    else if (kind === 'insert') lines[at] = `${old.slice(0, to)}${scrap}${old.slice(to)}`
    else if (kind === 'double') lines.splice(at, 0, old)
    else if (kind === 'drop') lines.splice(at, 1)
    else if (kind === 'swap') lines.splice((line * 7 + column) % lines.length, 0, ...lines.splice(at, 1))
    else if (kind === 'case') lines[at] = line % 2 === 0 ? old.toLowerCase() : old.toUpperCase()
    else if (kind === 'colon') lines[at] = old.replace(/(?=[;:])/, () => scrap)
    // Seldom, since little is left of a calendar that was cut.
    else if (column === 7) lines.length = at + 1
    lines = lines.length === 0 ? [''] : lines
  }
  return bytesOf(lines.join('\n'))
}
