import type { Buffer } from 'node:buffer'
import { type ContentLine, parameterOf, unescapeText } from './content-line.ts'
import { parseEvent } from './library.ts'
import { type Moment, momentOf } from './moment.ts'
import { propertiesOf } from './properties.ts'
import { createRule, type Rule, writeStart } from './rule.ts'
import type { Span } from './scan.ts'
import type { Zones } from './zones.ts'

/** What an event says of itself. */
export interface CalendarEvent {
  /** Where it begins in the calendar's bytes. */
  readonly offset: number
  /** As written; events with the same one belong together. */
  readonly uid?: string
  readonly summary: string
  readonly status: string
  readonly sequence: number
  readonly start: Moment
  /** The occurrence, of the event with the same UID, that it stands for. */
  readonly recurrenceId?: Moment
  /** It also moves and renames all later ones (RANGE=THISANDFUTURE). */
  readonly isRange: boolean
  readonly rules: readonly Rule[]
  readonly rdates: readonly ContentLine[]
  readonly exdates: readonly ContentLine[]
}

/** Throws with a reason when the event has no start that can be read; `fail` is told what else is left out. */
export function readEvent(calendar: Buffer, span: Span, zones: Zones, fail: (problem: string) => void): CalendarEvent {
  const properties = propertiesOf(calendar, span, fail)
  const all = (name: string) => properties.filter((line) => line.name === name)
  const first = (name: string) => properties.find((line) => line.name === name)
  const [start, another] = all('DTSTART')
  if (!start) throw new Error('it has no DTSTART')
  if (another && another.value !== start.value) throw new Error('it has two DTSTART')
  if (first('EXRULE')) fail('its EXRULE is left out: RFC 5545 has none any more')
  const uid = first('UID')?.value
  const moment = momentOf(start, zones, span.start)
  const recurrenceId = first('RECURRENCE-ID')
  const { status = '', sequence } = parseEvent([
    writeStart(moment),
    `STATUS:${first('STATUS')?.value.trim() ?? ''}`,
    `SEQUENCE:${first('SEQUENCE')?.value.trim() ?? ''}`,
  ])
  return {
    offset: span.start,
    ...(uid !== undefined && uid.trim() !== '' && { uid }),
    summary: unescapeText(first('SUMMARY')?.value ?? ''),
    status: status.toUpperCase(),
    sequence: Number(sequence) || 0,
    start: moment,
    ...(recurrenceId && { recurrenceId: momentOf(recurrenceId, zones, span.start) }),
    isRange: recurrenceId !== undefined && /^THISANDFUTURE$/i.test(parameterOf(recurrenceId, 'RANGE') ?? ''),
    rules: rulesOf(all('RRULE'), moment, fail),
    rdates: all('RDATE'),
    exdates: all('EXDATE'),
  }
}

/** A rule that is none costs the event its further starts, not its first. */
function rulesOf(lines: readonly ContentLine[], start: Moment, fail: (problem: string) => void): Rule[] {
  return lines.flatMap(({ value }) => {
    try {
      return createRule(value, start)
    } catch (error) {
      fail(cannotFollow(value, error))
      return []
    }
  })
}

/** Why a rule is left out, for people. */
export function cannotFollow(rule: string, error: unknown): string {
  return `its RRULE ${rule.slice(0, 100)} cannot be followed: ${error instanceof Error ? error.message : String(error)}`
}
