import * as fc from 'fast-check'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
/** A Friday in the middle of what is generated. */
export const NEAR_MS = Date.UTC(2026, 4, 15)

/** One way to write a time: what stands between the name and the colon, and the digits. Times are wall clocks as if in UTC. */
export interface Clock {
  readonly parameters: string
  readonly write: (wallMs: number) => string
}

const digits = (wallMs: number) => new Date(wallMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
export const utc: Clock = { parameters: '', write: (wallMs) => `${digits(wallMs)}Z` }
export const floating: Clock = { parameters: '', write: digits }
const inZone = (tzid: string): Clock => ({ parameters: `;TZID=${tzid}`, write: digits })
export const day: Clock = { parameters: ';VALUE=DATE', write: (wallMs) => digits(wallMs).slice(0, 8) }

/** Zones that IANA knows, Windows names, prefixed ones, those of `ZONES`, and some that nobody knows. */
export const clocks: fc.Arbitrary<Clock> = fc
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
export const oddClocks: fc.Arbitrary<Clock> = fc.constantFrom(
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

export const ZONES: readonly string[][] = [
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
