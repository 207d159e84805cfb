import { type ContentLine, parameterOf, unescapeText } from './content-line.ts'
import { parseEvent } from './library.ts'
import { type Moment, momentOf } from './moment.ts'
import { propertiesOf } from './properties.ts'
import type { Reading } from './zones.ts'
import { createRule, type Rule, writeStart } from './rule.ts'
import type { Span } from './scan.ts'

/** What an event says of itself. */
export interface CalendarEvent {
  /** Where it stands in the calendar's bytes. */
  readonly span: Span
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
  /** It lists further or excluded dates, which are read where they are needed. */
  readonly hasDates: boolean
}

const READ = ['UID', 'DTSTART', 'RECURRENCE-ID', 'SUMMARY', 'STATUS', 'SEQUENCE', 'EXRULE', 'RRULE', 'RDATE', 'EXDATE']
/** What counts when it is there more than once; of all others the first is read. */
const COUNTED: ReadonlySet<string> = new Set(['DTSTART', 'RRULE'])
/** Of one event. */
const MAX_RULES = 100

/** Throws with a reason when the event has no start that can be read; what else is left out is a problem. */
export function readEvent(span: Span, reading: Reading): CalendarEvent {
  const { calendar, problems, budget } = reading
  budget.spend()
  const fail = (problem: string) => problems.add(problem, span.start)
  const first = new Map<string, ContentLine>()
  const rules: string[] = []
  const wanted = new Set(READ)
  for (const line of propertiesOf(calendar, span, wanted, fail)) {
    const { name, value } = line
    if (!COUNTED.has(name)) wanted.delete(name)
    if (name === 'RRULE') rules.push(value)
    else if (!first.has(name)) first.set(name, line)
    else if (value !== first.get(name)!.value || line.parameters !== first.get(name)!.parameters)
      throw new Error('it has two DTSTART')
    if (rules.length > MAX_RULES) throw new Error(`it has more than ${MAX_RULES} RRULE`)
  }
  const dtstart = first.get('DTSTART')
  if (!dtstart) throw new Error('it has no DTSTART')
  if (first.has('EXRULE')) fail('its EXRULE is left out: RFC 5545 has none any more')

  const start = momentOf(dtstart, span.start, reading)
  const { status = '', sequence } = parseEvent([
    writeStart(start),
    `STATUS:${first.get('STATUS')?.value.trim() ?? ''}`,
    `SEQUENCE:${first.get('SEQUENCE')?.value.trim() ?? ''}`,
  ])
  const uid = first.get('UID')?.value
  const recurrenceId = first.get('RECURRENCE-ID')
  return {
    span,
    ...(uid !== undefined && uid.trim() !== '' && { uid }),
    summary: unescapeText(first.get('SUMMARY')?.value ?? ''),
    status: status.toUpperCase(),
    sequence: Number(sequence) || 0,
    start,
    ...(recurrenceId && { recurrenceId: momentOf(recurrenceId, span.start, reading) }),
    isRange: recurrenceId !== undefined && /^THISANDFUTURE$/i.test(parameterOf(recurrenceId, 'RANGE') ?? ''),
    hasDates: first.has('RDATE') || first.has('EXDATE'),
    rules: rulesOf(rules, start, reading, span),
  }
}

/** A rule that is none costs the event its further starts, not its first. */
function rulesOf(texts: readonly string[], start: Moment, { budget, problems }: Reading, span: Span): Rule[] {
  return texts.flatMap((text) => {
    try {
      budget.spend()
      return createRule(text, start, budget)
    } catch (error) {
      problems.add(cannotFollow(text, error), span.start)
      return []
    }
  })
}

/** Why a rule is left out, for people; anything but a reason that lies in the rule is handed on as it is. */
export function cannotFollow(rule: string, error: unknown): unknown {
  return error instanceof Error && error.constructor === Error
    ? `its RRULE ${rule.slice(0, 100)} cannot be followed: ${error.message}`
    : error
}
