/** Calendars made to cost as much as they can. All are read in the quarter of an hour, or the 30 days, that begin at 03:00 on 2026-11-25. */
export interface Hostile {
  readonly text: () => string
  /** The cap that keeps it cheap, as its problem names it, where it is one of the calendar's. */
  readonly cap?: RegExp
}

/** In the window of a quarter of an hour. */
export const DUE = 'DTSTART:20261125T030500Z'
export const ALWAYS = 'DTSTART:19700101T000000Z'

export function calendar(...components: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...components, 'END:VCALENDAR', ''].join('\r\n')
}

export function event(lines: string, uid = '1'): string {
  return `BEGIN:VEVENT\r\nUID:${uid}\r\nSUMMARY:x\r\n${lines}\r\nEND:VEVENT`
}

export function zone(name: string, ...parts: string[]): string {
  const whole = parts.map((part) => `BEGIN:STANDARD\r\n${part}\r\nEND:STANDARD`)
  return ['BEGIN:VTIMEZONE', `TZID:${name}`, ...whole, 'END:VTIMEZONE'].join('\r\n')
}

const OFFSETS = 'TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200'
export const ONSET = `DTSTART:19700101T000000\r\n${OFFSETS}`

export function times(count: number, write: (at: number) => string, glue = '\r\n'): string {
  return Array.from({ length: count }, (_, at) => write(at)).join(glue)
}

export const two = (number: number) => String(number).padStart(2, '0')
/** Distinct seconds from the beginning of the window on, the later ones on later days. */
export const second = (at: number) =>
  `202611${two(25 + (Math.floor(at / 86_400) % 5))}T${two(Math.floor(at / 3600) % 24)}${two(Math.floor(at / 60) % 60)}${two(at % 60)}`

export const TOO_MANY = /events that may matter are more than 2 MB; \d+ of \d+ events are left out/
/** Nothing that is counted stops these. */
export const TOO_SLOW = /it took more than 300 ms of processor time; \d+ of \d+ events are left out/
export const TOO_LONG = /is \d+ bytes long, more than 65536 are not read/
export const LONG_LIST = /is \d+ bytes long, more than 4000000 are not read/
export const MORE = /and \d+ more problems/
export const DENSE = 'FREQ=HOURLY;BYMINUTE=0,15;COUNT=9000'
export const MINUTES = `BYMINUTE=${times(60, String, ',')}`
export const SECONDS = `BYSECOND=${times(60, String, ',')}`
export const BOMB = `BYHOUR=${times(24, String, ',')};${MINUTES};${SECONDS}`
