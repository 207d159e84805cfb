import { Buffer } from 'node:buffer'
import type { Window } from '../job.ts'
import { splitLine, unescapeText } from './content-line.ts'
import { readEvent } from './event.ts'
import { Budget, LIMITS } from './limits.ts'
import { Prefilter } from './prefilter.ts'
import { Problems } from './problems.ts'
import { type Layout, scan } from './scan.ts'
import { groupEvents, type Series, type Start, startsOf } from './series.ts'
import type { Zone } from './zone.ts'
import { Zones } from './zones.ts'

/** `prefilter`: only events that can matter are parsed; `full`: all are. */
export type CheckMode = 'prefilter' | 'full'

/** A calendar of which the events are parsed while they are gone through, and what was wrong with those gone through so far. */
export interface OpenCalendar {
  readonly name?: string
  readonly series: Iterable<Series>
  /** Those near the window. */
  readonly startsOf: (series: Series) => Iterable<Start>
  readonly problems: Problems
}

const NOTHING = { series: [], startsOf: () => [] }

/** Finds out where things stand in the bytes of a calendar. `floating`: the zone of times and days that name none. */
export function openCalendar(body: Uint8Array, window: Window, mode: CheckMode, floating: Zone): OpenCalendar {
  const calendar = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const problems = new Problems(calendar)
  const limits = LIMITS[mode]
  if (calendar.length > limits.bodyBytes) {
    problems.add(`the calendar is ${calendar.length} bytes long, more than ${limits.bodyBytes} are not looked into`)
    return { ...NOTHING, problems }
  }
  const layout = scan(calendar, mode === 'prefilter' ? new Prefilter(window, floating) : undefined)
  if (layout.calendars.length === 0) problems.add(`not a calendar: ${whatItIs(calendar)}`)
  else if (!layout.isClosed) problems.add('the calendar is cut off: it never comes to END:VCALENDAR')
  for (const offset of layout.unclosed) problems.add('the event never comes to END:VEVENT', offset)
  if (layout.calendars.length === 0) return { ...NOTHING, problems }

  const name = layout.name === undefined ? undefined : splitLine(layout.name)?.value
  const named = name !== undefined && { name: unescapeText(name) }
  if (layout.events.length === 0) return { ...named, ...NOTHING, problems }
  const zones = new Zones(calendar, layout, floating, (problem, offset) => problems.add(problem, offset))
  return {
    ...named,
    series: seriesIn(calendar, layout, zones, new Budget(limits), problems),
    startsOf: (series) => startsOf(series, window, zones, ({ offset }, problem) => problems.add(problem, offset)),
    problems,
  }
}

function* seriesIn(
  calendar: Buffer,
  { events, found }: Layout,
  zones: Zones,
  budget: Budget,
  problems: Problems,
): Generator<Series> {
  let left = 0
  let refusal: string | undefined
  // All events of a UID, or none: one may cancel what another repeats.
  for (const spans of Map.groupBy(events, (span) => span.uidHash || span).values()) {
    const refused = budget.refuses(spans)
    if (refused !== undefined) {
      refusal = refused
      left += spans.length
      continue
    }
    const read = spans.flatMap((span) => {
      const fail = (problem: unknown) => problems.add(problem, span.start)
      try {
        return readEvent(calendar, span, zones, fail)
      } catch (error) {
        fail(error)
        return []
      }
    })
    yield* groupEvents(read)
  }
  if (refusal !== undefined) problems.add(`too much to parse: ${refusal}; ${left} of ${found} events are left out`)
}

function whatItIs(calendar: Buffer): string {
  const head = calendar.toString('utf8', 0, 1000)
  if (head.trim() === '') return 'the body is empty'
  if (/^\W*<(?:!doctype\s+)?html/i.test(head)) return 'the body is a web page'
  return 'the body has no BEGIN:VCALENDAR'
}
