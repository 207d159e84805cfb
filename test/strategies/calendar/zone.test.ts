import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantOf, zoneNamed } from '../../../strategies/calendar/zone.ts'
import { checkCalendar } from '../../../strategies/check.ts'
import { calendar, event, ONSET, times, zone } from '../../support/hostile/writing.ts'
import { samples } from '../../support/samples.ts'

const instant = (zone: string, wall: string) =>
  new Date(instantOf(zoneNamed(zone), Date.parse(`${wall}Z`))).toISOString()

test('a wall clock is read in its zone', () => {
  expect(instant('UTC', '2026-01-15T09:00')).toBe('2026-01-15T09:00:00.000Z')
  expect(instant('Asia/Tokyo', '2026-01-15T09:00')).toBe('2026-01-15T00:00:00.000Z')
  expect(instant('Europe/Berlin', '2026-07-15T09:00')).toBe('2026-07-15T07:00:00.000Z')
  expect(instant('America/St_Johns', '2026-01-15T09:00')).toBe('2026-01-15T12:30:00.000Z')
  expect(instant('Pacific/Kiritimati', '2026-01-15T09:00')).toBe('2026-01-14T19:00:00.000Z')
})

// RFC 5545, 3.3.5: a time that does not exist is read with the offset before the gap, a repeated one is its first instance.
test('a time that daylight saving skips is read with the offset before the jump', () => {
  expect(instant('Europe/Berlin', '2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z')
  expect(instant('America/New_York', '2026-03-08T02:30')).toBe('2026-03-08T07:30:00.000Z')
})

test('a time that daylight saving repeats is its first instance', () => {
  expect(instant('Europe/Berlin', '2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z')
  expect(instant('America/New_York', '2026-11-01T01:30')).toBe('2026-11-01T05:30:00.000Z')
})

test('the clocks of a zone show the requested local time at the instant, wherever they ever show it', () => {
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Asia/Tokyo',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
  )
  const minutes = fc.integer({ min: Date.UTC(2020) / 60_000, max: Date.UTC(2030) / 60_000 })
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const shown = clockOf(zone, minute * 60_000)
      const found = instantOf(zoneNamed(zone), shown)
      expect(clockOf(zone, found)).toBe(shown)
      expect(found).toBeLessThanOrEqual(minute * 60_000)
    }),
    { numRuns: samples(300) },
  )
})

/** What the clocks of a zone show at an instant, as if UTC clocks showed it; by Temporal's rival, `sv-SE`, in ISO order. */
function clockOf(zone: string, instantMs: number): number {
  return Date.parse(`${new Date(instantMs).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')}Z`)
}

test('a zone that is none throws and says what was expected', () => {
  zoneNamed('Asia/Tokyo')
  expect(() => zoneNamed('Mars/Olympus')).toThrow('expected an IANA time zone such as Asia/Tokyo, got "Mars/Olympus"')
})

// Breakage: parts are counted for each zone alone: a feed may hold many. Parsed in full, which has the time to come that far anywhere.
test('the time zones of a feed have 4,000 parts together, and those beyond are named', () => {
  const zones = times(11, (at) => zone(`odd${at}`, ...Array.from({ length: 400 }, () => ONSET)))
  const events = times(11, (at) => event(`DTSTART;TZID=odd${at}:20261125T030500`, `${at}`))
  const fromMs = Date.UTC(2026, 10, 25, 3)
  const body = Buffer.from(calendar(zones, events))
  const { occurrences, problems } = checkCalendar(body, { fromMs, untilMs: fromMs + 3_600_000 }, { mode: 'full' })
  expect(problems.join('\n')).toContain('the time zones have more than 4000 parts together')
  // Read like a floating time; with its zone it would have started two hours before.
  expect(occurrences.map(({ uid }) => uid)).toEqual(['10'])
})
